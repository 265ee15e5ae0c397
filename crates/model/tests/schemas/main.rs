//! The schemas in `public/schemas` say what the types say: each refuses what no type reads, and accepts what is valid.
//! They are written by hand, for their sentences; these tests keep them true.
#![allow(clippy::unwrap_used)]

mod documents;
mod messaging;

use documents::{event_configuration, iframe, info, template};
use jsonschema::Validator;
use patchbay_model::document::{IframeDocument, InfoDocument, RequestConfiguration, ResponseConfiguration};
use patchbay_model::event_integration::{EventConfiguration, EventIntegrationDocument, EventIntegrationDraft};
use patchbay_model::exchange::TemplateDocument;
use patchbay_model::valid::Validate;
use serde::Deserialize as _;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};

fn below(folder: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(folder)
}

fn schema(name: &str) -> Validator {
    let text = fs::read_to_string(below("public/schemas").join(name)).unwrap();
    let schema: Value = serde_json::from_str(&text).unwrap();
    jsonschema::draft202012::meta::validate(&schema).unwrap_or_else(|error| panic!("{name}: {error}"));
    jsonschema::draft202012::new(&schema).unwrap()
}

/// What the types make of a document.
#[derive(Debug, PartialEq)]
enum Verdict {
    Valid,
    /// Readable, but against a rule that a schema need not know.
    Readable,
    Unreadable,
}

fn read<T: DeserializeOwned>(document: &Value) -> Verdict {
    if T::deserialize(document).is_ok() { Verdict::Valid } else { Verdict::Unreadable }
}

fn read_template(document: &Value) -> Verdict {
    let Ok(template) = TemplateDocument::deserialize(document) else { return Verdict::Unreadable };
    for endpoint in &template.endpoints {
        let request = endpoint.request.as_ref().is_none_or(|half| RequestConfiguration::deserialize(half).is_ok());
        let response = endpoint.response.as_ref().is_none_or(|half| ResponseConfiguration::deserialize(half).is_ok());
        if !(request && response) {
            return Verdict::Unreadable;
        }
    }
    if template.validate().is_empty() { Verdict::Valid } else { Verdict::Readable }
}

fn read_event_configuration(document: &Value) -> Verdict {
    if EventConfiguration::deserialize(document).is_err() {
        return Verdict::Unreadable;
    }
    let draft =
        EventIntegrationDraft::deserialize(json!({"name": "Route", "url": "https://a.test", "direction": "both",
        "events": [], "configuration": document.to_string()}));
    if draft.unwrap().validate().is_empty() { Verdict::Valid } else { Verdict::Readable }
}

/// Pointers of everything in a document.
fn places(value: &Value, at: &str, found: &mut Vec<String>) {
    found.push(at.to_owned());
    match value {
        Value::Object(members) => {
            members.iter().for_each(|(name, member)| places(member, &format!("{at}/{name}"), found));
        }
        Value::Array(elements) => {
            elements.iter().enumerate().for_each(|(index, element)| places(element, &format!("{at}/{index}"), found));
        }
        _ => {}
    }
}

/// The document with one thing different, for each thing that can be: a member more, a member less, another value.
fn variants(document: &Value) -> Vec<(String, Value)> {
    let mut pointers = Vec::new();
    places(document, "", &mut pointers);
    let mut variants = Vec::new();
    let mut vary = |pointer: &str, what: &str, change: &dyn Fn(&mut Value)| {
        let mut variant = document.clone();
        change(variant.pointer_mut(pointer).unwrap());
        variants.push((format!("{pointer} {what}"), variant));
    };
    for pointer in &pointers {
        let value = document.pointer(pointer).unwrap();
        if let Some(members) = value.as_object() {
            vary(pointer, "with an unknown member", &|object| object["unknownMember"] = json!(1));
            for name in members.keys() {
                vary(pointer, &format!("without {name}"), &|object| drop(object.as_object_mut().unwrap().remove(name)));
            }
        }
        for other in [json!(null), json!(true), json!(12), json!(-1), json!(1.5), json!("text"), json!("")] {
            vary(pointer, &format!("as {other}"), &|value| *value = other.clone());
        }
        // Not where an object can stand: serde reads a struct from a list too, and nobody writes that.
        if !value.is_object() && !value.is_null() {
            vary(pointer, "as a list", &|value| *value = json!([]));
        }
    }
    variants
}

fn compare(schema: &Validator, document: &Value, verdict: impl Fn(&Value) -> Verdict) {
    assert_eq!(verdict(document), Verdict::Valid);
    assert!(schema.is_valid(document), "{:?}", schema.validate(document));
    for (what, variant) in variants(document) {
        match verdict(&variant) {
            Verdict::Valid => {
                assert!(schema.is_valid(&variant), "valid, but the schema refuses it: {what}")
            }
            Verdict::Unreadable => {
                assert!(!schema.is_valid(&variant), "no type reads it, but the schema accepts: {what}")
            }
            Verdict::Readable => {}
        }
    }
}

#[test]
fn info_json_is_what_its_schema_says() {
    compare(&schema("info.json"), &info(), read::<InfoDocument>);
    assert!(schema("info.json").is_valid(&json!({})), "every member may be left out");
}

#[test]
fn iframe_json_is_what_its_schema_says() {
    compare(&schema("iframe.json"), &iframe(), read::<IframeDocument>);
}

#[test]
fn a_template_is_what_its_schema_says() {
    compare(&schema("template.json"), &template(), read_template);
}

#[test]
fn the_configuration_of_an_event_integration_is_what_its_schema_says() {
    let schema = schema("event-integration.json");
    compare(&schema, &event_configuration(), read_event_configuration);
    for small in [json!({"request": {"method": "GET"}}), json!({"request": {"method": "DELETE", "body": null}})] {
        compare(&schema, &small, read_event_configuration);
    }
    for (body, fits) in [("POST", true), ("PUT", true), ("PATCH", true), ("GET", false), ("DELETE", false)] {
        let document = json!({"request": {"method": body, "body": {"a": 1}}});
        assert_eq!(schema.is_valid(&document), fits, "{body}");
        assert_eq!(read_event_configuration(&document) == Verdict::Valid, fits, "{body}");
    }
    for key in ["1a", "", "a b", "ä"] {
        let document = json!({"request": {"method": "GET"}, "response": {"save": {key: 1}}});
        assert!(!schema.is_valid(&document), "{key}");
        assert_eq!(read_event_configuration(&document), Verdict::Readable, "{key}");
    }
}

#[test]
fn every_template_of_the_gallery_satisfies_the_schema() {
    let schema = schema("template.json");
    let mut count = 0;
    for entry in fs::read_dir(below("gallery")).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            continue;
        }
        let document: Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        let wrong: Vec<_> =
            schema.iter_errors(&document).map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert!(wrong.is_empty(), "{}: {wrong:#?}", path.display());
        count += 1;
    }
    assert!(count >= 2, "the gallery is not where it is looked for");
}

#[test]
fn an_event_integration_is_what_its_schema_says() {
    let schema = schema("event-integration-document.json");
    let read_document = |document: &Value| match EventIntegrationDocument::deserialize(document) {
        Ok(read) if read.validate().is_empty() => Verdict::Valid,
        Ok(_) => Verdict::Readable,
        Err(_) => Verdict::Unreadable,
    };
    for entry in fs::read_dir(below("gallery/event-integrations")).unwrap() {
        let path = entry.unwrap().path();
        let mut document: Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        assert!(schema.is_valid(&document), "{}: {:?}", path.display(), schema.validate(&document));
        // What is inside has a schema of its own.
        assert!(self::schema("event-integration.json").is_valid(&document["configuration"]), "{}", path.display());
        document["configuration"] = json!(document["configuration"].to_string());
        document["queues"] = json!(["sales"]);
        compare(&schema, &document, read_document);
    }
}

#[test]
fn an_exported_template_satisfies_the_schema() {
    let document = TemplateDocument::deserialize(&template()).unwrap();
    let exported = TemplateDocument::of(&document.template(None), document.endpoints.clone());
    assert!(schema("template.json").is_valid(&serde_json::to_value(exported).unwrap()));
}
