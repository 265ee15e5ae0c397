use super::*;
use serde_json::{Value, json};

fn draft(changes: Value) -> EventIntegrationDraft {
    let mut draft = json!({"name": "Lifecycle", "description": "", "url": "https://hooks.example.com/{event}",
        "direction": "both", "events": ["received", "ended"], "directCalls": true, "directChats": true,
        "queues": ["sales"], "ordinal": 100, "stop": false, "credentials": [{"id": "api-key", "secret": "s"}],
        "configuration": "{\"request\":{\"method\":\"POST\"}}"});
    draft.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
    serde_json::from_value(draft).unwrap()
}

fn pointers(found: Violations) -> Vec<String> {
    found.into_vec().into_iter().map(|violation| violation.pointer).collect()
}

fn configured(text: &str) -> EventIntegrationDraft {
    draft(json!({"configuration": text}))
}

#[test]
fn the_documented_event_integration_is_valid() {
    for url in
        ["https://hooks.example.com/{event}", "https://a.test:8443/contact-pro-contacts/{contact.id}", "https://a.test"]
    {
        let draft = draft(json!({"url": url}));
        assert_eq!(draft.validate().into_vec(), [], "{url}");
        assert_eq!(draft.warnings().into_vec(), [], "{url}");
    }
    let plain = draft(json!({"url": "http://127.0.0.1:9098/{event}"}));
    assert!(plain.validate().is_empty(), "whether a host may be called without TLS, the guard's list says");
}

#[test]
fn each_defect_is_told_at_its_member() {
    let table = [
        ("/name", json!({"name": ""})),
        ("/description", json!({"description": "x".repeat(2001)})),
        ("/url", json!({"url": "hooks.example.com/{event}"})),
        ("/url", json!({"url": "/events"})),
        ("/url", json!({"url": "https://{integrator.host}/x"})),
        ("/url", json!({"url": "ftp://a.test/x"})),
        ("/url", json!({"url": "https://{contact.source}/x"})),
        ("/url", json!({"url": "https://a.test/{contct.id}"})),
        ("/url", json!({"url": "https://a.test/{field.x}"})),
        ("/url", json!({"url": "https://a.test/{token}"})),
        ("/url", json!({"url": format!("https://a.test/{}", "x".repeat(2048))})),
        ("/events/2", json!({"events": ["ended", "queued", "ended"]})),
        ("/queues/1", json!({"queues": ["sales", "sales"]})),
        ("/queues/0", json!({"queues": ["sa les"]})),
        ("/queues", json!({"queues": (0..201).map(|n| n.to_string()).collect::<Vec<_>>()})),
        ("/credentials/1/id", json!({"credentials": [{"id": "a", "secret": "1"}, {"id": "a", "secret": "2"}]})),
        ("/configuration", json!({"configuration": "x".repeat(64 * 1024 + 1)})),
    ];
    for (pointer, changes) in table {
        assert_eq!(pointers(draft(changes.clone()).validate()), [pointer], "{changes}");
    }
}

#[test]
fn what_is_wrong_in_the_configuration_is_told_with_line_and_column() {
    let table = [
        ("", "/configuration", 1, 1),
        ("{\n \"request\": {\"method\": \"POST\",}\n}", "/configuration/request", 2, 31),
        ("{}", "/configuration", 1, 1),
        ("{\n \"request\": {}}", "/configuration/request", 2, 13),
        ("{\"request\": {\"method\": \"TRACE\"}}", "/configuration/request/method", 1, 24),
        ("{\"request\": {\"method\": \"GET\",\n\"haeders\": {}}}", "/configuration/request/haeders", 2, 1),
        ("{\"request\": {\"method\": \"GET\"}, \"respnse\": {}}", "/configuration/respnse", 1, 32),
        ("{\"request\": {\"method\": \"GET\", \"body\": {}}}", "/configuration/request/body", 1, 39),
        ("{\"request\": {\"method\": \"DELETE\",\n \"body\": {}}}", "/configuration/request/body", 2, 10),
        ("{\"request\": {\"method\": \"GET\", \"timeout\": 0}}", "/configuration/request/timeout", 1, 42),
        ("{\"request\": {\"method\": \"GET\", \"timeout\": 61}}", "/configuration/request/timeout", 1, 42),
        ("{\"request\": {\"method\": \"GET\", \"delay\": 3601}}", "/configuration/request/delay", 1, 40),
        (
            "{\"request\": {\"method\": \"GET\", \"authentication\": {\"type\": \"bearer\"}}}",
            "/configuration/request/authentication/type",
            1,
            58,
        ),
        (
            "{\"request\":{\"method\":\"GET\"},\"response\":{\"set\":{\"prio\":1}}}",
            "/configuration/response/set/prio",
            1,
            48,
        ),
    ];
    for (text, pointer, line, column) in table {
        let found = configured(text).validate().into_vec();
        let places: Vec<_> = found.iter().map(|v| (v.pointer.as_str(), v.line, v.column)).collect();
        assert_eq!(places, [(pointer, Some(line), Some(column))], "{text}");
    }
}

#[test]
fn the_limits_themselves_are_fine() {
    for text in [
        "{\"request\":{\"method\":\"PATCH\",\"body\":{},\"timeout\":60,\"delay\":3600}}",
        "{\"request\":{\"method\":\"PUT\",\"body\":[1],\"timeout\":1,\"delay\":0,\"block\":true}}",
        "{\"request\":{\"method\":\"DELETE\"},\"response\":null}",
    ] {
        assert_eq!(configured(text).validate().into_vec(), [], "{text}");
    }
}

#[test]
fn authentication_needs_a_credential_of_its_type_and_a_copy_is_saved_without() {
    for (kind, id, missing) in [
        ("basic", "basic:bob", false),
        ("basic", "digest:bob", true),
        ("digest", "basic", true),
        ("digest", "digest:ann", false),
    ] {
        let configuration =
            format!("{{\"request\":{{\"method\":\"GET\",\"authentication\":{{\"type\":\"{kind}\"}}}}}}");
        let draft = draft(json!({"configuration": configuration, "credentials": [{"id": id, "secret": "s"}]}));
        assert!(draft.validate().is_empty());
        let expected: &[&str] = if missing { &["/configuration/request/authentication/type"] } else { &[] };
        assert_eq!(pointers(draft.missing_credentials()), expected, "{kind} {id}");
    }
}

#[test]
fn what_is_suspicious_is_a_warning() {
    let delayed =
        |response: &str| format!("{{\"request\":{{\"method\":\"GET\",\"delay\":5}},\"response\":{response}}}");
    let table = [
        ("/url", json!({"url": "https://a.test/x?y=1"})),
        ("/queues", json!({"queues": [], "directCalls": false, "directChats": false})),
        ("/configuration/request/delay", json!({"configuration": delayed("{\"set\":{\"priority\":1}}")})),
    ];
    for (pointer, changes) in table {
        let draft = draft(changes.clone());
        assert!(draft.validate().is_empty());
        assert_eq!(pointers(draft.warnings()), [pointer], "{changes}");
    }
    let silent = json!({"configuration": delayed("{\"save\":{\"a\":1}}"), "events": []});
    assert_eq!(pointers(draft(silent).warnings()), [""; 0]);
}

#[test]
fn an_answer_is_waited_for_when_it_changes_something_or_when_it_is_said_so() {
    let table = [
        ("{\"request\":{\"method\":\"GET\"}}", false),
        ("{\"request\":{\"method\":\"GET\",\"block\":true}}", true),
        ("{\"request\":{\"method\":\"GET\"},\"response\":{}}", true),
        ("{\"request\":{\"method\":\"GET\",\"delay\":1},\"response\":{}}", false),
    ];
    for (text, blocks) in table {
        assert_eq!(configured(text).configuration().unwrap().blocks(), blocks, "{text}");
    }
}
