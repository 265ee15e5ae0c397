//! How the CRM fails when it is asked to.

use super::Shared;
use axum::Json;
use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::time::Duration;

/// The longest that an answer is held back.
const LONGEST_MS: u64 = 30_000;

/// The switches.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct Faults {
    /// Answers 503 to everything.
    pub down: bool,
    /// Answers so many milliseconds late, 30,000 at most.
    pub late_ms: u64,
    /// Answers 429, to be tried again after so many seconds; 0: it does not.
    pub busy_seconds: u32,
    /// Forgets every access token, once.
    pub forget_tokens: bool,
}

pub(super) async fn misbehave(State(shared): State<Shared>, request: Request, next: Next) -> Response {
    let faults = shared.crm().faults;
    if faults.late_ms > 0 {
        tokio::time::sleep(Duration::from_millis(faults.late_ms.min(LONGEST_MS))).await;
    }
    if faults.down {
        return (StatusCode::SERVICE_UNAVAILABLE, Json(json!({"error": "down for maintenance"}))).into_response();
    }
    if faults.busy_seconds > 0 {
        let headers = [(header::RETRY_AFTER, faults.busy_seconds.to_string())];
        return (StatusCode::TOO_MANY_REQUESTS, headers, Json(json!({"error": "too many requests"}))).into_response();
    }
    next.run(request).await
}
