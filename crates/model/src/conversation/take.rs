//! What an event does to a conversation. Nothing that arrives is refused for its time or order: networks reorder, and a
//! fact that was accepted is a fact. What changes is how much it still means.

use super::moments::{follow, tell};
use super::{AttachedData, Conversation, ConversationState, Routing};
use crate::event::{Direction, Event, EventKind};
use crate::time::Timestamp;
use crate::trigger::{EventName, Moment, closed_set};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

closed_set!(
    /// How an event came.
    Standing {
        /// As it should: it moves the conversation on, and triggers hear it.
        InOrder = "inOrder",
        /// After a younger one: triggers hear it, the conversation stays where it is.
        Late = "late",
        /// An `ended` before any `accepted`: it is kept, and heard once the `accepted` is there.
        Early = "early",
        /// Told before, this end or this moment: nobody hears it again.
        Repeated = "repeated",
    }
);

impl Standing {
    /// Whether triggers hear it now.
    #[must_use]
    pub const fn is_heard(self) -> bool {
        matches!(self, Self::InOrder | Self::Late)
    }
}

/// An `ended` that waits for its `accepted`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct HeldEnd {
    /// The sender's id of the event.
    pub event_id: String,
    /// When it happened.
    pub occurred_at: Timestamp,
}

/// What became of an event.
#[derive(Debug, Clone, PartialEq)]
pub struct Taken {
    /// The conversation with the event in it.
    pub conversation: Conversation,
    /// How it came.
    pub standing: Standing,
    /// What triggers of conversation events hear; none for a callbox moment and for what is not heard.
    pub event: Option<EventName>,
    /// What triggers by name hear, in this order.
    pub moments: Vec<Moment>,
    /// The sender's id of the `ended` that waited for this event: it is to be taken now, after it.
    pub released: Option<String>,
}

/// Adds an event to what is known of its conversation. A redelivery of the same event id never gets here.
#[must_use]
pub fn take(known: Option<Conversation>, event: &Event) -> Taken {
    let mut conversation = known.unwrap_or_else(|| Conversation::begun_by(event));
    let in_order = event.occurred_at >= conversation.last_event_at;
    conversation.note_facts(event, in_order);
    let standing = if in_order { Standing::InOrder } else { Standing::Late };
    let (standing, heard, moments) = match event.event_type.kind() {
        EventKind::Conversation(name) => conversation.hear(name, event, standing),
        EventKind::Moment(moment) => conversation.hear_moment(moment, event, standing),
    };
    conversation.first_event_at = conversation.first_event_at.min(event.occurred_at);
    conversation.last_event_at = conversation.last_event_at.max(event.occurred_at);
    let is_free = conversation.connected_at.is_some();
    let released = conversation.held_end.take_if(|_| is_free).map(|held| held.event_id);
    Taken { conversation, standing, event: heard, moments, released }
}

impl Conversation {
    fn begun_by(event: &Event) -> Self {
        Self {
            facts: event.conversation.clone(),
            state: ConversationState::Received,
            forwarding_queue: None,
            routing: Routing::default(),
            data: AttachedData::default(),
            turns: BTreeMap::new(),
            terminal: None,
            told: BTreeSet::new(),
            connected_at: None,
            ended_at: None,
            held_end: None,
            first_event_at: event.occurred_at,
            last_event_at: event.occurred_at,
        }
    }

    /// The newest word counts; of an older event only what nobody has said since.
    fn note_facts(&mut self, event: &Event, in_order: bool) {
        let said = &event.conversation;
        // An agent lets go of a conversation without a word: from the queue on nobody has it.
        let keeps_agent = !matches!(
            event.event_type.kind(),
            EventKind::Conversation(EventName::Queued | EventName::Forwarded | EventName::Rejected)
        );
        if in_order {
            let mut facts = said.clone().or(&self.facts);
            if said.agent.is_none() && !keeps_agent {
                facts.agent = None;
            }
            self.facts = facts;
            self.routing = Routing {
                queue: said.queue.clone().or_else(|| self.routing.queue.take()),
                priority: said.priority.or(self.routing.priority),
                preferred_agent: said.preferred_agent.clone().or_else(|| self.routing.preferred_agent.take()),
                required_agents: said.required_agents.clone().or_else(|| self.routing.required_agents.take()),
            };
        } else {
            self.facts = self.facts.clone().or(said);
        }
        if let Some(from) = event.from_queue().filter(|_| in_order || self.forwarding_queue.is_none()) {
            self.forwarding_queue = Some(from);
        }
    }

    fn hear(
        &mut self,
        name: EventName,
        event: &Event,
        standing: Standing,
    ) -> (Standing, Option<EventName>, Vec<Moment>) {
        if name.is_terminal() {
            if self.terminal.is_some() {
                return (Standing::Repeated, None, Vec::new());
            }
            if name == EventName::Ended && self.connected_at.is_none() {
                return self.hold(event);
            }
            self.terminal = Some(name);
            self.held_end = None;
        }
        if name == EventName::Accepted && self.connected_at.is_none() {
            self.connected_at = Some(event.occurred_at);
        }
        if name.is_terminal() || standing == Standing::InOrder {
            self.move_on(name, event);
        }
        (standing, Some(name), follow(self, name))
    }

    fn hold(&mut self, event: &Event) -> (Standing, Option<EventName>, Vec<Moment>) {
        if self.held_end.is_some() {
            return (Standing::Repeated, None, Vec::new());
        }
        self.held_end = Some(HeldEnd { event_id: event.id.clone(), occurred_at: event.occurred_at });
        (Standing::Early, None, Vec::new())
    }

    fn hear_moment(
        &mut self,
        moment: Moment,
        event: &Event,
        standing: Standing,
    ) -> (Standing, Option<EventName>, Vec<Moment>) {
        if !moment.is_of_call() {
            // Each SMS is one of many in its conversation.
            return (standing, None, vec![moment]);
        }
        if self.told.contains(&moment) {
            return (Standing::Repeated, None, Vec::new());
        }
        if moment == Moment::CallConnected && self.connected_at.is_none() {
            self.connected_at = Some(event.occurred_at);
        }
        if !self.is_over() {
            match moment {
                Moment::CallConnected if standing == Standing::InOrder => self.state = ConversationState::Connected,
                Moment::CallEnd => self.end(event.occurred_at),
                _ => {}
            }
        }
        (standing, None, tell(self, moment).into_iter().collect())
    }

    fn move_on(&mut self, name: EventName, event: &Event) {
        if self.state.is_over() {
            return;
        }
        let queued = if self.routing.queue.is_some() { ConversationState::Queued } else { ConversationState::Received };
        self.state = match name {
            EventName::Received => ConversationState::Received,
            EventName::Queued | EventName::Forwarded => ConversationState::Queued,
            EventName::Allocated => ConversationState::Allocated,
            EventName::Accepted => ConversationState::Connected,
            // Back to where it waits; what the external party rejected is about to end.
            EventName::Rejected if event.conversation.direction == Direction::Inbound => queued,
            EventName::Rejected => self.state,
            EventName::Transferred => match event.conversation.agent {
                Some(_) if event.conversation.queue.is_none() => ConversationState::Allocated,
                _ => queued,
            },
            EventName::Ended | EventName::Abandoned => return self.end(event.occurred_at),
        };
    }

    fn end(&mut self, at: Timestamp) {
        self.ended_at = Some(at);
        let was_connected = self.connected_at.is_some() && self.terminal != Some(EventName::Abandoned);
        self.state = if was_connected { ConversationState::Ended } else { ConversationState::Abandoned };
    }
}

#[cfg(test)]
mod tests;
