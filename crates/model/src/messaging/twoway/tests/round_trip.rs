//! What is written is read back.

use super::*;
use crate::messaging::arbitrary::{chat, event, event_content, message, twoway_content};
use crate::messaging::event::EventContent;
use crate::messaging::message::MessageDirection;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

fn target() -> impl Strategy<Value = TargetAdapter> {
    (any::<u128>(), "\\PC{1,20}", any::<bool>()).prop_map(|(id, name, is_bot)| TargetAdapter {
        adapter_id: AdapterId(uuid::Uuid::from_u128(id)),
        name,
        is_bot,
    })
}

fn payload() -> impl Strategy<Value = Payload> {
    (chat(), vec(message(), 0..4), vec(event(), 0..4), vec(target(), 0..3))
        .prop_filter("at least one", |(_, messages, events, _)| !(messages.is_empty() && events.is_empty()))
        .prop_map(|(chat, messages, events, target_adapters)| Payload { chat, messages, events, target_adapters })
}

/// What an adapter may tell.
fn told() -> impl Strategy<Value = EventContent> {
    event_content().prop_filter("the router's own, or of the client", |content| match content {
        EventContent::TypingStarted { direction } | EventContent::TypingStopped { direction } => {
            *direction == MessageDirection::ClientTerminated
        }
        other => !other.event_type().is_the_routers(),
    })
}

proptest! {
    #[test]
    fn a_payload_is_read_as_it_was_written(payload in payload()) {
        let text = payload.encode().to_string();
        prop_assert_eq!(Payload::decode(&text).unwrap(), payload);
    }

    #[test]
    fn what_an_adapter_sends_is_read_as_it_was_written(
        chat in chat(), content in twoway_content(), event in told(), id in option::of("[a-z0-9-]{1,20}"),
    ) {
        let mut chat_members = super::super::encode::encode_chat(&chat);
        chat_members["id"] = json!("anything");
        let mut message = serde_json::to_value(&content).unwrap();
        message["id"] = json!(id);
        let payload = json!({"chat": chat_members, "conversationMessages": [message],
            "conversationEvents": [serde_json::to_value(&event).unwrap()]});
        let read = decode(&payload).unwrap();
        prop_assert_eq!(read.chat_id(&account()), chat.id);
        prop_assert_eq!(read.key, chat.key);
        prop_assert_eq!(read.session_id, chat.session_id);
        prop_assert_eq!(&read.messages[0].content, &content);
        prop_assert_eq!(&read.messages[0].sender_id, &id);
        prop_assert_eq!(&read.events[0].content, &event);
    }

    #[test]
    fn no_text_crashes_the_reader(text in "[\\PC\\n]{0,40}|[\\[\\]{}\",:$a1 \\n\\\\é]{0,60}") {
        let _ = Sent::decode(&text, &account());
        let _ = Payload::decode(&text);
    }
}
