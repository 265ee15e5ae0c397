//! Names each request: in its log lines, in every error, and in the header `x-request-id` of the answer.

mod meters;

use crate::clock;
use axum::extract::{MatchedPath, Request};
use axum::http::{HeaderName, HeaderValue, Method};
use axum::response::Response;
use std::fmt;
use std::time::Instant;
use tracing::Span;
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

/// A request under way: what of it stands in the log and is counted. No query string, no body, no header: they hold
/// secrets; and the route instead of the path, because a one-time link is one.
pub struct Named {
    id: RequestId,
    header: Option<HeaderValue>,
    method: &'static str,
    route: Option<MatchedPath>,
    span: Span,
    started: Instant,
}

impl Named {
    /// Gives the request its name.
    pub fn begin(request: &mut Request) -> Self {
        let id = RequestId(clock::new_id());
        request.extensions_mut().insert(id);
        let header = HeaderValue::from_str(&id.to_string()).ok();
        if let Some(header) = &header {
            // Over whatever the caller sent: pages read it here.
            request.headers_mut().insert(REQUEST_ID, header.clone());
        }
        let method = label(request.method());
        let route = request.extensions().get::<MatchedPath>().cloned();
        Self { id, header, method, route, span: tracing::info_span!("request", %id), started: Instant::now() }
    }

    /// Its id.
    #[must_use]
    pub fn id(&self) -> &RequestId {
        &self.id
    }

    /// What its log lines stand in.
    #[must_use]
    pub fn span(&self) -> &Span {
        &self.span
    }

    /// Logs how it went, counts it, and tells the caller its name.
    pub fn end(self, response: &mut Response) {
        let (status, seconds) = (response.status().as_u16(), self.started.elapsed().as_secs_f64());
        let route = self.route.as_ref().map_or("(no route)", MatchedPath::as_str);
        self.span.in_scope(|| note(self.method, route, status, seconds));
        meters::count(self.method, route, status, seconds);
        if let Some(header) = self.header {
            response.headers_mut().insert(REQUEST_ID, header);
        }
    }
}

fn note(method: &str, route: &str, status: u16, seconds: f64) {
    let duration_ms = (seconds * 100_000.0).round() / 100.0;
    match status {
        500.. => tracing::warn!(method, route, status, duration_ms, "answered"),
        // What is refused is seldom, and what somebody asks about who was refused.
        400.. => tracing::info!(method, route, status, duration_ms, "answered"),
        // One line per request costs more than the request itself under load: it is there when it is asked for.
        _ => tracing::debug!(method, route, status, duration_ms, "answered"),
    }
}

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
