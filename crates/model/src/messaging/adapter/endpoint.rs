//! The endpoints of a TwoWay adapter.

use super::handover::HANDOVER_HEADER;
use crate::integrator::{FieldValue, ValueInput};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A webhook as read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct AdapterEndpoint {
    /// What is posted to.
    pub url: String,
    /// Extra headers. Those that carry a secret ([`super::is_secret_header`]) are never read back.
    pub headers: BTreeMap<String, FieldValue>,
}

/// A webhook as written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AdapterEndpointDraft {
    /// See [`AdapterEndpoint::url`].
    pub url: String,
    /// See [`AdapterEndpoint::headers`].
    #[serde(default)]
    pub headers: BTreeMap<String, ValueInput>,
}

/// The handover's webhook as read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct HandoverEndpoint {
    /// See [`AdapterEndpoint::url`].
    pub url: String,
    /// See [`AdapterEndpoint::headers`].
    pub headers: BTreeMap<String, FieldValue>,
    /// JSON text with the seven variables, byte for byte as typed.
    pub body: String,
}

/// The handover's webhook as written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct HandoverEndpointDraft {
    /// See [`HandoverEndpoint::url`].
    pub url: String,
    /// See [`HandoverEndpoint::headers`].
    #[serde(default)]
    pub headers: BTreeMap<String, ValueInput>,
    /// See [`HandoverEndpoint::body`]; [`super::DEFAULT_HANDOVER_BODY`] when left out.
    #[serde(default = "default_body")]
    pub body: String,
}

impl HandoverEndpointDraft {
    /// The headers that are sent: those typed, and [`HANDOVER_HEADER`] unless one of them has its name.
    #[must_use]
    pub fn sent_headers(&self) -> BTreeMap<String, ValueInput> {
        let (name, value) = HANDOVER_HEADER;
        let mut headers = self.headers.clone();
        if !headers.keys().any(|typed| typed.eq_ignore_ascii_case(name)) {
            headers.insert(name.to_owned(), ValueInput::New(value.to_owned()));
        }
        headers
    }
}

fn default_body() -> String {
    super::DEFAULT_HANDOVER_BODY.to_owned()
}

impl From<&AdapterEndpoint> for AdapterEndpointDraft {
    fn from(read: &AdapterEndpoint) -> Self {
        Self { url: read.url.clone(), headers: written(&read.headers) }
    }
}

impl From<&HandoverEndpoint> for HandoverEndpointDraft {
    fn from(read: &HandoverEndpoint) -> Self {
        Self { url: read.url.clone(), headers: written(&read.headers), body: read.body.clone() }
    }
}

fn written(headers: &BTreeMap<String, FieldValue>) -> BTreeMap<String, ValueInput> {
    let write = |value: &FieldValue| match value {
        FieldValue::Plain(text) => ValueInput::New(text.clone()),
        FieldValue::Secret(state) => ValueInput::Keep(state.clone()),
        FieldValue::Missing(()) => ValueInput::None(()),
    };
    headers.iter().map(|(name, value)| (name.clone(), write(value))).collect()
}
