//! Who asks, from where: the layer in front of the visitor's routes, and the visitor behind a token.
//!
//! The answers to pages of other sites follow the Fetch standard's CORS protocol, as those of the callbox do; here it is
//! the channel that says whose pages may read them. Without cookies: the token is all that counts.

use crate::address::client_address;
use crate::caller::bearer;
use crate::cors;
use crate::csrf;
use crate::extract::Path;
use crate::problem::{ApiError, ApiResult};
use crate::state::AppState;
use crate::web_chat::{Guest, WebChats};
use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use patchbay_model::id::CallCenterId;
use patchbay_model::messaging::channel::Channel;
use patchbay_model::problem::ProblemCode;
use std::net::IpAddr;
use std::sync::Arc;

/// What pages of the chat send and read.
const CHAT: cors::Headers = cors::Headers {
    sent: HeaderValue::from_static("authorization, content-type, last-event-id, x-request-id"),
    read: HeaderValue::from_static("retry-after, x-request-id"),
};

/// The web chat that a request is about, and where it comes from. There is none without [`meet`].
#[derive(Debug, Clone)]
pub struct Met {
    /// The channel.
    pub channel: Channel,
    /// The visitor's address, as far as it can be believed.
    pub address: IpAddr,
}

/// The layer: finds the channel, refuses pages of sites that it does not name, and lets those that it names read the answer.
pub async fn meet(
    State(state): State<AppState>,
    Path((call_center, channel)): Path<(CallCenterId, String)>,
    mut request: Request,
    next: Next,
) -> Response {
    let address = client_address(&request, state.settings.trusted_proxies);
    let channel = match found(&state.web_chats, &call_center, &channel, address).await {
        Ok(channel) => channel,
        Err(refusal) => return refusal.into_response(),
    };
    let origin = foreign_origin(request.headers());
    let may_read = origin.as_ref().is_none_or(|origin| allows(&channel, origin));
    if !may_read {
        let detail = "this site is none of those that may hold this web chat: add it to the channel's allowed origins";
        return told_apart(ApiError::new(ProblemCode::Forbidden, detail).into_response(), None);
    }
    let answer = if cors::asks_first(&request) && origin.is_some() {
        CHAT.told_first()
    } else {
        request.extensions_mut().insert(Met { channel, address });
        next.run(request).await
    };
    told_apart(answer, origin)
}

async fn found(chats: &WebChats, of: &CallCenterId, name: &str, address: IpAddr) -> ApiResult<Channel> {
    chats.check_address(address)?;
    chats.channel(of, name).await
}

/// The origin of a page that is not this server's own.
fn foreign_origin(headers: &HeaderMap) -> Option<HeaderValue> {
    headers.get(header::ORIGIN).filter(|_| !csrf::is_own(headers)).cloned()
}

fn allows(channel: &Channel, origin: &HeaderValue) -> bool {
    channel.allowed_origins.iter().any(|allowed| allowed.as_bytes() == origin.as_bytes())
}

/// Says who may read an answer, and that it depends on who asks.
fn told_apart(mut answer: Response, origin: Option<HeaderValue>) -> Response {
    CHAT.allow(answer.headers_mut(), origin);
    answer
}

impl<S: Sync> FromRequestParts<S> for Met {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        parts.extensions.get::<Self>().cloned().ok_or_else(|| ApiError::not_found("web chat"))
    }
}

/// The visitor who shows a token. One who shows none, or another chat's, is nobody.
pub struct Visiting(pub Guest);

impl FromRequestParts<AppState> for Visiting {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Self::Rejection> {
        let met = Met::from_request_parts(parts, state).await?;
        let chats: &Arc<WebChats> = &state.web_chats;
        chats.guest(&met.channel, bearer(&parts.headers)).await.map(Self)
    }
}

/// The same for who may be new: none shows nothing at all.
pub struct MaybeVisiting(pub Option<Guest>);

impl FromRequestParts<AppState> for MaybeVisiting {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Self::Rejection> {
        if !parts.headers.contains_key(header::AUTHORIZATION) {
            return Ok(Self(None));
        }
        Visiting::from_request_parts(parts, state).await.map(|Visiting(guest)| Self(Some(guest)))
    }
}
