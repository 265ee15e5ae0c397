//! Whose effects count: answers come as the other sides please, and count in the order of events and triggers.

use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// A trigger's turn in its conversation: what it heard, and as which of those that heard it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Turn {
    /// The sender's id of the event.
    pub event_id: String,
    /// When the event happened.
    pub occurred_at: Timestamp,
    /// Which of the triggers that heard it, from 0, in the order in which they run.
    pub place: u32,
}

impl Turn {
    /// Whether both heard the same event.
    #[must_use]
    pub fn is_of_same_event(&self, other: &Self) -> bool {
        self.event_id == other.event_id
    }

    /// Whether what this one heard happened after what `other` heard.
    #[must_use]
    pub fn is_of_later_event(&self, other: &Self) -> bool {
        !self.is_of_same_event(other) && self.occurred_at > other.occurred_at
    }
}
