//! The durable queue: what has to run, who runs it, and what comes of it.
//!
//! # Layout
//! `enqueue` adds, `claim` hands out, `settle` takes back; `lease` is about workers that live, die or stop, `health` about
//! how the queue does.
//!
//! # Invariants
//! A row is in exactly one state (see the migration), and the states stand in the predicates of the indexes, so that a
//! claim costs what it hands out, whatever waits besides. Rows of one order key are locked in one order, by key and
//! position. A row goes when its execution has ended, in the transaction that says so.

mod claim;
mod enqueue;
mod health;
mod lease;
mod settle;

pub use claim::{Claim, ClaimCursor, claim, wake};
pub use enqueue::{NewExecution, Queued, Seat, enqueue, enqueue_in};
pub use health::{Upkeep, backlog, backlog_by_call_center, health, upkeep};
pub use lease::{TakenOver, extend, mark_sending, release, take_over};
pub use settle::{Next, Settlement, settle};

use patchbay_model::execution::{Cause, ExecutionSummary};
use patchbay_model::id::{CallCenterId, EndpointId, ExecutionId, IntegratorId, TemplateId};
use patchbay_model::time::Timestamp;
use serde_json::Value;
use uuid::Uuid;

/// Between executions of one integrator the smallest runs first.
pub type Priority = i16;

/// What is not in a hurry, and in no position to wait either.
pub const DEFAULT_PRIORITY: Priority = 100;

/// Until when a worker may work on what it claimed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lease {
    /// The worker.
    pub owner: Uuid,
    /// Then others take over.
    pub until: Timestamp,
}

/// An execution that is to be run now, by whoever claimed it.
#[derive(Debug, Clone, PartialEq)]
pub struct Claimed {
    /// The execution.
    pub execution_id: ExecutionId,
    /// The tenant.
    pub call_center_id: CallCenterId,
    /// The template, as it was when queued.
    pub template_id: TemplateId,
    /// What runs.
    pub endpoint_id: EndpointId,
    /// With which integrator.
    pub integrator_id: IntegratorId,
    /// Why.
    pub cause: Cause,
    /// The conversation that it belongs to.
    pub conversation: Option<String>,
    /// Attempts before this one, those of dead workers included.
    pub attempt_count: u32,
    /// What it was given.
    pub input: Value,
    /// When it was queued.
    pub created_at: Timestamp,
    /// When it could have run first.
    pub run_at: Timestamp,
}

impl Claimed {
    /// What is just being queued, for whoever runs it without claiming it.
    #[must_use]
    pub fn first(summary: &ExecutionSummary, input: Value, created_at: Timestamp, run_at: Timestamp) -> Self {
        Self {
            execution_id: summary.id,
            call_center_id: summary.call_center_id.clone(),
            template_id: summary.template_id,
            endpoint_id: summary.endpoint_id,
            integrator_id: summary.integrator_id,
            cause: summary.cause,
            conversation: summary.conversation.clone(),
            attempt_count: 0,
            input,
            created_at,
            run_at,
        }
    }
}
