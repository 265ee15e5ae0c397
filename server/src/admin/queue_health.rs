//! `/queue-health`: how the durable queue does. It is not about the queues that people wait in.

use super::AnyPortal;
use crate::caller::Caller;
use crate::extract::Path;
use crate::problem::ApiResult;
use crate::state::AppState;
use axum::Json;
use axum::extract::State;
use patchbay_model::id::CallCenterId;
use patchbay_model::work::QueueHealth;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(get_queue_health)).routes(routes!(get_queue_health_of))
}

/// Tells how the durable queue does, within the caller's reach.
#[utoipa::path(get, path = "/queue-health", tag = "Operation", responses((status = 200, body = QueueHealth)))]
async fn get_queue_health(State(portal): State<AnyPortal>, caller: Caller) -> ApiResult<Json<QueueHealth>> {
    Ok(Json(portal.queue_health(&caller, None).await?))
}

/// Tells what a call center has in the durable queue.
#[utoipa::path(
    get,
    path = "/call-centers/{callCenterId}/queue-health",
    tag = "Operation",
    params(("callCenterId" = String, Path)),
    responses((status = 200, body = QueueHealth))
)]
async fn get_queue_health_of(
    State(portal): State<AnyPortal>,
    caller: Caller,
    Path(of): Path<CallCenterId>,
) -> ApiResult<Json<QueueHealth>> {
    Ok(Json(portal.queue_health(&caller, Some(of)).await?))
}
