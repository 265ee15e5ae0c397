//! What a platform says happened (spec/events.md: Events, Wire format, Matching).
//!
//! # Layout
//! [`Event`] and [`ConversationFacts`] are the wire, `check` what can be wrong with them, `moment` the call and SMS of
//! the callbox moments; `view` is what placeholders see; `applicability` and `reach` say which triggers can hear what.
//!
//! # Invariants
//! An event is a fact: nothing in here changes it, and what a conversation makes of it stands in
//! [`crate::conversation`].

mod applicability;
mod check;
mod facts;
mod kind;
mod moment;
mod post;
mod reach;
mod view;

#[cfg(test)]
pub(crate) mod fixtures;

use crate::time::Timestamp;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value};

pub use applicability::{Applicability, DOCUMENTED, Offer};
pub use facts::{AgentReference, ConversationFacts, Customer, QueueReference, RequiredAgents, RoutedAgent, Skill};
pub use kind::{ChannelType, ConversationKind, Direction, EventKind, EventType};
pub use moment::{Call, CallStatus, MomentAgent, Sms};
pub use post::{AcceptedEvent, AcceptedEvents, MAXIMUM_EVENTS, PostedEvents};
pub use reach::{Cell, Place};
pub use view::contact_view;

/// One event as it is posted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Event {
    /// The sender's, unique per call center: the same id again is a duplicate.
    pub id: String,
    /// What happened.
    #[serde(rename = "type")]
    pub event_type: EventType,
    /// When it happened, by the sender's clock.
    pub occurred_at: Timestamp,
    /// What the sender says of the conversation.
    pub conversation: ConversationFacts,
    /// What belongs to this event: `cause`, `target`, `fromQueue`, `toQueue`; `call` or `sms` of a callbox moment.
    #[serde(default, deserialize_with = "null_as_empty", skip_serializing_if = "Map::is_empty")]
    pub data: Map<String, Value>,
}

fn null_as_empty<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Map<String, Value>, D::Error> {
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}

impl Event {
    /// Which kind of conversation it belongs to.
    #[must_use]
    pub fn kind(&self) -> ConversationKind {
        self.conversation.kind()
    }
}
