//! `/keys`

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
use patchbay_model::id::{CallCenterId, KeyId};
use patchbay_model::key::{CreatedKey, Key, KeyDraft};
use patchbay_model::page::{Page, Sort};
use serde::Deserialize;
use serde_json::{Map, Value};
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(list_keys, create_key)).routes(routes!(get_key, put_key, patch_key, delete_key))
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
#[into_params(parameter_in = Query)]
struct ListQuery {
    /// Only this call center's.
    call_center_id: Option<CallCenterId>,
    /// Part of the name, or of what is shown of the key.
    search: Option<String>,
    /// The order: `name`, `-name`, `created` (oldest first) or `-created`; `-created` when left out.
    sort: Option<Sort>,
    /// 1 to 200, 50 when left out.
    limit: Option<u32>,
    /// `nextCursor` of the page before.
    cursor: Option<String>,
}

/// Lists keys.
#[utoipa::path(
    get,
    path = "/keys",
    tag = "Keys",
    params(ListQuery),
    responses((status = 200, body = Page<Key>))
)]
async fn list_keys(
    State(portal): State<AnyPortal>,
    caller: Caller,
    Query(query): Query<ListQuery>,
) -> ApiResult<axum::Json<Page<Key>>> {
    let page = page(query.limit, query.cursor)?.sorted(query.sort);
    Ok(axum::Json(portal.list_keys(&caller, query.call_center_id, query.search, page).await?))
}

/// Creates a key; the key itself is in this answer and nowhere else.
#[utoipa::path(
    post,
    path = "/keys",
    tag = "Keys",
    request_body = KeyDraft,
    responses((status = 201, body = CreatedKey))
)]
async fn create_key(
    State(portal): State<AnyPortal>,
    caller: Caller,
    Json(draft): Json<KeyDraft>,
) -> ApiResult<Response> {
    let made = portal.create_key(&caller, draft).await?;
    Ok(created(format!("/api/v1/keys/{}", made.record.id), &made, made.record.version))
}

/// Reads one key's record.
#[utoipa::path(
    get,
    path = "/keys/{keyId}",
    tag = "Keys",
    params(("keyId" = uuid::Uuid, Path)),
    responses((status = 200, body = Key))
)]
async fn get_key(State(portal): State<AnyPortal>, caller: Caller, Path(id): Path<KeyId>) -> ApiResult<Versioned<Key>> {
    Ok(versioned(portal.key(&caller, id).await?))
}

/// Changes a key's name and scopes.
#[utoipa::path(
    put,
    path = "/keys/{keyId}",
    tag = "Keys",
    params(("keyId" = uuid::Uuid, Path)),
    request_body = KeyDraft,
    responses((status = 200, body = Key))
)]
async fn put_key(
    State(portal): State<AnyPortal>,
    caller: Caller,
    Path(id): Path<KeyId>,
    IfMatch(version): IfMatch,
    Json(draft): Json<KeyDraft>,
) -> ApiResult<Versioned<Key>> {
    Ok(versioned(portal.update_key(&caller, Change { id, version }, draft).await?))
}

/// Changes some members of a key (RFC 7396).
#[utoipa::path(
    patch,
    path = "/keys/{keyId}",
    tag = "Keys",
    params(("keyId" = uuid::Uuid, Path)),
    request_body = Object,
    responses((status = 200, body = Key))
)]
async fn patch_key(
    State(portal): State<AnyPortal>,
    caller: Caller,
    Path(id): Path<KeyId>,
    IfMatch(version): IfMatch,
    Json(patch): Json<Map<String, Value>>,
) -> ApiResult<Versioned<Key>> {
    let current = portal.key(&caller, id).await?;
    let draft = KeyDraft {
        name: current.name.clone(),
        call_center_id: current.call_center_id.clone(),
        scopes: current.scopes.clone(),
    };
    let change = Change { id, version: version.or(Some(current.version)) };
    Ok(versioned(portal.update_key(&caller, change, merged(&draft, patch)?).await?))
}

/// Revokes a key, at once and in every server process.
#[utoipa::path(
    delete,
    path = "/keys/{keyId}",
    tag = "Keys",
    params(("keyId" = uuid::Uuid, Path)),
    responses((status = 204))
)]
async fn delete_key(
    State(portal): State<AnyPortal>,
    caller: Caller,
    Path(id): Path<KeyId>,
    IfMatch(version): IfMatch,
) -> ApiResult<StatusCode> {
    portal.revoke_key(&caller, Change { id, version }).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn versioned(body: Key) -> Versioned<Key> {
    Versioned { version: body.version, body }
}
