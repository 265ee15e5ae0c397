//! What is refused when an endpoint is saved, and what is only suspicious.

use crate::fixtures::checked;
use serde_json::{Value, json};

/// Pointers of what is wrong with an endpoint that has these members.
fn wrong(changes: Value) -> Vec<String> {
    checked(changes).violations.into_iter().map(|violation| violation.pointer).collect()
}

#[test]
fn a_plain_endpoint_compiles() {
    for good in [
        json!({}),
        json!({"url": "contacts"}),
        json!({"url": "https://other.test/contacts"}),
        json!({"url": "https://{integrator.host}/contacts/{field.account}"}),
        json!({"url": "/a/{account}", "parameters": [{"name": "account", "source": "field"}]}),
        json!({"method": "POST", "request": {"body": {"phone": "{client.phone}"}, "headers": {"X-N": 2, "X-B": true}}}),
        json!({"type": "auth", "responseType": "header:X-Token"}),
        json!({"type": "sendSms", "triggers": ["sms_send"]}),
        json!({"response": {"set": {"priority": "{response.body.p}", "queue": {"id": "{response.body.q}"}}, "save": {"a.b-c_1": "{debug}"}}}),
    ] {
        let found = checked(good.clone());
        assert!(found.violations.is_empty() && found.warnings.is_empty(), "{good}: {found:?}");
    }
}

#[test]
fn each_disagreement_is_told_at_its_member() {
    let header =
        |name: &str, value: &str| json!({"hardParams": [{"name": name, "location": "header", "value": value}]});
    let table = [
        // URL
        ("/url", json!({"url": "http://api.acme.test/x"})),
        ("/url", json!({"url": "ftp://api.acme.test/x"})),
        ("/url", json!({"url": "https://user@api.acme.test/x"})),
        ("/url", json!({"url": "https://{client.host}/x"})),
        ("/url", json!({"url": "/a/../b"})),
        ("/url", json!({"url": "/contacts/{id}"})),
        ("/url", json!({"url": "/contacts/{authentications.api-key}"})),
        // path parameters
        ("/parameters/0/name", json!({"parameters": [{"name": "id", "location": "path", "source": "clientBody"}]})),
        ("/hardParams/0/name", json!({"hardParams": [{"name": "id", "location": "path", "value": "1"}]})),
        (
            "/hardParams/0/name",
            json!({"url": "/x/{id}", "hardParams": [{"name": "id", "location": "path", "value": ".."}]}),
        ),
        // sources
        ("/parameters/0/name", json!({"parameters": [{"name": "nope", "source": "field"}]})),
        ("/parameters/0/field", json!({"parameters": [{"name": "x", "source": "field", "field": "nope"}]})),
        ("/parameters/0/name", json!({"parameters": [{"name": "a b", "source": "field", "field": "X-Api-Key"}]})),
        (
            "/parameters/0/path",
            json!({"parameters": [{"name": "x", "location": "query", "source": "clientBody", "path": "a..b"}]}),
        ),
        (
            "/parameters/0/format",
            json!({"parameters": [{"name": "x", "location": "query", "source": "clientBody", "format": "fixed"}]}),
        ),
        (
            "/parameters/0/format",
            json!({"parameters": [{"name": "x", "location": "query", "source": "clientBody", "format": "{token}"}]}),
        ),
        (
            "/parameters/0/format",
            json!({"parameters": [{"name": "x", "location": "query", "source": "clientBody", "format": "{client.y}"}]}),
        ),
        (
            "/parameters/1/name",
            json!({"parameters": [
            {"name": "x", "location": "query", "source": "clientBody", "path": "a"},
            {"name": "x", "location": "query", "source": "clientBody", "path": "b"}]}),
        ),
        (
            "/hardParams/1/name",
            json!({"hardParams": [
            {"name": "X-A", "location": "header", "value": "1"}, {"name": "x-a", "location": "header", "value": "2"}]}),
        ),
        ("/hardParams/0/value", header("X-A", "a\r\nX-Evil: 1")),
        ("/hardParams/0/value", header("X-A", "{feild.account}")),
        ("/hardParams/0/name", header("Host", "evil.test")),
        ("/hardParams/0/name", header("content-length", "1")),
        ("/hardParams/0/name", header("Transfer-Encoding", "chunked")),
        // body
        ("/parameters/0/name", json!({"parameters": [{"name": "x", "location": "body", "source": "clientBody"}]})),
        ("/request/body", json!({"request": {"body": {"a": 1}}})),
        (
            "/parameters/0/name",
            json!({"method": "POST", "parameters": [
            {"name": "a", "location": "body", "source": "clientBody"}, {"name": "a.b", "location": "body", "source": "clientBody"}]}),
        ),
        (
            "/hardParams/0/name",
            json!({"method": "POST", "request": {"body": [1]}, "hardParams": [{"name": "a", "location": "body", "value": "1"}]}),
        ),
        (
            "/request/body",
            json!({"method": "POST", "bodyFormat": "text", "hardParams": [{"name": "a", "location": "body", "value": "1"}]}),
        ),
        ("/request/body", json!({"method": "POST", "bodyFormat": "xml", "request": {"body": {"a": 1}}})),
        ("/request/body", json!({"method": "POST", "bodyFormat": "xml", "request": {"body": "<a>{client.a}</b>"}})),
        ("/request/body", json!({"method": "POST", "bodyFormat": "form", "request": {"body": "a=1"}})),
        (
            "/hardParams/0/name",
            json!({"method": "POST", "bodyFormat": "multipart", "hardParams": [{"name": "Content-Type", "location": "header", "value": "x"}]}),
        ),
        // types
        ("/type", json!({"type": "sendSms"})),
        ("/authEndpoint", json!({"authEndpoint": "nope"})),
        ("/authEndpoint", json!({"authEndpoint": "find"})),
        (
            "/hardParams/0/value",
            json!({"type": "auth", "hardParams": [{"name": "X-A", "location": "header", "value": "{token}"}]}),
        ),
        // configuration
        ("/request/method", json!({"request": {"method": "GET"}})),
        ("/request/haeders", json!({"request": {"haeders": {}}})),
        ("/request/timeout", json!({"request": {"timeout": 61}})),
        ("/request/delay", json!({"request": {"delay": 3601}})),
        ("/request/condition", json!({"request": {"condition": "contact.priority >"}})),
        ("/request/condition", json!({"request": {"condition": "contact.qeue.id == 'x'"}})),
        (
            "/triggers/1/condition",
            json!({"triggers": ["manual", {"events": ["ended"], "direction": "both", "condition": "client.x == 1"}]}),
        ),
        ("/request/headers/X-A", json!({"request": {"headers": {"X-A": {"b": 1}}}})),
        ("/request/headers/X-A", json!({"request": {"headers": {"X-A": "{authentication.x}"}}})),
        ("/request/headers/Host", json!({"request": {"headers": {"Host": "x"}}})),
        ("/request/params/a~1b", json!({"request": {"params": {"a/b": "{nope}"}}})),
        ("/request/body/a/1", json!({"method": "POST", "request": {"body": {"a": [1, "{nope.x}"]}}})),
        (
            "/parameters/0/name",
            json!({"request": {"authentication": {"type": "basic"}},
            "parameters": [{"name": "Authorization", "location": "header", "source": "accessToken"}]}),
        ),
        ("/response/sett", json!({"response": {"sett": {}}})),
        ("/response/save/1a", json!({"response": {"save": {"1a": 1}}})),
        ("/response/save/a", json!({"response": {"save": {"a": "{client.x}"}}})),
        ("/response/set/priority", json!({"response": {"set": {"priority": -1}}})),
        ("/response/set/queue", json!({"response": {"set": {"queue": {"name": "x"}}}})),
        ("/response/set/queue", json!({"response": {"set": {"queue": {"id": 7}}}})),
        ("/response/set/requiredAgents", json!({"response": {"set": {"requiredAgents": ["a"]}}})),
        // tokens
        ("/responseType", json!({"type": "auth", "responseType": "a..b"})),
        ("/responseType", json!({"type": "auth", "responseType": "header:X Y"})),
        ("/responseType", json!({"type": "auth", "responseType": "cookie:"})),
        ("/expiryPath", json!({"type": "auth", "expiryPath": "."})),
        ("/expired", json!({"type": "auth", "expired": {}})),
        ("/expired", json!({"type": "auth", "expired": {"header": "X-A", "path": "a"}})),
        ("/expired/status", json!({"type": "auth", "expired": {"status": 200}})),
        ("/expired/equals", json!({"type": "auth", "expired": {"status": 403, "equals": 1}})),
    ];
    for (pointer, changes) in table {
        assert_eq!(wrong(changes.clone()), [pointer], "{changes}");
    }
}

#[test]
fn a_placeholder_is_refused_with_line_and_column() {
    let found = checked(json!({"url": "/contacts/{clint.id}", "request": {"headers": {"X-A": "abc {feild.account}"}}}));
    let places: Vec<_> = found.violations.iter().map(|v| (v.pointer.as_str(), v.line, v.column)).collect();
    // In the URL itself; in the request as the portal's editor shows it.
    assert_eq!(places, [("/url", Some(1), Some(12)), ("/request/headers/X-A", Some(3), Some(18))]);
    assert!(found.violations[1].message.to_string().contains("field.account"), "{}", found.violations[1].message);
}

#[test]
fn everything_that_is_wrong_is_told_at_once() {
    let found = wrong(json!({"label": "", "url": "/{x}", "method": "GET", "authEndpoint": "nope",
        "hardParams": [{"name": "Host", "location": "header", "value": "x"}],
        "request": {"body": 1, "timeout": 0}, "response": {"save": {" ": 1}}}));
    let expected = [
        "/label",
        "/authEndpoint",
        "/hardParams/0/name",
        "/url",
        "/request/timeout",
        "/request/body",
        "/response/save/ ",
    ];
    assert_eq!(found, expected);
}

#[test]
fn what_is_suspicious_is_a_warning() {
    let warned = |changes: Value| {
        let found = checked(changes);
        assert!(found.violations.is_empty(), "{found:?}");
        found.warnings.into_iter().map(|warning| warning.pointer).collect::<Vec<_>>()
    };
    assert_eq!(warned(json!({"url": "/contacts?limit=1"})), ["/url"]);
    assert_eq!(warned(json!({"authEndpoint": "login"})), ["/authEndpoint"]);
    let hidden = json!({"hardParams": [{"name": "limit", "location": "query", "value": "1"}],
        "parameters": [{"name": "limit", "location": "query", "source": "clientBody", "required": true}]});
    assert_eq!(warned(hidden), ["/parameters/0/name"]);
}

#[test]
fn a_configuration_over_64_kib_is_refused() {
    let long = "x".repeat(64 * 1024);
    assert_eq!(wrong(json!({"method": "POST", "request": {"body": {"a": long}}})), ["/request"]);
    assert_eq!(wrong(json!({"response": {"save": {"a": long}}})), ["/response"]);
}

#[test]
fn more_than_64_headers_are_refused() {
    let headers = |count: usize| -> Value {
        (0..count).map(|n| (format!("X-{n}"), json!("1"))).collect::<serde_json::Map<_, _>>().into()
    };
    assert!(wrong(json!({"request": {"headers": headers(62)}})).is_empty());
    assert_eq!(wrong(json!({"request": {"headers": headers(63)}})), ["/parameters"]);
}

#[test]
fn what_can_never_be_set_is_refused_and_a_placeholders_value_is_waited_for() {
    let long = "x".repeat(201);
    let many = |count: usize| json!({"agents": vec!["a"; count]});
    let timeout = |timeout: Value| json!({"agents": ["a"], "timeout": timeout});
    // Who is wrong below `set`; nobody: it can be set.
    let table = [
        ("priority", json!(0), None),
        ("priority", json!(u32::MAX), None),
        ("priority", json!("{response.body.p}"), None),
        ("priority", json!(u64::from(u32::MAX) + 1), Some("")),
        ("priority", json!(1.5), Some("")),
        ("priority", json!("7"), Some("")),
        ("priority", json!("high"), Some("")),
        ("priority", json!("1{response.body.p}"), Some("")),
        ("priority", json!(["{response.body.p}"]), Some("")),
        ("queue", json!({"address": "sales"}), None),
        ("queue", json!({"id": "{response.body.q}"}), None),
        ("queue", json!({"id": ""}), Some("")),
        ("queue", json!({"id": "q1", "address": "sales"}), Some("")),
        ("queue", json!("sales"), Some("")),
        ("preferredAgent", json!("1001"), None),
        ("preferredAgent", json!({"number": "1001"}), None),
        ("preferredAgent", json!("{response.body.agent}"), None),
        ("preferredAgent", json!({"chatAddress": "{response.body.agent}@chat"}), None),
        ("preferredAgent", json!(1001), Some("")),
        ("preferredAgent", json!(["a1"]), Some("")),
        ("preferredAgent", json!(" "), Some("")),
        ("preferredAgent", json!({}), Some("")),
        ("preferredAgent", json!({"name": "{response.body.agent}"}), Some("")),
        ("preferredAgent", json!({"id": 1001}), Some("")),
        ("preferredAgent", json!(long), Some("")),
        ("requiredAgents", many(1), None),
        ("requiredAgents", many(100), None),
        ("requiredAgents", many(0), Some("/agents")),
        ("requiredAgents", many(101), Some("/agents")),
        ("requiredAgents", json!({"agents": "{response.body.agents}"}), None),
        ("requiredAgents", json!({"agents": "a1"}), Some("/agents")),
        ("requiredAgents", json!({"agents": ["{response.body.agent}", {"id": "a1"}]}), None),
        ("requiredAgents", json!({"agents": ["{response.body.agent}", 7]}), Some("/agents/1")),
        ("requiredAgents", json!({"timeout": 30}), Some("")),
        ("requiredAgents", timeout(json!(30)), None),
        ("requiredAgents", timeout(json!(null)), None),
        ("requiredAgents", timeout(json!("{response.body.seconds}")), None),
        ("requiredAgents", timeout(json!("30")), Some("/timeout")),
        ("requiredAgents", timeout(json!(-1)), Some("/timeout")),
        ("requiredAgents", timeout(json!(u64::from(u32::MAX) + 1)), Some("/timeout")),
    ];
    for (name, value, place) in table {
        let found = wrong(json!({"response": {"set": {name: value}}}));
        let expected: Vec<String> = place.into_iter().map(|place| format!("/response/set/{name}{place}")).collect();
        assert_eq!(found, expected, "{name} {value}");
    }
}
