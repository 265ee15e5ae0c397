//! What stands behind adapters and gateways: a hidden template with one endpoint per webhook, whose body is what was queued
//! for it, and whose requests are signed as Standard Webhooks says (spec/twoway.md, Receiving).
//!
//! # Invariants
//! Every webhook names its own host, so that one that moves leaves the others' secrets where they are. What is typed into
//! a header is sent as it is: braces in it are no placeholders.

use crate::endpoint::{BodyFormat, EndpointDraft, EndpointType, Method};
use crate::id::{CallCenterId, uuid_id};
use crate::integrator::{CredentialDraft, FieldValue, SecretState, ValueInput};
use crate::limit::DEFAULT_CALL_SECONDS;
use crate::messaging::adapter::{
    AdapterDraft, AdapterEndpoint, AdapterEndpointDraft, AdapterSettings, HandoverEndpoint, HandoverEndpointDraft,
    OmnichannelProperties, is_secret_header,
};
use crate::messaging::channel::{ChannelDraft, Transport};
use crate::messaging::omnichannel::Answer;
use crate::template::{TemplateDraft, TemplateType, Visibility};
use crate::trigger::closed_set;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;
use uuid::Uuid;

uuid_id!(
    /// Names one signing secret of an adapter or channel (UUIDv7: it says when the secret was made), never the secret.
    SigningSecretId,
);

closed_set!(
    /// What a webhook is for; the name of its endpoint in the hidden template.
    WebhookRole {
        /// Takes customers' messages.
        Message = "message",
        /// Takes chats that are handed over.
        Handover = "handover",
        /// Takes events of chats.
        Events = "events",
        /// Takes what is said to the customers of a channel.
        Callback = "callback",
    }
);

/// What the ids of signing secrets begin with, among the credentials of an integrator.
pub const SIGNING_PREFIX: &str = "webhook:";
/// Where the hidden integrator lives: nowhere.
pub const NO_HOST: &str = "webhooks.invalid";
/// What is queued for a webhook stands under this name in the client body.
pub const PAYLOAD: &str = "payload";
/// The credential that an omnichannel adapter shows to its third party.
pub const BEARER: &str = "bearer";

/// The id of a signing secret's credential.
#[must_use]
pub fn signing_credential(id: SigningSecretId) -> String {
    format!("{SIGNING_PREFIX}{id}")
}

/// The id of the credential that holds a header's value.
#[must_use]
pub fn header_credential(role: WebhookRole, name: &str) -> String {
    format!("{role}/{}", name.to_ascii_lowercase())
}

/// The parts. Signing secrets are the server's to make.
#[derive(Debug, Clone, PartialEq)]
pub struct Parts {
    /// A private template.
    pub template: TemplateDraft,
    /// One per webhook.
    pub endpoints: Vec<EndpointDraft>,
    /// Secret values of headers.
    pub credentials: Vec<Header>,
}

/// A secret header of a webhook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// Which credential holds it.
    pub credential: CredentialDraft,
    /// Where it stands in the draft.
    pub pointer: String,
    /// Which webhook sends it.
    pub role: WebhookRole,
}

/// What is stored of an adapter beside its columns; secrets are told as set.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct StoredAdapter {
    /// Where messages are posted.
    pub message_endpoint: Option<AdapterEndpoint>,
    /// Where handovers are posted.
    pub handover_endpoint: Option<HandoverEndpoint>,
    /// Where events are posted.
    pub events_endpoint: Option<AdapterEndpoint>,
    /// The settings of the omnichannel bridge.
    pub properties: Option<OmnichannelProperties>,
}

impl StoredAdapter {
    /// What is stored of a draft.
    #[must_use]
    pub fn of(draft: &AdapterDraft) -> Self {
        let endpoint =
            |typed: &AdapterEndpointDraft| AdapterEndpoint { url: typed.url.clone(), headers: stored(&typed.headers) };
        Self {
            message_endpoint: draft.message_endpoint.as_ref().map(endpoint),
            handover_endpoint: draft.handover_endpoint.as_ref().map(|HandoverEndpointDraft { url, headers, body }| {
                HandoverEndpoint { url: url.clone(), headers: stored(headers), body: body.clone() }
            }),
            events_endpoint: draft.events_endpoint.as_ref().map(endpoint),
            properties: draft.properties.clone(),
        }
    }

    /// The URL of each webhook.
    #[must_use]
    pub fn url(&self, role: WebhookRole) -> Option<String> {
        match role {
            WebhookRole::Message => match &self.properties {
                Some(properties) => properties.incoming_url(),
                None => self.message_endpoint.as_ref().map(|endpoint| endpoint.url.clone()),
            },
            WebhookRole::Handover => self.handover_endpoint.as_ref().map(|endpoint| endpoint.url.clone()),
            WebhookRole::Events => self.events_endpoint.as_ref().map(|endpoint| endpoint.url.clone()),
            WebhookRole::Callback => None,
        }
    }
}

fn stored(headers: &BTreeMap<String, ValueInput>) -> BTreeMap<String, FieldValue> {
    let stored = |(name, value): (&String, &ValueInput)| {
        let value = match value {
            ValueInput::New(text) if !is_secret_header(name) => FieldValue::Plain(text.clone()),
            _ => FieldValue::Secret(SecretState { set: true, updated_at: None }),
        };
        (name.clone(), value)
    };
    headers.iter().map(stored).collect()
}

impl Parts {
    fn new(name: String, call_center: &CallCenterId) -> Self {
        let template = TemplateDraft {
            label: name.clone(),
            name,
            template_type: TemplateType::Crm,
            description: String::new(),
            info_enabled: false,
            iframe_enabled: false,
            visibility: Visibility::Private,
            call_center_id: Some(call_center.clone()),
            parameters: Vec::new(),
        };
        Self { template, endpoints: Vec::new(), credentials: Vec::new() }
    }

    /// The parts of an adapter, checked before.
    #[must_use]
    pub fn of_adapter(draft: &AdapterDraft, call_center: &CallCenterId) -> Self {
        let mut parts = Self::new(format!("Adapter {}", draft.name), call_center);
        match draft.settings() {
            Some(AdapterSettings::Twoway { message, handover, events }) => {
                if let Some(AdapterEndpointDraft { url, headers }) = message {
                    parts.add(WebhookRole::Message, url, headers);
                }
                if let Some(handover) = handover {
                    parts.add(WebhookRole::Handover, &handover.url, &handover.sent_headers());
                }
                if let Some(AdapterEndpointDraft { url, headers }) = events {
                    parts.add(WebhookRole::Events, url, headers);
                }
            }
            Some(AdapterSettings::Omnichannel { properties, secret, delivery_secret }) => {
                let Some(url) = properties.incoming_url() else { return parts };
                let own = delivery_secret.filter(|secret| **secret != ValueInput::None(()));
                parts.add(WebhookRole::Message, &url, &BTreeMap::new());
                parts.expect_success();
                parts.show(own.map_or(("/secret", secret), |own| ("/deliverySecret", own)));
            }
            None => {}
        }
        parts
    }

    /// The parts of a channel, checked before; none unless it is a gateway.
    #[must_use]
    pub fn of_channel(draft: &ChannelDraft, call_center: &CallCenterId) -> Option<Self> {
        let Some(Transport::Gateway { callback_url }) = draft.transport() else { return None };
        let mut parts = Self::new(format!("Channel {}", draft.name), call_center);
        parts.add(WebhookRole::Callback, callback_url, &BTreeMap::new());
        Some(parts)
    }

    fn add(&mut self, role: WebhookRole, url: &str, headers: &BTreeMap<String, ValueInput>) {
        let mut templates = Map::new();
        for (name, value) in headers {
            let template = match value {
                ValueInput::New(text) if !is_secret_header(name) => text.replace('{', "{{").replace('}', "}}"),
                _ => {
                    let id = header_credential(role, name);
                    let credential = CredentialDraft { id: id.clone(), secret: value.clone() };
                    let pointer = format!("/{role}Endpoint/headers/{}", crate::valid::pointer_token(name));
                    self.credentials.push(Header { credential, pointer, role });
                    format!("{{authentications.{id}}}")
                }
            };
            templates.insert(name.clone(), template.into());
        }
        let request = json!({
            "signature": "standardWebhooks", "headers": templates, "body": format!("{{client.{PAYLOAD}}}"),
        });
        self.endpoints.push(endpoint(role, &self.template.label, with_tls(url), request));
    }

    /// Shows the bearer secret of an omnichannel adapter.
    fn show(&mut self, (pointer, secret): (&str, &ValueInput)) {
        let credential = CredentialDraft { id: BEARER.to_owned(), secret: secret.clone() };
        self.credentials.push(Header { credential, pointer: pointer.to_owned(), role: WebhookRole::Message });
        for request in self.endpoints.iter_mut().filter_map(|endpoint| endpoint.request.as_mut()) {
            request["headers"]["Authorization"] = format!("Bearer {{authentications.{BEARER}}}").into();
        }
    }

    /// Expects of every answer what third parties are to say (spec/omnichannel.md, Delivery).
    fn expect_success(&mut self) {
        for endpoint in &mut self.endpoints {
            endpoint.response = Some(json!({ "expect": Answer::Success }));
        }
    }
}

/// Whether TLS is used the guard's list says, not what was typed.
fn with_tls(url: &str) -> String {
    match url.get(..7) {
        Some(scheme) if scheme.eq_ignore_ascii_case("http://") => format!("https://{}", &url[7..]),
        _ => url.to_owned(),
    }
}

/// The host of a webhook's URL, in lower case.
#[must_use]
pub fn host_of(url: &str) -> String {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split(['/', '?']).next().unwrap_or_default().to_ascii_lowercase()
}

fn endpoint(role: WebhookRole, label: &str, url: String, request: Value) -> EndpointDraft {
    EndpointDraft {
        name: role.to_string(),
        label: label.to_owned(),
        endpoint_type: EndpointType::PostData,
        method: Method::Post,
        url,
        description: String::new(),
        triggers: Vec::new(),
        response_type: None,
        expiry_path: None,
        expired: None,
        refresh_token: None,
        default: None,
        body_format: BodyFormat::Json,
        auth_endpoint: None,
        timeout_seconds: DEFAULT_CALL_SECONDS,
        enabled: true,
        hard_params: Vec::new(),
        parameters: Vec::new(),
        request: Some(request),
        response: None,
    }
}

/// When a UUIDv7 was made, in milliseconds since 1970.
#[must_use]
pub fn made_at_ms(id: Uuid) -> u64 {
    u64::try_from(id.as_u128() >> 80).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::valid::Validate;

    fn adapter(draft: Value) -> AdapterDraft {
        let draft: AdapterDraft = serde_json::from_value(draft).unwrap();
        assert_eq!(draft.validate().into_vec(), []);
        draft
    }

    #[test]
    fn an_adapter_is_a_template_with_one_endpoint_per_webhook() {
        let draft = adapter(json!({"kind": "twoway", "name": "bot", "channels": ["WhatsApp"],
            "messageEndpoint": {"url": "http://127.0.0.1:9097/in?a=1", "headers": {"X-Key": "s3cret", "X-Env": "a{b}"}},
            "handoverEndpoint": {"url": "https://bot.test/handover"}}));
        let parts = Parts::of_adapter(&draft, &"cc-1".parse().unwrap());
        assert!(parts.template.validate().is_empty());
        assert!(parts.endpoints.iter().all(|endpoint| endpoint.validate().is_empty()));
        let names: Vec<_> = parts.endpoints.iter().map(|endpoint| endpoint.name.as_str()).collect();
        assert_eq!((parts.template.name.as_str(), names), ("Adapter bot", vec!["message", "handover"]));
        assert_eq!(parts.endpoints[0].url, "https://127.0.0.1:9097/in?a=1");
        let request = parts.endpoints[0].request.as_ref().unwrap();
        assert_eq!(request["headers"], json!({"X-Env": "a{{b}}", "X-Key": "{authentications.message/x-key}"}));
        assert_eq!(parts.endpoints[1].request.as_ref().unwrap()["headers"], json!({"X-Event": "handover"}));
        let stored = serde_json::to_string(&StoredAdapter::of(&draft)).unwrap();
        assert!(!stored.contains("s3cret") && stored.contains("a{b}"), "{stored}");
    }

    #[test]
    fn an_omnichannel_adapter_shows_its_secret_and_is_off_without_a_root() {
        let mut draft = json!({"kind": "omnichannel", "name": "suite", "channels": ["whatsapp"], "secret": "sesame-sesame-sesame",
            "properties": {"app.ext.integration.api.base.url": "https://suite.test/", "app.ext.integration.api.incomingMessage": "/in"}});
        let parts = Parts::of_adapter(&adapter(draft.clone()), &"cc-1".parse().unwrap());
        assert_eq!(parts.endpoints[0].url, "https://suite.test/in");
        let headers = &parts.endpoints[0].request.as_ref().unwrap()["headers"];
        assert_eq!(headers["Authorization"], "Bearer {authentications.bearer}");
        assert_eq!(parts.endpoints[0].response, Some(json!({"expect": {"status": "success"}})));
        assert_eq!(parts.credentials[0].pointer, "/secret");
        draft["properties"]["app.ext.integration.api.base.url"] = "".into();
        assert!(Parts::of_adapter(&adapter(draft), &"cc-1".parse().unwrap()).endpoints.is_empty());
    }
}
