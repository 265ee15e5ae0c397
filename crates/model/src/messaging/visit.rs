//! The web chat's own dialect: what a visitor sends, and what a visitor sees of the chat (spec/twoway.md, The customer's
//! side). Nothing that is only adapters' business leaves here: no sessions, no handovers, no names of adapters.

use super::content::{Content, ContentType, read_content};
use super::event::{ChatEvent, EndReason, EventContent};
use super::message::{Message, MessageDirection};
use super::read::{Members, parse};
use super::refusal::{Refusal, RefusalCode};
use super::{ChatEventId, MessageId};
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// The address of ours in every chat of a visitor.
pub const HOST_ID: &str = "webchat";
/// The most characters of a visitor's id of a message.
pub const MAXIMUM_MESSAGE_ID: usize = 100;
/// The most characters of a visitor's name.
pub const MAXIMUM_NAME: usize = 100;

/// What a visitor says about itself when a visit begins.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct VisitDraft {
    /// The name, at most 100 characters; none: it is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

/// A message of a visitor.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct VisitorMessage {
    /// The visitor's own id of it, 1 to 100 letters, digits, `-` and `_`: the same one twice is one message.
    pub id: String,
    /// What it says: a text or a location.
    pub message: Content,
}

impl VisitorMessage {
    /// Reads one.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn decode(text: &str) -> Result<Self, Refusal> {
        let value = parse(text)?;
        let body = Members::of(&value, "")?;
        body.only(&["id", "message"])?;
        let id = body.text("id")?;
        check_message_id(id)?;
        let message = Members::of(body.need("message")?, "/message")?;
        let message = read_content(&message, &[], &[ContentType::Text, ContentType::Location])?;
        Ok(Self { id: id.to_owned(), message })
    }
}

/// Checks a visitor's id of a message.
///
/// # Errors
/// What to write instead.
pub fn check_message_id(id: &str) -> Result<(), Refusal> {
    let fits = (1..=MAXIMUM_MESSAGE_ID).contains(&id.len())
        && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    let message = "use 1 to 100 letters, digits, - and _, such as a UUID";
    if fits { Ok(()) } else { Err(Refusal::at(RefusalCode::InvalidValue, "/id", message)) }
}

/// One thing that a visitor sees in the chat.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct VisitEntry {
    /// Its place in the chat, from 1. In the stream it is the event's id.
    pub number: i64,
    /// When it was said, or happened.
    pub created_on: Timestamp,
    /// What it is.
    #[serde(flatten)]
    pub what: VisitEvent,
}

/// What a visitor sees; its `kind` is also the name of the stream's event.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum VisitEvent {
    /// Something was said.
    #[serde(rename_all = "camelCase")]
    Message {
        /// Our id of it.
        id: MessageId,
        /// `ClientOriginated`: the visitor said it.
        direction: MessageDirection,
        /// The visitor's own id of it, if the visitor said it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        client_id: Option<String>,
        /// What it says.
        content: Content,
    },
    /// Somebody writes to the visitor.
    TypingStarted {
        /// Our id of it.
        id: ChatEventId,
    },
    /// Nobody does any more.
    TypingStopped {
        /// Our id of it.
        id: ChatEventId,
    },
    /// A person took the chat.
    #[serde(rename_all = "camelCase")]
    AgentAssigned {
        /// Our id of it.
        id: ChatEventId,
        /// Who.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        agent_name: Option<String>,
    },
    /// The chat waits for a person.
    QueueEntered {
        /// Our id of it.
        id: ChatEventId,
        /// Its place in the queue.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        position: Option<u32>,
    },
    /// The chat is over; the visitor's next message begins it again.
    Ended {
        /// Our id of it.
        id: ChatEventId,
        /// Why.
        reason: EndReason,
    },
}

impl VisitEvent {
    /// A message; `client_id` is the visitor's id of it.
    #[must_use]
    pub fn of_message(message: Message, client_id: Option<String>) -> Self {
        Self::Message { id: message.id, direction: message.direction, client_id, content: message.content }
    }

    /// An event of the chat; none: a visitor is not told of it.
    #[must_use]
    pub fn of_event(event: &ChatEvent) -> Option<Self> {
        let (id, to_client) = (event.id, MessageDirection::ClientTerminated);
        match &event.content {
            EventContent::TypingStarted { direction } if *direction == to_client => Some(Self::TypingStarted { id }),
            EventContent::TypingStopped { direction } if *direction == to_client => Some(Self::TypingStopped { id }),
            EventContent::AgentAssigned { agent_name } => {
                Some(Self::AgentAssigned { id, agent_name: agent_name.clone() })
            }
            EventContent::QueueEntered { position } => Some(Self::QueueEntered { id, position: *position }),
            EventContent::RouterSessionEnded { reason } => Some(Self::Ended { id, reason: *reason }),
            _ => None,
        }
    }

    /// Its `kind`.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Message { .. } => "message",
            Self::TypingStarted { .. } => "typingStarted",
            Self::TypingStopped { .. } => "typingStopped",
            Self::AgentAssigned { .. } => "agentAssigned",
            Self::QueueEntered { .. } => "queueEntered",
            Self::Ended { .. } => "ended",
        }
    }

    /// Whether it matters only while it is fresh: it is left out of histories.
    #[must_use]
    pub const fn is_fleeting(&self) -> bool {
        matches!(self, Self::TypingStarted { .. } | Self::TypingStopped { .. })
    }
}

/// A visit, as its visitor is told.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Visit {
    /// The visitor's token, in the answer that makes it and nowhere else: it opens this chat and no other.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
    /// The newest of the chat, the oldest of them first.
    pub entries: Vec<VisitEntry>,
    /// The cursor of what came before these; none: there is nothing.
    pub next_cursor: Option<String>,
    /// The number of the chat's last entry, 0 when there is none: the stream goes on after it.
    pub last: i64,
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use uuid::Uuid;

    fn refused(text: &str) -> (RefusalCode, String) {
        let refusal = VisitorMessage::decode(text).unwrap_err();
        (refusal.code, refusal.pointer.unwrap_or_default())
    }

    #[test]
    fn a_visitor_says_a_text_or_a_place_and_nothing_else() {
        let read = VisitorMessage::decode(r#"{"id":"a-1","message":{"$type":"text","text":"Halo 😀"}}"#).unwrap();
        assert_eq!((read.id.as_str(), read.message), ("a-1", Content::text("Halo 😀")));
        let media = r#"{"id":"a","message":{"$type":"media","url":"https://a.test/x","mimeType":"image/png"}}"#;
        assert_eq!(refused(media), (RefusalCode::UnknownType, "/message/$type".into()));
        assert_eq!(refused("{").0, RefusalCode::MalformedJson);
        let with_id = |id: &str| format!(r#"{{"id":"{id}","message":{{"$type":"text","text":"x"}}}}"#);
        for id in ["", "a b", "a:b", &"x".repeat(101)] {
            assert_eq!(refused(&with_id(id)), (RefusalCode::InvalidValue, "/id".into()), "{id}");
        }
    }

    #[test]
    fn a_visitor_is_told_nothing_of_the_routing() {
        let event = |content| ChatEvent {
            id: ChatEventId(Uuid::nil()),
            created_on: Timestamp(chrono::DateTime::UNIX_EPOCH),
            content,
        };
        let seen = |content| VisitEvent::of_event(&event(content));
        assert_eq!(seen(EventContent::RouterSessionStarted), None);
        let own = MessageDirection::ClientOriginated;
        assert_eq!(seen(EventContent::TypingStarted { direction: own }), None);
        let ended = seen(EventContent::RouterSessionEnded { reason: EndReason::Host }).unwrap();
        assert!(!ended.is_fleeting());
        let entry = VisitEntry { number: 7, created_on: Timestamp(chrono::DateTime::UNIX_EPOCH), what: ended };
        let written = serde_json::to_value(&entry).unwrap();
        assert_eq!(
            (&written["kind"], &written["reason"], &written["number"]),
            (&json!("ended"), &json!("host"), &json!(7))
        );
        assert_eq!(serde_json::from_value::<VisitEntry>(written).unwrap(), entry);
    }
}
