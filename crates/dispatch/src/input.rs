//! What a queued execution is given: the snapshot that stands in the queue, and in what can be replayed.

use crate::run::Given;
use patchbay_engine::interpret::Occasion;
use patchbay_model::conversation::Standing;
use patchbay_model::event::EventType;
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct HeardAs {
    pub(crate) event: EventType,
    pub(crate) standing: Standing,
}

impl From<HeardAs> for Occasion {
    fn from(HeardAs { event, standing }: HeardAs) -> Self {
        Self { event, standing }
    }
}

impl Input {
    /// The parts of a run: the client body, and the rest.
    pub(crate) fn into_parts(self) -> (Value, Given) {
        (self.client, Given { event: self.event, contact: self.contact, webhook_id: self.webhook_id })
    }
}
