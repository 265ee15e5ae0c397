//! What a tenant enters and a callbox sends, as in the services' own examples: a module per service.

mod esms_vn;
mod freshdesk;
mod hubspot;
mod infobip_sms;
mod intercom;
mod messagebird_sms;
mod odoo;
mod pipedrive;
mod salesforce;
mod smpp_http;
mod twilio_sms;
mod vonage_sms;
mod zendesk;
mod zoho_crm;

use patchbay_engine::plan::Plan;
use patchbay_engine::render::{BoundSecret, FieldInput, IntegratorValues};
use patchbay_model::exchange::TemplateDocument;
use patchbay_model::secret::Secret;
use patchbay_model::trigger::{Trigger, TriggerName};
use serde_json::{Value, json};

/// One tenant of a service.
pub struct Tenant {
    /// Where the service is reached, when every tenant has a host of its own.
    host: Option<&'static str>,
    fields: Vec<(String, FieldInput)>,
    credentials: Vec<(String, BoundSecret)>,
    /// What the template's auth endpoint gets from the service.
    token: &'static str,
    /// What the callbox sends to an endpoint; none for an endpoint that nothing was added for.
    client: fn(&str) -> Option<Value>,
}

impl Tenant {
    fn new(client: fn(&str) -> Option<Value>) -> Self {
        Self { host: None, fields: Vec::new(), credentials: Vec::new(), token: "example-access-token", client }
    }

    fn at(self, host: &'static str) -> Self {
        Self { host: Some(host), ..self }
    }

    fn plain(mut self, name: &str, value: &str) -> Self {
        self.fields.push((name.into(), FieldInput::Plain(value.into())));
        self
    }

    fn secret(mut self, name: &str, value: &str) -> Self {
        self.fields.push((name.into(), FieldInput::Secret(value.into())));
        self
    }

    fn credential(mut self, id: &str, secret: &str) -> Self {
        self.credentials.push((id.into(), secret.into()));
        self
    }

    pub fn token(&self) -> Secret {
        self.token.into()
    }

    /// The tenant's values, entered while the template had these endpoints.
    pub fn integrator(&self, document: &TemplateDocument, plans: &[(&str, Plan)]) -> IntegratorValues {
        let host = self.host.map(str::to_owned).or_else(|| document.suggested_host.clone());
        let hosts: Vec<String> =
            plans.iter().filter_map(|(_, plan)| plan.fixed_host()).map(str::to_ascii_lowercase).collect();
        let bind = |bound: &BoundSecret| BoundSecret { hosts: hosts.clone(), ..bound.clone() };
        let fields = self.fields.iter().map(|(name, field)| match field {
            FieldInput::Secret(bound) => (name.clone(), FieldInput::Secret(bind(bound))),
            FieldInput::Plain(_) => (name.clone(), field.clone()),
        });
        IntegratorValues {
            host: host.unwrap_or_default(),
            name: document.name.clone(),
            description: String::new(),
            fields: fields.collect(),
            credentials: self.credentials.iter().map(|(id, bound)| (id.clone(), bind(bound))).collect(),
        }
    }

    pub fn client(&self, endpoint: &str) -> Value {
        // These two need nothing but what the tenant entered.
        let nothing = matches!(endpoint, "auth" | "verify").then(|| json!({}));
        let sent = nothing.or_else(|| (self.client)(endpoint));
        sent.unwrap_or_else(|| panic!("add what is sent to {endpoint} to the service's module in tests/gallery/inputs"))
    }
}

/// A new template gets its tenant here; the tests say so when it has none.
pub fn tenant(template: &str) -> Tenant {
    match template {
        "esms-vn" => esms_vn::tenant(),
        "freshdesk" => freshdesk::tenant(),
        "hubspot" => hubspot::tenant(),
        "infobip-sms" => infobip_sms::tenant(),
        "intercom" => intercom::tenant(),
        "messagebird-sms" => messagebird_sms::tenant(),
        "odoo" => odoo::tenant(),
        "pipedrive" => pipedrive::tenant(),
        "salesforce" => salesforce::tenant(),
        "smpp-http" => smpp_http::tenant(),
        "twilio-sms" => twilio_sms::tenant(),
        "vonage-sms" => vonage_sms::tenant(),
        "zendesk" => zendesk::tenant(),
        "zoho-crm" => zoho_crm::tenant(),
        other => panic!("add a module for {other} to tests/gallery/inputs"),
    }
}

/// The object that an endpoint with this trigger gets when Info JSON adds nothing to it; none for those that a form fills.
pub fn sent_at(trigger: &Trigger) -> Option<Value> {
    match trigger {
        Trigger::Named(TriggerName::CallStart | TriggerName::CallConnected) => Some(answered()),
        Trigger::Named(TriggerName::CallEnd) => Some(ended("1".into())),
        Trigger::Named(TriggerName::SmsSend | TriggerName::SmsReceived) => Some(sms()),
        _ => None,
    }
}

/// The call object when an inbound call is answered (spec/callbox.md, Triggers and callbox hooks).
fn answered() -> Value {
    json!({"id": "call-1", "direction": "inbound", "phone": "+84901234567", "did": "+842812345678", "extension": "1001",
        "agent": {"id": "a-1", "name": "Lan", "email": "lan@acme.example"}, "startedAt": "2026-11-20T09:30:00.000Z",
        "connectedAt": "2026-11-20T09:30:05.000Z", "status": "answered", "conversationId": "call-1"})
}

/// The same call when it has ended, logged as `crm_log_id`.
fn ended(crm_log_id: Value) -> Value {
    with(
        answered(),
        json!({"endedAt": "2026-11-20T09:30:43.000Z", "durationSeconds": 43, "talkSeconds": 38,
            "recordingUrl": "https://calls.acme.example/call-1.mp3", "note": "Asked for \"the\" invoice", "tags": ["billing"],
            "crmLogId": crm_log_id}),
    )
}

/// The SMS object.
fn sms() -> Value {
    json!({"id": "sms-1", "to": "+84901234567", "from": "+842812345678", "text": "Xin chào & hẹn gặp lại",
        "sentAt": "2026-11-20T09:31:00.000Z", "agent": {"id": "a-1", "name": "Lan", "email": "lan@acme.example"}})
}

/// `base` with more members: what Info JSON adds to an object.
fn with(mut base: Value, more: Value) -> Value {
    if let (Value::Object(members), Value::Object(more)) = (&mut base, more) {
        members.extend(more);
    }
    base
}
