//! Writing TwoWay.

use super::Payload;
use crate::messaging::chat::Chat;
use crate::messaging::content::{Content, Media};
use crate::messaging::event::ChatEvent;
use crate::messaging::message::Message;
use serde::Serialize;
use serde_json::{Map, Value, json};

impl Payload {
    /// The body of the request.
    #[must_use]
    pub fn encode(&self) -> Value {
        let mut body = Map::new();
        body.insert("chat".into(), encode_chat(&self.chat));
        let mut list = |name: &str, elements: Vec<Value>| {
            if !elements.is_empty() {
                body.insert(name.into(), Value::Array(elements));
            }
        };
        list("conversationMessages", self.messages.iter().map(encode_message).collect());
        list("conversationEvents", self.events.iter().map(encode_event).collect());
        list("targetAdaptersInfo", self.target_adapters.iter().map(plain).collect());
        Value::Object(body)
    }
}

/// The chat as it stands in payloads and answers.
pub(super) fn encode_chat(chat: &Chat) -> Value {
    let mut members = Map::new();
    members.insert("id".into(), json!(chat.id));
    if let Some(session) = chat.session_id {
        members.insert("sessionId".into(), json!(session));
    }
    members.insert("accountId".into(), json!(chat.account_id));
    members.insert("channel".into(), json!(chat.key.channel));
    members.insert("conversationClientId".into(), json!(chat.key.client_id));
    members.insert("conversationHostId".into(), json!(chat.key.host_id));
    if let Some(name) = &chat.client_name {
        members.insert("conversationClientName".into(), json!(name));
    }
    Value::Object(members)
}

/// A message as it stands in payloads and histories.
pub(super) fn encode_message(message: &Message) -> Value {
    // A sticker is none of TwoWay's types: it is sent as the picture that it is.
    let as_media = match &message.content {
        Content::Sticker(sticker) => Some(Content::Media(Media {
            url: sticker.url.clone(),
            mime_type: sticker.mime_type.clone(),
            file_name: None,
            caption: None,
        })),
        _ => None,
    };
    let content = plain(as_media.as_ref().unwrap_or(&message.content));
    let around =
        [("id", json!(message.id)), ("direction", json!(message.direction)), ("createdOn", json!(message.created_on))];
    merge(content, around)
}

/// An event as it stands in payloads and histories.
pub(super) fn encode_event(event: &ChatEvent) -> Value {
    merge(plain(&event.content), [("id", json!(event.id)), ("createdOn", json!(event.created_on))])
}

/// The members of the content after its `$type` and those around it, for people who read it.
fn merge<const N: usize>(content: Value, around: [(&str, Value); N]) -> Value {
    let Value::Object(mut content) = content else { return content };
    let mut members = Map::new();
    if let Some(kind) = content.remove("$type") {
        members.insert("$type".into(), kind);
    }
    members.extend(around.map(|(name, value)| (name.to_owned(), value)));
    members.extend(content);
    Value::Object(members)
}

/// Types whose members are texts, numbers and JSON can't fail to be written.
fn plain(value: &impl Serialize) -> Value {
    serde_json::to_value(value).unwrap_or_default()
}
