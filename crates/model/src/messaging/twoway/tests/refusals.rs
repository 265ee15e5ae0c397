//! Every way to be refused, with its code and its place.

use super::*;
use crate::messaging::refusal::{Refusal, RefusalCode as C};

fn assert_refused(payload: &Value, code: C, pointer: &str) {
    let refusal = decode(payload).unwrap_err();
    assert_eq!((refusal.code, refusal.pointer.as_deref()), (code, Some(pointer)), "{payload}: {}", refusal.message);
    assert_eq!(refusal.code.status(), 400);
}

#[test]
fn a_wrong_chat_is_told_at_its_member() {
    let change = |member: &str, value: Value| {
        let mut payload = sent();
        payload["chat"][member] = value;
        payload
    };
    for member in ["id", "accountId", "channel", "conversationClientId", "conversationHostId"] {
        assert_refused(&change(member, json!(null)), C::MissingMember, "/chat");
        assert_refused(&change(member, json!(1)), C::WrongType, &format!("/chat/{member}"));
    }
    for (member, value, code) in [
        ("accountId", json!("cc-2"), C::InvalidValue),
        ("channel", json!("a|b"), C::InvalidValue),
        ("channel", json!(""), C::InvalidValue),
        ("conversationClientId", json!("a|b"), C::InvalidValue),
        ("conversationClientId", json!(""), C::OutOfBounds),
        ("conversationHostId", json!("x".repeat(201)), C::OutOfBounds),
        ("conversationClientName", json!("x".repeat(201)), C::OutOfBounds),
        ("sessionId", json!("not one"), C::InvalidValue),
        ("ticket", json!("x"), C::UnknownMember),
    ] {
        assert_refused(&change(member, value), code, &format!("/chat/{member}"));
    }
}

#[test]
fn a_wrong_payload_is_told() {
    let change = |member: &str, value: Value| {
        let mut payload = sent();
        payload[member] = value;
        payload
    };
    let message = json!({"$type": "text", "text": "x"});
    for (payload, code, pointer) in [
        (json!([]), C::WrongType, ""),
        (json!({}), C::MissingMember, ""),
        (change("chat", json!("x")), C::WrongType, "/chat"),
        (change("conversationMessages", json!(null)), C::Empty, ""),
        (change("conversationMessages", json!([])), C::OutOfBounds, "/conversationMessages"),
        (change("conversationMessages", json!({})), C::WrongType, "/conversationMessages"),
        (change("conversationMessages", json!(["x"])), C::WrongType, "/conversationMessages/0"),
        (change("conversationMessages", json!(vec![message; 51])), C::OutOfBounds, "/conversationMessages"),
        (change("conversationEvents", json!([])), C::OutOfBounds, "/conversationEvents"),
        (change("targetAdaptersInfo", json!([])), C::ReceiveOnly, "/targetAdaptersInfo"),
        (change("messages", json!([])), C::UnknownMember, "/messages"),
    ] {
        assert_refused(&payload, code, pointer);
    }
    for text in ["", "{", "{\"chat\":", "\u{feff}{}"] {
        assert_eq!(Sent::decode(text, &account()).unwrap_err().code, C::MalformedJson, "{text}");
    }
}

#[test]
fn a_wrong_message_is_told_at_its_member() {
    let media = |member: &str, value: Value| {
        let mut message = json!({"$type": "media", "url": "https://a.test/x.png", "mimeType": "image/png"});
        message[member] = value;
        message
    };
    let option = |option: Value| json!({"$type": "suggestions", "text": "x", "options": [option]});
    for (message, code, pointer) in [
        (json!({"text": "x"}), C::MissingMember, ""),
        (json!({"$type": 1, "text": "x"}), C::WrongType, "/$type"),
        (json!({"$type": "Text", "text": "x"}), C::UnknownType, "/$type"),
        (json!({"$type": "carousel"}), C::UnknownType, "/$type"),
        (json!({"$type": "sticker", "url": "https://a.test", "mimeType": "image/webp"}), C::UnknownType, "/$type"),
        (json!({"$type": "text"}), C::MissingMember, ""),
        (json!({"$type": "text", "text": 1}), C::WrongType, "/text"),
        (json!({"$type": "text", "text": ""}), C::OutOfBounds, "/text"),
        (json!({"$type": "text", "text": "a\0b"}), C::InvalidValue, "/text"),
        (json!({"$type": "text", "text": "x", "url": "https://a.test"}), C::UnknownMember, "/url"),
        (json!({"$type": "text", "text": "x", "direction": "ClientOriginated"}), C::InvalidValue, "/direction"),
        (json!({"$type": "text", "text": "x", "direction": "up"}), C::InvalidValue, "/direction"),
        (json!({"$type": "text", "text": "x", "createdOn": "today"}), C::InvalidValue, "/createdOn"),
        (json!({"$type": "text", "text": "x", "id": ""}), C::OutOfBounds, "/id"),
        (media("url", json!("http://a.test/x.png")), C::InvalidValue, "/url"),
        (media("url", json!("a.test/x.png")), C::InvalidValue, "/url"),
        (media("url", json!("https://")), C::InvalidValue, "/url"),
        (media("url", json!("https://good.test@evil.test/")), C::InvalidValue, "/url"),
        (media("url", json!("https://a.test/x y")), C::InvalidValue, "/url"),
        (media("url", json!(format!("https://a.test/{}", "x".repeat(2048)))), C::OutOfBounds, "/url"),
        (media("mimeType", json!("png")), C::InvalidValue, "/mimeType"),
        (media("mimeType", json!(null)), C::MissingMember, ""),
        (media("fileName", json!("")), C::OutOfBounds, "/fileName"),
        (media("caption", json!("x".repeat(4097))), C::OutOfBounds, "/caption"),
        (json!({"$type": "location", "latitude": "6", "longitude": 0}), C::WrongType, "/latitude"),
        (json!({"$type": "location", "latitude": 90.1, "longitude": 0}), C::OutOfBounds, "/latitude"),
        (json!({"$type": "location", "latitude": 0, "longitude": -181}), C::OutOfBounds, "/longitude"),
        (json!({"$type": "contact", "name": ""}), C::OutOfBounds, "/name"),
        (json!({"$type": "contact", "name": "x", "phones": [1]}), C::WrongType, "/phones/0"),
        (json!({"$type": "contact", "name": "x", "emails": vec!["x"; 21]}), C::OutOfBounds, "/emails"),
        (json!({"$type": "suggestions", "text": "x"}), C::MissingMember, ""),
        (json!({"$type": "suggestions", "text": "x", "options": []}), C::OutOfBounds, "/options"),
        (
            json!({"$type": "suggestions", "text": "x", "options": vec![json!({"$type": "reply", "label": "x"}); 11]}),
            C::OutOfBounds,
            "/options",
        ),
        (option(json!({"$type": "call", "label": "x"})), C::UnknownType, "/options/0/$type"),
        (option(json!({"$type": "reply", "label": ""})), C::OutOfBounds, "/options/0/label"),
        (option(json!({"$type": "reply", "label": "x", "url": "https://a.test"})), C::UnknownMember, "/options/0/url"),
        (option(json!({"$type": "openUrl", "label": "x"})), C::MissingMember, "/options/0"),
        (option(json!({"$type": "openUrl", "label": "x", "url": "http://a.test"})), C::InvalidValue, "/options/0/url"),
        (option(json!({"$type": "dial", "label": "x", "number": ""})), C::OutOfBounds, "/options/0/number"),
        (json!({"$type": "template", "name": "x"}), C::MissingMember, ""),
        (json!({"$type": "template", "name": "x", "language": "e"}), C::OutOfBounds, "/language"),
        (json!({"$type": "template", "name": "x", "language": "en", "parameters": []}), C::WrongType, "/parameters"),
        (
            json!({"$type": "template", "name": "x", "language": "en", "parameters": {"a": "x".repeat(16 * 1024)}}),
            C::OutOfBounds,
            "/parameters",
        ),
    ] {
        assert_refused(&with_message(message), code, &format!("/conversationMessages/0{pointer}"));
    }
}

#[test]
fn a_wrong_event_is_told_at_its_member() {
    let adapter = "00000000-0000-7000-8000-000000000001";
    for (event, code, pointer) in [
        (json!({"$type": "Started"}), C::UnknownType, "/$type"),
        (json!({"$type": "RouterSessionStarted"}), C::ReceiveOnly, "/$type"),
        (json!({"$type": "RouterSessionEnded", "reason": "host"}), C::ReceiveOnly, "/$type"),
        (json!({"$type": "HandOverRequested"}), C::MissingMember, ""),
        (json!({"$type": "HandOverRequested", "targetAdapterId": "x"}), C::InvalidValue, "/targetAdapterId"),
        (
            json!({"$type": "HandOverRequested", "targetAdapterId": adapter, "context": "x".repeat(16 * 1024)}),
            C::OutOfBounds,
            "/context",
        ),
        (json!({"$type": "AgentAssigned", "agentName": "x".repeat(201)}), C::OutOfBounds, "/agentName"),
        (json!({"$type": "QueueEntered", "position": -1}), C::WrongType, "/position"),
        (json!({"$type": "QueueEntered", "text": "content"}), C::UnknownMember, "/text"),
        (json!({"$type": "TypingStarted"}), C::MissingMember, ""),
        (json!({"$type": "TypingStopped", "direction": "ClientOriginated"}), C::InvalidValue, "/direction"),
        (json!({"$type": "MessageRead"}), C::MissingMember, ""),
        (json!({"$type": "MessageFailed", "messageId": ""}), C::OutOfBounds, "/messageId"),
        (json!({"$type": "MessageFailed", "messageId": "m", "error": "x".repeat(1001)}), C::OutOfBounds, "/error"),
    ] {
        assert_refused(&with_event(event), code, &format!("/conversationEvents/0{pointer}"));
    }
}

#[test]
fn what_a_router_sends_has_ids_directions_and_times() {
    let chat = decode(&sent()).unwrap().key.chat(account(), None, None);
    let mut payload = json!({"chat": super::super::encode::encode_chat(&chat), "conversationMessages": [
        {"$type": "text", "id": uuid::Uuid::nil(), "direction": "ClientOriginated", "createdOn": "2026-11-20T09:30:00.000Z", "text": "x"}]});
    assert!(Payload::decode(&payload.to_string()).is_ok());
    for member in ["id", "direction", "createdOn"] {
        let before = payload["conversationMessages"][0].as_object_mut().unwrap().remove(member).unwrap();
        let refusal: Refusal = Payload::decode(&payload.to_string()).unwrap_err();
        assert_eq!(refusal.code, C::MissingMember, "{member}");
        payload["conversationMessages"][0][member] = before;
    }
}
