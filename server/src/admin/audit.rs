//! `/audit`

use super::AnyPortal;
use crate::caller::Caller;
use crate::extract::{Path, Query};
use crate::paging::page;
use crate::problem::ApiResult;
use crate::state::AppState;
use axum::Json;
use axum::extract::State;
use patchbay_model::audit::{AuditEntry, AuditObject, AuditQuery};
use patchbay_model::id::{AuditEntryId, CallCenterId};
use patchbay_model::page::Page;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(list_audit)).routes(routes!(get_audit_entry))
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
#[into_params(parameter_in = Query)]
struct ListQuery {
    /// Only this call center's.
    call_center_id: Option<CallCenterId>,
    /// Only this kind of object.
    object: Option<AuditObject>,
    /// Only this object.
    object_id: Option<String>,
    /// Part of the actor's name.
    actor: Option<String>,
    /// 1 to 200, 50 when left out.
    limit: Option<u32>,
    /// `nextCursor` of the page before.
    cursor: Option<String>,
}

/// Lists who changed what, newest first.
#[utoipa::path(
    get,
    path = "/audit",
    tag = "Audit",
    params(ListQuery),
    responses((status = 200, body = Page<AuditEntry>))
)]
async fn list_audit(
    State(portal): State<AnyPortal>,
    caller: Caller,
    Query(query): Query<ListQuery>,
) -> ApiResult<Json<Page<AuditEntry>>> {
    let page = page(query.limit, query.cursor)?;
    let query = AuditQuery {
        call_center_id: query.call_center_id,
        object: query.object,
        object_id: query.object_id,
        actor: query.actor,
    };
    Ok(Json(portal.list_audit(&caller, query, page).await?))
}

/// Reads one entry.
#[utoipa::path(
    get,
    path = "/audit/{auditId}",
    tag = "Audit",
    params(("auditId" = uuid::Uuid, Path)),
    responses((status = 200, body = AuditEntry))
)]
async fn get_audit_entry(
    State(portal): State<AnyPortal>,
    caller: Caller,
    Path(id): Path<AuditEntryId>,
) -> ApiResult<Json<AuditEntry>> {
    Ok(Json(portal.audit_entry(&caller, id).await?))
}
