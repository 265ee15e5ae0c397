//! Answers that pages of other sites may read (the Fetch standard, CORS protocol): those of a call center, for pages that
//! were given a callbox token of it. Nobody else's, and never with cookies.

use crate::caller::Callers;
use crate::csrf;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use patchbay_model::id::CallCenterId;
use std::sync::Arc;

const METHODS: HeaderValue = HeaderValue::from_static("GET, POST");
/// What pages of the callbox send and read.
const CALLBOX: Headers = Headers {
    sent: HeaderValue::from_static("authorization, content-type, idempotency-key, prefer, x-deadline-ms, x-request-id"),
    read: HeaderValue::from_static("location, preference-applied, retry-after, x-request-id"),
};
/// Seconds for which a browser need not ask again.
const REMEMBERED: HeaderValue = HeaderValue::from_static("600");

/// Whether no page of another site sends the request. The server's own pages read every answer: the database need not be
/// asked about them.
pub fn is_no_foreign_page(request: &Request) -> bool {
    !request.headers().contains_key(header::ORIGIN) || csrf::is_own(request.headers())
}

/// The layer. Answers the question that a browser asks first, and says on every other answer who may read it.
pub async fn answer(State(callers): State<Arc<Callers>>, request: Request, next: Next) -> Response {
    let Some((call_center, origin)) = asked(&request) else { return next.run(request).await };
    let lets_read = match origin.to_str() {
        Ok(text) => callers.lets_read(&call_center, text).await,
        Err(_) => Ok(false),
    };
    let asks_first = asks_first(&request);
    let lets_read = match lets_read {
        Ok(lets_read) => lets_read,
        Err(refusal) => return refusal.into_response(),
    };
    let mut response = if asks_first && lets_read { CALLBOX.told_first() } else { next.run(request).await };
    CALLBOX.allow(response.headers_mut(), lets_read.then_some(origin));
    response
}

/// Whether a browser asks what a page may send, before it sends it.
pub fn asks_first(request: &Request) -> bool {
    *request.method() == Method::OPTIONS && request.headers().contains_key(header::ACCESS_CONTROL_REQUEST_METHOD)
}

/// The headers that pages of other sites deal with.
pub struct Headers {
    /// What they may send.
    pub sent: HeaderValue,
    /// What they may read of an answer.
    pub read: HeaderValue,
}

impl Headers {
    /// The answer to a browser that asks first.
    pub fn told_first(&self) -> Response {
        let headers = [
            (header::ACCESS_CONTROL_ALLOW_METHODS, METHODS),
            (header::ACCESS_CONTROL_ALLOW_HEADERS, self.sent.clone()),
            (header::ACCESS_CONTROL_MAX_AGE, REMEMBERED),
        ];
        (StatusCode::NO_CONTENT, headers).into_response()
    }

    /// Says whose pages may read an answer, and that it depends on who asks.
    pub fn allow(&self, headers: &mut HeaderMap, origin: Option<HeaderValue>) {
        headers.append(header::VARY, HeaderValue::from_name(header::ORIGIN));
        if let Some(origin) = origin {
            headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
            headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, self.read.clone());
        }
    }
}

/// About which call center a page of which origin asks.
fn asked(request: &Request) -> Option<(CallCenterId, HeaderValue)> {
    let origin = request.headers().get(header::ORIGIN)?.clone();
    let rest = request.uri().path().strip_prefix("/api/v1/call-centers/")?;
    let (name, _) = rest.split_once('/')?;
    Some((name.parse().ok()?, origin))
}
