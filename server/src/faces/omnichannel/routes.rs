//! `/ext/{owner}/…`: what third parties post.

use super::error::OmnichannelError;
use super::graph;
use crate::dialect::{body_limit, read_body};
use crate::request_id::RequestId;
use crate::state::AppState;
use axum::extract::{Extension, Path, Request, State};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use patchbay_model::messaging::adapter::{Adapter, DEFAULT_SEND_MESSAGE};
use patchbay_model::messaging::omnichannel::{Answer, CommandEvent, Posted};
use patchbay_model::messaging::refusal::{Refusal, RefusalCode};

/// The last name of the path of commands.
const COMMAND: &str = "command";

/// The routes.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/ext/{owner}/{name}", post(take).fallback(wrong_method))
        .route("/dolphin/apiv1/graph/auth", post(graph::grant).fallback(wrong_method))
        .route("/dolphin/apiv1/graph/contacts/contactById", get(graph::contact).fallback(wrong_method))
        .route("/dolphin/apiv1/graph/report/conversations", post(graph::conversations).fallback(wrong_method))
}

/// Takes a message for a customer or a command. 200 after the commit.
async fn take(
    State(state): State<AppState>,
    Extension(id): Extension<RequestId>,
    Path((owner, name)): Path<(String, String)>,
    request: Request,
) -> Result<Response, OmnichannelError> {
    let (parts, body) = request.into_parts();
    let (mut actor, adapter) = state.adapter_callers.omnichannel(&owner, &parts.headers).await?;
    actor.request_id = Some(id.to_string());
    let owner = adapter.call_center_id.clone();
    if name != COMMAND && !takes_messages_at(&adapter, parts.uri.path()) {
        return Err(Refusal::new(RefusalCode::NotFound, "there is nothing at this address").into());
    }
    let text = read_body(&parts.headers, body, body_limit(&state.settings)).await?;
    let posted = if name == COMMAND { Posted::Command(CommandEvent::decode(&text)?) } else { Posted::decode(&text)? };
    match posted {
        Posted::Outgoing(event) => state.portal.post_outgoing(&actor, &owner, event).await?,
        Posted::Command(event) => state.portal.post_command(&actor, &owner, event).await?,
    }
    Ok(Json(Answer::Success).into_response())
}

/// At the address of its own, and at the one that is everybody's.
fn takes_messages_at(adapter: &Adapter, path: &str) -> bool {
    let owner = &adapter.call_center_id;
    let own = adapter.properties.as_ref().map(|properties| properties.send_message_path(owner));
    path == DEFAULT_SEND_MESSAGE.replace("{owner}", owner.as_str()) || own.as_deref() == Some(path)
}

pub(super) async fn wrong_method() -> OmnichannelError {
    Refusal::new(RefusalCode::MethodNotAllowed, "this address knows other methods").into()
}
