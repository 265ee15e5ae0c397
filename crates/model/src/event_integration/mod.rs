//! The one form behind System Management -> Event-Driven Integrations (spec/events.md).
//!
//! # Layout
//! [`EventIntegrationDraft`] is the form, [`EventConfiguration`] its JSON, `check` their rules; `parts` turns it into the
//! private template, integrator, endpoint and trigger that stand behind it, and back. [`EventIntegrationDocument`] is what
//! travels.
//!
//! # Invariants
//! There is no second engine: whatever runs is an endpoint. What was typed comes back byte for byte.

mod check;
mod configuration;
mod document;
mod overlap;
mod parts;

use crate::id::{CallCenterId, EventIntegrationId, Version};
use crate::integrator::{Credential, CredentialDraft, ValueInput};
use crate::time::Timestamp;
use crate::trigger::{DEFAULT_ORDINAL, EventName, EventTrigger, TriggerDirection};
use serde::{Deserialize, Serialize};

pub use check::CONFIGURATION_POINTER;
pub use configuration::{EventConfiguration, EventRequest};
pub use document::{ConfigurationText, EVENT_INTEGRATION_SCHEMA, EventIntegrationDocument};
pub use overlap::{EventIntegrationCheck, Listening, Overlap, OverlapListener, overlaps, overlaps_with};
pub use parts::{ENDPOINT_NAME, Parts};

/// An event integration as read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct EventIntegration {
    /// Its id.
    pub id: EventIntegrationId,
    /// The tenant.
    pub call_center_id: CallCenterId,
    /// Unique in its call center, private templates included: one of them stands behind it.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// What is called, as typed.
    pub url: String,
    /// The directions that it listens to.
    pub direction: TriggerDirection,
    /// The events that it listens to; none disables it.
    pub events: Vec<EventName>,
    /// Calls without a queue match.
    pub direct_calls: bool,
    /// Chats without a queue match.
    pub direct_chats: bool,
    /// Addresses of the queues whose conversations match.
    pub queues: Vec<String>,
    /// Order among several that match, smallest first.
    pub ordinal: i32,
    /// Those after this one do not run.
    pub stop: bool,
    /// Its credentials.
    pub credentials: Vec<Credential>,
    /// The JSON for configuration, as typed.
    pub configuration: String,
    /// Counts the saves.
    pub version: Version,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it was last saved.
    pub updated_at: Timestamp,
}

/// An event integration as written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EventIntegrationDraft {
    /// See [`EventIntegration::name`].
    pub name: String,
    /// See [`EventIntegration::description`].
    #[serde(default)]
    pub description: String,
    /// See [`EventIntegration::url`].
    pub url: String,
    /// See [`EventIntegration::direction`].
    pub direction: TriggerDirection,
    /// See [`EventIntegration::events`].
    pub events: Vec<EventName>,
    /// See [`EventIntegration::direct_calls`].
    #[serde(default)]
    pub direct_calls: bool,
    /// See [`EventIntegration::direct_chats`].
    #[serde(default)]
    pub direct_chats: bool,
    /// See [`EventIntegration::queues`].
    #[serde(default)]
    pub queues: Vec<String>,
    /// See [`EventIntegration::ordinal`].
    #[serde(default = "EventIntegrationDraft::default_ordinal")]
    pub ordinal: i32,
    /// See [`EventIntegration::stop`].
    #[serde(default)]
    pub stop: bool,
    /// See [`EventIntegration::credentials`].
    #[serde(default)]
    pub credentials: Vec<CredentialDraft>,
    /// See [`EventIntegration::configuration`].
    pub configuration: String,
}

impl EventIntegrationDraft {
    fn default_ordinal() -> i32 {
        DEFAULT_ORDINAL
    }

    /// When it runs. Its condition stands in the configuration.
    #[must_use]
    pub fn trigger(&self) -> EventTrigger {
        EventTrigger {
            events: self.events.clone(),
            direction: self.direction,
            direct_calls: self.direct_calls,
            direct_chats: self.direct_chats,
            queues: self.queues.clone(),
            condition: None,
            ordinal: self.ordinal,
            stop: self.stop,
        }
    }
}

impl EventIntegration {
    /// Whether any event is selected; there is no second switch.
    #[must_use]
    pub fn is_enabled(&self) -> bool {
        !self.events.is_empty()
    }

    /// The draft of a copy: everything but the authentication details. Saved so, it fails with `credential_missing`
    /// until somebody enters them.
    #[must_use]
    pub fn copy(&self, name: String) -> EventIntegrationDraft {
        EventIntegrationDraft { name, credentials: Vec::new(), ..self.into() }
    }
}

impl From<&EventIntegration> for EventIntegrationDraft {
    fn from(read: &EventIntegration) -> Self {
        let keep = |credential: &Credential| CredentialDraft {
            id: credential.id.clone(),
            secret: ValueInput::Keep(credential.secret.clone()),
        };
        Self {
            name: read.name.clone(),
            description: read.description.clone(),
            url: read.url.clone(),
            direction: read.direction,
            events: read.events.clone(),
            direct_calls: read.direct_calls,
            direct_chats: read.direct_chats,
            queues: read.queues.clone(),
            ordinal: read.ordinal,
            stop: read.stop,
            credentials: read.credentials.iter().map(keep).collect(),
            configuration: read.configuration.clone(),
        }
    }
}

/// Which event integrations a list shows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct EventIntegrationQuery {
    /// Part of the name, description or URL, in any case.
    pub search: Option<String>,
    /// Only those that listen to this event.
    pub event: Option<EventName>,
    /// Only those that listen to this queue.
    pub queue: Option<String>,
}
