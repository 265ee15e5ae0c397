//! What an adapter needs by its kind, and what a handover tells.

use super::*;
use crate::messaging::chat::ChatKey;
use crate::templating::TwoWayTemplate;
use crate::valid::Validate;
use serde_json::{Value, json};

fn draft(json: Value) -> AdapterDraft {
    serde_json::from_value(json).unwrap()
}

fn wrong(json: Value) -> Vec<String> {
    draft(json).validate().into_vec().into_iter().map(|found| found.pointer).collect()
}

fn twoway() -> Value {
    json!({"kind": "twoway", "name": "bot", "isBot": true, "channels": ["WhatsApp"],
        "messageEndpoint": {"url": "https://bot.test/in", "headers": {"X-Tenant": "acme", "Authorization": "Bearer x"}},
        "handoverEndpoint": {"url": "https://bot.test/handover", "headers": {}, "body": "{\"chat\": \"$chatId\"}"},
        "eventsEndpoint": {"url": "https://bot.test/events", "headers": {}}})
}

fn omnichannel() -> Value {
    json!({"kind": "omnichannel", "name": "suite", "channels": ["whatsapp"], "secret": "sesame-sesame-sesame",
        "properties": {"app.ext.integration.api.base.url": "https://suite.test/", "app.ext.integration.api.incomingMessage": "/in"}})
}

fn with(mut json: Value, pointer: &str, value: Value) -> Value {
    let (object, member) = pointer.rsplit_once('/').unwrap();
    json.pointer_mut(object).unwrap()[member] = value;
    json
}

#[test]
fn the_documented_bodies_are_valid() {
    for json in [twoway(), omnichannel(), json!({"kind": "twoway", "name": "sends only"})] {
        assert_eq!(wrong(json.clone()), Vec::<String>::new(), "{json}");
        assert!(draft(json).settings().is_some());
    }
    let properties = draft(omnichannel()).properties.unwrap();
    assert_eq!(properties.incoming_url().as_deref(), Some("https://suite.test/in"));
    assert_eq!(properties.send_message_path(&"cc-1".parse().unwrap()), "/ext/cc-1/sendMessage");
    assert_eq!(serde_json::to_value(&properties).unwrap()["app.ext.integration.api.sendMessage"], DEFAULT_SEND_MESSAGE);
}

#[test]
fn each_defect_of_a_twoway_adapter_is_told_at_its_member() {
    for (json, pointers) in [
        (with(twoway(), "/name", json!("")), &["/name"][..]),
        (with(twoway(), "/channels", json!(["Zalo"])), &["/channels/0"]),
        (with(twoway(), "/channels", json!(["whatsapp"])), &["/channels/0"]),
        (with(twoway(), "/channels", json!(["SMS", "SMS"])), &["/channels/1"]),
        (with(twoway(), "/messageEndpoint/url", json!("bot.test/in")), &["/messageEndpoint/url"]),
        (with(twoway(), "/messageEndpoint/url", json!("/in")), &["/messageEndpoint/url"]),
        (with(twoway(), "/eventsEndpoint/url", json!("https://bot.test/{client.x}")), &["/eventsEndpoint/url"]),
        (with(twoway(), "/eventsEndpoint/headers", json!({"X Y": "1"})), &["/eventsEndpoint/headers/X Y"]),
        (with(twoway(), "/eventsEndpoint/headers", json!({"Host": "x"})), &["/eventsEndpoint/headers/Host"]),
        (
            with(twoway(), "/eventsEndpoint/headers", json!({"Webhook-Id": "x"})),
            &["/eventsEndpoint/headers/Webhook-Id"],
        ),
        (with(twoway(), "/eventsEndpoint/headers", json!({"A": "x", "a": "x"})), &["/eventsEndpoint/headers/a"]),
        (with(twoway(), "/eventsEndpoint/headers", json!({"A": "x\r\nB: y"})), &["/eventsEndpoint/headers/A"]),
        (with(twoway(), "/eventsEndpoint/headers", json!({"A": {"set": true}})), &["/eventsEndpoint/headers/A"]),
        (with(twoway(), "/handoverEndpoint/body", json!("{\"a\": $chatid}")), &["/handoverEndpoint/body"]),
        (with(twoway(), "/handoverEndpoint/body", json!("")), &["/handoverEndpoint/body"]),
        (with(twoway(), "/secret", json!("sesame-sesame-sesame")), &["/secret"]),
        (with(twoway(), "/properties", json!({})), &["/properties"]),
    ] {
        assert_eq!(wrong(json.clone()), pointers, "{json}");
    }
}

#[test]
fn each_defect_of_an_omnichannel_adapter_is_told_at_its_member() {
    let at = |name: &str| format!("/properties/app.ext.integration.api.{name}");
    let property = |name: &str, value: &str| {
        let mut json = omnichannel();
        json["properties"][format!("app.ext.integration.api.{name}")] = json!(value);
        json
    };
    for (json, pointers) in [
        (with(omnichannel(), "/secret", json!("short")), vec!["/secret".to_owned()]),
        (with(omnichannel(), "/secret", json!(null)), vec!["/secret".to_owned()]),
        (with(omnichannel(), "/secret", json!("sesame sesame sesame")), vec!["/secret".to_owned()]),
        (with(omnichannel(), "/properties", json!(null)), vec!["/properties".to_owned()]),
        (
            with(omnichannel(), "/messageEndpoint", json!({"url": "https://a.test"})),
            vec!["/messageEndpoint".to_owned()],
        ),
        (property("base.url", "suite.test"), vec![at("base.url"), at("incomingMessage")]),
        (property("base.url", "https://suite.test?a=b"), vec![at("base.url")]),
        (property("incomingMessage", "in"), vec![at("incomingMessage")]),
        (property("sendMessage", "/api/v1/users"), vec![at("sendMessage")]),
        (property("sendMessage", "/ext/{owner}/command"), vec![at("sendMessage")]),
        (property("sendMessage", "/ext/{owner}/a/b"), vec![at("sendMessage")]),
    ] {
        assert_eq!(wrong(json.clone()), pointers, "{json}");
    }
    for off in [property("base.url", ""), property("sendMessage", ""), property("sendMessage", "/ext/cc-1/messages")] {
        assert_eq!(wrong(off.clone()), Vec::<String>::new(), "{off}");
    }
    assert_eq!(draft(property("base.url", "")).properties.unwrap().incoming_url(), None);
}

#[test]
fn plain_http_is_told_to_whoever_knows_the_guards_list() {
    let json = with(twoway(), "/eventsEndpoint/url", json!("http://127.0.0.1:9097/events"));
    assert_eq!(draft(json).plain_hosts(), [("/eventsEndpoint/url", "127.0.0.1:9097".to_owned())]);
    assert_eq!(draft(twoway()).plain_hosts(), []);
}

#[test]
fn a_header_that_carries_a_secret_is_known_by_its_name() {
    for name in ["Authorization", "X-Api-Key", "x-auth-token", "Cookie", "X-Hub-Signature", "Proxy-Authorization"] {
        assert!(is_secret_header(name), "{name}");
    }
    for name in ["X-Event", "X-Tenant", "Accept"] {
        assert!(!is_secret_header(name), "{name}");
    }
    assert!(!format!("{:?}", draft(twoway())).contains("Bearer x"));
}

#[test]
fn a_handover_without_a_body_tells_the_seven_variables_with_its_header() {
    let handover: HandoverEndpointDraft = serde_json::from_value(json!({"url": "https://bot.test"})).unwrap();
    assert_eq!(handover.sent_headers()["X-Event"], ValueInput::New("handover".into()));
    let typed: HandoverEndpointDraft =
        serde_json::from_value(json!({"url": "https://bot.test", "headers": {"x-event": "mine"}})).unwrap();
    assert_eq!(typed.sent_headers().len(), 1);

    let key = ChatKey { channel: "WhatsApp".parse().unwrap(), client_id: "6\"2".into(), host_id: "81".into() };
    let chat = key.chat("cc-1".parse().unwrap(), None, None);
    let template = TwoWayTemplate::parse(&handover.body).unwrap();
    let body = |context| {
        let rendered = template.render(&HandoverValues { chat: &chat, context });
        serde_json::from_str::<Value>(rendered.expose()).unwrap()
    };
    let told = json!({"chatId": chat.id, "sessionId": null, "accountId": "cc-1", "channel": "WhatsApp",
        "conversationHostId": "81", "conversationClientId": "6\"2", "context": {}});
    assert_eq!(body(None), told);
    assert_eq!(body(Some(&json!({"vip": true})))["context"], json!({"vip": true}));
}

#[test]
fn a_token_has_a_name_and_rights_of_the_three() {
    let wrong = |json: Value| {
        let draft: AdapterTokenDraft = serde_json::from_value(json).unwrap();
        draft.validate().into_vec().into_iter().map(|found| found.pointer).collect::<Vec<_>>()
    };
    let all = json!(["message:send", "session:update", "history:read"]);
    assert_eq!(wrong(json!({"name": "main", "rights": all})), Vec::<String>::new());
    assert_eq!(wrong(json!({"name": "", "rights": []})), ["/name", "/rights"]);
    assert_eq!(wrong(json!({"name": "a", "rights": ["message:send", "message:send"]})), ["/rights/1"]);
    assert!(serde_json::from_value::<AdapterTokenDraft>(json!({"name": "a", "rights": ["admin"]})).is_err());
}
