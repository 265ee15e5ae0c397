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
use patchbay_model::access::{Actor, Identity};
use patchbay_model::id::CallCenterId;
use patchbay_model::messaging::adapter::DEFAULT_SEND_MESSAGE;
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
    let mut actor = state.adapter_callers.omnichannel(&owner, &parts.headers).await?;
    actor.request_id = Some(id.to_string());
    let Some(owner) = actor.call_center.clone() else { return Err(Refusal::unauthenticated().into()) };
    if name != COMMAND {
        check_path(&state, &actor, &owner, parts.uri.path()).await?;
    }
    let text = read_body(&parts.headers, body, body_limit(&state.settings)).await?;
    let posted = if name == COMMAND { Posted::Command(CommandEvent::decode(&text)?) } else { Posted::decode(&text)? };
    match posted {
        Posted::Outgoing(event) => state.portal.post_outgoing(&actor, &owner, event).await?,
        Posted::Command(event) => state.portal.post_command(&actor, &owner, event).await?,
    }
    Ok(Json(Answer::Success).into_response())
}

/// The path has to be the adapter's own, or the one that is everybody's.
async fn check_path(state: &AppState, actor: &Actor, owner: &CallCenterId, path: &str) -> Result<(), OmnichannelError> {
    if path == DEFAULT_SEND_MESSAGE.replace("{owner}", owner.as_str()) {
        return Ok(());
    }
    let nothing = || Refusal::new(RefusalCode::NotFound, "there is nothing at this address");
    let Identity::Adapter { id, .. } = actor.identity else { return Err(nothing().into()) };
    let found = patchbay_store::adapters::find(&state.store, owner, id).await.ok().flatten();
    let own = found.and_then(|adapter| adapter.properties).map(|properties| properties.send_message_path(owner));
    if own.as_deref() == Some(path) { Ok(()) } else { Err(nothing().into()) }
}

pub(super) async fn wrong_method() -> OmnichannelError {
    Refusal::new(RefusalCode::MethodNotAllowed, "this address knows other methods").into()
}
