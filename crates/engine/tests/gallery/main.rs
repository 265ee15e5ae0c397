//! The shipped templates: each compiles, and sends what its service's public API documentation asks for.
#![allow(clippy::unwrap_used)]

mod inputs;

use patchbay_engine::plan::{Plan, Sibling, Surroundings, check, compile};
use patchbay_engine::render::{Authentication, Inputs, RenderedRequest, render};
use patchbay_model::endpoint::EndpointType;
use patchbay_model::exchange::TemplateDocument;
use patchbay_model::id::ExecutionId;
use patchbay_model::templating::Known;
use patchbay_model::trigger::{Trigger, TriggerName};
use patchbay_model::valid::Validate;
use serde_json::{Value, json};
use std::fs;
use std::path::Path;

/// Every document of the gallery, with the file's name for messages.
fn gallery() -> Vec<(String, TemplateDocument)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../gallery");
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    // Event integrations have a folder of their own, and tests of their own.
    files.retain(|file| file.is_file());
    files.sort();
    let read = |file: &Path| {
        let text = fs::read_to_string(file).unwrap();
        let document = patchbay_model::json::parse(&text);
        document.unwrap_or_else(|error| panic!("{}: {error:?}", file.display()))
    };
    files.iter().map(|file| (file.file_stem().unwrap().to_string_lossy().into_owned(), read(file))).collect()
}

fn surroundings(document: &TemplateDocument) -> Surroundings<'_> {
    let siblings = document.endpoints.iter().map(|draft| Sibling {
        name: &draft.name,
        endpoint_type: draft.endpoint_type,
        default: draft.default == Some(true),
    });
    Surroundings {
        template_type: document.template_type,
        parameters: &document.parameters,
        siblings: siblings.collect(),
        credentials: Known::Any,
    }
}

fn plans(document: &TemplateDocument) -> Vec<(&str, Plan)> {
    let around = surroundings(document);
    document.endpoints.iter().map(|draft| (draft.name.as_str(), compile(&around, draft).unwrap())).collect()
}

fn request(
    document: &TemplateDocument,
    plan: &Plan,
    client: &Value,
) -> Result<RenderedRequest, (String, Option<String>)> {
    let tenant = inputs::tenant(&document.name);
    let plans = plans(document);
    let (integrator, token) = (tenant.integrator(document, &plans), tenant.token());
    let inputs = Inputs::new(&integrator, client, ExecutionId(uuid::Uuid::from_u128(1)));
    let sign_in = plan.auth_endpoint().and_then(|auth| plans.iter().find(|(name, _)| *name == auth));
    let sign_in = sign_in.map(|(_, plan)| plan);
    let rendered = render(plan, &Inputs { token: sign_in.map(|_| &token), sign_in, ..inputs });
    rendered.map_err(|error| (error.code.to_string(), error.pointer))
}

/// The request as the service reads it; the outbound client adds what signs it, so that is named only.
fn wire(request: &RenderedRequest) -> String {
    let mut text = format!("{} {}\n", request.method, request.url.expose());
    for header in &request.headers {
        text.push_str(&format!("{}: {}\n", header.name, header.value));
    }
    if let Some(content_type) = &request.content_type {
        text.push_str(&format!("content-type: {content_type}\n"));
    }
    match &request.authentication {
        Some(Authentication::Basic { user, .. }) => text.push_str(&format!("authorization: Basic of {user}\n")),
        Some(Authentication::Digest { user, .. }) => text.push_str(&format!("authorization: Digest of {user}\n")),
        None => {}
    }
    let body = request.body.as_ref().map(|body| &*body.bytes).unwrap_or_default();
    match serde_json::from_slice::<Value>(body) {
        Ok(json) => text.push_str(&format!("\n{json:#}")),
        Err(_) => text.push_str(&format!("\n{}", String::from_utf8_lossy(body))),
    }
    text
}

#[test]
fn every_document_is_valid_and_named_as_its_file() {
    let gallery = gallery();
    assert!(gallery.len() >= 14, "the gallery is not where it is looked for");
    for (file, document) in gallery {
        assert_eq!(document.validate().into_vec(), [], "{file}");
        assert_eq!(document.name, file);
        assert_eq!(document.schema, patchbay_model::exchange::TEMPLATE_SCHEMA);
        assert!(document.documentation.is_some(), "{file}: say whose API it is");
        // One that every tenant reads differently is described, not suggested: secrets would go to somebody else's.
        let says_host = document.suggested_host.is_some() || document.description.contains("Host: ");
        assert!(says_host, "{file}: say which host to enter");
    }
}

#[test]
fn every_endpoint_compiles_without_a_warning() {
    for (file, document) in gallery() {
        let around = surroundings(&document);
        for draft in &document.endpoints {
            let found = check(&around, draft);
            assert!(found.violations.is_empty() && found.warnings.is_empty(), "{file} {}: {found:?}", draft.name);
        }
    }
}

#[test]
fn every_endpoint_sends_what_its_service_documents() {
    for (file, document) in gallery() {
        for (name, plan) in plans(&document) {
            let request = request(&document, &plan, &inputs::tenant(&file).client(name));
            insta::assert_snapshot!(format!("{file}__{name}"), wire(&request.unwrap()));
        }
    }
}

#[test]
fn no_endpoint_sends_anything_without_what_it_requires() {
    let mut refused = Vec::new();
    for (file, document) in gallery() {
        for (name, plan) in plans(&document) {
            let sent = request(&document, &plan, &json!({}));
            if matches!(name, "auth" | "verify") {
                assert!(sent.is_ok(), "{file} {name} needs more than what the tenant enters");
                continue;
            }
            let (code, pointer) = sent.unwrap_err();
            assert_eq!(code, "input_missing", "{file} {name}");
            refused.push(format!("{file} {name} {}", pointer.unwrap_or_default()));
        }
    }
    insta::assert_snapshot!(refused.join("\n"));
}

#[test]
fn every_hook_is_content_with_what_the_callbox_sends() {
    for (file, document) in gallery() {
        for (draft, (name, plan)) in document.endpoints.iter().zip(plans(&document)) {
            for moment in draft.triggers.iter().filter_map(inputs::sent_at) {
                let sent = request(&document, &plan, &moment);
                assert!(sent.is_ok(), "{file} {name} needs more than the object {moment}: {:?}", sent.err());
            }
        }
    }
}

#[test]
fn a_call_without_effect_verifies_the_credentials() {
    for (file, document) in gallery() {
        let Some(verify) = document.endpoints.iter().find(|draft| draft.name == "verify") else {
            assert_eq!(file, "smpp-http", "{file}: add an endpoint verify");
            continue;
        };
        assert_eq!(verify.endpoint_type, EndpointType::GetData, "{file}");
        assert_eq!(verify.triggers, [Trigger::Named(TriggerName::Manual)], "{file}");
    }
}

#[test]
fn secret_parameters_have_no_value_in_the_document() {
    for (file, document) in gallery() {
        let secrets = document.parameters.iter().filter(|parameter| parameter.secret);
        assert!(secrets.into_iter().all(|parameter| parameter.default.is_none()), "{file}");
    }
}
