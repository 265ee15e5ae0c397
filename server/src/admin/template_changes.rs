//! What a change of a template would break, what it was before, and the way back.

use super::AnyPortal;
use super::templates::OfCallCenter;
use crate::caller::Caller;
use crate::extract::{Json, Path, Query};
use crate::paging::page;
use crate::problem::ApiResult;
use crate::state::AppState;
use axum::extract::State;
use axum::http::StatusCode;
use patchbay_model::id::{CallCenterId, ConfigurationVersionId};
use patchbay_model::page::Page;
use patchbay_model::template::{Template, TemplateDraft};
use patchbay_model::view::{Breakage, ConfigurationVersion, TemplateUsage};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(get_template_usage))
        .routes(routes!(check_template))
        .routes(routes!(list_versions))
        .routes(routes!(restore_version))
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
#[into_params(parameter_in = Query)]
struct VersionQuery {
    /// Names a private template's call center.
    call_center_id: Option<CallCenterId>,
    /// One of the template's endpoints or integrators; the template itself when left out.
    object_id: Option<Uuid>,
    /// 1 to 200, 50 when left out.
    limit: Option<u32>,
    /// `nextCursor` of the page before.
    cursor: Option<String>,
}

/// Counts what deleting a template would take with it.
#[utoipa::path(
    get,
    path = "/templates/{template}/usage",
    tag = "Templates",
    params(("template" = String, Path), OfCallCenter),
    responses((status = 200, body = TemplateUsage))
)]
async fn get_template_usage(
    State(portal): State<AnyPortal>,
    caller: Caller,
    Path(name): Path<String>,
    Query(of): Query<OfCallCenter>,
) -> ApiResult<axum::Json<TemplateUsage>> {
    let Template { id, .. } = portal.template(&caller, &name, of.call_center_id.as_ref()).await?;
    Ok(axum::Json(portal.template_usage(&caller, id).await?))
}

/// Tells which integrators saving this draft would break, without saving it.
#[utoipa::path(
    post,
    path = "/templates/{template}/check",
    tag = "Templates",
    params(("template" = String, Path), OfCallCenter),
    request_body = TemplateDraft,
    responses((status = 200, body = Vec<Breakage>))
)]
async fn check_template(
    State(portal): State<AnyPortal>,
    caller: Caller,
    Path(name): Path<String>,
    Query(of): Query<OfCallCenter>,
    Json(draft): Json<TemplateDraft>,
) -> ApiResult<axum::Json<Vec<Breakage>>> {
    let Template { id, .. } = portal.template(&caller, &name, of.call_center_id.as_ref()).await?;
    Ok(axum::Json(portal.template_breakage(&caller, id, draft).await?))
}

/// Lists earlier versions, newest first.
#[utoipa::path(
    get,
    path = "/templates/{template}/versions",
    tag = "Templates",
    params(("template" = String, Path), VersionQuery),
    responses((status = 200, body = Page<ConfigurationVersion>))
)]
async fn list_versions(
    State(portal): State<AnyPortal>,
    caller: Caller,
    Path(name): Path<String>,
    Query(query): Query<VersionQuery>,
) -> ApiResult<axum::Json<Page<ConfigurationVersion>>> {
    let page = page(query.limit, query.cursor)?;
    let Template { id, .. } = portal.template(&caller, &name, query.call_center_id.as_ref()).await?;
    Ok(axum::Json(portal.versions(&caller, id, query.object_id.unwrap_or(id.0), page).await?))
}

/// Brings an earlier version back, as a new one.
#[utoipa::path(
    post,
    path = "/templates/{template}/versions/{versionId}/restore",
    tag = "Templates",
    params(("template" = String, Path), ("versionId" = Uuid, Path), OfCallCenter),
    responses((status = 204))
)]
async fn restore_version(
    State(portal): State<AnyPortal>,
    caller: Caller,
    Path((name, version)): Path<(String, ConfigurationVersionId)>,
    Query(of): Query<OfCallCenter>,
) -> ApiResult<StatusCode> {
    let Template { id, .. } = portal.template(&caller, &name, of.call_center_id.as_ref()).await?;
    portal.restore(&caller, id, version).await?;
    Ok(StatusCode::NO_CONTENT)
}
