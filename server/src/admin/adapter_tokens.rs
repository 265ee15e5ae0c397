//! `/call-centers/{callCenterId}/adapters/{adapterId}/tokens`

use super::AnyPortal;
use crate::caller::Caller;
use crate::extract::{Json, Path};
use crate::problem::ApiResult;
use crate::state::AppState;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use patchbay_model::id::CallCenterId;
use patchbay_model::messaging::adapter::{AdapterToken, AdapterTokenDraft, CreatedAdapterToken};
use patchbay_model::messaging::{AdapterId, AdapterTokenId};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list_adapter_tokens, create_adapter_token))
        .routes(routes!(revoke_adapter_token))
}

/// An adapter's tokens.
#[derive(Debug, Serialize, ToSchema)]
struct Tokens {
    /// Newest first, those that were revoked included.
    items: Vec<AdapterToken>,
}

/// Lists the tokens of an adapter, never the tokens themselves.
#[utoipa::path(
    get,
    path = "/call-centers/{callCenterId}/adapters/{adapterId}/tokens",
    tag = "Adapters",
    params(("callCenterId" = String, Path), ("adapterId" = uuid::Uuid, Path)),
    responses((status = 200, body = Tokens))
)]
async fn list_adapter_tokens(
    State(portal): State<AnyPortal>,
    caller: Caller,
    Path((of, id)): Path<(CallCenterId, AdapterId)>,
) -> ApiResult<axum::Json<Tokens>> {
    Ok(axum::Json(Tokens { items: portal.list_adapter_tokens(&caller, &of, id).await? }))
}

/// Makes a token; it is in this answer and nowhere else. Two count at a time.
#[utoipa::path(
    post,
    path = "/call-centers/{callCenterId}/adapters/{adapterId}/tokens",
    tag = "Adapters",
    params(("callCenterId" = String, Path), ("adapterId" = uuid::Uuid, Path)),
    request_body = AdapterTokenDraft,
    responses((status = 201, body = CreatedAdapterToken))
)]
async fn create_adapter_token(
    State(portal): State<AnyPortal>,
    caller: Caller,
    Path((of, id)): Path<(CallCenterId, AdapterId)>,
    Json(draft): Json<AdapterTokenDraft>,
) -> ApiResult<Response> {
    let made = portal.create_adapter_token(&caller, &of, id, draft).await?;
    let location = format!("/api/v1/call-centers/{of}/adapters/{id}/tokens/{}", made.record.id);
    Ok((StatusCode::CREATED, [(header::LOCATION, location)], axum::Json(made)).into_response())
}

/// Revokes a token, at once.
#[utoipa::path(
    delete,
    path = "/call-centers/{callCenterId}/adapters/{adapterId}/tokens/{tokenId}",
    tag = "Adapters",
    params(("callCenterId" = String, Path), ("adapterId" = uuid::Uuid, Path), ("tokenId" = uuid::Uuid, Path)),
    responses((status = 204))
)]
async fn revoke_adapter_token(
    State(portal): State<AnyPortal>,
    caller: Caller,
    Path((of, id, token)): Path<(CallCenterId, AdapterId, AdapterTokenId)>,
) -> ApiResult<StatusCode> {
    portal.revoke_adapter_token(&caller, &of, id, token).await?;
    Ok(StatusCode::NO_CONTENT)
}
