//! JSON bodies and mappings.

use super::{World, at, parse};
use crate::templating::{JsonTemplate, Presence, SetError, Site, TemplateErrorKind, parse_value_path};
use Site::{RequestBody, ResponseMapping};
use serde_json::{Value, json};

fn template(value: &Value) -> JsonTemplate {
    at(RequestBody, |scope| JsonTemplate::parse(value, scope, "")).unwrap()
}

fn rendered(value: &Value) -> String {
    template(value).render(&World::default()).into_exposed()
}

#[test]
fn a_string_that_is_one_placeholder_becomes_the_typed_value() {
    let body = json!({"n": "{client.n}", "ok": "{client.ok}", "none": "{client.none}", "gone": "{client.missing}", "list": "{client.list}", "s": "{client.phone}", "h": "{integrator.host}"});
    assert_eq!(
        rendered(&body),
        r#"{"n":7,"ok":true,"none":null,"gone":null,"list":[1,"two"],"s":"+84 90","h":"api.acme.test"}"#
    );
}

#[test]
fn inside_other_text_a_value_becomes_text() {
    let body =
        json!(["n={client.n}", "{client.ok} ", "{client.none}{client.missing}", "l: {client.list}", "{{client.n}}"]);
    assert_eq!(rendered(&body), r#"["n=7","true ","","l: [1,\"two\"]","{client.n}"]"#);
}

#[test]
fn bare_event_is_the_whole_object_alone_and_its_name_in_text() {
    let body = json!({"event": "{event}", "text": "{event} happened"});
    let value: Value = serde_json::from_str(&rendered(&body)).unwrap();
    assert_eq!(
        (&value["event"]["data"]["call"]["phone"], &value["text"]),
        (&json!("+84"), &json!("received happened"))
    );
}

#[test]
fn everything_else_stays_as_it_is() {
    let body = json!({"{client.n}": [], "o": {}, "deep": [[{"a\"b": -1.5e300}]], "t": "plain \\ \" text", "f": false});
    assert_eq!(rendered(&body), body.to_string());
}

#[test]
fn parameters_are_put_into_the_body_by_their_dotted_names() {
    let mut body = template(&json!({"contact": {"name": "A"}}));
    let mut insert = |path: &str, text: &str, presence| {
        body.insert(&parse_value_path(path).unwrap(), parse(RequestBody, text).unwrap(), presence)
    };
    assert_eq!(insert("contact.phone", "{client.phone}", Presence::Always), Ok(()));
    assert_eq!(insert("items[1].n", "{client.n}", Presence::Always), Ok(()));
    assert_eq!(insert("contact.name", "B", Presence::Always), Ok(()));
    assert_eq!(insert("maybe", "{client.missing}", Presence::IfPresent), Ok(()));
    assert_eq!(insert("null", "{client.none}", Presence::IfPresent), Ok(()));
    assert_eq!(insert("contact.name.first", "x", Presence::Always), Err(SetError::Taken));
    assert_eq!(insert("a[1000]", "x", Presence::Always), Err(SetError::TooFar));
    let whole = r#"{"contact":{"name":"B","phone":"+84 90"},"items":[null,{"n":7}],"null":null,"a":null}"#;
    assert_eq!(body.render(&World::default()).expose(), whole);
}

#[test]
fn a_mapping_gives_values() {
    let mapping = json!({"priority": "{response.body.p}", "id": "{response.body.items[0].id}", "next": "page {response.headers.X-Next}", "fixed": [1]});
    let template = at(ResponseMapping, |scope| JsonTemplate::parse(&mapping, scope, "")).unwrap();
    assert_eq!(template.evaluate(&World::default()), json!({"priority": 7, "id": "x", "next": "page 2", "fixed": [1]}));
}

#[test]
fn a_mistake_is_told_with_pointer_line_and_column_in_the_document() {
    let document = "{\"request\": {\n  \"body\": {\"a/b\": [1, \"\\u00e9 \\\"{contact.phone}\"]}}}";
    let value: Value = serde_json::from_str(document).unwrap();
    let body = value.pointer("/request/body").unwrap();
    let error = at(RequestBody, |scope| JsonTemplate::parse(body, scope, "/request/body")).unwrap_err();
    assert_eq!(error.pointer.as_deref(), Some("/request/body/a~1b/1"));
    assert_eq!((error.line, error.column), (1, 13), "without the text it counts from the string's start");
    let error = error.in_document(document);
    assert_eq!((error.line, error.column), (2, 42));
    assert!(document[error.offset..].starts_with("phone"));
    assert_eq!(error.into_violation("/configuration").pointer, "/configuration/request/body/a~1b/1");
}

#[test]
fn a_value_of_ten_thousand_levels_is_refused_without_a_crash() {
    let mut deep = Value::Null;
    for _ in 0..10_000 {
        deep = Value::Array(vec![deep]);
    }
    let error = at(RequestBody, |scope| JsonTemplate::parse(&deep, scope, "")).unwrap_err();
    assert_eq!(error.kind, TemplateErrorKind::InvalidDocument);
    // A program can build what no text can hold; it has to take it apart by hand, too.
    while let Value::Array(mut inner) = deep {
        deep = inner.pop().unwrap_or_default();
    }
}
