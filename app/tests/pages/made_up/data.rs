//! What the made-up portal has.

use patchbay_model::call_center::CallCenter;
use patchbay_model::endpoint::Endpoint;
use patchbay_model::execution::TestRun;
use patchbay_model::integrator::Integrator;
use patchbay_model::limit::{Limit, LimitName, LimitUnit};
use patchbay_model::private_code::PrivateCode;
use patchbay_model::template::{Template, TemplateSummary};
use patchbay_model::view::{ConfigurationVersion, GalleryEntry};
use serde_json::{Value, json};

pub const TEMPLATE: &str = "0199c0de-0000-7000-8000-000000000001";
pub const PRIVATE: &str = "0199c0de-0000-7000-8000-00000000000c";
pub const ENDPOINT: &str = "0199c0de-0000-7000-8000-000000000002";
pub const INTEGRATOR: &str = "0199c0de-0000-7000-8000-000000000003";
const AUTH: &str = "0199c0de-0000-7000-8000-000000000004";
const OTHER: &str = "0199c0de-0000-7000-8000-000000000005";
pub const EXECUTION: &str = "0199c0de-0000-7000-8000-000000000006";

pub(super) fn read<T: serde::de::DeserializeOwned>(value: Value) -> T {
    serde_json::from_value(value).unwrap()
}

/// Adds the members that every saved thing has.
pub(super) fn saved(mut value: Value, id: &str) -> Value {
    value["id"] = id.into();
    value["version"] = 3.into();
    value["createdAt"] = "2026-05-03T16:42:10.000Z".into();
    value["updatedAt"] = "2026-05-03T16:42:10.000Z".into();
    value
}

fn template_value() -> Value {
    let parameters = json!([
        {"name": "X-Api-Key", "location": "header", "required": true, "secret": true, "description": "From Settings, Private apps"},
        {"name": "Region", "location": "query", "default": "eu", "description": "eu or us"}
    ]);
    let template = json!({
        "name": "hubspot", "label": "HubSpot", "type": "crm", "description": "Contacts, calls and tickets",
        "infoEnabled": true, "iframeEnabled": false, "visibility": "published", "callCenterId": null, "parameters": parameters
    });
    saved(template, TEMPLATE)
}

pub fn template() -> Template {
    read(template_value())
}

/// A private one, with code of its own.
pub fn private_template() -> Template {
    let mut value = template_value();
    value["id"] = PRIVATE.into();
    value["visibility"] = "private".into();
    value["callCenterId"] = "cc-1".into();
    read(value)
}

pub fn private_code() -> PrivateCode {
    let code = json!({"templateId": PRIVATE, "function": "export const getDataIframe = () => ({});\n", "showInfo": ""});
    read(saved(code, "0199c0de-0000-7000-8000-00000000000d"))
}

pub fn code_versions() -> Vec<ConfigurationVersion> {
    let version = |number: i64, function: &str| {
        read(
            json!({"id": format!("0199c0de-0000-7000-8000-0000000000e{number}"), "version": number, "actor": "ann@example.com",
            "createdAt": "2026-05-03T16:42:10.000Z", "snapshot": {"templateId": PRIVATE, "function": function, "showInfo": ""}}),
        )
    };
    vec![version(3, "a\nb\nc\n"), version(2, "a\n")]
}

pub fn summary() -> TemplateSummary {
    let mut value = template_value();
    for (name, count) in [
        ("integratorCount", 2),
        ("endpointCount", 2),
        ("succeededCount", 18_204),
        ("failedCount", 0),
        ("unknownCount", 0),
    ] {
        value[name] = count.into();
    }
    read(value)
}

pub fn call_centers() -> Vec<CallCenter> {
    let call_center = |id: &str| {
        let value = json!({"name": "Acme Support", "timeZone": "UTC", "language": "en", "callboxOrigins": ["https://crm.example.com"]});
        read(saved(value, id))
    };
    vec![call_center("cc-1"), call_center("cc-2")]
}

pub fn limits() -> Vec<Limit> {
    vec![
        Limit { name: LimitName::RequestBody, most: 256 * 1024, unit: LimitUnit::Bytes },
        Limit { name: LimitName::BodiesKept, most: 30, unit: LimitUnit::Days },
    ]
}

pub fn integrators() -> Vec<Integrator> {
    let integrator = |id: &str, call_center: &str, key: Value| {
        let value = json!({
            "callCenterId": call_center, "template": "hubspot", "templateId": TEMPLATE, "host": "api.hubapi.com",
            "description": "Support", "enabled": true, "info": {"listOptions": []}, "iframe": null,
            "fields": {"X-Api-Key": key, "Region": "us"},
            "credentials": [{"id": "basic:ann", "secret": {"set": true, "updatedAt": "2026-05-03T16:42:10.000Z"}}]
        });
        read(saved(value, id))
    };
    let set = json!({"set": true, "updatedAt": "2026-05-03T16:42:10.000Z"});
    vec![integrator(INTEGRATOR, "cc-1", set), integrator(OTHER, "cc-2", json!({"set": false, "updatedAt": null}))]
}

pub fn endpoints() -> Vec<Endpoint> {
    let login = json!({
        "templateId": TEMPLATE, "name": "login", "label": "Log in", "type": "auth", "method": "POST", "url": "/oauth/v1/token",
        "responseType": "access_token", "default": true, "bodyFormat": "form"
    });
    let search = json!({
        "templateId": TEMPLATE, "name": "searchContact", "label": "Search contact", "type": "getData", "method": "POST",
        "url": "/crm/v3/objects/contacts/search", "triggers": ["call_start", "manual"],
        "hardParams": [{"name": "limit", "location": "body", "value": "1"}],
        "parameters": [
            {"name": "X-Api-Key", "source": "field"},
            {"name": "phone", "location": "body", "source": "clientBody", "required": true}
        ],
        "request": {"headers": {"X-Trace": "{client.trace}"}}
    });
    vec![read(saved(search, ENDPOINT)), read(saved(login, AUTH))]
}

pub fn versions() -> Vec<ConfigurationVersion> {
    let version = |number: i64, url: &str| {
        let id = format!("0199c0de-0000-7000-8000-0000000001{number:02}");
        read(json!({
            "id": id, "version": number, "actor": "ann@example.com", "createdAt": "2026-05-03T16:42:10.000Z",
            "snapshot": {"name": "searchContact", "url": url}
        }))
    };
    vec![version(3, "/v3"), version(2, "/v2")]
}

pub fn gallery() -> Vec<GalleryEntry> {
    let entry = |name: &str, label: &str, installed: bool| {
        read(json!({
            "name": name, "label": label, "description": "Send and log SMS", "templateType": "sms",
            "endpoints": ["sendSms"], "installed": installed,
            "document": {
                "documentation": "https://docs.example.com", "suggestedHost": "api.example.com",
                "parameters": [
                    {"name": "AccountSid", "required": true},
                    {"name": "AuthKey", "required": true, "secret": true},
                    {"name": "Region", "required": true, "default": "us1"}
                ],
                "endpoints": [{"name": "verify", "request": {"authentication": {"type": "basic"}}}]
            }
        }))
    };
    vec![entry("twilio-sms", "Twilio SMS", false), entry("hubspot", "HubSpot", true)]
}

pub fn test_run() -> TestRun {
    read(json!({
        "executionId": EXECUTION, "status": "succeeded", "failure": null, "responseStatus": 200,
        "steps": [
            {"kind": "resolve", "outcome": "passed", "summary": "1 hard, 1 field, 1 from the body", "detail": null, "durationUs": 100},
            {"kind": "render", "outcome": "passed", "summary": "", "detail": "POST https://api.hubapi.com/crm", "durationUs": 200},
            {"kind": "map", "outcome": "skipped", "summary": "no effects", "detail": null, "durationUs": 0}
        ],
        "effects": {"set": {}, "save": {}}, "durationUs": 184_000
    }))
}
