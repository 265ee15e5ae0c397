//! TwoWay read and written.

mod answers;
mod refusals;
mod round_trip;

use super::*;
use crate::id::CallCenterId;
use serde_json::{Value, json};

fn account() -> CallCenterId {
    "cc-1".parse().unwrap()
}

/// What an adapter sends, after the sample of the documentation.
fn sent() -> Value {
    json!({"chat": {"id": "whatever", "accountId": "cc-1", "channel": "WhatsApp", "conversationClientId": "628128778222",
            "conversationHostId": "628110000", "conversationClientName": "Farhan Akbar"},
        "conversationMessages": [{"$type": "text", "id": "m-1", "direction": "ClientTerminated",
            "createdOn": "2026-11-20T09:30:00.000Z", "text": "Hello"}]})
}

fn with_message(message: Value) -> Value {
    let mut payload = sent();
    payload["conversationMessages"] = json!([message]);
    payload
}

fn with_event(event: Value) -> Value {
    let mut payload = sent();
    payload["conversationEvents"] = json!([event]);
    payload
}

fn decode(payload: &Value) -> Result<Sent, crate::messaging::refusal::Refusal> {
    Sent::decode(&payload.to_string(), &account())
}

#[test]
fn the_sample_of_the_documentation_is_read() {
    let read = decode(&sent()).unwrap();
    assert_eq!(read.key.channel.as_str(), "WhatsApp");
    assert_eq!(read.client_name.as_deref(), Some("Farhan Akbar"));
    assert_eq!(read.messages[0].sender_id.as_deref(), Some("m-1"));
    assert_eq!(read.messages[0].content, Content::text("Hello"));
}

#[test]
fn the_id_that_a_sender_gives_a_chat_is_ignored() {
    let mut other = sent();
    other["chat"]["id"] = json!("00000000-0000-4000-8000-000000000000");
    let (first, second) = (decode(&sent()).unwrap(), decode(&other).unwrap());
    assert_eq!(first.chat_id(&account()), second.chat_id(&account()));
    assert_eq!(first, second);
}

#[test]
fn what_a_sender_may_leave_out_may_be_left_out_or_null() {
    let least = with_message(json!({"$type": "text", "text": "x"}));
    let nulls = with_message(json!({"$type": "text", "text": "x", "id": null, "direction": null, "createdOn": null}));
    assert_eq!(decode(&least).unwrap(), decode(&nulls).unwrap());
}

#[test]
fn fifty_messages_keep_their_order() {
    let mut payload = sent();
    let messages: Vec<Value> = (0..50).map(|n| json!({"$type": "text", "text": format!("{n}")})).collect();
    payload["conversationMessages"] = json!(messages);
    let read = decode(&payload).unwrap();
    let texts = read.messages.iter().map(|message| message.content.as_text("en"));
    assert!(texts.eq((0..50).map(|n| n.to_string())));
}

#[test]
fn a_text_is_counted_in_characters_and_kept_as_it_is() {
    for unit in ["x", "😀", "م", "\u{202e}", "é"] {
        let text = unit.repeat(4096);
        let read = decode(&with_message(json!({"$type": "text", "text": text}))).unwrap();
        assert_eq!(read.messages[0].content, Content::text(&text), "{unit}");
        let long = decode(&with_message(json!({"$type": "text", "text": format!("{text}x")}))).unwrap_err();
        assert_eq!(long.code.as_str(), "out_of_bounds", "{unit}");
    }
    // A family is one picture of seven characters.
    let family = "👩‍👩‍👧‍👦";
    let read = decode(&with_message(json!({"$type": "text", "text": family}))).unwrap();
    assert_eq!(read.messages[0].content, Content::text(family));
}

#[test]
fn a_sticker_is_sent_as_the_picture_that_it_is() {
    let chat = decode(&sent()).unwrap().key.chat(account(), None, None);
    let content: Content =
        serde_json::from_value(json!({"$type": "sticker", "url": "https://a.test/x.webp", "mimeType": "image/webp"}))
            .unwrap();
    let message: Message = serde_json::from_value(json!({"id": uuid::Uuid::nil(), "direction": "ClientOriginated",
        "createdOn": "2026-11-20T09:30:00.000Z", "content": content}))
    .unwrap();
    let payload = Payload { chat, messages: vec![message], events: vec![], target_adapters: vec![] };
    let written = &payload.encode()["conversationMessages"][0];
    assert_eq!(written["$type"], "media");
    assert_eq!(written["url"], "https://a.test/x.webp");
}
