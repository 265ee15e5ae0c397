//! Names each request: in its log lines, in every error, and in the header `x-request-id` of the answer.

use crate::clock;
use axum::extract::{MatchedPath, Request};
use axum::http::{HeaderName, HeaderValue, Method};
use axum::middleware::Next;
use axum::response::Response;
use std::fmt;
use std::time::Instant;
use tracing::{Instrument as _, Span};
use uuid::Uuid;

/// The header.
pub const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// A request's name. Always ours, never the caller's: then it is unique, and nothing foreign stands in the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RequestId(Uuid);

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Gives the request its name, logs how it went, and counts it. No query string, no body, no header: they hold secrets;
/// and the route instead of the path, because a one-time link is one.
pub async fn name(mut request: Request, next: Next) -> Response {
    let id = RequestId(clock::new_id());
    request.extensions_mut().insert(id);
    let header = HeaderValue::from_str(&id.to_string()).ok();
    if let Some(header) = &header {
        // Over whatever the caller sent: pages read it here.
        request.headers_mut().insert(REQUEST_ID, header.clone());
    }
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().map_or("(no route)", MatchedPath::as_str).to_owned();
    let span = tracing::info_span!("request", %id, %method, route);
    let started = Instant::now();
    let mut response = next.run(request).instrument(span.clone()).await;
    let took = started.elapsed();
    note(&span, response.status().as_u16(), took.as_secs_f64());
    count(&method, route, response.status().as_u16(), took.as_secs_f64());
    if let Some(header) = header {
        response.headers_mut().insert(REQUEST_ID, header);
    }
    response
}

fn note(span: &Span, status: u16, seconds: f64) {
    let _entered = span.enter();
    let duration_ms = (seconds * 100_000.0).round() / 100.0;
    match status {
        500.. => tracing::warn!(status, duration_ms, "answered"),
        // One line per request costs more than the request itself under load: it is there when it is asked for.
        _ => tracing::debug!(status, duration_ms, "answered"),
    }
}

fn count(method: &Method, route: String, status: u16, seconds: f64) {
    let method = label(method);
    metrics::histogram!("patchbay_http_request_seconds", "method" => method, "route" => route.clone()).record(seconds);
    metrics::counter!("patchbay_http_requests_total", "method" => method, "route" => route, "status" => status.to_string()).increment(1);
}

/// Methods can be made up: each would begin a series of its own.
fn label(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        _ => "other",
    }
}
