//! JSON for Configuration (spec/events.md). Unlike an endpoint's, it is one text and says the method.

use crate::document::{AuthenticationChoice, RequestConfiguration, ResponseConfiguration};
use crate::endpoint::Method;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// The whole text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EventConfiguration {
    /// What is sent.
    pub request: EventRequest,
    /// What the answer changes. Its presence makes the sender of the event wait.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub response: Option<ResponseConfiguration>,
}

/// The request half: [`RequestConfiguration`] with the method.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EventRequest {
    /// See [`RequestConfiguration::authentication`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authentication: Option<AuthenticationChoice>,
    /// The HTTP method.
    pub method: Method,
    /// See [`RequestConfiguration::headers`].
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub headers: Map<String, Value>,
    /// See [`RequestConfiguration::params`].
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub params: Map<String, Value>,
    /// See [`RequestConfiguration::body`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<Value>,
    /// See [`RequestConfiguration::condition`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub condition: Option<String>,
    /// See [`RequestConfiguration::timeout`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timeout: Option<u32>,
    /// See [`RequestConfiguration::block`].
    #[serde(default)]
    pub block: bool,
    /// See [`RequestConfiguration::delay`].
    #[serde(default)]
    pub delay: u32,
}

impl EventRequest {
    /// The same as an endpoint's request half, without the method.
    #[must_use]
    pub fn without_method(self) -> RequestConfiguration {
        let Self { authentication, method: _, headers, params, body, condition, timeout, block, delay } = self;
        let signature = None;
        RequestConfiguration { authentication, signature, headers, params, body, condition, timeout, block, delay }
    }
}

impl EventConfiguration {
    /// Whether the sender of an event waits for the answer.
    #[must_use]
    pub fn blocks(&self) -> bool {
        (self.request.block || self.response.is_some()) && self.request.delay == 0
    }
}
