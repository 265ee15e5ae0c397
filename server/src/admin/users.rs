//! `/users`

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
use patchbay_model::id::UserId;
use patchbay_model::page::{Page, Sort};
use patchbay_model::user::{Invitation, User, UserDraft, UserState};
use serde::Deserialize;
use serde_json::{Map, Value};
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list_users, create_user))
        .routes(routes!(get_user, put_user, patch_user, delete_user))
        .routes(routes!(renew_invitation))
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ListQuery {
    /// Part of the e-mail address.
    search: Option<String>,
    /// The order: `name`, `-name`, `created` (oldest first) or `-created`; `name`, which is the e-mail address, when left out.
    sort: Option<Sort>,
    /// 1 to 200, 50 when left out.
    limit: Option<u32>,
    /// `nextCursor` of the page before.
    cursor: Option<String>,
}

/// Lists users.
#[utoipa::path(
    get,
    path = "/users",
    tag = "Users",
    params(ListQuery),
    responses((status = 200, body = Page<User>))
)]
async fn list_users(
    State(portal): State<AnyPortal>,
    caller: Caller,
    Query(query): Query<ListQuery>,
) -> ApiResult<axum::Json<Page<User>>> {
    let page = page(query.limit, query.cursor)?.sorted(query.sort);
    Ok(axum::Json(portal.list_users(&caller, query.search, page).await?))
}

/// Creates a user with a one-time link to set a password, shown once.
#[utoipa::path(
    post,
    path = "/users",
    tag = "Users",
    request_body = UserDraft,
    responses((status = 201, body = Invitation))
)]
async fn create_user(
    State(portal): State<AnyPortal>,
    caller: Caller,
    Json(draft): Json<UserDraft>,
) -> ApiResult<Response> {
    Ok(answer_invited(&portal.invite_user(&caller, draft).await?))
}

/// Reads one user.
#[utoipa::path(
    get,
    path = "/users/{userId}",
    tag = "Users",
    params(("userId" = uuid::Uuid, Path)),
    responses((status = 200, body = User))
)]
async fn get_user(
    State(portal): State<AnyPortal>,
    caller: Caller,
    Path(id): Path<UserId>,
) -> ApiResult<Versioned<User>> {
    Ok(versioned(portal.user(&caller, id).await?))
}

/// Changes role, call center or state; disabling ends the sessions.
#[utoipa::path(
    put,
    path = "/users/{userId}",
    tag = "Users",
    params(("userId" = uuid::Uuid, Path)),
    request_body = UserDraft,
    responses((status = 200, body = User))
)]
async fn put_user(
    State(portal): State<AnyPortal>,
    caller: Caller,
    Path(id): Path<UserId>,
    IfMatch(version): IfMatch,
    Json(draft): Json<UserDraft>,
) -> ApiResult<Versioned<User>> {
    Ok(versioned(portal.update_user(&caller, Change { id, version }, draft).await?))
}

/// Changes some members of a user (RFC 7396).
#[utoipa::path(
    patch,
    path = "/users/{userId}",
    tag = "Users",
    params(("userId" = uuid::Uuid, Path)),
    request_body = Object,
    responses((status = 200, body = User))
)]
async fn patch_user(
    State(portal): State<AnyPortal>,
    caller: Caller,
    Path(id): Path<UserId>,
    IfMatch(version): IfMatch,
    Json(patch): Json<Map<String, Value>>,
) -> ApiResult<Versioned<User>> {
    let current = portal.user(&caller, id).await?;
    let draft = merged(&draft_of(&current), patch)?;
    let change = Change { id, version: version.or(Some(current.version)) };
    Ok(versioned(portal.update_user(&caller, change, draft).await?))
}

/// Deletes a user; what the user did stays in the audit trail.
#[utoipa::path(
    delete,
    path = "/users/{userId}",
    tag = "Users",
    params(("userId" = uuid::Uuid, Path)),
    responses((status = 204))
)]
async fn delete_user(
    State(portal): State<AnyPortal>,
    caller: Caller,
    Path(id): Path<UserId>,
    IfMatch(version): IfMatch,
) -> ApiResult<StatusCode> {
    portal.delete_user(&caller, Change { id, version }).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Makes a new one-time link; the one before stops working.
#[utoipa::path(
    post,
    path = "/users/{userId}/invitation",
    tag = "Users",
    params(("userId" = uuid::Uuid, Path)),
    responses((status = 201, body = Invitation))
)]
async fn renew_invitation(
    State(portal): State<AnyPortal>,
    caller: Caller,
    Path(id): Path<UserId>,
) -> ApiResult<Response> {
    Ok(answer_invited(&portal.renew_invitation(&caller, id).await?))
}

fn draft_of(read: &User) -> UserDraft {
    UserDraft {
        email: read.email.clone(),
        role: read.role,
        call_center_id: read.call_center_id.clone(),
        disabled: read.state == UserState::Disabled,
    }
}

fn answer_invited(made: &Invitation) -> Response {
    created(format!("/api/v1/users/{}", made.user.id), made, made.user.version)
}

fn versioned(body: User) -> Versioned<User> {
    Versioned { version: body.version, body }
}
