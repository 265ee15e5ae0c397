//! Names of channels, and what a channel needs by its kind.

use super::*;
use crate::valid::Validate;
use serde_json::{Value, json};

fn draft(json: Value) -> ChannelDraft {
    serde_json::from_value(json).unwrap()
}

fn wrong(json: Value) -> Vec<String> {
    draft(json).validate().into_vec().into_iter().map(|found| found.pointer).collect()
}

fn gateway() -> Value {
    json!({"name": "WhatsApp", "kind": "gateway", "callbackUrl": "https://gateway.test/in"})
}

fn sms() -> Value {
    json!({"name": "SMS", "kind": "sms", "template": "acme", "endpoint": "send", "sender": "+6281",
        "inbound": {"id": "MessageSid"}})
}

fn web_chat() -> Value {
    json!({"name": "CXWebConversations", "kind": "webchat", "allowedOrigins": ["https://shop.example.com:8443"]})
}

#[test]
fn each_kind_says_what_stands_behind_it() {
    for json in [gateway(), sms(), web_chat()] {
        assert_eq!(wrong(json.clone()), Vec::<String>::new(), "{json}");
        assert!(draft(json).transport().is_some());
    }
    assert_eq!(draft(gateway()).transport(), Some(Transport::Gateway { callback_url: "https://gateway.test/in" }));
    assert_eq!(draft(json!({"name": "x", "kind": "gateway"})).transport(), None);
}

#[test]
fn each_defect_is_told_at_its_member() {
    let with = |mut json: Value, member: &str, value: Value| {
        json[member] = value;
        json
    };
    for (json, pointers) in [
        (json!({"name": "WhatsApp", "kind": "gateway"}), &["/callbackUrl"][..]),
        (json!({"name": "SMS", "kind": "sms"}), &["/template", "/endpoint"]),
        (with(gateway(), "endpoint", json!("send")), &["/endpoint"]),
        (with(web_chat(), "callbackUrl", json!("https://a.test")), &["/callbackUrl"]),
        (with(gateway(), "callbackUrl", json!("ftp://a.test")), &["/callbackUrl"]),
        (with(gateway(), "callbackUrl", json!("/in")), &["/callbackUrl"]),
        (with(gateway(), "callbackUrl", json!("https://a.test/{client.id}")), &["/callbackUrl"]),
        (with(gateway(), "allowedOrigins", json!(["https://a.test"])), &["/allowedOrigins"]),
        (with(web_chat(), "allowedOrigins", json!(["https://a.test/x"])), &["/allowedOrigins/0"]),
        (with(web_chat(), "allowedOrigins", json!(["https://a.test", "https://a.test"])), &["/allowedOrigins/1"]),
        (with(sms(), "inbound", json!({"from": "", "text": "a\nb"})), &["/inbound/from", "/inbound/text"]),
        (with(gateway(), "inbound", json!({})), &["/inbound"]),
    ] {
        assert_eq!(wrong(json.clone()), pointers, "{json}");
    }
}

#[test]
fn plain_http_is_told_to_whoever_knows_the_guards_list() {
    let plain = json!({"name": "whatsapp", "kind": "gateway", "callbackUrl": "http://127.0.0.1:9097/customer"});
    assert_eq!(wrong(plain.clone()), Vec::<String>::new());
    assert_eq!(draft(plain).plain_host(), Some(("/callbackUrl", "127.0.0.1:9097".to_owned())));
    assert_eq!(draft(gateway()).plain_host(), None);
}

#[test]
fn a_name_is_the_same_in_any_case_and_can_stand_in_a_path() {
    let name: ChannelName = "WhatsApp".parse().unwrap();
    assert!(name.is("whatsapp") && name.is("WHATSAPP") && !name.is("WhatsApp2"));
    assert_eq!("telegram messenger".parse::<ChannelName>().unwrap().twoway(), Some("Telegram Messenger"));
    assert_eq!("Zalo".parse::<ChannelName>().unwrap().twoway(), None);
    for good in TWOWAY_CHANNELS.into_iter().chain(["Zalo", "Lời nhắn", &"x".repeat(64)]) {
        assert!(good.parse::<ChannelName>().is_ok(), "{good}");
    }
    for bad in ["", " a", "a|b", "a/b", "a\nb", ".", "..", &"x".repeat(65)] {
        assert_eq!(bad.parse::<ChannelName>(), Err(InvalidChannelName), "{bad}");
    }
}

#[test]
fn a_channel_that_is_read_can_be_written_back() {
    let read: Channel = serde_json::from_value(json!({"id": uuid::Uuid::nil(), "callCenterId": "cc-1", "name": "SMS",
        "kind": "sms", "callbackUrl": null, "template": "acme", "endpoint": "send", "sender": "+6281",
        "inbound": {"id": "MessageSid"},
        "inboundToken": {"createdAt": "2026-11-20T09:30:00.000Z", "previousEndsAt": null}, "allowedOrigins": [], "version": 1,
        "createdAt": "2026-11-20T09:30:00.000Z", "updatedAt": "2026-11-20T09:30:00.000Z"}))
    .unwrap();
    let written = ChannelDraft::from(&read);
    assert!(written.validate().is_empty());
    assert_eq!(written, draft(sms()));
}
