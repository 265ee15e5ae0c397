//! Accepting events (spec/api.md, Events).
//!
//! # Layout
//! [`Accepter`] is the door, `batches` collects what is posted at the same time and commits it once, `fold` says what an event means to its
//! conversation and which triggers hear it, `blocking` runs those that the sender waits for.
//!
//! # Invariants
//! Nobody is answered before the commit. Nothing that was accepted depends on this process: what the sender waits for
//! stands in the queue under a lease. Past a bounded backlog events are refused, before anything of them is kept.

mod accepter;
mod batches;
mod blocking;
mod fold;

pub(crate) use accepter::Accepter;
pub(crate) use fold::Folder;

use crate::error::DispatchError;
use patchbay_model::conversation::EffectReport;
use patchbay_model::event::Event;
use patchbay_model::id::{CallCenterId, ExecutionId};
use std::time::Duration;

/// What the operator may decide of accepting events.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EventSettings {
    /// Events of one commit, unless a single post has more.
    pub batch: usize,
    /// Commits under way at a time. Whoever comes meanwhile shares the next: that is the window, as long as a commit and
    /// no longer.
    pub commits: usize,
    /// Events that may wait for their commit in this process.
    pub waiting: usize,
    /// Executions that may stand in the queue before events are refused; of one call center half as many.
    pub backlog: usize,
}

impl Default for EventSettings {
    /// 512 events, 2 commits, 16,384 waiting, 1,000,000 queued.
    fn default() -> Self {
        Self { batch: 512, commits: 2, waiting: 16_384, backlog: 1_000_000 }
    }
}

/// Events of one call center that were posted together, checked.
#[derive(Debug, Clone, PartialEq)]
pub struct Post {
    /// The tenant.
    pub call_center: CallCenterId,
    /// The events, in the order in which they are to be taken.
    pub events: Vec<Event>,
    /// How long the sender waits for blocking triggers; none: it does not.
    pub wait: Option<Duration>,
}

/// What became of one event of a post.
#[derive(Debug, Clone, PartialEq)]
pub struct EventAnswer {
    /// The sender's id of it.
    pub event_id: String,
    /// What was queued because of it, and what was skipped; nothing of a duplicate.
    pub executions: Vec<ExecutionId>,
    /// Whether an event of this id was accepted before.
    pub standing: Arrived,
    /// What the blocking triggers changed; none when the sender does not wait, or nobody had anything to say.
    pub effects: Option<EffectReport>,
}

/// Whether an event is new.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arrived {
    /// Never seen before.
    New,
    /// Accepted before: nothing runs twice.
    Duplicate,
}

/// Why nothing of a post was accepted.
#[derive(Debug, Clone, thiserror::Error)]
pub enum EventsError {
    /// Too much waits already: 429.
    #[error("too many events wait already")]
    TooManyEvents {
        /// When it may be better.
        retry_after: Duration,
    },
    /// The database is away, or the process stops. The sender posts again: what was accepted all the same is a duplicate.
    #[error(transparent)]
    Dispatch(#[from] DispatchError),
}
