//! `/call-centers/{callCenterId}/integrations/…/execute` and `/call-centers/{callCenterId}/executions`

use super::error::CallboxError;
use super::stream::summaries;
use super::wire::{Deadline, ListQuery};
use crate::caller::Caller;
use crate::extract::{OptionalJson, Path, Query};
use crate::paging::page;
use crate::problem::ApiError;
use crate::state::AppState;
use axum::Json;
use axum::extract::State;
use axum::response::IntoResponse;
use patchbay_app::portal::{EndpointCall, Portal};
use patchbay_model::execution::{Executed, Execution, ExecutionSummary};
use patchbay_model::id::{CallCenterId, ExecutionId};
use patchbay_model::page::Page;
use serde_json::{Map, Value};
use std::sync::Arc;
use tokio_util::sync::CancellationToken;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

type AnyPortal = Arc<dyn Portal>;

/// The callbox's routes, below `/api/v1`.
#[must_use]
pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(execute))
        .routes(routes!(list_executions))
        .routes(routes!(stream_executions))
        .routes(routes!(get_execution))
}

/// Runs one endpoint and answers with what it returned, inside the caller's deadline. `Prefer: respond-async` is not
/// honoured yet: the answer comes without `Preference-Applied` (RFC 7240, 2).
#[utoipa::path(
    post,
    path = "/call-centers/{callCenterId}/integrations/{template}/endpoints/{endpoint}/execute",
    tag = "Execute",
    params(("callCenterId" = String, Path), ("template" = String, Path), ("endpoint" = String, Path), ("X-Deadline-Ms" = Option<u64>, Header, description = "Shortens the endpoint's timeout.")),
    request_body(content = Option<Object>, description = "The body transmitted from the client; may be absent."),
    responses((status = 200, body = Executed))
)]
async fn execute(
    State(portal): State<AnyPortal>,
    caller: Caller,
    Path((call_center, template, endpoint)): Path<(CallCenterId, String, String)>,
    Deadline(deadline): Deadline,
    OptionalJson(body): OptionalJson<Map<String, Value>>,
) -> Result<Json<Executed>, CallboxError> {
    let body = Value::Object(body.unwrap_or_default());
    let call = EndpointCall { call_center, template, endpoint, body, deadline };
    Ok(Json(portal.execute(&caller, call).await??))
}

/// Lists executions, newest first.
#[utoipa::path(
    get,
    path = "/call-centers/{callCenterId}/executions",
    tag = "Executions",
    params(("callCenterId" = String, Path), ListQuery),
    responses((status = 200, body = Page<ExecutionSummary>))
)]
async fn list_executions(
    State(portal): State<AnyPortal>,
    caller: Caller,
    Path(call_center): Path<CallCenterId>,
    Query(mut query): Query<ListQuery>,
) -> Result<Json<Page<ExecutionSummary>>, CallboxError> {
    let page = page(query.limit, query.cursor.take())?;
    Ok(Json(portal.list_executions(&caller, query.of(call_center), page).await?))
}

/// Reads one execution with its attempts, redacted.
#[utoipa::path(
    get,
    path = "/call-centers/{callCenterId}/executions/{executionId}",
    tag = "Executions",
    params(("callCenterId" = String, Path), ("executionId" = uuid::Uuid, Path)),
    responses((status = 200, body = Execution))
)]
async fn get_execution(
    State(portal): State<AnyPortal>,
    caller: Caller,
    Path((call_center, id)): Path<(CallCenterId, ExecutionId)>,
) -> Result<Json<Execution>, CallboxError> {
    let found = portal.execution(&caller, id).await?;
    // Under another call center's path it does not exist, whoever asks.
    if found.summary.call_center_id == call_center {
        Ok(Json(found))
    } else {
        Err(ApiError::not_found("execution").into())
    }
}

/// Follows executions as server-sent events: one event `execution` for each that is new or changed.
#[utoipa::path(
    get,
    path = "/call-centers/{callCenterId}/executions/stream",
    tag = "Executions",
    params(("callCenterId" = String, Path), ListQuery),
    responses((status = 200, content_type = "text/event-stream", body = ExecutionSummary))
)]
async fn stream_executions(
    State(portal): State<AnyPortal>,
    State(stopping): State<CancellationToken>,
    caller: Caller,
    Path(call_center): Path<CallCenterId>,
    Query(query): Query<ListQuery>,
) -> Result<impl IntoResponse, CallboxError> {
    Ok(summaries(portal, caller.0, query.of(call_center), stopping).await?)
}
