//! `/call-centers`

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
use patchbay_model::call_center::{CallCenter, CallCenterDraft};
use patchbay_model::id::CallCenterId;
use patchbay_model::limit::Limits;
use patchbay_model::page::{Page, Sort};
use patchbay_model::view::CallCenterUsage;
use serde::Deserialize;
use serde_json::{Map, Value};
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list_call_centers, create_call_center))
        .routes(routes!(get_call_center, put_call_center, patch_call_center, delete_call_center))
        .routes(routes!(get_call_center_usage))
        .routes(routes!(get_limits))
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ListQuery {
    /// Part of the id or name.
    search: Option<String>,
    /// The order: `name`, `-name`, `created` (oldest first) or `-created`; `name` when left out.
    sort: Option<Sort>,
    /// 1 to 200, 50 when left out.
    limit: Option<u32>,
    /// `nextCursor` of the page before.
    cursor: Option<String>,
}

/// Lists call centers.
#[utoipa::path(
    get,
    path = "/call-centers",
    tag = "Call centers",
    params(ListQuery),
    responses((status = 200, body = Page<CallCenter>))
)]
async fn list_call_centers(
    State(portal): State<AnyPortal>,
    caller: Caller,
    Query(query): Query<ListQuery>,
) -> ApiResult<axum::Json<Page<CallCenter>>> {
    let page = page(query.limit, query.cursor)?.sorted(query.sort);
    Ok(axum::Json(portal.list_call_centers(&caller, query.search, page).await?))
}

/// Creates a call center.
#[utoipa::path(
    post,
    path = "/call-centers",
    tag = "Call centers",
    request_body = CallCenterDraft,
    responses((status = 201, body = CallCenter))
)]
async fn create_call_center(
    State(portal): State<AnyPortal>,
    caller: Caller,
    Json(draft): Json<CallCenterDraft>,
) -> ApiResult<Response> {
    let made = portal.create_call_center(&caller, draft).await?;
    Ok(created(format!("/api/v1/call-centers/{}", made.id), &made, made.version))
}

/// Reads one call center.
#[utoipa::path(
    get,
    path = "/call-centers/{callCenterId}",
    tag = "Call centers",
    params(("callCenterId" = String, Path)),
    responses((status = 200, body = CallCenter))
)]
async fn get_call_center(
    State(portal): State<AnyPortal>,
    caller: Caller,
    Path(id): Path<CallCenterId>,
) -> ApiResult<Versioned<CallCenter>> {
    Ok(versioned(portal.call_center(&caller, &id).await?))
}

/// Saves a call center; its id can't change.
#[utoipa::path(
    put,
    path = "/call-centers/{callCenterId}",
    tag = "Call centers",
    params(("callCenterId" = String, Path)),
    request_body = CallCenterDraft,
    responses((status = 200, body = CallCenter))
)]
async fn put_call_center(
    State(portal): State<AnyPortal>,
    caller: Caller,
    Path(id): Path<CallCenterId>,
    IfMatch(version): IfMatch,
    Json(draft): Json<CallCenterDraft>,
) -> ApiResult<Versioned<CallCenter>> {
    Ok(versioned(portal.update_call_center(&caller, &id, version, draft).await?))
}

/// Changes some members of a call center (RFC 7396).
#[utoipa::path(
    patch,
    path = "/call-centers/{callCenterId}",
    tag = "Call centers",
    params(("callCenterId" = String, Path)),
    request_body = Object,
    responses((status = 200, body = CallCenter))
)]
async fn patch_call_center(
    State(portal): State<AnyPortal>,
    caller: Caller,
    Path(id): Path<CallCenterId>,
    IfMatch(version): IfMatch,
    Json(patch): Json<Map<String, Value>>,
) -> ApiResult<Versioned<CallCenter>> {
    let current = portal.call_center(&caller, &id).await?;
    let draft = merged(&CallCenterDraft::from(&current), patch)?;
    let version = version.or(Some(current.version));
    Ok(versioned(portal.update_call_center(&caller, &id, version, draft).await?))
}

/// Deletes a call center with all that belongs to it.
#[utoipa::path(
    delete,
    path = "/call-centers/{callCenterId}",
    tag = "Call centers",
    params(("callCenterId" = String, Path)),
    responses((status = 204))
)]
async fn delete_call_center(
    State(portal): State<AnyPortal>,
    caller: Caller,
    Path(id): Path<CallCenterId>,
    IfMatch(version): IfMatch,
) -> ApiResult<StatusCode> {
    portal.delete_call_center(&caller, &id, version).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Counts what deleting a call center would take with it.
#[utoipa::path(
    get,
    path = "/call-centers/{callCenterId}/usage",
    tag = "Call centers",
    params(("callCenterId" = String, Path)),
    responses((status = 200, body = CallCenterUsage))
)]
async fn get_call_center_usage(
    State(portal): State<AnyPortal>,
    caller: Caller,
    Path(id): Path<CallCenterId>,
) -> ApiResult<axum::Json<CallCenterUsage>> {
    Ok(axum::Json(portal.call_center_usage(&caller, &id).await?))
}

/// Tells the guard's allow-list and the limits in force.
#[utoipa::path(
    get,
    path = "/limits",
    tag = "Call centers",
    responses((status = 200, body = Limits))
)]
async fn get_limits(State(portal): State<AnyPortal>, caller: Caller) -> ApiResult<axum::Json<Limits>> {
    Ok(axum::Json(portal.limits(&caller).await?))
}

fn versioned(body: CallCenter) -> Versioned<CallCenter> {
    Versioned { version: body.version, body }
}
