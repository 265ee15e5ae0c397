//! `/conversational/twoway/v2/accounts/{accountId}/adapters/{adapterId}`: an adapter's outbound URL.

use super::control;
use super::error::{TwoWayError, answered};
use super::wire::AdapterPath;
use crate::dialect::{body_limit, read_body};
use crate::request_id::RequestId;
use crate::state::AppState;
use axum::extract::{Extension, Path, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post, put};
use axum::{Json, Router};
use patchbay_model::access::Actor;
use patchbay_model::messaging::event::EventContent;
use patchbay_model::messaging::refusal::{Refusal, RefusalCode};
use patchbay_model::messaging::twoway::{Accepted, Sent, SentEvent};

const CHAT: &str = "/conversational/control/v1/accounts/{accountId}/chats/{chatId}";

/// The routes.
pub fn routes() -> Router<AppState> {
    let outbound = "/conversational/twoway/v2/accounts/{accountId}/adapters/{adapterId}";
    let history = "/conversational/conversation-history/v2/accounts/{accountId}/session-history";
    Router::new()
        .route(outbound, post(send).fallback(wrong_method))
        .route(&format!("{CHAT}/routing/mutationrequests"), post(control::mutate).fallback(wrong_method))
        .route(&format!("{CHAT}/session"), get(control::session).fallback(wrong_method))
        .route(&format!("{CHAT}/session/state"), put(control::set_state).fallback(wrong_method))
        .route(&format!("{CHAT}/session/end"), put(control::end).fallback(wrong_method))
        .route(history, get(control::history).fallback(wrong_method))
}

/// Takes messages and events of an adapter: all of a post or nothing. 201 after the commit.
async fn send(
    State(state): State<AppState>,
    Extension(id): Extension<RequestId>,
    Path(path): Path<AdapterPath>,
    request: Request,
) -> Response {
    let sent = async {
        let (actor, text) = entered(&state, id, request).await?;
        let (account, adapter) = path.read()?;
        let text = text.await?;
        let sent = Sent::decode(&text, &account)?;
        let asks = |event: &SentEvent| matches!(event.content, EventContent::HandOverRequested(_));
        let handover = sent.events.iter().position(asks).map(|index| format!("/conversationEvents/{index}"));
        let said = state.portal.post_twoway(&actor, &account, adapter, sent).await;
        let chat = said.map_err(|error| TwoWayError::about(error, &handover.unwrap_or_default()))?;
        Ok((StatusCode::CREATED, Json(Accepted::of(&chat))).into_response())
    };
    answered(sent.await, id)
}

/// Who asks, and the body for when it is wanted.
pub(super) async fn entered(
    state: &AppState,
    id: RequestId,
    request: Request,
) -> Result<(Actor, impl Future<Output = Result<String, Refusal>>), TwoWayError> {
    let (parts, body) = request.into_parts();
    let mut actor = state.adapter_callers.twoway(&parts.headers).await?;
    actor.request_id = Some(id.to_string());
    let limit = body_limit(&state.settings);
    Ok((actor, async move { read_body(&parts.headers, body, limit).await }))
}

async fn wrong_method(Extension(id): Extension<RequestId>) -> Response {
    answered(Err(Refusal::new(RefusalCode::MethodNotAllowed, "this address knows other methods").into()), id)
}
