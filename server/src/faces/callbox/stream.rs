//! Server-sent events of what runs.

use crate::problem::ApiResult;
use crate::sse::sse;
use axum::response::IntoResponse;
use axum::response::sse::Event;
use futures::stream::{BoxStream, StreamExt as _};
use patchbay_app::portal::Portal;
use patchbay_model::access::Actor;
use patchbay_model::execution::{ExecutionQuery, ExecutionStatus, ExecutionSummary};
use patchbay_model::id::ExecutionId;
use patchbay_model::page::PageRequest;
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// A busy call center records hundreds a second; a page of the newest is asked for this often at most.
const PAUSE: Duration = Duration::from_millis(250);

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
