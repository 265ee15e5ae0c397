//! Hard params > integrator field > access token > client body (spec/execution.md, Resolve).

use crate::fixtures::{EXECUTION, integrator, plan, rendered, token, wire};
use crate::plan::EffectClass;
use crate::render::{Inputs, count_sources};
use serde_json::{Value, json};

fn sources(location: &str) -> [Value; 4] {
    [
        json!({"name": "x", "location": location, "value": "hard"}),
        json!({"name": "x", "location": location, "source": "field", "field": "sender"}),
        json!({"name": "x", "location": location, "source": "accessToken"}),
        json!({"name": "x", "location": location, "source": "clientBody", "path": "v"}),
    ]
}

#[test]
fn the_higher_source_wins_in_every_location_and_order() {
    let values = ["hard", "Acme", "t0ken", "client"];
    for location in ["header", "query", "path", "body"] {
        for higher in 0..4 {
            for lower in higher + 1..4 {
                let all = sources(location);
                let (hard, mut parameters): (Vec<_>, Vec<_>) =
                    [&all[lower], &all[higher]].into_iter().cloned().partition(|source| source.get("value").is_some());
                for _ in 0..2 {
                    let url = if location == "path" { "/a/{x}" } else { "/a" };
                    let changes = json!({"method": "POST", "url": url, "hardParams": hard, "parameters": parameters});
                    let sent = wire(&rendered(changes, &json!({"v": "client"})).unwrap());
                    assert!(sent.contains(values[higher]), "{location} {higher} {lower}: {sent}");
                    assert!(!sent.contains(values[lower]), "{location} {higher} {lower}: {sent}");
                    parameters.reverse();
                }
            }
        }
    }
}

#[test]
fn md5_and_header_of_one_name_are_one_place() {
    let changes = json!({
        "hardParams": [{"name": "x-sum", "location": "header", "value": "hard"}],
        "parameters": [{"name": "X-Sum", "source": "field"}]});
    let sent = wire(&rendered(changes, &Value::Null).unwrap());
    assert!(sent.contains("x-sum: hard") && !sent.contains("900150983cd24fb0d6963f7d28e17f72"), "{sent}");
}

#[test]
fn the_next_source_steps_in_when_the_first_has_no_value() {
    // token-of-old has no value at this integrator.
    for (location, expected) in
        [("query", "x=client"), ("header", "x: client"), ("path", "/a/client"), ("body", r#"{"x":"client"}"#)]
    {
        let url = if location == "path" { "/a/{x}" } else { "/a" };
        let changes = json!({"method": "POST", "url": url, "parameters": [
            {"name": "x", "location": location, "source": "field", "field": "token-of-old"},
            {"name": "x", "location": location, "source": "clientBody", "path": "v", "required": true}]});
        let sent = wire(&rendered(changes.clone(), &json!({"v": "client"})).unwrap());
        assert!(sent.contains(expected), "{sent}");
        let missing = rendered(changes, &json!({})).unwrap_err();
        assert_eq!((missing.code.as_str(), missing.pointer.as_deref()), ("input_missing", Some("/v")));
    }
}

#[test]
fn the_configuration_shows_where_an_optional_value_is_absent() {
    let changes = |client: &Value| {
        let endpoint = json!({"method": "POST",
            "request": {"headers": {"X-A": "base"}, "params": {"q": "base"}, "body": {"b": "base", "c": 1}},
            "parameters": [
                {"name": "x-a", "location": "header", "source": "clientBody", "path": "v"},
                {"name": "q", "location": "query", "source": "clientBody", "path": "v"},
                {"name": "b", "location": "body", "source": "clientBody", "path": "v"}]});
        wire(&rendered(endpoint, client).unwrap())
    };
    assert_eq!(
        changes(&json!({"v": 2})),
        "POST https://api.acme.test/contacts?q=2\nx-a: 2\ncontent-type: application/json\n\n{\"b\":2,\"c\":1}"
    );
    assert_eq!(
        changes(&json!({})),
        "POST https://api.acme.test/contacts?q=base\nx-a: base\ncontent-type: application/json\n\n{\"b\":\"base\",\"c\":1}"
    );
}

#[test]
fn sources_are_counted_for_people() {
    let plan = plan(json!({
        "hardParams": [{"name": "limit", "location": "query", "value": "1"}],
        "parameters": [
            {"name": "X-Api-Key", "source": "field"}, {"name": "token-of-old", "source": "field"},
            {"name": "Authorization", "location": "header", "source": "accessToken"},
            {"name": "phone", "location": "query", "source": "clientBody"}, {"name": "absent", "location": "query", "source": "clientBody"}]}));
    let (integrator, token, client) = (integrator(), token(), json!({"phone": "1"}));
    let inputs = Inputs { token: Some(&token), ..Inputs::new(&integrator, &client, EXECUTION) };
    let counts = count_sources(&plan, &inputs).unwrap();
    assert_eq!(counts.to_string(), "1 hard, 1 field, the access token, 1 from the body");
}

#[test]
fn a_post_is_idempotent_only_when_its_key_is_sent() {
    let class = |members: Value, client: &Value| {
        let mut endpoint = json!({"method": "POST"});
        endpoint.as_object_mut().unwrap().extend(members.as_object().unwrap().clone());
        rendered(endpoint, client).unwrap().effect_class
    };
    let optional = json!({"parameters": [
        {"name": "Idempotency-Key", "location": "header", "source": "clientBody", "path": "id"}]});
    assert_eq!(class(optional.clone(), &json!({"id": "k-1"})), EffectClass::Idempotent);
    assert_eq!(class(optional.clone(), &json!({})), EffectClass::Unsafe);
    assert_eq!(class(optional, &json!({"id": ""})), EffectClass::Unsafe);
    let configured = json!({"request": {"headers": {"Idempotency-Key": "{client.id}"}}});
    assert_eq!(class(configured.clone(), &json!({"id": "k-1"})), EffectClass::Idempotent);
    assert_eq!(class(configured, &json!({})), EffectClass::Unsafe);
    let sms = json!({"type": "sendSms", "triggers": ["sms_send"], "request": {"headers": {"Idempotency-Key": "k"}}});
    assert_eq!(class(sms, &json!({})), EffectClass::AtMostOnce);
}
