//! `/templates/{template}/parameters`. Parameters are part of the template: each change saves it, under its version.

use super::AnyPortal;
use super::templates::OfCallCenter;
use crate::caller::Caller;
use crate::extract::{Json, Path, Query};
use crate::patch::merged;
use crate::problem::{ApiError, ApiResult};
use crate::state::AppState;
use crate::version::{IfMatch, Versioned};
use axum::extract::State;
use axum::http::StatusCode;
use patchbay_app::portal::Change;
use patchbay_model::access::Actor;
use patchbay_model::id::Version;
use patchbay_model::page::Page;
use patchbay_model::template::{Parameter, Template, TemplateDraft};
use serde_json::{Map, Value};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(list_parameters, put_parameters, create_parameter)).routes(routes!(
        get_parameter,
        put_parameter,
        patch_parameter,
        delete_parameter
    ))
}

/// Lists a template's parameters, in the order of the form.
#[utoipa::path(
    get,
    path = "/templates/{template}/parameters",
    tag = "Templates",
    params(("template" = String, Path), OfCallCenter),
    responses((status = 200, body = Page<Parameter>))
)]
async fn list_parameters(
    State(portal): State<AnyPortal>,
    caller: Caller,
    Path(name): Path<String>,
    Query(of): Query<OfCallCenter>,
) -> ApiResult<Versioned<Page<Parameter>>> {
    Ok(all(portal.template(&caller, &name, of.call_center_id.as_ref()).await?))
}

/// Replaces all parameters.
#[utoipa::path(
    put,
    path = "/templates/{template}/parameters",
    tag = "Templates",
    params(("template" = String, Path), OfCallCenter),
    request_body = Vec<Parameter>,
    responses((status = 200, body = Page<Parameter>))
)]
async fn put_parameters(
    State(portal): State<AnyPortal>,
    caller: Caller,
    Path(name): Path<String>,
    Query(of): Query<OfCallCenter>,
    IfMatch(version): IfMatch,
    Json(parameters): Json<Vec<Parameter>>,
) -> ApiResult<Versioned<Page<Parameter>>> {
    let template = portal.template(&caller, &name, of.call_center_id.as_ref()).await?;
    Ok(all(save(&portal, &caller, &template, version, parameters).await?))
}

/// Adds a parameter at the end.
#[utoipa::path(
    post,
    path = "/templates/{template}/parameters",
    tag = "Templates",
    params(("template" = String, Path), OfCallCenter),
    request_body = Parameter,
    responses((status = 201, body = Parameter))
)]
async fn create_parameter(
    State(portal): State<AnyPortal>,
    caller: Caller,
    Path(name): Path<String>,
    Query(of): Query<OfCallCenter>,
    IfMatch(version): IfMatch,
    Json(parameter): Json<Parameter>,
) -> ApiResult<(StatusCode, Versioned<Parameter>)> {
    let template = portal.template(&caller, &name, of.call_center_id.as_ref()).await?;
    let parameters = template.parameters.iter().cloned().chain([parameter.clone()]).collect();
    let saved = save(&portal, &caller, &template, version, parameters).await?;
    Ok((StatusCode::CREATED, Versioned { body: parameter, version: saved.version }))
}

/// Reads one parameter.
#[utoipa::path(
    get,
    path = "/templates/{template}/parameters/{parameter}",
    tag = "Templates",
    params(("template" = String, Path), ("parameter" = String, Path), OfCallCenter),
    responses((status = 200, body = Parameter))
)]
async fn get_parameter(
    State(portal): State<AnyPortal>,
    caller: Caller,
    Path((name, parameter)): Path<(String, String)>,
    Query(of): Query<OfCallCenter>,
) -> ApiResult<Versioned<Parameter>> {
    let template = portal.template(&caller, &name, of.call_center_id.as_ref()).await?;
    let index = position(&template, &parameter)?;
    Ok(Versioned { body: template.parameters[index].clone(), version: template.version })
}

/// Replaces one parameter.
#[utoipa::path(
    put,
    path = "/templates/{template}/parameters/{parameter}",
    tag = "Templates",
    params(("template" = String, Path), ("parameter" = String, Path), OfCallCenter),
    request_body = Parameter,
    responses((status = 200, body = Parameter))
)]
async fn put_parameter(
    State(portal): State<AnyPortal>,
    caller: Caller,
    Path((name, parameter)): Path<(String, String)>,
    Query(of): Query<OfCallCenter>,
    IfMatch(version): IfMatch,
    Json(replacement): Json<Parameter>,
) -> ApiResult<Versioned<Parameter>> {
    let template = portal.template(&caller, &name, of.call_center_id.as_ref()).await?;
    let mut parameters = template.parameters.clone();
    parameters[position(&template, &parameter)?] = replacement.clone();
    let saved = save(&portal, &caller, &template, version, parameters).await?;
    Ok(Versioned { body: replacement, version: saved.version })
}

/// Changes some members of one parameter (RFC 7396).
#[utoipa::path(
    patch,
    path = "/templates/{template}/parameters/{parameter}",
    tag = "Templates",
    params(("template" = String, Path), ("parameter" = String, Path), OfCallCenter),
    request_body = Object,
    responses((status = 200, body = Parameter))
)]
async fn patch_parameter(
    State(portal): State<AnyPortal>,
    caller: Caller,
    Path((name, parameter)): Path<(String, String)>,
    Query(of): Query<OfCallCenter>,
    IfMatch(version): IfMatch,
    Json(patch): Json<Map<String, Value>>,
) -> ApiResult<Versioned<Parameter>> {
    let template = portal.template(&caller, &name, of.call_center_id.as_ref()).await?;
    let index = position(&template, &parameter)?;
    let mut parameters = template.parameters.clone();
    parameters[index] = merged(&parameters[index], patch)?;
    let changed = parameters[index].clone();
    let saved = save(&portal, &caller, &template, version, parameters).await?;
    Ok(Versioned { body: changed, version: saved.version })
}

/// Removes one parameter.
#[utoipa::path(
    delete,
    path = "/templates/{template}/parameters/{parameter}",
    tag = "Templates",
    params(("template" = String, Path), ("parameter" = String, Path), OfCallCenter),
    responses((status = 204))
)]
async fn delete_parameter(
    State(portal): State<AnyPortal>,
    caller: Caller,
    Path((name, parameter)): Path<(String, String)>,
    Query(of): Query<OfCallCenter>,
    IfMatch(version): IfMatch,
) -> ApiResult<StatusCode> {
    let template = portal.template(&caller, &name, of.call_center_id.as_ref()).await?;
    let mut parameters = template.parameters.clone();
    parameters.remove(position(&template, &parameter)?);
    save(&portal, &caller, &template, version, parameters).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Under the version that was read, so that a change made in between is not lost.
async fn save(
    portal: &AnyPortal,
    actor: &Actor,
    read: &Template,
    version: Option<Version>,
    parameters: Vec<Parameter>,
) -> ApiResult<Template> {
    let draft = TemplateDraft { parameters, ..TemplateDraft::from(read) };
    let change = Change { id: read.id, version: version.or(Some(read.version)) };
    Ok(portal.update_template(actor, change, draft).await?)
}

fn position(template: &Template, name: &str) -> ApiResult<usize> {
    template
        .parameters
        .iter()
        .position(|parameter| parameter.name == name)
        .ok_or_else(|| ApiError::not_found("parameter"))
}

/// A template has at most 64 parameters: they are one page.
fn all(template: Template) -> Versioned<Page<Parameter>> {
    Versioned { body: Page { items: template.parameters, next_cursor: None }, version: template.version }
}
