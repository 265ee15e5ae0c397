//! Server-sent events of what runs.

use crate::problem::ApiResult;
use crate::sse::sse;
use axum::response::IntoResponse;
use axum::response::sse::Event;
use futures::stream::StreamExt as _;
use patchbay_app::portal::{Portal, PortalError};
use patchbay_model::access::Actor;
use patchbay_model::execution::{ExecutionQuery, ExecutionStatus, ExecutionSummary};
use patchbay_model::id::ExecutionId;
use patchbay_model::page::PageRequest;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// A busy call center records hundreds a second; a page of the newest is asked for this often at most.
const PAUSE: Duration = Duration::from_millis(250);

/// The most pages of one list that a look reads: what is below is older than anybody watches.
const PAGES: usize = 5;

/// The most executions that have not ended and are followed below the newest pages, the youngest of them.
const FOLLOWED: usize = 1000;

/// The most that one look reads one by one; the next look, which follows at once, reads more.
const READS: usize = 20;

/// What a stream has told.
struct Follower {
    portal: Arc<dyn Portal>,
    actor: Actor,
    query: ExecutionQuery,
    /// Those on the newest pages and those that have not ended, to tell a new or changed one from a known one.
    told: BTreeMap<ExecutionId, Told>,
    /// Whether the last look left something to be read.
    is_behind: bool,
}

/// How an execution stood. An attempt that failed leaves it queued: their number is compared too.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Told {
    status: ExecutionStatus,
    attempt_count: u32,
}

impl Told {
    fn of(summary: &ExecutionSummary) -> Self {
        Self { status: summary.status, attempt_count: summary.attempt_count }
    }

    fn has_ended(self) -> bool {
        !OPEN.contains(&self.status)
    }
}

/// How those stand that have not ended.
const OPEN: [ExecutionStatus; 2] = [ExecutionStatus::Queued, ExecutionStatus::Running];

/// The youngest rows of a list.
struct Listed {
    rows: BTreeMap<ExecutionId, ExecutionSummary>,
    /// Where reading stopped; none: these are all.
    down_to: Option<ExecutionId>,
}

/// What became of those that are followed.
#[derive(Default)]
struct Followed {
    read: Vec<ExecutionSummary>,
    /// Those that were not looked at.
    left: Vec<ExecutionId>,
    is_behind: bool,
}

/// One event for each execution that is new, or has another status or more attempts than was told.
pub(super) async fn summaries(
    portal: Arc<dyn Portal>,
    actor: Actor,
    query: ExecutionQuery,
    stopping: CancellationToken,
) -> ApiResult<impl IntoResponse> {
    let pulses = portal.watch_executions(&actor, query.call_center_id.clone()).await?;
    // What is there already is the list's to tell.
    let there = portal.list_executions(&actor, query.clone(), PageRequest::longest()).await?;
    let told = there.items.iter().map(|summary| (summary.id, Told::of(summary))).collect();
    let follower = Follower { portal, actor, query, told, is_behind: false };
    let events = futures::stream::unfold((pulses, follower), |(mut pulses, mut follower)| async move {
        if !follower.is_behind {
            pulses.next().await?;
        }
        tokio::time::sleep(PAUSE).await;
        let fresh = follower.fresh().await.unwrap_or_default();
        Some((futures::stream::iter(fresh), (pulses, follower)))
    });
    let events = events.flatten().filter_map(|summary| async move {
        Event::default().event("execution").id(summary.id.to_string()).json_data(&summary).ok()
    });
    Ok(sse(events, stopping))
}

impl Follower {
    /// What is new or changed, oldest first.
    async fn fresh(&mut self) -> ApiResult<Vec<ExecutionSummary>> {
        // Also where the look fails: the next one waits for a pulse then.
        self.is_behind = false;
        let newest = self.told.last_key_value().map(|(id, _)| *id);
        let mut seen = self.list(self.query.clone(), newest).await?.rows;
        let below = self.told.iter().rev().filter(|(id, told)| !told.has_ended() && !seen.contains_key(*id));
        let below: Vec<ExecutionId> = below.map(|(id, _)| *id).take(FOLLOWED).collect();
        let Followed { read, left, is_behind } = self.follow(&below).await?;
        seen.extend(read.into_iter().map(|summary| (summary.id, summary)));
        let mut told: BTreeMap<_, _> = seen.iter().map(|(id, summary)| (*id, Told::of(summary))).collect();
        let fresh = seen.into_values().filter(|summary| self.told.get(&summary.id) != Some(&Told::of(summary)));
        let fresh = fresh.collect();
        told.extend(left.into_iter().filter_map(|id| Some((id, *self.told.get(&id)?))));
        self.told = told;
        self.is_behind = is_behind;
        Ok(fresh)
    }

    /// The newest of a list, page by page until one reaches down to `known`.
    async fn list(&self, query: ExecutionQuery, known: Option<ExecutionId>) -> ApiResult<Listed> {
        let mut listed = Listed { rows: BTreeMap::new(), down_to: None };
        let mut page = PageRequest::longest();
        for _ in 0..PAGES {
            let found = self.portal.list_executions(&self.actor, query.clone(), page).await?;
            listed.rows.extend(found.items.into_iter().map(|summary| (summary.id, summary)));
            listed.down_to = match &found.next_cursor {
                Some(_) => listed.rows.first_key_value().map(|(id, _)| *id),
                None => None,
            };
            let is_enough = listed.down_to.is_none_or(|oldest| known.is_some_and(|known| oldest <= known));
            if is_enough {
                break;
            }
            page = PageRequest { cursor: found.next_cursor, ..PageRequest::longest() };
        }
        Ok(listed)
    }

    /// How those stand that had not ended and are no longer among the newest; youngest first. What still waits or runs
    /// is listed: only what has ended is read one by one.
    async fn follow(&self, below: &[ExecutionId]) -> ApiResult<Followed> {
        let mut followed = Followed::default();
        let Some(oldest) = below.last() else { return Ok(followed) };
        let mut open = Vec::new();
        for status in OPEN.into_iter().filter(|status| self.query.status.is_none_or(|asked| asked == *status)) {
            let query = ExecutionQuery { status: Some(status), ..self.query.clone() };
            open.push(self.list(query, Some(*oldest)).await?);
        }
        let mut reads = READS;
        for id in below {
            if let Some(summary) = open.iter_mut().find_map(|listed| listed.rows.remove(id)) {
                followed.read.push(summary);
            } else if open.iter().any(|listed| listed.down_to.is_some_and(|down_to| *id < down_to)) {
                followed.left.push(*id);
            } else if self.query.status.is_some() {
                // It stands otherwise than was asked for by now.
            } else if reads == 0 {
                followed.left.push(*id);
                followed.is_behind = true;
            } else {
                reads -= 1;
                match self.portal.execution(&self.actor, *id).await {
                    Ok(execution) => followed.read.push(execution.summary),
                    // It was too old to be kept.
                    Err(PortalError::NotFound(_)) => {}
                    Err(error) => return Err(error.into()),
                }
            }
        }
        Ok(followed)
    }
}
