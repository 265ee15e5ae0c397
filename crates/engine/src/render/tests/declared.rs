//! Client values that are declared and checked, and taken by placeholders elsewhere.

use crate::fixtures::{checked, rendered, wire};
use serde_json::{Value, json};

fn search(parameter: Value) -> Value {
    json!({"method": "POST", "parameters": [parameter],
        "request": {"params": {"a": "{client.caller.phone}"}, "body": {"filters": [{"value": "{client.caller.phone}"}]}}})
}

#[test]
fn a_declared_value_goes_only_where_placeholders_take_it() {
    let endpoint = search(json!({"name": "phone", "source": "clientBody", "path": "caller.phone", "required": true}));
    let sent = wire(&rendered(endpoint, &json!({"caller": {"phone": "+84"}})).unwrap());
    assert_eq!(
        sent,
        "POST https://api.acme.test/contacts?a=%2B84\ncontent-type: application/json\n\n{\"filters\":[{\"value\":\"+84\"}]}"
    );
}

#[test]
fn a_declared_value_that_is_required_and_missing_is_refused() {
    let endpoint = search(json!({"name": "caller.phone", "location": null, "source": "clientBody", "required": true}));
    for client in [Value::Null, json!({}), json!({"caller": {"phone": null}})] {
        let error = rendered(endpoint.clone(), &client).unwrap_err();
        assert_eq!((error.code.as_str(), error.pointer.as_deref()), ("input_missing", Some("/caller/phone")));
    }
}

#[test]
fn a_declared_value_that_is_optional_may_be_missing() {
    let endpoint = search(json!({"name": "caller.phone", "source": "clientBody"}));
    assert!(wire(&rendered(endpoint, &json!({})).unwrap()).contains(r#"{"value":null}"#));
}

#[test]
fn a_declared_value_that_nothing_takes_is_refused_when_saving() {
    let pointers = |changes| checked(changes).violations.into_iter().map(|v| v.pointer).collect::<Vec<_>>();
    let unused = json!({"name": "id", "source": "clientBody", "required": true});
    assert_eq!(pointers(search(unused.clone())), ["/parameters/0/location"]);
    assert_eq!(pointers(json!({"parameters": [unused]})), ["/parameters/0/location"]);
    // A part of what is declared, and an object that it is a part of, are ways to take it.
    for path in ["caller", "caller.phone.number"] {
        assert!(pointers(search(json!({"name": "x", "source": "clientBody", "path": path}))).is_empty(), "{path}");
    }
}
