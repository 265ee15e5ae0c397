//! `/call-centers/{callCenterId}/integrations/…/execute` and `/call-centers/{callCenterId}/executions`

use super::error::CallboxError;
use super::stream::summaries;
use super::wire::{Deadline, ListQuery};
use super::{replays, tokens};
use crate::caller::Caller;
use crate::extract::{OptionalJson, Path, Query};
use crate::paging::page;
use crate::prefer::{self, Prefer};
use crate::problem::ApiError;
use crate::state::AppState;
use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use patchbay_app::portal::{EndpointCall, Portal};
use patchbay_model::access::Actor;
use patchbay_model::execution::{Executed, Execution, ExecutionStatus, ExecutionSummary};
use patchbay_model::id::{CallCenterId, ExecutionId};
use patchbay_model::page::Page;
use serde::Serialize;
use serde_json::{Map, Value};
use std::sync::Arc;
use tokio_util::sync::CancellationToken;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) type AnyPortal = Arc<dyn Portal>;

/// The callbox's routes, below `/api/v1`.
#[must_use]
pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(execute))
        .routes(routes!(list_executions))
        .routes(routes!(stream_executions))
        .routes(routes!(get_execution))
        .merge(replays::routes())
        .merge(tokens::routes())
}

/// An execution that runs durably.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Queued {
    /// Its id.
    execution_id: ExecutionId,
    /// `queued`; reading it tells what becomes of it.
    status: ExecutionStatus,
}

impl Queued {
    pub(super) const fn of(execution_id: ExecutionId) -> Self {
        Self { execution_id, status: ExecutionStatus::Queued }
    }

    /// 202 with where to look.
    pub(super) fn answer(self, call_center: &CallCenterId) -> Response {
        let location = format!("/api/v1/call-centers/{call_center}/executions/{}", self.execution_id);
        (StatusCode::ACCEPTED, [(header::LOCATION, location)], Json(self)).into_response()
    }
}

/// Runs one endpoint and answers with what it returned, inside the caller's deadline. With `Prefer: respond-async` it is
/// queued, and runs durably.
#[utoipa::path(
    post,
    path = "/call-centers/{callCenterId}/integrations/{template}/endpoints/{endpoint}/execute",
    tag = "Execute",
    params(("callCenterId" = String, Path), ("template" = String, Path), ("endpoint" = String, Path), ("X-Deadline-Ms" = Option<u64>, Header, description = "Shortens the endpoint's timeout."), ("Prefer" = Option<String>, Header, description = "`respond-async`: run durably, and answer at once.")),
    request_body(content = Option<Object>, description = "The body transmitted from the client; may be absent."),
    responses((status = 200, body = Executed), (status = 202, description = "Queued, as preferred.", body = Queued))
)]
async fn execute(
    State(portal): State<AnyPortal>,
    caller: Caller,
    Path((call_center, template, endpoint)): Path<(CallCenterId, String, String)>,
    Deadline(deadline): Deadline,
    Prefer { respond_async, .. }: Prefer,
    OptionalJson(body): OptionalJson<Map<String, Value>>,
) -> Result<Response, CallboxError> {
    let body = Value::Object(body.unwrap_or_default());
    let of = call_center.clone();
    let call = EndpointCall { call_center, template, endpoint, body, deadline };
    if respond_async {
        let queued = Queued::of(portal.enqueue(&caller, call).await?);
        return Ok((prefer::applied("respond-async"), queued.answer(&of)).into_response());
    }
    Ok(Json(portal.execute(&caller, call).await??).into_response())
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
    Ok(Json(execution_of(&portal, &caller, &call_center, id).await?))
}

/// Under another call center's path an execution does not exist, whoever asks.
pub(super) async fn execution_of(
    portal: &AnyPortal,
    actor: &Actor,
    call_center: &CallCenterId,
    id: ExecutionId,
) -> Result<Execution, CallboxError> {
    let found = portal.execution(actor, id).await?;
    if found.summary.call_center_id == *call_center { Ok(found) } else { Err(ApiError::not_found("execution").into()) }
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
