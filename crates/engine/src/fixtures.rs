//! An imaginary third-party system for tests: one template, an integrator of it, and endpoints by their JSON.

use crate::plan::{Plan, Sibling, Surroundings, check, compile};
use crate::redact::Redactor;
use crate::render::{FieldInput, Inputs, IntegratorValues, RenderedRequest, render};
use patchbay_model::endpoint::{EndpointDraft, EndpointType};
use patchbay_model::id::ExecutionId;
use patchbay_model::secret::Secret;
use patchbay_model::template::{Parameter, TemplateType};
use patchbay_model::templating::Known;
use patchbay_model::view::EndpointCheck;
use serde_json::{Value, json};

pub(crate) fn parameters() -> Vec<Parameter> {
    serde_json::from_value(json!([
        {"name": "X-Api-Key", "location": "header", "required": true, "secret": true},
        {"name": "X-Sum", "location": "md5", "secret": true},
        {"name": "region", "location": "query", "default": "eu"},
        {"name": "account", "location": "path", "required": true},
        {"name": "sender", "location": "body"},
        {"name": "token-of-old", "location": "query", "secret": true},
    ]))
    .unwrap()
}

pub(crate) fn surroundings(parameters: &[Parameter]) -> Surroundings<'_> {
    let sibling = |name, endpoint_type| Sibling { name, endpoint_type, default: false };
    Surroundings {
        template_type: TemplateType::Crm,
        parameters,
        siblings: vec![sibling("login", EndpointType::Auth), sibling("find", EndpointType::GetData)],
        credentials: Known::Any,
    }
}

/// An endpoint: the defaults of a GET with `changes` over them.
pub(crate) fn endpoint(changes: Value) -> EndpointDraft {
    let mut draft = json!({"name": "e", "label": "E", "type": "getData", "method": "GET", "url": "/contacts"});
    let members = draft.as_object_mut().unwrap();
    members.extend(changes.as_object().unwrap().clone());
    serde_json::from_value(draft).unwrap()
}

pub(crate) fn plan(changes: Value) -> Plan {
    let parameters = parameters();
    compile(&surroundings(&parameters), &endpoint(changes)).unwrap()
}

pub(crate) fn checked(changes: Value) -> EndpointCheck {
    let parameters = parameters();
    check(&surroundings(&parameters), &endpoint(changes))
}

pub(crate) fn integrator() -> IntegratorValues {
    let field = |name: &str, value| (name.to_owned(), value);
    IntegratorValues {
        host: "api.acme.test".into(),
        name: "acme".into(),
        description: "Acme, Europe".into(),
        fields: [
            field("X-Api-Key", FieldInput::Secret("k3y/+ ü".into())),
            field("X-Sum", FieldInput::Secret("abc".into())),
            field("account", FieldInput::Plain("AC 1".into())),
            field("sender", FieldInput::Plain("Acme".into())),
        ]
        .into(),
        credentials: vec![
            ("basic:bob".into(), "b4sic".into()),
            ("digest:ann".into(), "d1gest".into()),
            ("api-key".into(), "h34der".into()),
        ],
    }
}

pub(crate) const EXECUTION: ExecutionId = ExecutionId(uuid::Uuid::from_u128(0x0193_4f5e_0000_7000_8000_0000_0000_0001));

pub(crate) fn token() -> Secret {
    "t0ken".into()
}

pub(crate) fn redactor() -> Redactor {
    let mut secrets = integrator().secrets();
    secrets.push(token());
    Redactor::new(&secrets)
}

/// Renders the endpoint for the integrator above.
pub(crate) fn rendered(changes: Value, client: &Value) -> Result<RenderedRequest, crate::error::EngineError> {
    let plan = plan(changes);
    let (integrator, token) = (integrator(), token());
    render(&plan, &Inputs { token: Some(&token), ..Inputs::new(&integrator, client, EXECUTION) })
}

/// The request as the other side reads it, credentials not applied.
pub(crate) fn wire(request: &RenderedRequest) -> String {
    let mut text = format!("{} {}\n", request.method, request.url.expose());
    for header in &request.headers {
        text.push_str(&format!("{}: {}\n", header.name, header.value));
    }
    if let Some(content_type) = &request.content_type {
        text.push_str(&format!("content-type: {content_type}\n"));
    }
    if let Some(authentication) = &request.authentication {
        text.push_str(&format!("signed by {authentication:?}\n"));
    }
    if let Some(body) = &request.body {
        text.push_str(&format!("\n{}", String::from_utf8_lossy(&body.bytes).replace("\r\n", "␍\n")));
    }
    text
}

/// The request as it is recorded.
pub(crate) fn recorded(request: &RenderedRequest) -> String {
    let recorded = redactor().request(request);
    let mut text = format!("{} {}\n", recorded.method, recorded.url);
    for (name, value) in &recorded.headers {
        text.push_str(&format!("{name}: {value}\n"));
    }
    if let Some(body) = &recorded.body {
        text.push_str(&format!("\n{}", body.replace("\r\n", "␍\n")));
    }
    text
}
