//! What a queued execution is given: the snapshot that stands in the queue, and in what can be replayed.

use crate::run::Given;
use chrono::DateTime;
use patchbay_engine::interpret::Occasion;
use patchbay_model::conversation::Turn;
use patchbay_model::event::EventType;
use patchbay_model::time::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Event and conversation as they were when the event came: a retry hours later sends what the first attempt sent.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Input {
    #[serde(skip_serializing_if = "Value::is_null")]
    pub(crate) client: Value,
    #[serde(skip_serializing_if = "Value::is_null")]
    pub(crate) event: Value,
    #[serde(skip_serializing_if = "Value::is_null")]
    pub(crate) contact: Value,
    /// What the effects of the response are judged by; none: there is nothing that they could change.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) occasion: Option<HeardAs>,
    /// What a signed request is known by, however often it is sent and replayed; none: its execution's id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) webhook_id: Option<String>,
}

/// An [`Occasion`], as stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct HeardAs {
    pub(crate) event: EventType,
    /// Of what was queued before turns were noted: that of an event long ago.
    #[serde(default = "long_ago")]
    pub(crate) turn: Turn,
}

fn long_ago() -> Turn {
    Turn { event_id: String::new(), occurred_at: Timestamp(DateTime::UNIX_EPOCH), place: 0 }
}

impl From<HeardAs> for Occasion {
    fn from(HeardAs { event, turn }: HeardAs) -> Self {
        Self { event, turn }
    }
}

impl Input {
    /// The client body, what effects are judged by, and what else a run is given.
    pub(crate) fn into_parts(self) -> (Value, Option<HeardAs>, Given) {
        let given = Given { event: self.event, contact: self.contact, webhook_id: self.webhook_id };
        (self.client, self.occasion, given)
    }
}
