//! Routing, sessions and their history.

use super::error::{TwoWayError, answered};
use super::routes::entered;
use super::wire::{AccountPath, ChatPath, HistoryQuery};
use crate::request_id::RequestId;
use crate::state::AppState;
use axum::Json;
use axum::extract::{Extension, Path, Query, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use patchbay_app::portal::{HistoryParts, Wanted};
use patchbay_model::messaging::event::HandOver;
use patchbay_model::messaging::refusal::{Refusal, RefusalCode};
use patchbay_model::messaging::twoway::control::{MutationRequest, StateChange};
use serde_json::json;

/// Hands a chat over to the adapter that the last mutation enables.
pub(super) async fn mutate(
    State(state): State<AppState>,
    Extension(id): Extension<RequestId>,
    Path(path): Path<ChatPath>,
    request: Request,
) -> Response {
    let mutated = async {
        let (actor, text) = entered(&state, id, request).await?;
        let (account, chat) = path.read()?;
        let change = MutationRequest::decode(&text.await?, chat)?;
        let Some((index, mutation)) = change.route() else {
            let message = "enable an adapter: a chat can't be without one";
            return Err(Refusal::at(RefusalCode::InvalidValue, "/Mutations", message).into());
        };
        let to = HandOver {
            source_adapter_id: mutation.source_adapter_id,
            target_adapter_id: mutation.target_adapter_id,
            context: change.context,
        };
        let moved = state.portal.hand_over(&actor, &account, chat, to).await;
        moved.map_err(|error| TwoWayError::about(error, &format!("/Mutations/{index}")))?;
        let session = state.portal.chat_session(&reader(actor), &account, chat).await?;
        Ok((StatusCode::OK, Json(session)).into_response())
    };
    answered(mutated.await, id)
}

/// Shows the session of a chat.
pub(super) async fn session(
    State(state): State<AppState>,
    Extension(id): Extension<RequestId>,
    Path(path): Path<ChatPath>,
    request: Request,
) -> Response {
    let shown = async {
        let (actor, _) = entered(&state, id, request).await?;
        let (account, chat) = path.read()?;
        Ok(Json(state.portal.chat_session(&actor, &account, chat).await?).into_response())
    };
    answered(shown.await, id)
}

/// Names the state of a session.
pub(super) async fn set_state(
    State(state): State<AppState>,
    Extension(id): Extension<RequestId>,
    Path(path): Path<ChatPath>,
    request: Request,
) -> Response {
    let set = async {
        let (actor, text) = entered(&state, id, request).await?;
        let (account, chat) = path.read()?;
        let change = StateChange::decode(&text.await?)?;
        state.portal.set_session_state(&actor, &account, chat, change).await?;
        Ok(Json(state.portal.chat_session(&reader(actor), &account, chat).await?).into_response())
    };
    answered(set.await, id)
}

/// Ends a session; again it changes nothing.
pub(super) async fn end(
    State(state): State<AppState>,
    Extension(id): Extension<RequestId>,
    Path(path): Path<ChatPath>,
    request: Request,
) -> Response {
    let ended = async {
        let (actor, _) = entered(&state, id, request).await?;
        let (account, chat) = path.read()?;
        state.portal.end_chat(&actor, &account, chat).await?;
        Ok(Json(state.portal.chat_session(&reader(actor), &account, chat).await?).into_response())
    };
    answered(ended.await, id)
}

/// Shows what was said and what happened in a session.
pub(super) async fn history(
    State(state): State<AppState>,
    Extension(id): Extension<RequestId>,
    Path(path): Path<AccountPath>,
    query: Result<Query<HistoryQuery>, axum::extract::rejection::QueryRejection>,
    request: Request,
) -> Response {
    let shown = async {
        let (actor, _) = entered(&state, id, request).await?;
        let account = path.read()?;
        let unreadable = |_| Refusal::new(RefusalCode::InvalidValue, "the query string can't be read");
        let Query(query) = query.map_err(unreadable)?;
        let wanted = |is_wanted| if is_wanted { Wanted::Yes } else { Wanted::No };
        let parts = HistoryParts { messages: wanted(query.has_messages()), events: wanted(query.has_events()) };
        let session = query.session()?;
        let found = state.portal.session_history(&actor, &account, session, parts).await?;
        Ok(Json(json!(found)).into_response())
    };
    answered(shown.await, id)
}

/// Whoever changed a session is told how it is now, whether or not they may read others.
fn reader(mut actor: patchbay_model::access::Actor) -> patchbay_model::access::Actor {
    if let patchbay_model::access::Identity::Adapter { rights, .. } = &mut actor.identity {
        rights.push(patchbay_model::messaging::adapter::TokenRight::HistoryRead);
    }
    actor
}
