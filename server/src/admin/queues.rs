//! `/call-centers/{callCenterId}/queues`

use super::{AnyPortal, created};
use crate::caller::Caller;
use crate::extract::{Json, Path, Query};
use crate::paging::page;
use crate::patch::merged;
use crate::problem::ApiResult;
use crate::state::AppState;
use crate::version::{IfMatch, Versioned};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use patchbay_app::portal::Change;
use patchbay_model::id::CallCenterId;
use patchbay_model::page::Page;
use patchbay_model::queue::{Queue, QueueDraft, QueueId, QueueQuery, QueueUse};
use serde::Deserialize;
use serde_json::{Map, Value};
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list_queues, create_queue))
        .routes(routes!(get_queue, put_queue, patch_queue, delete_queue))
        .routes(routes!(get_queue_usage))
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ListQuery {
    /// Part of the name or address.
    search: Option<String>,
    /// 1 to 200, 50 when left out.
    limit: Option<u32>,
    /// `nextCursor` of the page before.
    cursor: Option<String>,
}

type Names = (CallCenterId, QueueId);

/// Lists a call center's queues by name.
#[utoipa::path(
    get,
    path = "/call-centers/{callCenterId}/queues",
    tag = "Queues",
    params(("callCenterId" = String, Path), ListQuery),
    responses((status = 200, body = Page<Queue>))
)]
async fn list_queues(
    State(portal): State<AnyPortal>,
    caller: Caller,
    Path(of): Path<CallCenterId>,
    Query(query): Query<ListQuery>,
) -> ApiResult<axum::Json<Page<Queue>>> {
    let page = page(query.limit, query.cursor)?;
    let query = QueueQuery { search: query.search };
    Ok(axum::Json(portal.list_queues(&caller, &of, query, page).await?))
}

/// Creates a queue; its id is the platform's.
#[utoipa::path(
    post,
    path = "/call-centers/{callCenterId}/queues",
    tag = "Queues",
    params(("callCenterId" = String, Path)),
    request_body = QueueDraft,
    responses((status = 201, body = Queue))
)]
async fn create_queue(
    State(portal): State<AnyPortal>,
    caller: Caller,
    Path(of): Path<CallCenterId>,
    Json(draft): Json<QueueDraft>,
) -> ApiResult<Response> {
    let made = portal.create_queue(&caller, &of, draft).await?;
    Ok(created(format!("/api/v1/call-centers/{of}/queues/{}", made.id), &made, made.version))
}

/// Reads one queue.
#[utoipa::path(
    get,
    path = "/call-centers/{callCenterId}/queues/{queueId}",
    tag = "Queues",
    params(("callCenterId" = String, Path), ("queueId" = String, Path)),
    responses((status = 200, body = Queue))
)]
async fn get_queue(
    State(portal): State<AnyPortal>,
    caller: Caller,
    Path((of, id)): Path<Names>,
) -> ApiResult<Versioned<Queue>> {
    Ok(versioned(portal.queue(&caller, &of, &id).await?))
}

/// Saves a queue. Its id can't change, and its address not while triggers name it.
#[utoipa::path(
    put,
    path = "/call-centers/{callCenterId}/queues/{queueId}",
    tag = "Queues",
    params(("callCenterId" = String, Path), ("queueId" = String, Path)),
    request_body = QueueDraft,
    responses((status = 200, body = Queue))
)]
async fn put_queue(
    State(portal): State<AnyPortal>,
    caller: Caller,
    Path((of, id)): Path<Names>,
    IfMatch(version): IfMatch,
    Json(draft): Json<QueueDraft>,
) -> ApiResult<Versioned<Queue>> {
    Ok(versioned(portal.update_queue(&caller, &of, Change { id, version }, draft).await?))
}

/// Changes some members of a queue (RFC 7396).
#[utoipa::path(
    patch,
    path = "/call-centers/{callCenterId}/queues/{queueId}",
    tag = "Queues",
    params(("callCenterId" = String, Path), ("queueId" = String, Path)),
    request_body = Object,
    responses((status = 200, body = Queue))
)]
async fn patch_queue(
    State(portal): State<AnyPortal>,
    caller: Caller,
    Path((of, id)): Path<Names>,
    IfMatch(version): IfMatch,
    Json(patch): Json<Map<String, Value>>,
) -> ApiResult<Versioned<Queue>> {
    let current = portal.queue(&caller, &of, &id).await?;
    let draft = merged(&QueueDraft::from(&current), patch)?;
    let change = Change { id, version: version.or(Some(current.version)) };
    Ok(versioned(portal.update_queue(&caller, &of, change, draft).await?))
}

/// Deletes a queue that no trigger of the call center names.
#[utoipa::path(
    delete,
    path = "/call-centers/{callCenterId}/queues/{queueId}",
    tag = "Queues",
    params(("callCenterId" = String, Path), ("queueId" = String, Path)),
    responses((status = 204))
)]
async fn delete_queue(
    State(portal): State<AnyPortal>,
    caller: Caller,
    Path((of, id)): Path<Names>,
    IfMatch(version): IfMatch,
) -> ApiResult<StatusCode> {
    portal.delete_queue(&caller, &of, Change { id, version }).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Tells which endpoints name a queue in their triggers.
#[utoipa::path(
    get,
    path = "/call-centers/{callCenterId}/queues/{queueId}/usage",
    tag = "Queues",
    params(("callCenterId" = String, Path), ("queueId" = String, Path)),
    responses((status = 200, body = Vec<QueueUse>))
)]
async fn get_queue_usage(
    State(portal): State<AnyPortal>,
    caller: Caller,
    Path((of, id)): Path<Names>,
) -> ApiResult<axum::Json<Vec<QueueUse>>> {
    Ok(axum::Json(portal.queue_usage(&caller, &of, &id).await?))
}

fn versioned(body: Queue) -> Versioned<Queue> {
    Versioned { version: body.version, body }
}
