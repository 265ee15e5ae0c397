//! Accepting events: many, of several call centers, in one transaction.
//!
//! # Layout
//! [`accept`] is the transaction, `rows` what it writes of events; [`Group`] and [`Folded`] are what it asks of whoever
//! knows what events mean.
//!
//! # Invariants
//! An event is accepted once: the ledger decides, in the same transaction. What was accepted, its conversation and what
//! has to run because of it are committed together or not at all.

mod accept;
mod rows;

pub use accept::{accept, accept_in};
pub use rows::delete_expired;

use crate::conversations::KnownConversation;
use crate::queued_executions::NewExecution;
use patchbay_model::conversation::Standing;
use patchbay_model::event::Event;
use patchbay_model::id::{CallCenterId, ExecutionId};
use uuid::Uuid;

/// An event as it came in.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Arrival<'a> {
    /// A UUIDv7 of now: names the row of the event, and that of a conversation that begins with it.
    pub id: Uuid,
    /// The tenant.
    pub call_center_id: &'a CallCenterId,
    /// The event.
    pub event: &'a Event,
}

/// New events of one conversation, in the order in which they came.
#[derive(Debug)]
pub struct Group<'a> {
    /// The tenant.
    pub call_center_id: &'a CallCenterId,
    /// What was known of the conversation before; it is locked.
    pub known: Option<KnownConversation>,
    /// The events, at least one.
    pub arrivals: Vec<Arrival<'a>>,
}

/// What a group came to.
#[derive(Debug, Clone)]
pub struct Folded {
    /// The conversation with the events in it; none only of no events.
    pub known: Option<KnownConversation>,
    /// One entry per event of the group, in its order.
    pub heard: Vec<Heard>,
}

/// What one event came to.
#[derive(Debug, Clone)]
pub struct Heard {
    /// How it came.
    pub standing: Standing,
    /// What has to run because of it.
    pub executions: Vec<NewExecution>,
}

/// What became of an arrival.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Accepted {
    /// It is new.
    New {
        /// What was queued because of it, and what was skipped.
        executions: Vec<ExecutionId>,
    },
    /// An event of this id was accepted before.
    Duplicate,
}
