//! The document that an event integration travels in: export, import, gallery. No secrets in it.

use super::{EventIntegration, EventIntegrationDraft};
use crate::sentence;
use crate::trigger::{DEFAULT_ORDINAL, EventName, TriggerDirection};
use crate::valid::{Validate, Violations};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// What `$schema` says.
pub const EVENT_INTEGRATION_SCHEMA: &str = "/schemas/event-integration-document.json";

/// An event integration without owner, id, times and secrets.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EventIntegrationDocument {
    /// [`EVENT_INTEGRATION_SCHEMA`].
    #[serde(rename = "$schema")]
    pub schema: String,
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
    /// See [`EventIntegration::queues`]; those of the call center that imports it.
    #[serde(default)]
    pub queues: Vec<String>,
    /// See [`EventIntegration::ordinal`].
    #[serde(default = "default_ordinal")]
    pub ordinal: i32,
    /// See [`EventIntegration::stop`].
    #[serde(default)]
    pub stop: bool,
    /// Ids of the credentials that have to be entered before it runs.
    #[serde(default)]
    pub credentials: Vec<String>,
    /// The JSON for configuration.
    pub configuration: ConfigurationText,
}

/// A configuration in a document: as typed, or as the object itself, which people read more easily.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(untagged)]
pub enum ConfigurationText {
    /// As typed, byte for byte.
    Typed(String),
    /// The object; an editor shows it indented.
    Object(Map<String, Value>),
}

fn default_ordinal() -> i32 {
    DEFAULT_ORDINAL
}

impl EventIntegrationDocument {
    /// The document of a saved one.
    #[must_use]
    pub fn of(saved: &EventIntegration) -> Self {
        Self {
            schema: EVENT_INTEGRATION_SCHEMA.to_owned(),
            name: saved.name.clone(),
            description: saved.description.clone(),
            url: saved.url.clone(),
            direction: saved.direction,
            events: saved.events.clone(),
            direct_calls: saved.direct_calls,
            direct_chats: saved.direct_chats,
            queues: saved.queues.clone(),
            ordinal: saved.ordinal,
            stop: saved.stop,
            credentials: saved.credentials.iter().map(|credential| credential.id.clone()).collect(),
            configuration: ConfigurationText::Typed(saved.configuration.clone()),
        }
    }

    /// The form that it fills in; its credentials have to be entered.
    #[must_use]
    pub fn draft(&self) -> EventIntegrationDraft {
        EventIntegrationDraft {
            name: self.name.clone(),
            description: self.description.clone(),
            url: self.url.clone(),
            direction: self.direction,
            events: self.events.clone(),
            direct_calls: self.direct_calls,
            direct_chats: self.direct_chats,
            queues: self.queues.clone(),
            ordinal: self.ordinal,
            stop: self.stop,
            credentials: Vec::new(),
            configuration: match &self.configuration {
                ConfigurationText::Typed(text) => text.clone(),
                ConfigurationText::Object(members) => format!("{:#}", Value::Object(members.clone())),
            },
        }
    }
}

impl Validate for EventIntegrationDocument {
    fn validate(&self) -> Violations {
        let mut found = Violations::none();
        found.require(
            self.schema.ends_with("event-integration-document.json"),
            "/$schema",
            sentence!("this is no event integration: expected /schemas/event-integration-document.json"),
        );
        found.nest("", self.draft().validate());
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn document(configuration: Value) -> EventIntegrationDocument {
        serde_json::from_value(json!({"$schema": EVENT_INTEGRATION_SCHEMA, "name": "Route", "url": "https://a.test",
            "direction": "both", "events": ["received"], "credentials": ["api-key"], "configuration": configuration}))
        .unwrap()
    }

    #[test]
    fn a_configuration_is_a_text_or_the_object_itself() {
        let typed = document(json!("{ \"request\":{\"method\":\"GET\"}}"));
        assert!(typed.validate().is_empty());
        assert_eq!(typed.draft().configuration, "{ \"request\":{\"method\":\"GET\"}}");
        let object = document(json!({"request": {"method": "GET"}}));
        assert!(object.validate().is_empty());
        assert_eq!(object.draft().configuration, "{\n  \"request\": {\n    \"method\": \"GET\"\n  }\n}");
    }

    #[test]
    fn another_document_is_refused() {
        let mut other = document(json!("{}"));
        other.schema = "/schemas/template.json".into();
        let pointers: Vec<_> = other.validate().into_vec().into_iter().map(|found| found.pointer).collect();
        assert_eq!(pointers, ["/$schema", "/configuration"]);
    }
}
