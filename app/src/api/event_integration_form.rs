//! What the form of an event integration sends, and the event integration that it means.

use super::integrator_form::ValueRow;
use patchbay_model::event_integration::{EventIntegration, EventIntegrationDocument};
use patchbay_model::trigger::{EventName, EventTrigger, TriggerDirection};
#[cfg(feature = "ssr")]
use patchbay_model::valid::Violations;
use serde::{Deserialize, Serialize};

/// What the form of an event integration sends.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EventIntegrationForm {
    /// Name.
    #[serde(default)]
    pub name: String,
    /// Description.
    #[serde(default)]
    pub description: String,
    /// Endpoint URL.
    #[serde(default)]
    pub url: String,
    /// Conversation direction.
    pub direction: TriggerDirection,
    /// Conversation events; none disables it.
    #[serde(default)]
    pub events: Vec<EventName>,
    /// Direct calls.
    #[serde(default)]
    pub direct_calls: bool,
    /// Direct chats.
    #[serde(default)]
    pub direct_chats: bool,
    /// Addresses of queues.
    #[serde(default)]
    pub queues: Vec<String>,
    /// Order, a number.
    #[serde(default)]
    pub ordinal: String,
    /// Those after it do not run.
    #[serde(default)]
    pub stop: bool,
    /// Authentication; a row without an id is none.
    #[serde(default)]
    pub credentials: Vec<ValueRow>,
    /// JSON for configuration, as typed.
    #[serde(default)]
    pub configuration: String,
}

impl EventIntegrationForm {
    /// What is selected: decides which events can be heard.
    #[must_use]
    pub fn selection(&self) -> EventTrigger {
        EventTrigger {
            events: self.events.clone(),
            direction: self.direction,
            direct_calls: self.direct_calls,
            direct_chats: self.direct_chats,
            queues: self.queues.clone(),
            condition: None,
            ordinal: patchbay_model::trigger::DEFAULT_ORDINAL,
            stop: self.stop,
        }
    }
}

#[cfg(feature = "ssr")]
impl EventIntegrationForm {
    pub(super) fn without_secrets(&self) -> Self {
        Self { credentials: super::integrator_form::without_secrets(&self.credentials), ..self.clone() }
    }

    pub(super) fn draft(self) -> Result<patchbay_model::event_integration::EventIntegrationDraft, Violations> {
        Ok(patchbay_model::event_integration::EventIntegrationDraft {
            name: self.name.trim().to_owned(),
            description: self.description,
            url: self.url.trim().to_owned(),
            direction: self.direction,
            events: self.events,
            direct_calls: self.direct_calls,
            direct_chats: self.direct_chats,
            queues: self.queues,
            ordinal: whole_number(&self.ordinal, "/ordinal")?,
            stop: self.stop,
            credentials: super::integrator_form::credentials(self.credentials),
            // A browser without WASM sends every line break of an editor as two characters; it has but one.
            configuration: self.configuration.replace("\r\n", "\n"),
        })
    }
}

#[cfg(feature = "ssr")]
fn whole_number(text: &str, pointer: &str) -> Result<i32, Violations> {
    text.trim().parse().map_err(|_| {
        let mut found = Violations::none();
        found.add(pointer, crate::text!(common.whole_number).into());
        found
    })
}

impl From<&EventIntegration> for EventIntegrationForm {
    fn from(read: &EventIntegration) -> Self {
        Self {
            name: read.name.clone(),
            description: read.description.clone(),
            url: read.url.clone(),
            direction: read.direction,
            events: read.events.clone(),
            direct_calls: read.direct_calls,
            direct_chats: read.direct_chats,
            queues: read.queues.clone(),
            ordinal: read.ordinal.to_string(),
            stop: read.stop,
            credentials: read.credentials.iter().map(ValueRow::from).collect(),
            configuration: read.configuration.clone(),
        }
    }
}

impl From<&EventIntegrationDocument> for EventIntegrationForm {
    /// Its credentials are named, and empty.
    fn from(document: &EventIntegrationDocument) -> Self {
        let credential = |id: &String| ValueRow { name: id.clone(), ..ValueRow::default() };
        let draft = document.draft();
        Self {
            name: draft.name,
            description: draft.description,
            url: draft.url,
            direction: draft.direction,
            events: draft.events,
            direct_calls: draft.direct_calls,
            direct_chats: draft.direct_chats,
            queues: draft.queues,
            ordinal: draft.ordinal.to_string(),
            stop: draft.stop,
            credentials: document.credentials.iter().map(credential).collect(),
            configuration: draft.configuration,
        }
    }
}
