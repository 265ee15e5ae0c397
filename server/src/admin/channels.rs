//! `/call-centers/{callCenterId}/channels`

use super::{AnyPortal, created};
use crate::caller::Caller;
use crate::dialect::problem_of;
use crate::extract::{Json, JsonText, Path, Query};
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
use patchbay_model::messaging::channel::{
    Channel, ChannelDraft, ChannelKind, ChannelQuery, CreatedChannel, CreatedInboundToken,
};
use patchbay_model::messaging::gateway::{AcceptedMessage, GatewayMessage};
use patchbay_model::messaging::signing::{CreatedSigningSecret, SigningSecret};
use patchbay_model::page::Page;
use serde::Deserialize;
use serde_json::{Map, Value};
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list_channels, create_channel))
        .routes(routes!(get_channel, put_channel, patch_channel, delete_channel))
        .routes(routes!(list_channel_secrets, rotate_channel_secret))
        .routes(routes!(rotate_inbound_token))
        .routes(routes!(post_customer_message))
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ListQuery {
    /// Part of the name.
    search: Option<String>,
    /// `webchat`, `sms` or `gateway`.
    kind: Option<ChannelKind>,
    /// 1 to 200, 50 when left out.
    limit: Option<u32>,
    /// `nextCursor` of the page before.
    cursor: Option<String>,
}

type Names = (CallCenterId, String);

/// Lists a call center's channels by name.
#[utoipa::path(
    get,
    path = "/call-centers/{callCenterId}/channels",
    tag = "Channels",
    params(("callCenterId" = String, Path), ListQuery),
    responses((status = 200, body = Page<Channel>))
)]
async fn list_channels(
    State(portal): State<AnyPortal>,
    caller: Caller,
    Path(of): Path<CallCenterId>,
    Query(query): Query<ListQuery>,
) -> ApiResult<axum::Json<Page<Channel>>> {
    let page = page(query.limit, query.cursor)?;
    let query = ChannelQuery { search: query.search, kind: query.kind };
    Ok(axum::Json(portal.list_channels(&caller, &of, query, page).await?))
}

/// Creates a channel. What its deliveries are signed with (gateway) or what its gateway shows (SMS) is in this answer and
/// nowhere else.
#[utoipa::path(
    post,
    path = "/call-centers/{callCenterId}/channels",
    tag = "Channels",
    params(("callCenterId" = String, Path)),
    request_body = ChannelDraft,
    responses((status = 201, body = CreatedChannel))
)]
async fn create_channel(
    State(portal): State<AnyPortal>,
    caller: Caller,
    Path(of): Path<CallCenterId>,
    Json(draft): Json<ChannelDraft>,
) -> ApiResult<Response> {
    let made = portal.create_channel(&caller, &of, draft).await?;
    Ok(created(format!("/api/v1/call-centers/{of}/channels/{}", made.channel.id), &made, made.channel.version))
}

/// Reads one channel, by name in any case or by id.
#[utoipa::path(
    get,
    path = "/call-centers/{callCenterId}/channels/{channel}",
    tag = "Channels",
    params(("callCenterId" = String, Path), ("channel" = String, Path)),
    responses((status = 200, body = Channel))
)]
async fn get_channel(
    State(portal): State<AnyPortal>,
    caller: Caller,
    Path((of, key)): Path<Names>,
) -> ApiResult<Versioned<Channel>> {
    Ok(versioned(portal.channel(&caller, &of, &key).await?))
}

/// Saves a channel; its kind can't change.
#[utoipa::path(
    put,
    path = "/call-centers/{callCenterId}/channels/{channel}",
    tag = "Channels",
    params(("callCenterId" = String, Path), ("channel" = String, Path)),
    request_body = ChannelDraft,
    responses((status = 200, body = Channel))
)]
async fn put_channel(
    State(portal): State<AnyPortal>,
    caller: Caller,
    Path((of, key)): Path<Names>,
    IfMatch(version): IfMatch,
    Json(draft): Json<ChannelDraft>,
) -> ApiResult<Versioned<Channel>> {
    let id = portal.channel(&caller, &of, &key).await?.id;
    Ok(versioned(portal.update_channel(&caller, &of, Change { id, version }, draft).await?))
}

/// Changes some members of a channel (RFC 7396).
#[utoipa::path(
    patch,
    path = "/call-centers/{callCenterId}/channels/{channel}",
    tag = "Channels",
    params(("callCenterId" = String, Path), ("channel" = String, Path)),
    request_body = Object,
    responses((status = 200, body = Channel))
)]
async fn patch_channel(
    State(portal): State<AnyPortal>,
    caller: Caller,
    Path((of, key)): Path<Names>,
    IfMatch(version): IfMatch,
    Json(patch): Json<Map<String, Value>>,
) -> ApiResult<Versioned<Channel>> {
    let current = portal.channel(&caller, &of, &key).await?;
    let draft = merged(&ChannelDraft::from(&current), patch)?;
    let change = Change { id: current.id, version: version.or(Some(current.version)) };
    Ok(versioned(portal.update_channel(&caller, &of, change, draft).await?))
}

/// Deletes a channel. What was said over it stays.
#[utoipa::path(
    delete,
    path = "/call-centers/{callCenterId}/channels/{channel}",
    tag = "Channels",
    params(("callCenterId" = String, Path), ("channel" = String, Path)),
    responses((status = 204))
)]
async fn delete_channel(
    State(portal): State<AnyPortal>,
    caller: Caller,
    Path((of, key)): Path<Names>,
    IfMatch(version): IfMatch,
) -> ApiResult<StatusCode> {
    let id = portal.channel(&caller, &of, &key).await?.id;
    portal.delete_channel(&caller, &of, Change { id, version }).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Lists what the deliveries of a gateway are signed with, never the secrets.
#[utoipa::path(
    get,
    path = "/call-centers/{callCenterId}/channels/{channel}/signing-secrets",
    tag = "Channels",
    params(("callCenterId" = String, Path), ("channel" = String, Path)),
    responses((status = 200, body = Vec<SigningSecret>))
)]
async fn list_channel_secrets(
    State(portal): State<AnyPortal>,
    caller: Caller,
    Path((of, key)): Path<Names>,
) -> ApiResult<axum::Json<Vec<SigningSecret>>> {
    Ok(axum::Json(portal.channel_secrets(&caller, &of, &key).await?))
}

/// Makes a new signing secret, which is in this answer and nowhere else; the old one counts for a day beside it.
#[utoipa::path(
    post,
    path = "/call-centers/{callCenterId}/channels/{channel}/signing-secrets",
    tag = "Channels",
    params(("callCenterId" = String, Path), ("channel" = String, Path)),
    responses((status = 201, body = CreatedSigningSecret))
)]
async fn rotate_channel_secret(
    State(portal): State<AnyPortal>,
    caller: Caller,
    Path((of, key)): Path<Names>,
) -> ApiResult<(StatusCode, axum::Json<CreatedSigningSecret>)> {
    Ok((StatusCode::CREATED, axum::Json(portal.rotate_channel_secret(&caller, &of, &key).await?)))
}

/// Makes a new token for the inbound webhook of an SMS channel, which is in this answer and nowhere else; the old one counts
/// for a day beside it.
#[utoipa::path(
    post,
    path = "/call-centers/{callCenterId}/channels/{channel}/inbound-tokens",
    tag = "Channels",
    params(("callCenterId" = String, Path), ("channel" = String, Path)),
    responses((status = 201, body = CreatedInboundToken))
)]
async fn rotate_inbound_token(
    State(portal): State<AnyPortal>,
    caller: Caller,
    Path((of, key)): Path<Names>,
) -> ApiResult<(StatusCode, axum::Json<CreatedInboundToken>)> {
    Ok((StatusCode::CREATED, axum::Json(portal.rotate_inbound_token(&caller, &of, &key).await?)))
}

/// Takes a customer's message. The same id again is answered with the same ids and goes nowhere. 202 after the commit.
#[utoipa::path(
    post,
    path = "/call-centers/{callCenterId}/channels/{channel}/messages",
    tag = "Channels",
    params(("callCenterId" = String, Path), ("channel" = String, Path)),
    request_body = GatewayMessage,
    responses((status = 202, body = AcceptedMessage))
)]
async fn post_customer_message(
    State(portal): State<AnyPortal>,
    caller: Caller,
    Path((of, key)): Path<Names>,
    JsonText(text): JsonText,
) -> ApiResult<(StatusCode, axum::Json<AcceptedMessage>)> {
    let message = GatewayMessage::decode(&text).map_err(|refusal| problem_of(refusal, &text))?;
    let accepted = portal.post_customer_message(&caller, &of, &key, message).await?;
    Ok((StatusCode::ACCEPTED, axum::Json(accepted)))
}

fn versioned(body: Channel) -> Versioned<Channel> {
    Versioned { version: body.version, body }
}
