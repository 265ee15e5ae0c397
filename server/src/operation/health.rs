//! `/healthz` and `/readyz`, for probes: open, and without anything worth knowing.

use axum::extract::State;
use axum::http::StatusCode;
use patchbay_store::queued_executions::backlog;
use patchbay_store::{Store, StoreError};
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// A probe wants an answer before its own patience ends.
const LIMIT: Duration = Duration::from_secs(1);

/// The process answers.
pub async fn healthz() -> &'static str {
    "ok\n"
}

/// The database answers and knows this build's schema, its queue can be read, and the server is not stopping.
pub async fn readyz(
    State(store): State<Store>,
    State(stopping): State<CancellationToken>,
) -> (StatusCode, &'static str) {
    if stopping.is_cancelled() {
        return (StatusCode::SERVICE_UNAVAILABLE, "stopping\n");
    }
    let unready = |reason| (StatusCode::SERVICE_UNAVAILABLE, reason);
    if !holds("database", store.ready()).await {
        return unready("the database does not answer\n");
    }
    if !holds("queue", backlog(&store, 1)).await {
        return unready("the queue does not answer\n");
    }
    (StatusCode::OK, "ready: database, queue\n")
}

async fn holds<T>(what: &str, question: impl Future<Output = Result<T, StoreError>>) -> bool {
    match tokio::time::timeout(LIMIT, question).await {
        Ok(Ok(_)) => true,
        Ok(Err(error)) => {
            tracing::warn!(%error, what, "not ready");
            false
        }
        Err(_) => false,
    }
}
