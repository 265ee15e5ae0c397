//! `/call-centers/{callCenterId}/channels/{channel}/inbound`

use super::error::not_let_in;
use super::wire::{AcceptedMessages, MediaType, TokenQuery, read};
use crate::caller::bearer;
use crate::clock;
use crate::dialect::problem_of;
use crate::extract::Path;
use crate::problem::ApiResult;
use crate::request_id::RequestId;
use crate::state::AppState;
use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Extension, Query, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The routes, below `/api/v1`. They know their callers themselves: no key and no session counts here.
#[must_use]
pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(post_inbound)).routes(routes!(post_inbound_at_token))
}

/// Takes what an SMS gateway posts of customers: JSON or a form, one message or a list, in the names that the channel tells
/// or in those of common gateways. The same id again is answered with the same ids and goes nowhere. After the commit a JSON
/// post is answered with 202, a form with 204 and no body, because gateways that post forms read a body as instructions.
#[utoipa::path(
    post,
    path = "/call-centers/{callCenterId}/channels/{channel}/inbound",
    tag = "Channels",
    params(("callCenterId" = String, Path), ("channel" = String, Path), TokenQuery),
    request_body(content((Object = "application/json"), (Object = "application/x-www-form-urlencoded"))),
    responses(
        (status = 202, description = "Every message of a JSON post is on disk.", body = AcceptedMessages),
        (status = 204, description = "The same of a form.")
    ),
    security(("gateway" = []))
)]
async fn post_inbound(
    State(state): State<AppState>,
    Extension(id): Extension<RequestId>,
    Path((of, key)): Path<(String, String)>,
    query: Result<Query<TokenQuery>, QueryRejection>,
    request: Request,
) -> ApiResult<Response> {
    let in_query = query.ok().and_then(|Query(query)| query.token);
    let shown = bearer(request.headers()).map(str::to_owned).or(in_query);
    take(state, id, (&of, &key), shown.as_deref(), request).await
}

/// The same for gateways that can only be given a URL: the token is its last part.
#[utoipa::path(
    post,
    path = "/call-centers/{callCenterId}/channels/{channel}/inbound/{inboundToken}",
    tag = "Channels",
    params(("callCenterId" = String, Path), ("channel" = String, Path), ("inboundToken" = String, Path)),
    request_body(content((Object = "application/json"), (Object = "application/x-www-form-urlencoded"))),
    responses(
        (status = 202, description = "Every message of a JSON post is on disk.", body = AcceptedMessages),
        (status = 204, description = "The same of a form.")
    ),
    security(())
)]
async fn post_inbound_at_token(
    State(state): State<AppState>,
    Extension(id): Extension<RequestId>,
    Path((of, key, shown)): Path<(String, String, String)>,
    request: Request,
) -> ApiResult<Response> {
    take(state, id, (&of, &key), Some(&shown), request).await
}

async fn take(
    state: AppState,
    id: RequestId,
    (of, key): (&str, &str),
    shown: Option<&str>,
    request: Request,
) -> ApiResult<Response> {
    let (mut actor, channel) = state.adapter_callers.gateway(of, key, shown).await.map_err(not_let_in)?;
    actor.request_id = Some(id.to_string());
    let (parts, body) = request.into_parts();
    let (media_type, post) = read(parts, body).await?;
    let (members, host) = (channel.inbound.clone().unwrap_or_default(), channel.sender.as_deref());
    let unnamed = || format!("unnamed {}", clock::new_id());
    let messages = post.messages(&members, host, unnamed).map_err(|refusal| problem_of(refusal, ""))?;
    let mut items = Vec::with_capacity(messages.len());
    // One after the other: what a customer wrote stays in its order. If one fails the gateway posts all of them again, and
    // those that were taken are known by their ids.
    for message in messages {
        let taken = state
            .portal
            .post_customer_message(&actor, &channel.call_center_id, &channel.id.to_string(), message)
            .await?;
        items.push(taken);
    }
    Ok(match media_type {
        MediaType::Json => (StatusCode::ACCEPTED, Json(AcceptedMessages { items })).into_response(),
        MediaType::Form => StatusCode::NO_CONTENT.into_response(),
    })
}
