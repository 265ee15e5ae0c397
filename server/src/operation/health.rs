//! `/healthz` and `/readyz`, for probes: open, and without anything worth knowing.

use axum::extract::State;
use axum::http::StatusCode;
use patchbay_store::Store;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// A probe wants an answer before its own patience ends.
const LIMIT: Duration = Duration::from_secs(2);

/// The process answers.
pub async fn healthz() -> &'static str {
    "ok\n"
}

/// The database answers and knows this build's schema, and the server is not stopping.
pub async fn readyz(
    State(store): State<Store>,
    State(stopping): State<CancellationToken>,
) -> (StatusCode, &'static str) {
    if stopping.is_cancelled() {
        return (StatusCode::SERVICE_UNAVAILABLE, "stopping\n");
    }
    match tokio::time::timeout(LIMIT, store.ready()).await {
        Ok(Ok(())) => (StatusCode::OK, "ready\n"),
        Ok(Err(error)) => {
            tracing::warn!(%error, "not ready");
            (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n")
        }
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n"),
    }
}
