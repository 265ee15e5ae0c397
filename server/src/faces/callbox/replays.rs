//! `/call-centers/{callCenterId}/executions/…/replay`: running again what failed.

use super::error::CallboxError;
use super::routes::{AnyPortal, Queued, execution_of};
use crate::caller::Caller;
use crate::extract::{Json, Path};
use crate::state::AppState;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use patchbay_model::id::{CallCenterId, ExecutionId};
use patchbay_model::work::{ReplayQuery, Replayed};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(replay_execution)).routes(routes!(replay_executions))
}

/// Runs a failed execution again, as a new one, with what it was given then and the configuration of now. It can be done
/// once: the new one can be replayed in its turn.
#[utoipa::path(
    post,
    path = "/call-centers/{callCenterId}/executions/{executionId}/replay",
    tag = "Executions",
    params(("callCenterId" = String, Path), ("executionId" = uuid::Uuid, Path)),
    responses((status = 202, body = Queued))
)]
async fn replay_execution(
    State(portal): State<AnyPortal>,
    caller: Caller,
    Path((call_center, id)): Path<(CallCenterId, ExecutionId)>,
) -> Result<Response, CallboxError> {
    execution_of(&portal, &caller, &call_center, id).await?;
    let again = portal.replay_execution(&caller, id).await?;
    Ok(Queued::of(again).answer(&call_center))
}

/// Runs again everything that failed, is dead or unknown since a time, as far as the filter names it.
#[utoipa::path(
    post,
    path = "/call-centers/{callCenterId}/executions/replay",
    tag = "Executions",
    params(("callCenterId" = String, Path)),
    request_body = ReplayQuery,
    responses((status = 202, body = Replayed))
)]
async fn replay_executions(
    State(portal): State<AnyPortal>,
    caller: Caller,
    Path(call_center): Path<CallCenterId>,
    Json(query): Json<ReplayQuery>,
) -> Result<(StatusCode, axum::Json<Replayed>), CallboxError> {
    Ok((StatusCode::ACCEPTED, axum::Json(portal.replay_executions(&caller, &call_center, query).await?)))
}
