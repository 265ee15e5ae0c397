//! What tells an open page to ask again: streams of bare pulses.

use crate::extract::Query;
use crate::problem::{ApiError, ApiResult};
use crate::session::SignedIn;
use crate::sse::sse;
use axum::Extension;
use axum::extract::State;
use axum::response::IntoResponse;
use axum::response::sse::Event;
use futures::stream::StreamExt as _;
use patchbay_app::portal::Portal;
use patchbay_model::id::CallCenterId;
use patchbay_model::messaging::ChatId;
use patchbay_model::problem::ProblemCode;
use serde::Deserialize;
use std::sync::Arc;
use tokio_util::sync::CancellationToken;

/// For the portal's own list: a bare pulse `executions`, upon which the page asks for its list again.
///
/// # Errors
/// Without a session; the gate in front refuses as well.
pub async fn execution_pulses(
    State(portal): State<Arc<dyn Portal>>,
    State(stopping): State<CancellationToken>,
    signed_in: Option<Extension<SignedIn>>,
) -> ApiResult<impl IntoResponse> {
    let Some(Extension(SignedIn(actor))) = signed_in else {
        return Err(ApiError::new(ProblemCode::Unauthenticated, "sign in"));
    };
    let pulses = portal.watch_executions(&actor, None).await?;
    Ok(sse(pulses.map(|()| pulse("executions")), stopping))
}

/// With some data: a browser drops an event that has none.
fn pulse(name: &str) -> Event {
    Event::default().event(name).data("changed")
}

/// The chat that a page shows.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct WatchedChat {
    call_center: CallCenterId,
    chat: ChatId,
}

/// For the page of a conversation: a bare pulse `chat`, upon which it asks for what was said and what happened.
///
/// # Errors
/// Without a session, or the right to read messages.
pub async fn chat_pulses(
    State(portal): State<Arc<dyn Portal>>,
    State(stopping): State<CancellationToken>,
    signed_in: Option<Extension<SignedIn>>,
    Query(watched): Query<WatchedChat>,
) -> ApiResult<impl IntoResponse> {
    let Some(Extension(SignedIn(actor))) = signed_in else {
        return Err(ApiError::new(ProblemCode::Unauthenticated, "sign in"));
    };
    let pulses = portal.watch_chat(&actor, &watched.call_center, watched.chat).await?;
    Ok(sse(pulses.map(|()| pulse("chat")), stopping))
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::to_bytes;

    #[tokio::test]
    async fn a_pulse_is_an_event_that_browsers_tell_the_page_of() {
        let answer = sse(futures::stream::iter([pulse("executions")]), CancellationToken::new()).into_response();
        let body = to_bytes(answer.into_body(), 1024).await.unwrap();
        assert_eq!(body, "event: executions\ndata: changed\n\n");
    }
}
