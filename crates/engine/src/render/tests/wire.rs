//! What the other side reads, and what is recorded of it.

use crate::fixtures::{recorded, rendered, wire};
use serde_json::{Value, json};

/// Both sides of a request, for a snapshot.
fn both(changes: Value, client: Value) -> String {
    let request = rendered(changes, &client).unwrap();
    format!("{}\n\n--- recorded ---\n{}", wire(&request), recorded(&request))
}

#[test]
fn all_five_locations() {
    let endpoint = json!({
    "method": "POST", "url": "/v1/{account}/contacts/{id}",
    "hardParams": [{"name": "limit", "location": "query", "value": "1"}, {"name": "X-Version", "location": "header", "value": "2"}],
    "parameters": [
        {"name": "X-Api-Key", "source": "field"},
        {"name": "X-Sum", "source": "field"},
        {"name": "region", "source": "field"},
        {"name": "account", "source": "field"},
        {"name": "sender", "source": "field"},
        {"name": "Authorization", "location": "header", "source": "accessToken", "format": "Bearer {token}"},
        {"name": "id", "location": "path", "source": "clientBody", "path": "contact.id", "required": true},
        {"name": "contact.phone", "location": "body", "source": "clientBody", "path": "phone"},
        {"name": "contact.age", "location": "body", "source": "clientBody", "path": "age"},
        {"name": "absent", "location": "body", "source": "clientBody"},
        {"name": "nothing", "location": "body", "source": "clientBody"},
    ]});
    let client = json!({"contact": {"id": "a/b c"}, "phone": "+84 \"901\"", "age": 41, "nothing": null});
    insta::assert_snapshot!(both(endpoint, client));
}

#[test]
fn a_json_body_takes_typed_values_and_nests() {
    let endpoint = json!({
        "method": "PUT",
        "request": {"body": {
            "static": [1, true, null, "text"],
            "typed": "{client.object}", "list": ["{client.list}"], "inText": "n={client.list[0]} o={client.object}",
            "absent": "{client.absent}", "braces": "{{\"a\":{\"b\":1}}}", "covered": "configuration",
        }},
        "hardParams": [{"name": "hard.deep[1].x", "location": "body", "value": "true"}],
        "parameters": [{"name": "covered", "location": "body", "source": "clientBody", "path": "object.a"}]});
    let client = json!({"object": {"a": 1.5, "{field.account}": "{client.list}"}, "list": [7, "x"]});
    insta::assert_snapshot!(both(endpoint, client));
}

#[test]
fn a_form_body_is_encoded() {
    let endpoint = json!({
    "method": "POST", "bodyFormat": "form", "request": {"authentication": {"type": "basic"}, "body": {"Body": "{client.text}", "Tags": "{client.tags}"}},
    "parameters": [
        {"name": "To", "location": "body", "source": "clientBody", "path": "to", "required": true},
        {"name": "From", "location": "body", "source": "field", "field": "sender"},
        {"name": "ApiKey", "location": "body", "source": "field", "field": "X-Api-Key"},
        {"name": "Media Url", "location": "body", "source": "clientBody", "path": "media"},
    ]});
    let client = json!({"to": "+84 90&1=2", "text": "Xin chào\nbạn", "tags": ["a", 1]});
    insta::assert_snapshot!(both(endpoint, client));
}

#[test]
fn a_multipart_body_has_texts_as_parts() {
    let endpoint = json!({
    "method": "POST", "bodyFormat": "multipart", "request": {"authentication": {"type": "digest"}},
    "parameters": [
        {"name": "na\"me", "location": "body", "source": "clientBody", "path": "name"},
        {"name": "key", "location": "body", "source": "field", "field": "X-Api-Key"},
    ]});
    insta::assert_snapshot!(both(endpoint, json!({"name": "Ann\r\n--patchbay\r\n"})));
}

#[test]
fn a_text_body_takes_values_as_they_are() {
    let endpoint =
        json!({"method": "POST", "bodyFormat": "text", "request": {"body": "to={client.to}\n{client.text} {{x}}"}});
    insta::assert_snapshot!(both(endpoint, json!({"to": "+84", "text": "<a & b>"})));
}

#[test]
fn an_xml_body_takes_values_escaped() {
    let body = "<?xml version=\"1.0\"?>\n<sms to=\"{client.to}\" key='{field.X-Api-Key}'>{client.text}</sms>";
    let endpoint = json!({"method": "POST", "bodyFormat": "xml", "request": {"body": body}});
    insta::assert_snapshot!(both(endpoint, json!({"to": "\"/><evil", "text": "a < b & c \u{1}"})));
}

#[test]
fn a_configuration_says_what_the_lists_cannot() {
    let endpoint = json!({
        "url": "https://{integrator.host}/x?fixed=1",
        "request": {
            "headers": {"X-Key": "{authentications.api-key}", "X-Host": "{integrator.host} {integrator.name}", "X-Absent": "{client.nothing}", "X-N": 2},
            "params": {"phone": "{client.phone}", "filter": {"a": ["{client.phone}"]}, "n": 1, "secret": "{token}", "token-of-old": "x"}}});
    insta::assert_snapshot!(both(endpoint, json!({"phone": "+84 9"})));
}

#[test]
fn a_get_has_no_body_and_absent_optional_values_leave_no_trace() {
    let endpoint = json!({"parameters": [
        {"name": "phone", "location": "query", "source": "clientBody"},
        {"name": "X-Phone", "location": "header", "source": "clientBody", "path": "phone"},
        {"name": "X-Md5", "location": "md5", "source": "clientBody", "path": "phone"},
        {"name": "token-of-old", "source": "field"},
    ]});
    insta::assert_snapshot!(both(endpoint, Value::Null));
}

#[test]
fn an_absolute_url_goes_to_its_own_host() {
    let endpoint = json!({"url": "https://hooks.other.test:8443/{id}", "hardParams": [{"name": "id", "location": "path", "value": "v{client.n}"}]});
    insta::assert_snapshot!(both(endpoint, json!({"n": 2})));
}
