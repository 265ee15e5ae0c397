//! Server-sent events of what runs.

use crate::extract::Query;
use crate::problem::{ApiError, ApiResult};
use crate::session::SignedIn;
use axum::Extension;
use axum::extract::State;
use axum::response::IntoResponse;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures::stream::{BoxStream, Stream, StreamExt as _};
use patchbay_app::portal::Portal;
use patchbay_model::access::Actor;
use patchbay_model::execution::{ExecutionQuery, ExecutionStatus, ExecutionSummary};
use patchbay_model::id::{CallCenterId, ExecutionId};
use patchbay_model::messaging::ChatId;
use patchbay_model::page::PageRequest;
use patchbay_model::problem::ProblemCode;
use serde::Deserialize;
use std::collections::HashMap;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// A busy call center records hundreds a second; a page of the newest is asked for this often at most.
const PAUSE: Duration = Duration::from_millis(250);
/// Proxies drop connections that say nothing for a minute.
const KEEP_ALIVE: Duration = Duration::from_secs(20);
/// Then the client connects again, and is asked again who it is.
const LONGEST: Duration = Duration::from_secs(30 * 60);

/// What a stream has told.
struct Follower {
    portal: Arc<dyn Portal>,
    actor: Actor,
    query: ExecutionQuery,
    pulses: BoxStream<'static, ()>,
    /// Those on the newest page, to tell a new or changed one from a known one.
    told: HashMap<ExecutionId, ExecutionStatus>,
}

/// One event for each execution that is new, or has another status than was told.
pub(super) async fn summaries(
    portal: Arc<dyn Portal>,
    actor: Actor,
    query: ExecutionQuery,
    stopping: CancellationToken,
) -> ApiResult<impl IntoResponse> {
    let pulses = portal.watch_executions(&actor, query.call_center_id.clone()).await?;
    let mut follower = Follower { portal, actor, query, pulses, told: HashMap::new() };
    // What is there already is the list's to tell.
    follower.fresh().await?;
    let events = futures::stream::unfold(follower, |mut follower| async move {
        follower.pulses.next().await?;
        tokio::time::sleep(PAUSE).await;
        let fresh = follower.fresh().await.unwrap_or_default();
        Some((futures::stream::iter(fresh), follower))
    });
    let events = events.flatten().filter_map(|summary| async move {
        Event::default().event("execution").id(summary.id.to_string()).json_data(&summary).ok()
    });
    Ok(sse(events, stopping))
}

impl Follower {
    /// What is new or changed, oldest first.
    async fn fresh(&mut self) -> ApiResult<Vec<ExecutionSummary>> {
        let page = PageRequest::longest();
        let found = self.portal.list_executions(&self.actor, self.query.clone(), page).await?;
        let before = std::mem::take(&mut self.told);
        self.told = found.items.iter().map(|summary| (summary.id, summary.status)).collect();
        let mut fresh: Vec<_> =
            found.items.into_iter().filter(|summary| before.get(&summary.id) != Some(&summary.status)).collect();
        fresh.reverse();
        Ok(fresh)
    }
}

/// For the portal's own list: a bare pulse `executions`, upon which the page asks for its list again.
///
/// # Errors
/// Without a session; the gate in front refuses as well.
pub async fn pulses(
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

/// Ends with the server, whose stop an open stream must not hold up, and after a while in any case.
fn sse(events: impl Stream<Item = Event> + Send + 'static, stopping: CancellationToken) -> impl IntoResponse {
    let end = async move {
        tokio::select! {
            () = stopping.cancelled_owned() => {}
            () = tokio::time::sleep(LONGEST) => {}
        }
    };
    let events = events.map(Ok::<_, Infallible>).take_until(end);
    Sse::new(events).keep_alive(KeepAlive::new().interval(KEEP_ALIVE))
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
