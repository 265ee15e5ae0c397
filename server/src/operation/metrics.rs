//! `/metrics` in Prometheus' text format. Names of templates and counts of calls are nobody else's business: answered to
//! this machine, or to a key with the scope `portal:admin`.

use crate::address::client_address;
use crate::caller::Caller;
use crate::error::ServerError;
use crate::problem::ApiError;
use crate::settings::Settings;
use axum::extract::{Request, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use patchbay_model::access::Permission;
use patchbay_model::problem::ProblemCode;
use std::sync::Arc;

/// From a cache hit to the longest timeout, in seconds.
const BUCKETS: [f64; 14] = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0, 60.0];

/// Begins to count, for the whole process.
///
/// # Errors
/// When something else counts already.
pub fn recorder() -> Result<PrometheusHandle, ServerError> {
    let failed = |error: metrics_exporter_prometheus::BuildError| ServerError::Failed(format!("metrics: {error}"));
    PrometheusBuilder::new().set_buckets(&BUCKETS).map_err(failed)?.install_recorder().map_err(failed)
}

/// Writes what was counted.
pub async fn metrics(
    State(handle): State<PrometheusHandle>,
    State(settings): State<Arc<Settings>>,
    request: Request,
) -> Response {
    let local = client_address(&request, settings.trusted_proxies).is_loopback();
    let allowed = request.extensions().get::<Caller>().is_some_and(|caller| caller.holds(Permission::WriteCallCenters));
    if !local && !allowed {
        return ApiError::new(
            ProblemCode::Forbidden,
            "metrics are for this machine, or for a key with the scope portal:admin",
        )
        .into_response();
    }
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], handle.render()).into_response()
}
