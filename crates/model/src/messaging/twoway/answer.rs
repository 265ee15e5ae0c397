//! What the outbound URL answers (spec/twoway.md, Sending).

use super::encode::encode_chat;
use crate::messaging::chat::Chat;
use crate::messaging::refusal::{Refusal, RefusalCode};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The answer of 201: the chat with the id and session that count.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Accepted {
    /// The chat.
    pub chat: Value,
    /// For people.
    pub message: String,
}

/// The body of every other answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ErrorAnswer {
    /// What is wrong.
    pub error: ErrorDetails,
}

/// What is wrong, in TwoWay's dialect.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ErrorDetails {
    /// The reason.
    pub code: RefusalCode,
    /// One sentence for a person.
    pub message: String,
    /// JSON pointer into the body; null when the reason is not in it.
    pub pointer: Option<String>,
    /// Names the request in the logs.
    pub request_id: Option<String>,
}

impl Accepted {
    /// All of it is taken.
    #[must_use]
    pub fn of(chat: &Chat) -> Self {
        Self { chat: encode_chat(chat), message: "Message(s) accepted".to_owned() }
    }
}

impl ErrorAnswer {
    /// The body for `refusal`; its status is [`RefusalCode::status`].
    #[must_use]
    pub fn of(refusal: Refusal, request_id: Option<String>) -> Self {
        let Refusal { code, message, pointer } = refusal;
        Self { error: ErrorDetails { code, message, pointer, request_id } }
    }
}
