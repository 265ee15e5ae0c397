//! What a tenant enters and a callbox sends, as in the services' own examples.

use patchbay_engine::render::{FieldInput, IntegratorValues};
use patchbay_model::exchange::TemplateDocument;
use serde_json::{Value, json};

const ACCOUNT_SID: &str = "ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

/// A new template gets its tenant here; the tests say so when it has none.
pub fn integrator(document: &TemplateDocument) -> IntegratorValues {
    let plain = |name: &str, value: &str| (name.to_owned(), FieldInput::Plain(value.into()));
    let (fields, credentials) = match document.name.as_str() {
        "hubspot" => (vec![("Authorization".to_owned(), FieldInput::Secret("pat-eu1-example".into()))], vec![]),
        "twilio-sms" => (
            vec![plain("AccountSid", ACCOUNT_SID), plain("From", "+15017122661")],
            vec![(format!("basic:{ACCOUNT_SID}"), "example-auth-token".into())],
        ),
        other => panic!("add what a tenant of {other} enters to tests/gallery/inputs.rs"),
    };
    IntegratorValues {
        host: document.suggested_host.clone().unwrap_or_default(),
        name: document.name.clone(),
        description: String::new(),
        fields: fields.into_iter().collect(),
        credentials,
    }
}

/// What the callbox sends to an endpoint.
pub fn client(template: &str, endpoint: &str) -> Value {
    match (template, endpoint) {
        ("hubspot", "searchContact") => json!({"phone": "+84 90 123 4567"}),
        ("hubspot", "createContact") => {
            json!({"phone": "+84901234567", "email": "ngoc@example.com", "firstName": "Ngọc", "lastName": "Nguyễn"})
        }
        ("hubspot", "createCall") => json!({
            "startedAt": "2026-11-20T09:30:00.000Z", "title": "Call with Ngọc", "note": "Asked for \"the\" invoice",
            "direction": "INBOUND", "durationMs": 38000, "from": "+84901234567", "to": "+842812345678"}),
        ("hubspot", "associateCall") => json!({"callId": "10840546", "contactId": 501}),
        ("hubspot", "createTicket") => {
            json!({"subject": "Invoice", "content": "Sent twice", "priority": "HIGH"})
        }
        ("twilio-sms", "sendSms") => {
            json!({"to": "+15558675310", "text": "Xin chào & hẹn gặp lại"})
        }
        ("twilio-sms", "getMessage") => json!({"sid": "SMaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}),
        _ => panic!("add what is sent to {template} {endpoint} to tests/gallery/inputs.rs"),
    }
}
