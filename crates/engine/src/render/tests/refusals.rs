//! What is never sent, and who is told what.

use crate::error::EngineError;
use crate::fixtures::{EXECUTION, integrator, plan, rendered, token};
use crate::render::{Inputs, IntegratorValues, render};
use patchbay_model::templating::Scheme;
use serde_json::{Value, json};

fn refused(changes: Value, client: &Value) -> (String, Option<String>) {
    let EngineError { code, pointer, .. } = rendered(changes, client).unwrap_err();
    (code.to_string(), pointer)
}

fn client_value(location: &str, required: bool) -> Value {
    let url = if location == "path" { "/a/{x}/b" } else { "/a" };
    json!({"method": "POST", "url": url, "parameters": [
        {"name": "x", "location": location, "source": "clientBody", "path": "in.it[0]", "required": required}]})
}

#[test]
fn a_missing_required_client_value_is_told_by_its_pointer() {
    for location in ["header", "query", "path", "body", "md5"] {
        for client in [json!(null), json!({}), json!({"in": {"it": []}}), json!({"in": {"it": [null]}})] {
            let expected = ("input_missing".to_owned(), Some("/in/it/0".to_owned()));
            assert_eq!(refused(client_value(location, true), &client), expected, "{location} {client}");
        }
    }
}

#[test]
fn a_path_segment_needs_a_value_and_none_that_leads_elsewhere() {
    for value in [json!(null), json!(""), json!("."), json!("..")] {
        let (code, pointer) = refused(client_value("path", false), &json!({"in": {"it": [value]}}));
        assert_eq!((code.as_str(), pointer.as_deref()), ("placeholder_unresolved", Some("/in/it/0")), "{value}");
    }
    let (code, pointer) = refused(json!({"url": "/a/{event.name}"}), &Value::Null);
    assert_eq!((code.as_str(), pointer), ("placeholder_unresolved", None));
}

#[test]
fn a_header_value_holds_no_line_break() {
    for value in ["a\r\nX-Evil: 1", "a\nb", "a\rb", "a\0b", "a\u{7f}b"] {
        let (code, pointer) = refused(client_value("header", false), &json!({"in": {"it": [value]}}));
        assert_eq!((code.as_str(), pointer.as_deref()), ("placeholder_unresolved", Some("/in/it/0")), "{value:?}");
    }
    // The sum of it is harmless.
    assert!(rendered(client_value("md5", false), &json!({"in": {"it": ["a\r\nb"]}})).is_ok());
}

#[test]
fn a_field_with_a_line_break_is_the_integrators_fault() {
    let mut integrator = integrator();
    integrator.fields.insert("sender".into(), crate::render::FieldInput::Plain("a\nb".into()));
    let plan =
        plan(json!({"parameters": [{"name": "X-S", "location": "header", "source": "field", "field": "sender"}]}));
    let error = render(&plan, &Inputs::new(&integrator, &Value::Null, EXECUTION)).unwrap_err();
    assert_eq!(error.code.as_str(), "config_invalid");
    assert!(error.detail.contains("field.sender") && !error.detail.contains("a\n"), "{}", error.detail);
}

#[test]
fn what_the_integrator_lacks_is_told_by_name() {
    let empty = IntegratorValues { host: "a.test".into(), ..IntegratorValues::default() };
    let without = |changes: Value| {
        let error = render(&plan(changes), &Inputs::new(&empty, &Value::Null, EXECUTION)).unwrap_err();
        (error.code.as_str(), error.detail)
    };
    let field = |name: &str| json!({"url": "/{account}", "parameters": [{"name": "account", "source": "field"}, {"name": "x", "location": "query", "source": "field", "field": name}]});
    let table = [
        (json!({"parameters": [{"name": "X-Api-Key", "source": "field"}]}), "credential_missing", "X-Api-Key"),
        (json!({"request": {"params": {"a": "{field.X-Api-Key}"}}}), "credential_missing", "X-Api-Key"),
        (field("account"), "config_invalid", "account"),
        (json!({"request": {"headers": {"X-K": "{authentications.api-key}"}}}), "credential_missing", "api-key"),
        (json!({"request": {"authentication": {"type": "basic"}}}), "credential_missing", "basic:<user>"),
        (json!({"request": {"authentication": {"type": "digest"}}}), "credential_missing", "digest:<user>"),
        (json!({"parameters": [{"name": "x", "location": "query", "source": "accessToken"}]}), "auth_failed", "token"),
    ];
    for (changes, code, name) in table {
        let (found, detail) = without(changes.clone());
        assert_eq!(found, code, "{changes}");
        assert!(detail.contains(name), "{detail}");
    }
}

#[test]
fn limits_are_kept_before_anything_is_sent() {
    let long = |bytes: usize| json!({"in": {"it": ["x".repeat(bytes)]}});
    let sends = |location: &str, bytes: usize| {
        rendered(client_value(location, false), &long(bytes)).map_err(|error| error.code.to_string())
    };
    let url = "https://api.acme.test/a?x=".len();
    assert!(sends("query", 2048 - url).is_ok());
    assert_eq!(sends("query", 2049 - url).unwrap_err(), "config_invalid");
    assert!(sends("body", 256 * 1024 - 8).is_ok());
    assert_eq!(sends("body", 256 * 1024 - 7).unwrap_err(), "config_invalid");
}

#[test]
fn what_is_too_large_names_the_largest_value_of_the_client() {
    let endpoint = json!({"method": "POST", "url": "/a/{client.path}", "request": {
        "params": {"q": "{client.q}"}, "body": {"note": "{client.note}", "all": "{client.contact}"}}});
    let refused = |client: Value| {
        let error = rendered(endpoint.clone(), &client).unwrap_err();
        assert_eq!(error.code.as_str(), "config_invalid");
        (error.pointer.unwrap_or_default(), error.detail)
    };
    let (pointer, detail) = refused(json!({"path": "x", "q": "y".repeat(3000), "note": "z".repeat(4000)}));
    assert_eq!(pointer, "/q", "{detail}");
    assert!(detail.contains("URL") && detail.ends_with("the largest value is /q with 3000 bytes"), "{detail}");
    let big = "n".repeat(300_000);
    let (pointer, detail) = refused(json!({"path": "x", "q": "y", "note": big}));
    assert_eq!(pointer, "/note", "{detail}");
    let (pointer, detail) = refused(json!({"path": "x", "contact": {"name": "Ann", "a/b": [1, big]}}));
    assert_eq!(pointer, "/contact/a~1b/1", "{detail}");
    let many = vec!["m".repeat(1000); 300];
    let (pointer, _) = refused(json!({"path": "x", "contact": {"tags": many}}));
    assert_eq!(pointer, "/contact/tags", "no single one is to blame");
    let fixed = json!({"url": format!("/{}", "f".repeat(2040))});
    assert_eq!(rendered(fixed, &Value::Null).unwrap_err().pointer, None, "the caller can't mend it");
}

#[test]
fn a_value_named_a_thousand_times_is_refused_before_it_is_written_out() {
    let body: Vec<&str> = vec!["{client.big}"; 4000];
    let plan = plan(json!({"method": "POST", "request": {"body": body}}));
    let (integrator, client) = (integrator(), json!({"big": "x".repeat(200 * 1024)}));
    let error = render(&plan, &Inputs::new(&integrator, &client, EXECUTION)).unwrap_err();
    assert_eq!((error.code.as_str(), error.pointer.as_deref()), ("config_invalid", Some("/big")));
}

#[test]
fn a_host_that_reads_as_another_is_refused() {
    let (plan, token) = (plan(json!({})), token());
    let with = |host: &str| {
        let integrator = IntegratorValues { host: host.into(), ..integrator() };
        render(&plan, &Inputs { token: Some(&token), ..Inputs::new(&integrator, &Value::Null, EXECUTION) })
            .map(|request| request.url.expose())
    };
    assert_eq!(with("API.acme.test:443").unwrap(), "https://API.acme.test:443/contacts");
    assert_eq!(with("[::1]:9").unwrap(), "https://[::1]:9/contacts");
    for host in ["0x7f.1", "127.1", "a.test@evil.test", "evil.test/", "evil.test?", "evil.test#", "", "xn--"] {
        assert_eq!(with(host).map_err(|error| error.code.to_string()), Err("config_invalid".into()), "{host}");
    }
}

#[test]
fn the_scheme_is_the_operators_to_say() {
    let (plan, integrator) = (plan(json!({})), integrator());
    let inputs = Inputs { scheme: Scheme::Http, ..Inputs::new(&integrator, &Value::Null, EXECUTION) };
    assert_eq!(render(&plan, &inputs).unwrap().url.expose(), "http://api.acme.test/contacts");
}
