//! `/templates`

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
use patchbay_model::page::{Page, Sort};
use patchbay_model::template::{Template, TemplateDraft, TemplateQuery, TemplateSummary, TemplateType, Visibility};
use serde::Deserialize;
use serde_json::{Map, Value};
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(list_templates, create_template)).routes(routes!(
        get_template,
        put_template,
        patch_template,
        delete_template
    ))
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
#[into_params(parameter_in = Query)]
struct ListQuery {
    /// Part of the name or label.
    search: Option<String>,
    /// Only this type.
    #[serde(rename = "type")]
    template_type: Option<TemplateType>,
    /// Only this visibility.
    visibility: Option<Visibility>,
    /// Only what this call center sees.
    call_center_id: Option<CallCenterId>,
    /// The order: `name`, `-name`, `created` (oldest first) or `-created`; `name` when left out.
    sort: Option<Sort>,
    /// 1 to 200, 50 when left out.
    limit: Option<u32>,
    /// `nextCursor` of the page before.
    cursor: Option<String>,
}

/// Which of several templates of one name is meant.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
#[into_params(parameter_in = Query)]
pub(super) struct OfCallCenter {
    /// Names a private template's call center; not needed with a template's id.
    pub(super) call_center_id: Option<CallCenterId>,
}

/// Lists templates.
#[utoipa::path(
    get,
    path = "/templates",
    tag = "Templates",
    params(ListQuery),
    responses((status = 200, body = Page<TemplateSummary>))
)]
async fn list_templates(
    State(portal): State<AnyPortal>,
    caller: Caller,
    Query(query): Query<ListQuery>,
) -> ApiResult<axum::Json<Page<TemplateSummary>>> {
    let page = page(query.limit, query.cursor)?.sorted(query.sort);
    let query = TemplateQuery {
        search: query.search,
        template_type: query.template_type,
        visibility: query.visibility,
        call_center_id: query.call_center_id,
    };
    Ok(axum::Json(portal.list_templates(&caller, query, page).await?))
}

/// Creates a template.
#[utoipa::path(
    post,
    path = "/templates",
    tag = "Templates",
    request_body = TemplateDraft,
    responses((status = 201, body = Template))
)]
async fn create_template(
    State(portal): State<AnyPortal>,
    caller: Caller,
    Json(draft): Json<TemplateDraft>,
) -> ApiResult<Response> {
    Ok(answer_created(&portal.create_template(&caller, draft).await?))
}

/// Reads one template, by name or id.
#[utoipa::path(
    get,
    path = "/templates/{template}",
    tag = "Templates",
    params(("template" = String, Path), OfCallCenter),
    responses((status = 200, body = Template))
)]
async fn get_template(
    State(portal): State<AnyPortal>,
    caller: Caller,
    Path(name): Path<String>,
    Query(of): Query<OfCallCenter>,
) -> ApiResult<Versioned<Template>> {
    Ok(versioned(portal.template(&caller, &name, of.call_center_id.as_ref()).await?))
}

/// Saves a template.
#[utoipa::path(
    put,
    path = "/templates/{template}",
    tag = "Templates",
    params(("template" = String, Path), OfCallCenter),
    request_body = TemplateDraft,
    responses((status = 200, body = Template))
)]
async fn put_template(
    State(portal): State<AnyPortal>,
    caller: Caller,
    Path(name): Path<String>,
    Query(of): Query<OfCallCenter>,
    IfMatch(version): IfMatch,
    Json(draft): Json<TemplateDraft>,
) -> ApiResult<Versioned<Template>> {
    let Template { id, .. } = portal.template(&caller, &name, of.call_center_id.as_ref()).await?;
    Ok(versioned(portal.update_template(&caller, Change { id, version }, draft).await?))
}

/// Changes some members of a template (RFC 7396).
#[utoipa::path(
    patch,
    path = "/templates/{template}",
    tag = "Templates",
    params(("template" = String, Path), OfCallCenter),
    request_body = Object,
    responses((status = 200, body = Template))
)]
async fn patch_template(
    State(portal): State<AnyPortal>,
    caller: Caller,
    Path(name): Path<String>,
    Query(of): Query<OfCallCenter>,
    IfMatch(version): IfMatch,
    Json(patch): Json<Map<String, Value>>,
) -> ApiResult<Versioned<Template>> {
    let current = portal.template(&caller, &name, of.call_center_id.as_ref()).await?;
    let draft = merged(&TemplateDraft::from(&current), patch)?;
    let change = Change { id: current.id, version: version.or(Some(current.version)) };
    Ok(versioned(portal.update_template(&caller, change, draft).await?))
}

/// Deletes a template with its endpoints and integrators.
#[utoipa::path(
    delete,
    path = "/templates/{template}",
    tag = "Templates",
    params(("template" = String, Path), OfCallCenter),
    responses((status = 204))
)]
async fn delete_template(
    State(portal): State<AnyPortal>,
    caller: Caller,
    Path(name): Path<String>,
    Query(of): Query<OfCallCenter>,
    IfMatch(version): IfMatch,
) -> ApiResult<StatusCode> {
    let Template { id, .. } = portal.template(&caller, &name, of.call_center_id.as_ref()).await?;
    portal.delete_template(&caller, Change { id, version }).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// 201 with the template; by id, because a private one's name says too little.
pub(super) fn answer_created(made: &Template) -> Response {
    created(format!("/api/v1/templates/{}", made.id), made, made.version)
}

fn versioned(body: Template) -> Versioned<Template> {
    Versioned { version: body.version, body }
}
