//! `/templates/{template}/endpoints`

use super::templates::OfCallCenter;
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
use patchbay_model::access::Actor;
use patchbay_model::endpoint::{Endpoint, EndpointDraft};
use patchbay_model::id::CallCenterId;
use patchbay_model::page::{Page, Sort};
use patchbay_model::template::Template;
use serde::Deserialize;
use serde_json::{Map, Value};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list_endpoints, create_endpoint))
        .routes(routes!(get_endpoint, put_endpoint, patch_endpoint, delete_endpoint))
        .routes(routes!(copy_endpoint))
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
#[into_params(parameter_in = Query)]
struct ListQuery {
    /// Names a private template's call center.
    call_center_id: Option<CallCenterId>,
    /// Part of the name or label.
    search: Option<String>,
    /// The order: `name`, `-name`, `created` (oldest first) or `-created`; `name` when left out.
    sort: Option<Sort>,
    /// 1 to 200, 50 when left out.
    limit: Option<u32>,
    /// `nextCursor` of the page before.
    cursor: Option<String>,
}

/// What a copy is called.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct EndpointCopy {
    /// The copy's name.
    name: String,
}

/// Lists a template's endpoints.
#[utoipa::path(
    get,
    path = "/templates/{template}/endpoints",
    tag = "Endpoints",
    params(("template" = String, Path), ListQuery),
    responses((status = 200, body = Page<Endpoint>))
)]
async fn list_endpoints(
    State(portal): State<AnyPortal>,
    caller: Caller,
    Path(template): Path<String>,
    Query(query): Query<ListQuery>,
) -> ApiResult<axum::Json<Page<Endpoint>>> {
    let page = page(query.limit, query.cursor)?.sorted(query.sort);
    let Template { id, .. } = portal.template(&caller, &template, query.call_center_id.as_ref()).await?;
    Ok(axum::Json(portal.list_endpoints(&caller, id, query.search, page).await?))
}

/// Compiles and creates an endpoint.
#[utoipa::path(
    post,
    path = "/templates/{template}/endpoints",
    tag = "Endpoints",
    params(("template" = String, Path), OfCallCenter),
    request_body = EndpointDraft,
    responses((status = 201, body = Endpoint))
)]
async fn create_endpoint(
    State(portal): State<AnyPortal>,
    caller: Caller,
    Path(template): Path<String>,
    Query(of): Query<OfCallCenter>,
    Json(draft): Json<EndpointDraft>,
) -> ApiResult<Response> {
    let Template { id, .. } = portal.template(&caller, &template, of.call_center_id.as_ref()).await?;
    Ok(answer_created(&portal.create_endpoint(&caller, id, draft).await?))
}

/// Reads one endpoint, by name or id.
#[utoipa::path(
    get,
    path = "/templates/{template}/endpoints/{endpoint}",
    tag = "Endpoints",
    params(("template" = String, Path), ("endpoint" = String, Path), OfCallCenter),
    responses((status = 200, body = Endpoint))
)]
async fn get_endpoint(
    State(portal): State<AnyPortal>,
    caller: Caller,
    Path(names): Path<(String, String)>,
    Query(of): Query<OfCallCenter>,
) -> ApiResult<Versioned<Endpoint>> {
    Ok(versioned(find(&portal, &caller, &names, &of).await?))
}

/// Compiles and saves an endpoint; the version before is kept.
#[utoipa::path(
    put,
    path = "/templates/{template}/endpoints/{endpoint}",
    tag = "Endpoints",
    params(("template" = String, Path), ("endpoint" = String, Path), OfCallCenter),
    request_body = EndpointDraft,
    responses((status = 200, body = Endpoint))
)]
async fn put_endpoint(
    State(portal): State<AnyPortal>,
    caller: Caller,
    Path(names): Path<(String, String)>,
    Query(of): Query<OfCallCenter>,
    IfMatch(version): IfMatch,
    Json(draft): Json<EndpointDraft>,
) -> ApiResult<Versioned<Endpoint>> {
    let Endpoint { id, .. } = find(&portal, &caller, &names, &of).await?;
    Ok(versioned(portal.update_endpoint(&caller, Change { id, version }, draft).await?))
}

/// Changes some members of an endpoint (RFC 7396).
#[utoipa::path(
    patch,
    path = "/templates/{template}/endpoints/{endpoint}",
    tag = "Endpoints",
    params(("template" = String, Path), ("endpoint" = String, Path), OfCallCenter),
    request_body = Object,
    responses((status = 200, body = Endpoint))
)]
async fn patch_endpoint(
    State(portal): State<AnyPortal>,
    caller: Caller,
    Path(names): Path<(String, String)>,
    Query(of): Query<OfCallCenter>,
    IfMatch(version): IfMatch,
    Json(patch): Json<Map<String, Value>>,
) -> ApiResult<Versioned<Endpoint>> {
    let current = find(&portal, &caller, &names, &of).await?;
    let draft = merged(&current.draft, patch)?;
    let change = Change { id: current.id, version: version.or(Some(current.version)) };
    Ok(versioned(portal.update_endpoint(&caller, change, draft).await?))
}

/// Deletes an endpoint; an auth endpoint that others use is refused.
#[utoipa::path(
    delete,
    path = "/templates/{template}/endpoints/{endpoint}",
    tag = "Endpoints",
    params(("template" = String, Path), ("endpoint" = String, Path), OfCallCenter),
    responses((status = 204))
)]
async fn delete_endpoint(
    State(portal): State<AnyPortal>,
    caller: Caller,
    Path(names): Path<(String, String)>,
    Query(of): Query<OfCallCenter>,
    IfMatch(version): IfMatch,
) -> ApiResult<StatusCode> {
    let Endpoint { id, .. } = find(&portal, &caller, &names, &of).await?;
    portal.delete_endpoint(&caller, Change { id, version }).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Makes another endpoint of the same template.
#[utoipa::path(
    post,
    path = "/templates/{template}/endpoints/{endpoint}/copy",
    tag = "Endpoints",
    params(("template" = String, Path), ("endpoint" = String, Path), OfCallCenter),
    request_body = EndpointCopy,
    responses((status = 201, body = Endpoint))
)]
async fn copy_endpoint(
    State(portal): State<AnyPortal>,
    caller: Caller,
    Path(names): Path<(String, String)>,
    Query(of): Query<OfCallCenter>,
    Json(copy): Json<EndpointCopy>,
) -> ApiResult<Response> {
    let Endpoint { id, .. } = find(&portal, &caller, &names, &of).await?;
    Ok(answer_created(&portal.copy_endpoint(&caller, id, copy.name).await?))
}

/// The endpoint that the path names.
pub(super) async fn find(
    portal: &AnyPortal,
    actor: &Actor,
    (template, endpoint): &(String, String),
    of: &OfCallCenter,
) -> ApiResult<Endpoint> {
    let Template { id, .. } = portal.template(actor, template, of.call_center_id.as_ref()).await?;
    Ok(portal.endpoint(actor, id, endpoint).await?)
}

fn answer_created(made: &Endpoint) -> Response {
    created(format!("/api/v1/templates/{}/endpoints/{}", made.template_id, made.id), made, made.version)
}

fn versioned(body: Endpoint) -> Versioned<Endpoint> {
    Versioned { version: body.version, body }
}
