//! Messages of gateways.

use super::*;
use crate::messaging::arbitrary::any_content;
use crate::messaging::refusal::RefusalCode as C;
use crate::valid::Violation;
use proptest::prelude::*;
use serde_json::{Value, json};

fn sample() -> Value {
    json!({"id": "provider-1", "from": {"id": "628128778222", "name": "Farhan Akbar"}, "to": "628110000",
        "message": {"$type": "text", "text": "Halo"}})
}

#[test]
fn the_sample_of_the_documentation_is_read() {
    let read = GatewayMessage::decode(&sample().to_string()).unwrap();
    assert_eq!(read.encode(), sample());
    assert_eq!(read.name_parts(), ("Farhan".to_owned(), "Akbar".to_owned()));
    let key = read.chat_key("WhatsApp".parse().unwrap());
    assert_eq!((&*key.client_id, &*key.host_id), ("628128778222", "628110000"));
}

#[test]
fn each_defect_is_told_at_its_member() {
    for (pointer, value, code, told) in [
        ("/id", json!(null), C::MissingMember, ""),
        ("/id", json!(""), C::OutOfBounds, "/id"),
        ("/to", json!(1), C::WrongType, "/to"),
        ("/from", json!("62"), C::WrongType, "/from"),
        ("/from/id", json!("a|b"), C::InvalidValue, "/from/id"),
        ("/from/name", json!("x".repeat(201)), C::OutOfBounds, "/from/name"),
        ("/message/$type", json!("Text"), C::UnknownType, "/message/$type"),
        ("/message/text", json!(""), C::OutOfBounds, "/message/text"),
    ] {
        let mut message = sample();
        *message.pointer_mut(pointer).unwrap() = value;
        let refusal = GatewayMessage::decode(&message.to_string()).unwrap_err();
        assert_eq!((refusal.code, refusal.pointer.as_deref()), (code, Some(told)), "{message}");
        assert_eq!(Violation::from(refusal).pointer, told);
    }
    for (object, told) in [("", "/direction"), ("/from", "/from/direction"), ("/message", "/message/direction")] {
        let mut message = sample();
        message.pointer_mut(object).unwrap()["direction"] = json!("ClientOriginated");
        let refusal = GatewayMessage::decode(&message.to_string()).unwrap_err();
        assert_eq!((refusal.code, refusal.pointer.as_deref()), (C::UnknownMember, Some(told)));
    }
}

proptest! {
    #[test]
    fn a_message_is_read_as_it_was_written(message in any_content(), name in proptest::option::of("\\PC{0,30}")) {
        let message = GatewayMessage { id: "1".into(), from: Party { id: "2".into(), name }, to: "3".into(), message };
        prop_assert_eq!(GatewayMessage::decode(&message.encode().to_string()).unwrap(), message);
    }
}
