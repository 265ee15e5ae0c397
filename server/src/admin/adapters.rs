//! `/call-centers/{callCenterId}/adapters`

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
use patchbay_model::execution::TestRun;
use patchbay_model::id::CallCenterId;
use patchbay_model::messaging::AdapterId;
use patchbay_model::messaging::adapter::{Adapter, AdapterDraft, AdapterKind, AdapterQuery, CreatedAdapter};
use patchbay_model::messaging::signing::CreatedSigningSecret;
use patchbay_model::page::Page;
use patchbay_model::webhook::WebhookRole;
use serde::Deserialize;
use serde_json::{Map, Value};
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list_adapters, create_adapter))
        .routes(routes!(get_adapter, put_adapter, patch_adapter, delete_adapter))
        .routes(routes!(rotate_adapter_secret))
        .routes(routes!(test_adapter))
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ListQuery {
    /// Part of the name.
    search: Option<String>,
    /// `twoway` or `omnichannel`.
    kind: Option<AdapterKind>,
    /// Only those that list this channel.
    channel: Option<String>,
    /// 1 to 200, 50 when left out.
    limit: Option<u32>,
    /// `nextCursor` of the page before.
    cursor: Option<String>,
}

type Names = (CallCenterId, AdapterId);

/// Lists a call center's adapters by name.
#[utoipa::path(
    get,
    path = "/call-centers/{callCenterId}/adapters",
    tag = "Adapters",
    params(("callCenterId" = String, Path), ListQuery),
    responses((status = 200, body = Page<Adapter>))
)]
async fn list_adapters(
    State(portal): State<AnyPortal>,
    caller: Caller,
    Path(of): Path<CallCenterId>,
    Query(query): Query<ListQuery>,
) -> ApiResult<axum::Json<Page<Adapter>>> {
    let page = page(query.limit, query.cursor)?;
    let query = AdapterQuery { search: query.search, kind: query.kind, channel: query.channel };
    Ok(axum::Json(portal.list_adapters(&caller, &of, query, page).await?))
}

/// Creates an adapter. What its deliveries are signed with is in this answer and nowhere else.
#[utoipa::path(
    post,
    path = "/call-centers/{callCenterId}/adapters",
    tag = "Adapters",
    params(("callCenterId" = String, Path)),
    request_body = AdapterDraft,
    responses((status = 201, body = CreatedAdapter))
)]
async fn create_adapter(
    State(portal): State<AnyPortal>,
    caller: Caller,
    Path(of): Path<CallCenterId>,
    Json(draft): Json<AdapterDraft>,
) -> ApiResult<Response> {
    let made = portal.create_adapter(&caller, &of, draft).await?;
    Ok(created(format!("/api/v1/call-centers/{of}/adapters/{}", made.adapter.id), &made, made.adapter.version))
}

/// Reads one adapter, without secrets.
#[utoipa::path(
    get,
    path = "/call-centers/{callCenterId}/adapters/{adapterId}",
    tag = "Adapters",
    params(("callCenterId" = String, Path), ("adapterId" = uuid::Uuid, Path)),
    responses((status = 200, body = Adapter))
)]
async fn get_adapter(
    State(portal): State<AnyPortal>,
    caller: Caller,
    Path((of, id)): Path<Names>,
) -> ApiResult<Versioned<Adapter>> {
    Ok(versioned(portal.adapter(&caller, &of, id).await?))
}

/// Saves an adapter; its kind can't change. A secret that is kept goes to the host that it was entered for.
#[utoipa::path(
    put,
    path = "/call-centers/{callCenterId}/adapters/{adapterId}",
    tag = "Adapters",
    params(("callCenterId" = String, Path), ("adapterId" = uuid::Uuid, Path)),
    request_body = AdapterDraft,
    responses((status = 200, body = Adapter))
)]
async fn put_adapter(
    State(portal): State<AnyPortal>,
    caller: Caller,
    Path((of, id)): Path<Names>,
    IfMatch(version): IfMatch,
    Json(draft): Json<AdapterDraft>,
) -> ApiResult<Versioned<Adapter>> {
    Ok(versioned(portal.update_adapter(&caller, &of, Change { id, version }, draft).await?))
}

/// Changes some members of an adapter (RFC 7396).
#[utoipa::path(
    patch,
    path = "/call-centers/{callCenterId}/adapters/{adapterId}",
    tag = "Adapters",
    params(("callCenterId" = String, Path), ("adapterId" = uuid::Uuid, Path)),
    request_body = Object,
    responses((status = 200, body = Adapter))
)]
async fn patch_adapter(
    State(portal): State<AnyPortal>,
    caller: Caller,
    Path((of, id)): Path<Names>,
    IfMatch(version): IfMatch,
    Json(patch): Json<Map<String, Value>>,
) -> ApiResult<Versioned<Adapter>> {
    let current = portal.adapter(&caller, &of, id).await?;
    let draft = merged(&AdapterDraft::from(&current), patch)?;
    let change = Change { id, version: version.or(Some(current.version)) };
    Ok(versioned(portal.update_adapter(&caller, &of, change, draft).await?))
}

/// Deletes an adapter that hosts no chat.
#[utoipa::path(
    delete,
    path = "/call-centers/{callCenterId}/adapters/{adapterId}",
    tag = "Adapters",
    params(("callCenterId" = String, Path), ("adapterId" = uuid::Uuid, Path)),
    responses((status = 204))
)]
async fn delete_adapter(
    State(portal): State<AnyPortal>,
    caller: Caller,
    Path((of, id)): Path<Names>,
    IfMatch(version): IfMatch,
) -> ApiResult<StatusCode> {
    portal.delete_adapter(&caller, &of, Change { id, version }).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Makes a new signing secret, which is in this answer and nowhere else; the old one counts for a day beside it.
#[utoipa::path(
    post,
    path = "/call-centers/{callCenterId}/adapters/{adapterId}/signing-secrets",
    tag = "Adapters",
    params(("callCenterId" = String, Path), ("adapterId" = uuid::Uuid, Path)),
    responses((status = 201, body = CreatedSigningSecret))
)]
async fn rotate_adapter_secret(
    State(portal): State<AnyPortal>,
    caller: Caller,
    Path((of, id)): Path<Names>,
) -> ApiResult<(StatusCode, axum::Json<CreatedSigningSecret>)> {
    Ok((StatusCode::CREATED, axum::Json(portal.rotate_adapter_secret(&caller, &of, id).await?)))
}

/// Sends a sample to one of an adapter's webhooks (`message`, `handover` or `events`), the same way as any delivery, and
/// shows each step.
#[utoipa::path(
    post,
    path = "/call-centers/{callCenterId}/adapters/{adapterId}/test",
    tag = "Adapters",
    params(("callCenterId" = String, Path), ("adapterId" = uuid::Uuid, Path)),
    request_body = WebhookTest,
    responses((status = 200, body = TestRun))
)]
async fn test_adapter(
    State(portal): State<AnyPortal>,
    caller: Caller,
    Path((of, id)): Path<Names>,
    Json(test): Json<WebhookTest>,
) -> ApiResult<axum::Json<TestRun>> {
    Ok(axum::Json(portal.test_adapter(&caller, &of, id, test.endpoint).await?))
}

/// Which webhook is tested.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct WebhookTest {
    /// `message`, `handover` or `events`.
    endpoint: WebhookRole,
}

fn versioned(body: Adapter) -> Versioned<Adapter> {
    Versioned { version: body.version, body }
}
