//! A chat is a conversation too: what triggers hear of it.

use patchbay_model::event::{ChannelType, ConversationFacts, Customer, Direction, Event, EventType, Sms};
use patchbay_model::messaging::SessionId;
use patchbay_model::messaging::chat::split_name;
use patchbay_model::messaging::message::Message;
use patchbay_model::time::Timestamp;
use patchbay_store::chats::StoredChat;
use serde_json::Map;

/// The most characters of a sub-type (spec/events.md); names of channels may be longer.
const MAXIMUM_SUB_TYPE: usize = 50;

/// An event of the conversation that a chat is. Its id follows from session and kind: told twice it is heard once.
pub(super) fn conversation_event(
    event_type: EventType,
    chat: &StoredChat,
    session: SessionId,
    now: Timestamp,
) -> Event {
    let (first, last) = split_name(&chat.client_name);
    let name = |text: String| Some(text).filter(|text| !text.is_empty());
    let sub_type: String = chat.key.channel.folded().chars().take(MAXIMUM_SUB_TYPE).collect();
    Event {
        id: format!("chat {session} {event_type}"),
        event_type,
        occurred_at: now,
        conversation: ConversationFacts {
            id: chat.id.ticket_number(),
            channel_type: ChannelType::Chat,
            channel_sub_type: Some(sub_type),
            direction: Direction::Inbound,
            language: None,
            priority: None,
            skills: None,
            queue: None,
            agent: None,
            preferred_agent: None,
            required_agents: None,
            source: Some(chat.key.client_id.clone()),
            destination: Some(chat.key.host_id.clone()),
            created: Some(now),
            contact: Some(Customer {
                id: Some(chat.contact_id.undashed()),
                first_name: name(first),
                last_name: name(last),
            }),
        },
        data: Map::new(),
    }
}

/// That an SMS came in over one of our own channels: what a platform would post (spec/callbox.md, sms_received).
pub(super) fn sms_received(chat: &StoredChat, session: SessionId, message: &Message) -> Event {
    let sms = Sms {
        id: message.id.to_string(),
        to: chat.key.host_id.clone(),
        from: chat.key.client_id.clone(),
        text: message.content.as_text("en"),
        sent_at: Some(message.created_on),
        agent: None,
    };
    let sms = serde_json::to_value(sms).unwrap_or_default();
    Event {
        id: format!("sms {}", message.id),
        data: Map::from_iter([("sms".to_owned(), sms)]),
        ..conversation_event(EventType::SmsReceived, chat, session, message.created_on)
    }
}
