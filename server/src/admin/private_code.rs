//! `/templates/{template}/private-code`. Its versions are those of an object of the template, under the code's id.

use super::AnyPortal;
use super::templates::OfCallCenter;
use crate::caller::Caller;
use crate::extract::{Json, Path, Query};
use crate::patch::merged;
use crate::problem::ApiResult;
use crate::state::AppState;
use crate::version::{IfMatch, Versioned};
use axum::extract::State;
use patchbay_app::portal::Change;
use patchbay_model::private_code::{PrivateCode, PrivateCodeDraft};
use patchbay_model::template::Template;
use serde_json::{Map, Value};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(get_private_code, put_private_code, patch_private_code))
}

/// Reads the code of a private template; version 0 and empty until it is written.
#[utoipa::path(
    get,
    path = "/templates/{template}/private-code",
    tag = "Templates",
    params(("template" = String, Path), OfCallCenter),
    responses((status = 200, body = PrivateCode))
)]
async fn get_private_code(
    State(portal): State<AnyPortal>,
    caller: Caller,
    Path(name): Path<String>,
    Query(of): Query<OfCallCenter>,
) -> ApiResult<Versioned<PrivateCode>> {
    let Template { id, .. } = portal.template(&caller, &name, of.call_center_id.as_ref()).await?;
    Ok(versioned(portal.private_code(&caller, id).await?))
}

/// Saves both modules of a private template's code; an empty one is removed.
#[utoipa::path(
    put,
    path = "/templates/{template}/private-code",
    tag = "Templates",
    params(("template" = String, Path), OfCallCenter),
    request_body = PrivateCodeDraft,
    responses((status = 200, body = PrivateCode))
)]
async fn put_private_code(
    State(portal): State<AnyPortal>,
    caller: Caller,
    Path(name): Path<String>,
    Query(of): Query<OfCallCenter>,
    IfMatch(version): IfMatch,
    Json(draft): Json<PrivateCodeDraft>,
) -> ApiResult<Versioned<PrivateCode>> {
    let Template { id, .. } = portal.template(&caller, &name, of.call_center_id.as_ref()).await?;
    Ok(versioned(portal.update_private_code(&caller, Change { id, version }, draft).await?))
}

/// Saves one module and leaves the other (RFC 7396).
#[utoipa::path(
    patch,
    path = "/templates/{template}/private-code",
    tag = "Templates",
    params(("template" = String, Path), OfCallCenter),
    request_body = Object,
    responses((status = 200, body = PrivateCode))
)]
async fn patch_private_code(
    State(portal): State<AnyPortal>,
    caller: Caller,
    Path(name): Path<String>,
    Query(of): Query<OfCallCenter>,
    IfMatch(version): IfMatch,
    Json(patch): Json<Map<String, Value>>,
) -> ApiResult<Versioned<PrivateCode>> {
    let Template { id, .. } = portal.template(&caller, &name, of.call_center_id.as_ref()).await?;
    let current = portal.private_code(&caller, id).await?;
    let draft = merged(&PrivateCodeDraft::from(&current), patch)?;
    let change = Change { id, version: version.or(Some(current.version)) };
    Ok(versioned(portal.update_private_code(&caller, change, draft).await?))
}

fn versioned(body: PrivateCode) -> Versioned<PrivateCode> {
    Versioned { version: body.version, body }
}
