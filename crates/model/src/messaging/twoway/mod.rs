//! The TwoWay dialect: one JSON schema for both directions (spec/twoway.md; `public/schemas/twoway.json`).
//!
//! # Layout
//! [`Sent`] is what an adapter posts to its outbound URL, [`Payload`] what the router posts to an adapter's webhooks; `decode`
//! and `encode` are the two ways, `events` those of the events. [`control`] is routing, state and history. [`ErrorAnswer`]
//! and [`Accepted`] are what the outbound URL answers.

mod answer;
pub mod control;
mod decode;
mod encode;
mod events;

use super::chat::Chat;
use super::content::{Content, ContentType};
use super::event::{ChatEvent, EventContent};
use super::message::Message;
use super::{AdapterId, ChatId, SessionId};
use crate::messaging::chat::ChatKey;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

pub use answer::{Accepted, ErrorAnswer, ErrorDetails};

/// What can stand in `$type` of a message.
pub const CONTENT_TYPES: [ContentType; 6] = [
    ContentType::Text,
    ContentType::Media,
    ContentType::Location,
    ContentType::Contact,
    ContentType::Suggestions,
    ContentType::Template,
];

/// What the router posts to an adapter: to its message endpoint, or with events alone to its events endpoint.
#[derive(Debug, Clone, PartialEq)]
pub struct Payload {
    /// The chat.
    pub chat: Chat,
    /// At most 50, in the order in which they were written.
    pub messages: Vec<Message>,
    /// At most 50. Of messages and events there is at least one.
    pub events: Vec<ChatEvent>,
    /// The adapters that the chat could be handed over to.
    pub target_adapters: Vec<TargetAdapter>,
}

/// An adapter that a chat could be handed over to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TargetAdapter {
    /// Its id.
    pub adapter_id: AdapterId,
    /// Its name.
    pub name: String,
    /// Whether a program answers there.
    pub is_bot: bool,
}

/// What an adapter posts to its outbound URL. What the sender calls the chat is ignored: its id follows from the key.
#[derive(Debug, Clone, PartialEq)]
pub struct Sent {
    /// The chat. The channel is spelled as it was sent.
    pub key: ChatKey,
    /// The session that the sender means, if it says so.
    pub session_id: Option<SessionId>,
    /// The customer's name, if the sender says so.
    pub client_name: Option<String>,
    /// At most 50, in order.
    pub messages: Vec<SentMessage>,
    /// At most 50. Of messages and events there is at least one.
    pub events: Vec<SentEvent>,
}

/// A message to the client, without an id of ours yet.
#[derive(Debug, Clone, PartialEq)]
pub struct SentMessage {
    /// What the sender calls it, 1 to 200 characters.
    pub sender_id: Option<String>,
    /// When it was written, if the sender says so.
    pub created_on: Option<Timestamp>,
    /// What it says.
    pub content: Content,
}

/// An event that an adapter tells, without an id of ours yet.
#[derive(Debug, Clone, PartialEq)]
pub struct SentEvent {
    /// What the sender calls it, 1 to 200 characters.
    pub sender_id: Option<String>,
    /// When it happened, if the sender says so.
    pub created_on: Option<Timestamp>,
    /// What happened; never an event of the router's own.
    pub content: EventContent,
}

impl Sent {
    /// The chat's id at the account that it was sent to.
    #[must_use]
    pub fn chat_id(&self, account: &crate::id::CallCenterId) -> ChatId {
        self.key.id(account)
    }
}

#[cfg(test)]
mod tests;
