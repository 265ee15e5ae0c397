//! Typed ids of messaging.

use crate::id::uuid_id;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;
use uuid::Uuid;

uuid_id!(
    /// Names one channel of a call center (UUIDv7).
    ChannelId,
    /// Names one adapter (UUIDv7).
    AdapterId,
    /// Names one token of an adapter (UUIDv7), never the token itself.
    AdapterTokenId,
    /// Names one contact (UUIDv7).
    ContactId,
    /// Names one chat: a UUIDv5, computed by [`ChatKey::id`](super::chat::ChatKey::id).
    ChatId,
    /// Names one session of a chat with its host adapter (UUIDv7).
    SessionId,
    /// Names one message (UUIDv7).
    MessageId,
    /// Names one event of a chat (UUIDv7).
    ChatEventId,
);

impl ChatId {
    /// The same as the omnichannel dialect's `ticketNumber`, and as the conversation's id: without dashes.
    #[must_use]
    pub fn ticket_number(self) -> String {
        self.0.simple().to_string()
    }
}

impl ContactId {
    /// As the omnichannel dialect writes it: without dashes. [`FromStr`] reads it with and without.
    #[must_use]
    pub fn undashed(self) -> String {
        self.0.simple().to_string()
    }
}
