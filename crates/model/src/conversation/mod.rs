//! A call, chat or SMS exchange, and what events make of it (spec/events.md, Events and response).
//!
//! # Layout
//! [`Conversation`] is what is known; [`take`] adds an event to it, `moments` says which callbox moments follow and
//! `call` what a call looks like to them; [`Turn`] says whose effects count; [`AttachedData`] is what customers, agents and integrations left with it; `view`
//! is what lists and the page of one conversation show.
//!
//! # Invariants
//! Pure: the same conversation and event give the same result on every server. Exactly one terminal event ends a
//! conversation, and a moment is told once, in whichever vocabulary it comes first.

mod attached;
mod call;
mod chat;
mod effects;
mod moments;
mod take;
mod turn;
mod view;

use crate::event::{AgentReference, ConversationFacts, Event, QueueReference, RequiredAgents, contact_view};
use crate::time::Timestamp;
use crate::trigger::{EventName, Moment, closed_set};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

pub use attached::{Attached, AttachedData, DataOrigin, MAXIMUM_ATTACHED_BYTES, NotAttached, is_key};
pub use chat::{ChatDetail, ConversationMessage, GraphContact, GraphQuery, MessageAuthor, TranscriptEntry};
pub use effects::{EffectReport, RejectedEffect};
pub use take::{HeldEnd, Standing, Taken, take};
pub use turn::Turn;
pub use view::{ConversationDetail, ConversationQuery, ConversationSummary, EffectEntry, TimelineEvent};

closed_set!(
    /// Where a conversation stands.
    ConversationState {
        /// In the system, in no queue.
        Received = "received",
        /// In a queue.
        Queued = "queued",
        /// Offered to an agent, or ringing at the external party.
        Allocated = "allocated",
        /// Two people talk.
        Connected = "connected",
        /// Over, after it was connected.
        Ended = "ended",
        /// Over, without having been connected.
        Abandoned = "abandoned",
    }
);

impl ConversationState {
    /// Whether nothing happens any more.
    #[must_use]
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Ended | Self::Abandoned)
    }

    /// Whether no agent has it yet: it can still be routed.
    #[must_use]
    pub const fn waits(self) -> bool {
        matches!(self, Self::Received | Self::Queued)
    }
}

/// Where a conversation should go: what the platform said last, with what integrations set since.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct Routing {
    /// The queue.
    pub queue: Option<QueueReference>,
    /// The priority in it.
    pub priority: Option<u32>,
    /// The agent who should get it.
    pub preferred_agent: Option<AgentReference>,
    /// The agents who alone may get it.
    pub required_agents: Option<RequiredAgents>,
}

/// What is known of a conversation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Conversation {
    /// What the platform said of it, the newest of each.
    pub facts: ConversationFacts,
    /// Where it stands.
    pub state: ConversationState,
    /// The queue that it overflowed from.
    pub forwarding_queue: Option<QueueReference>,
    /// Where it should go.
    pub routing: Routing,
    /// What customers, agents and integrations left with it.
    pub data: AttachedData,
    /// By effect (`set.queue`, `save.vip`), whose stands.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub turns: BTreeMap<String, Turn>,
    /// The one event that ended it.
    pub terminal: Option<EventName>,
    /// The callbox moments that were told.
    pub told: BTreeSet<Moment>,
    /// When it was first connected.
    pub connected_at: Option<Timestamp>,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
    /// An `ended` that came before any `accepted` and waits for it.
    pub held_end: Option<HeldEnd>,
    /// When the first event that is known happened.
    pub first_event_at: Timestamp,
    /// When the last one happened: what is older comes late.
    pub last_event_at: Timestamp,
}

impl Conversation {
    /// Whether its end was told, in either vocabulary: no effect is applied any more.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.terminal.is_some() || self.told.contains(&Moment::CallEnd)
    }

    /// What placeholders see as `contact` when `event` is heard, with the routing that integrations set. A late event is
    /// shown as it was then, and what it left out as it is known.
    #[must_use]
    pub fn contact_view(&self, event: &Event) -> Value {
        let facts = if event.occurred_at < self.last_event_at {
            event.conversation.clone().or(&self.facts)
        } else {
            let Routing { queue, priority, preferred_agent, required_agents } = self.routing.clone();
            ConversationFacts { queue, priority, preferred_agent, required_agents, ..self.facts.clone() }
        };
        contact_view(&facts, self.forwarding_queue.as_ref())
    }
}
