//! The JSON documents that people write into forms: request and response configuration, Info and Iframe JSON
//! (spec/events.md, spec/callbox.md). Unknown members are refused, so that a typing error is not silently ignored.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// The most bytes of one document (spec/execution.md, Limits).
pub const MAXIMUM_DOCUMENT_BYTES: usize = 64 * 1024;

/// Which of the integrator's credentials signs the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum AuthenticationType {
    /// RFC 7617, credential `basic:<user>`.
    Basic,
    /// RFC 7616, credential `digest:<user>`.
    Digest,
}

/// The member `authentication` of a request configuration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AuthenticationChoice {
    /// Basic or Digest.
    #[serde(rename = "type")]
    pub authentication_type: AuthenticationType,
}

/// How a request is signed, beside its authentication.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum SignatureType {
    /// Standard Webhooks: HMAC-SHA256 with the credentials `webhook:<id>`, made when the request is sent.
    StandardWebhooks,
}

/// The request half of a configuration; for an endpoint `method` is left out, the endpoint's own counts.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RequestConfiguration {
    /// Which credential signs the request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authentication: Option<AuthenticationChoice>,
    /// How the request is signed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signature: Option<SignatureType>,
    /// Header templates.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub headers: Map<String, Value>,
    /// Query templates.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub params: Map<String, Value>,
    /// The body: a JSON template, or a text for the formats text and xml.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<Value>,
    /// CEL; false skips a triggered run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub condition: Option<String>,
    /// Seconds, 1 to 60; overrides the endpoint's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timeout: Option<u32>,
    /// A triggered run is waited for.
    #[serde(default)]
    pub block: bool,
    /// Seconds before a triggered run is sent, 0 to 3600.
    #[serde(default)]
    pub delay: u32,
}

/// The response half of a configuration (spec/events.md, response).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ResponseConfiguration {
    /// Routing effects.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub set: Option<SetConfiguration>,
    /// Attached data, key by key.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub save: Map<String, Value>,
    /// Members that the body of a good answer has, with their values. Another body counts as good too, with a warning.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub expect: Map<String, Value>,
}

/// The routing effects that a response may have; each a static value or a placeholder.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SetConfiguration {
    /// Unsigned integer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub priority: Option<Value>,
    /// `{"id": …}` or `{"address": …}`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub queue: Option<Value>,
    /// One agent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub preferred_agent: Option<Value>,
    /// `{"agents": […], "timeout": seconds}`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub required_agents: Option<Value>,
}

/// Info JSON (spec/callbox.md).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct InfoDocument {
    /// Where click-to-call buttons go.
    pub render_tooltip: Vec<TooltipRule>,
    /// Check boxes in the callbox settings.
    pub list_options: Vec<CallboxOption>,
    /// What is read from the page that the callbox stands on.
    pub user_info: Vec<UserInfoRule>,
    /// Runs at `call_start`.
    pub data_function: Vec<HookFunction>,
    /// Runs at `call_connected`.
    pub pre_log_function: Vec<HookFunction>,
    /// Runs at `call_end`.
    pub log_function: Vec<HookFunction>,
    /// Runs at `sms_send`.
    pub sms_function: Vec<HookFunction>,
    /// Runs at `ticket_create`.
    pub ticket_function: Vec<HookFunction>,
    /// Runs at `contact_create`.
    pub contact_function: Vec<HookFunction>,
}

/// A click-to-call button at `element` where the page's URL contains `path`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TooltipRule {
    /// Part of the page's URL.
    pub path: String,
    /// CSS selector.
    pub element: String,
}

/// A check box in the callbox settings, read as `option.<name>`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CallboxOption {
    /// Its name.
    pub name: String,
    /// Shown beside the box.
    pub label: String,
    /// Checked at first.
    #[serde(default)]
    pub default: bool,
}

/// A text read from the page, seen as `user.<field>`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct UserInfoRule {
    /// The name under `user`.
    pub field: String,
    /// Part of the page's URL.
    pub path: String,
    /// CSS selector.
    pub element: String,
}

/// One endpoint that a hook runs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct HookFunction {
    /// Stores the answer as `data.<objectName>`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub object_name: Option<String>,
    /// The template whose endpoint runs; the integrator's own when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub template_name: Option<String>,
    /// The endpoint.
    pub endpoint_name: String,
    /// The client body; values are templates.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub params: Map<String, Value>,
    /// A path that has to be truthy.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<String>,
}

/// Iframe JSON (spec/callbox.md): rendered as text, never as HTML.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct IframeDocument {
    /// The title's template.
    pub title: String,
    /// What is shown.
    #[serde(default)]
    pub sections: Vec<IframeSection>,
    /// What can be submitted.
    #[serde(default)]
    pub forms: Vec<IframeForm>,
}

/// How a section shows its items.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum SectionKind {
    /// Labels and values.
    Fields,
    /// One block per element of `source`.
    List,
    /// Links.
    Links,
}

/// One section of the iframe.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct IframeSection {
    /// How it is shown.
    pub kind: SectionKind,
    /// Its heading.
    #[serde(default)]
    pub label: String,
    /// What the items are taken from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// The rows.
    #[serde(default)]
    pub items: Vec<IframeItem>,
    /// A path that has to be truthy.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<String>,
}

/// One row of a section.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct IframeItem {
    /// Its label.
    pub label: String,
    /// Its value's template.
    #[serde(default)]
    pub value: String,
    /// A link's template; https only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub href: Option<String>,
}

/// What a form does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum FormKind {
    /// Runs the hook handleCreateTicket.
    CreateTicket,
    /// Runs the hook handleCreateContact.
    CreateContact,
}

/// One form of the iframe.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct IframeForm {
    /// What it does.
    pub kind: FormKind,
    /// Its heading.
    pub label: String,
    /// The endpoint that it runs.
    pub endpoint_name: String,
    /// Its inputs.
    #[serde(default)]
    pub fields: Vec<IframeFormField>,
}

/// How an input of a form looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum InputKind {
    /// One line.
    Text,
    /// Several lines.
    Textarea,
    /// One of `options`.
    Select,
    /// On or off.
    Checkbox,
}

/// One input of a form.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct IframeFormField {
    /// Its name in the client body.
    pub name: String,
    /// Shown above it.
    pub label: String,
    /// How it looks.
    pub input: InputKind,
    /// Has to be filled in.
    #[serde(default)]
    pub required: bool,
    /// The choices of a select.
    #[serde(default)]
    pub options: Vec<String>,
    /// The template of its first value.
    #[serde(default)]
    pub default: String,
}
