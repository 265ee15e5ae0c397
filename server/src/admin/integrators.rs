//! `/call-centers/{callCenterId}/integrators`

use super::{AnyPortal, created};
use crate::caller::Caller;
use crate::extract::{Json, Path, Query};
use crate::paging::page;
use crate::patch::merged;
use crate::problem::{ApiError, ApiResult};
use crate::state::AppState;
use crate::version::{IfMatch, Versioned};
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::LOCATION;
use axum::response::{IntoResponse as _, Response};
use patchbay_app::portal::{Change, PortalError};
use patchbay_model::access::Actor;
use patchbay_model::id::{CallCenterId, IntegratorId, TemplateId};
use patchbay_model::integrator::{Integrator, IntegratorDraft, IntegratorQuery};
use patchbay_model::page::{Page, Sort};
use patchbay_model::sentence;
use patchbay_model::view::{PluggedIn, Verification};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list_integrators, create_integrator))
        .routes(routes!(get_integrator, put_integrator, patch_integrator, delete_integrator))
        .routes(routes!(copy_integrator))
        .routes(routes!(plug_in))
        .routes(routes!(get_circuit))
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
#[into_params(parameter_in = Query)]
struct ListQuery {
    /// Part of the host or description.
    search: Option<String>,
    /// Only this template's.
    #[param(value_type = Option<uuid::Uuid>)]
    template_id: Option<TemplateId>,
    /// The order: `created` (oldest first) or `-created`, as when left out; in one call center names tell nothing apart.
    sort: Option<Sort>,
    /// 1 to 200, 50 when left out.
    limit: Option<u32>,
    /// `nextCursor` of the page before.
    cursor: Option<String>,
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct PlugInQuery {
    /// False: plug it in without asking the other side; true when left out.
    verify: Option<bool>,
}

/// Where a copy goes.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct IntegratorCopy {
    /// The call center that gets the copy.
    call_center_id: CallCenterId,
}

type Names = (CallCenterId, IntegratorId);

/// Lists a call center's integrators.
#[utoipa::path(
    get,
    path = "/call-centers/{callCenterId}/integrators",
    tag = "Integrators",
    params(("callCenterId" = String, Path), ListQuery),
    responses((status = 200, body = Page<Integrator>))
)]
async fn list_integrators(
    State(portal): State<AnyPortal>,
    caller: Caller,
    Path(of): Path<CallCenterId>,
    Query(query): Query<ListQuery>,
) -> ApiResult<axum::Json<Page<Integrator>>> {
    let page = page(query.limit, query.cursor)?.sorted(query.sort);
    let query = IntegratorQuery { search: query.search, template_id: query.template_id };
    Ok(axum::Json(portal.list_integrators(&caller, Some(of), query, page).await?))
}

/// Plugs a template in for a call center.
#[utoipa::path(
    post,
    path = "/call-centers/{callCenterId}/integrators",
    tag = "Integrators",
    params(("callCenterId" = String, Path)),
    request_body = IntegratorDraft,
    responses((status = 201, body = Integrator))
)]
async fn create_integrator(
    State(portal): State<AnyPortal>,
    caller: Caller,
    Path(of): Path<CallCenterId>,
    Json(draft): Json<IntegratorDraft>,
) -> ApiResult<Response> {
    let created = portal.create_integrator(&caller, &of, draft).await.map_err(of_path);
    Ok(answer_created(&created?))
}

/// Plugs a template of the gallery in: `template` names it, and it is installed where the call center sees none of this
/// name. Unless `verify` is false its endpoint `verify` is run first, as every call is. 201: it is plugged in. 200 with
/// `integratorId` null: the other side did not take the values, and no integrator is kept; `run` says why.
#[utoipa::path(
    post,
    path = "/call-centers/{callCenterId}/integrators/plug-in",
    tag = "Integrators",
    params(("callCenterId" = String, Path), PlugInQuery),
    request_body = IntegratorDraft,
    responses((status = 201, body = PluggedIn), (status = 200, body = PluggedIn))
)]
async fn plug_in(
    State(portal): State<AnyPortal>,
    caller: Caller,
    Path(of): Path<CallCenterId>,
    Query(query): Query<PlugInQuery>,
    Json(draft): Json<IntegratorDraft>,
) -> ApiResult<Response> {
    let verification = if query.verify == Some(false) { Verification::Skipped } else { Verification::Required };
    let outcome = portal.plug_in(&caller, &of, draft, verification).await.map_err(of_path)?;
    let status = if outcome.integrator_id.is_some() { StatusCode::CREATED } else { StatusCode::OK };
    let location = outcome.integrator_id.map(|id| [(LOCATION, format!("/api/v1/call-centers/{of}/integrators/{id}"))]);
    Ok((status, location, axum::Json(outcome)).into_response())
}

/// Here the path names the call center: the body has no member that could be mended.
fn of_path(error: PortalError) -> PortalError {
    match error {
        PortalError::Invalid(found) if found.iter().all(|one| one.pointer == "/callCenterId") => {
            PortalError::NotFound(sentence!("call center"))
        }
        error => error,
    }
}

/// Reads one integrator. A secret is told as set or not set.
#[utoipa::path(
    get,
    path = "/call-centers/{callCenterId}/integrators/{integratorId}",
    tag = "Integrators",
    params(("callCenterId" = String, Path), ("integratorId" = uuid::Uuid, Path)),
    responses((status = 200, body = Integrator))
)]
async fn get_integrator(
    State(portal): State<AnyPortal>,
    caller: Caller,
    Path(names): Path<Names>,
) -> ApiResult<Versioned<Integrator>> {
    Ok(versioned(find(&portal, &caller, &names).await?))
}

/// Saves an integrator. A secret that is written back as it was read stays; a changed host asks for each again.
#[utoipa::path(
    put,
    path = "/call-centers/{callCenterId}/integrators/{integratorId}",
    tag = "Integrators",
    params(("callCenterId" = String, Path), ("integratorId" = uuid::Uuid, Path)),
    request_body = IntegratorDraft,
    responses((status = 200, body = Integrator))
)]
async fn put_integrator(
    State(portal): State<AnyPortal>,
    caller: Caller,
    Path(names): Path<Names>,
    IfMatch(version): IfMatch,
    Json(draft): Json<IntegratorDraft>,
) -> ApiResult<Versioned<Integrator>> {
    let Integrator { id, .. } = find(&portal, &caller, &names).await?;
    Ok(versioned(portal.update_integrator(&caller, Change { id, version }, draft).await?))
}

/// Changes some members of an integrator (RFC 7396); what is not named stays, secrets included.
#[utoipa::path(
    patch,
    path = "/call-centers/{callCenterId}/integrators/{integratorId}",
    tag = "Integrators",
    params(("callCenterId" = String, Path), ("integratorId" = uuid::Uuid, Path)),
    request_body = Object,
    responses((status = 200, body = Integrator))
)]
async fn patch_integrator(
    State(portal): State<AnyPortal>,
    caller: Caller,
    Path(names): Path<Names>,
    IfMatch(version): IfMatch,
    Json(patch): Json<Map<String, Value>>,
) -> ApiResult<Versioned<Integrator>> {
    let current = find(&portal, &caller, &names).await?;
    let draft = merged(&IntegratorDraft::from(&current), patch)?;
    let change = Change { id: current.id, version: version.or(Some(current.version)) };
    Ok(versioned(portal.update_integrator(&caller, change, draft).await?))
}

/// Deletes an integrator.
#[utoipa::path(
    delete,
    path = "/call-centers/{callCenterId}/integrators/{integratorId}",
    tag = "Integrators",
    params(("callCenterId" = String, Path), ("integratorId" = uuid::Uuid, Path)),
    responses((status = 204))
)]
async fn delete_integrator(
    State(portal): State<AnyPortal>,
    caller: Caller,
    Path(names): Path<Names>,
    IfMatch(version): IfMatch,
) -> ApiResult<StatusCode> {
    let Integrator { id, .. } = find(&portal, &caller, &names).await?;
    portal.delete_integrator(&caller, Change { id, version }).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Makes another integrator for a call center, without secrets and credentials.
#[utoipa::path(
    post,
    path = "/call-centers/{callCenterId}/integrators/{integratorId}/copy",
    tag = "Integrators",
    params(("callCenterId" = String, Path), ("integratorId" = uuid::Uuid, Path)),
    request_body = IntegratorCopy,
    responses((status = 201, body = Integrator))
)]
async fn copy_integrator(
    State(portal): State<AnyPortal>,
    caller: Caller,
    Path(names): Path<Names>,
    Json(copy): Json<IntegratorCopy>,
) -> ApiResult<Response> {
    let Integrator { id, .. } = find(&portal, &caller, &names).await?;
    Ok(answer_created(&portal.copy_integrator(&caller, id, copy.call_center_id).await?))
}

/// Tells whether calls of an integrator are paused after many failures.
#[utoipa::path(
    get,
    path = "/call-centers/{callCenterId}/integrators/{integratorId}/circuit",
    tag = "Integrators",
    params(("callCenterId" = String, Path), ("integratorId" = uuid::Uuid, Path)),
    responses((status = 200, body = Object))
)]
async fn get_circuit(
    State(portal): State<AnyPortal>,
    caller: Caller,
    Path(names): Path<Names>,
) -> ApiResult<axum::Json<Value>> {
    let Integrator { id, .. } = find(&portal, &caller, &names).await?;
    Ok(axum::Json(json!({ "circuit": portal.circuit(&caller, id).await? })))
}

/// Under another call center's path an integrator does not exist, whoever asks.
async fn find(portal: &AnyPortal, actor: &Actor, (of, id): &Names) -> ApiResult<Integrator> {
    let found = portal.integrator(actor, *id).await?;
    if found.call_center_id == *of { Ok(found) } else { Err(ApiError::not_found("integrator")) }
}

fn answer_created(made: &Integrator) -> Response {
    created(format!("/api/v1/call-centers/{}/integrators/{}", made.call_center_id, made.id), made, made.version)
}

fn versioned(body: Integrator) -> Versioned<Integrator> {
    Versioned { version: body.version, body }
}
