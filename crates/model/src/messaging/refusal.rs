//! Why a messaging face does not do what it was asked; each face says it in its own dialect.

use crate::json::JsonError;
use crate::trigger::closed_set;
use crate::valid::Violation;
use serde::{Deserialize, Serialize};

closed_set!(
    /// The reasons, with the words that stand on the wire.
    RefusalCode {
        /// The text is no JSON.
        MalformedJson = "malformed_json",
        /// A member that has to be there is not.
        MissingMember = "missing_member",
        /// A text where a number belongs, and the like.
        WrongType = "wrong_type",
        /// A member that nothing has.
        UnknownMember = "unknown_member",
        /// A `$type` or `messageType` that is none of the documented.
        UnknownType = "unknown_type",
        /// Too long, too short, too many, too few, too large.
        OutOfBounds = "out_of_bounds",
        /// Of the right type and size, and yet nothing that can be used: no https URL, another account.
        InvalidValue = "invalid_value",
        /// Only the router says this.
        ReceiveOnly = "receive_only",
        /// Neither a message nor an event.
        Empty = "empty",
        /// A command other than `Close`.
        UnknownCommand = "unknown_command",
        /// No token, an unknown one, or a revoked one. Told without details.
        Unauthenticated = "unauthenticated",
        /// The token lacks the right.
        Forbidden = "forbidden",
        /// No such account, adapter, chat or ticket, or not this sender's.
        NotFound = "not_found",
        /// The path knows other methods.
        MethodNotAllowed = "method_not_allowed",
        /// The session ended, the ticket is closed.
        SessionClosed = "session_closed",
        /// The body is over the limit.
        BodyTooLarge = "body_too_large",
        /// The body is not said to be JSON.
        UnsupportedMediaType = "unsupported_media_type",
        /// The adapter does not list the channel, or the call center does not have it.
        ChannelNotAllowed = "channel_not_allowed",
        /// Too many requests.
        TooManyRequests = "too_many_requests",
        /// A defect of ours.
        Internal = "internal_error",
        /// The database is away, or the server is stopping.
        Unavailable = "unavailable",
    }
);

impl RefusalCode {
    /// The HTTP status of the messaging faces.
    #[must_use]
    pub const fn status(self) -> u16 {
        match self {
            Self::MalformedJson
            | Self::MissingMember
            | Self::WrongType
            | Self::UnknownMember
            | Self::UnknownType
            | Self::OutOfBounds
            | Self::InvalidValue
            | Self::ReceiveOnly
            | Self::Empty
            | Self::UnknownCommand => 400,
            Self::Unauthenticated => 401,
            Self::Forbidden => 403,
            Self::NotFound => 404,
            Self::MethodNotAllowed => 405,
            Self::SessionClosed => 409,
            Self::BodyTooLarge => 413,
            Self::UnsupportedMediaType => 415,
            Self::ChannelNotAllowed => 422,
            Self::TooManyRequests => 429,
            Self::Internal => 500,
            Self::Unavailable => 503,
        }
    }
}

/// One refusal: the first thing that was found.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Refusal {
    /// Why.
    pub code: RefusalCode,
    /// What is wrong this time and what to do, one sentence.
    pub message: String,
    /// JSON pointer (RFC 6901) into the body, `""` for all of it; none when the reason is not in the body.
    pub pointer: Option<String>,
}

impl Refusal {
    /// A refusal for a reason that is not in the body.
    #[must_use]
    pub fn new(code: RefusalCode, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), pointer: None }
    }

    /// A refusal of what stands at `pointer`.
    #[must_use]
    pub fn at(code: RefusalCode, pointer: impl Into<String>, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), pointer: Some(pointer.into()) }
    }

    /// The answer to a missing or wrong token: it says nothing that a stranger could learn from.
    #[must_use]
    pub fn unauthenticated() -> Self {
        Self::new(RefusalCode::Unauthenticated, "send a valid token")
    }
}

impl From<JsonError> for Refusal {
    fn from(error: JsonError) -> Self {
        let message = error.to_string();
        Self::at(RefusalCode::MalformedJson, error.pointer, message)
    }
}

impl From<Refusal> for Violation {
    /// For the faces that answer RFC 9457.
    fn from(refusal: Refusal) -> Self {
        let pointer = refusal.pointer.unwrap_or_default();
        Self { pointer, message: refusal.message.into(), line: None, column: None }
    }
}
