//! The question and the answer.

use patchbay_model::conversation::{Standing, Taken};
use patchbay_model::event::{ConversationKind, Event, QueueReference};
use patchbay_model::trigger::{EventName, Moment};

/// What is to be heard: one event as its conversation took it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Occurrence<'a> {
    /// The conversation event; none for a callbox moment and for what nobody hears.
    pub event: Option<EventName>,
    /// The callbox moments, posted or following from the event.
    pub moments: &'a [Moment],
    /// The kind of conversation.
    pub kind: ConversationKind,
    /// The queue that the event names, or the conversation stands in.
    pub queue: Option<&'a QueueReference>,
}

impl<'a> Occurrence<'a> {
    /// What is to be heard of `event`. Its queue is the one that it names; an event that names none happened where the
    /// conversation stands, as the platform said it last. Not so `received`, which is before any queue, nor what comes
    /// late: where the conversation stands by now is not where it happened. A queue that an integration set counts once
    /// the platform says it.
    #[must_use]
    pub fn of(event: &'a Event, taken: &'a Taken) -> Self {
        let is_by_itself = taken.event == Some(EventName::Received) || taken.standing == Standing::Late;
        let known = taken.conversation.facts.queue.as_ref().filter(|_| !is_by_itself);
        let queue = event.conversation.queue.as_ref().or(known);
        Self { event: taken.event, moments: &taken.moments, kind: event.kind(), queue }
    }
}

/// A trigger that listens to what happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matched<'i, K> {
    /// What the loader called it.
    pub key: &'i K,
    /// What it heard.
    pub heard: Heard,
    /// Whether it runs.
    pub decision: Decision,
}

/// In which vocabulary a trigger heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Heard {
    /// A conversation event.
    Event(EventName),
    /// A callbox moment, by name.
    Moment(Moment),
}

/// What the conditions say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// They hold, or there are none.
    Runs,
    /// One does not: recorded as skipped.
    Skipped,
    /// One can't be evaluated: recorded as failed, with this reason.
    Undecided(String),
}
