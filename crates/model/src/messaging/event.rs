//! What happens around the messages of a chat (spec/twoway.md, Events): metadata, never content.

use super::message::MessageDirection;
use super::{AdapterId, ChatEventId};
use crate::time::Timestamp;
use crate::trigger::closed_set;
use serde::{Deserialize, Serialize};
use serde_json::Value;

closed_set!(
    /// The events, as their `$type` names them.
    ChatEventType {
        /// A session began: an adapter hosts the chat.
        RouterSessionStarted = "RouterSessionStarted",
        /// It ended.
        RouterSessionEnded = "RouterSessionEnded",
        /// Another adapter is to host the chat.
        HandOverRequested = "HandOverRequested",
        /// It does.
        HandOverCompleted = "HandOverCompleted",
        /// It will not.
        HandOverRejected = "HandOverRejected",
        /// A person took the chat.
        AgentAssigned = "AgentAssigned",
        /// The chat waits for a person.
        QueueEntered = "QueueEntered",
        /// Somebody writes.
        TypingStarted = "TypingStarted",
        /// Nobody does any more.
        TypingStopped = "TypingStopped",
        /// A message arrived.
        MessageDelivered = "MessageDelivered",
        /// A message was read.
        MessageRead = "MessageRead",
        /// A message did not arrive.
        MessageFailed = "MessageFailed",
    }
);

closed_set!(
    /// Why a session ended.
    EndReason {
        /// The adapter, the third party or an operator ended it.
        Host = "host",
        /// The customer left.
        Client = "client",
        /// Nobody wrote for long.
        Idle = "idle",
        /// The routing was reset.
        Reset = "reset",
    }
);

/// An event of a chat.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ChatEvent {
    /// Ours.
    pub id: ChatEventId,
    /// When it happened.
    pub created_on: Timestamp,
    /// What happened.
    pub content: EventContent,
}

/// What happened; as JSON an object with a `$type`.
///
/// Reading by serde is for what was stored: a face reads strictly.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "$type")]
pub enum EventContent {
    /// See [`ChatEventType::RouterSessionStarted`].
    RouterSessionStarted,
    /// See [`ChatEventType::RouterSessionEnded`].
    RouterSessionEnded {
        /// Why.
        reason: EndReason,
    },
    /// See [`ChatEventType::HandOverRequested`].
    HandOverRequested(HandOver),
    /// See [`ChatEventType::HandOverCompleted`].
    HandOverCompleted(HandOver),
    /// See [`ChatEventType::HandOverRejected`].
    HandOverRejected(HandOver),
    /// See [`ChatEventType::AgentAssigned`].
    #[serde(rename_all = "camelCase")]
    AgentAssigned {
        /// Who, at most 200 characters.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        agent_name: Option<String>,
    },
    /// See [`ChatEventType::QueueEntered`].
    QueueEntered {
        /// Its place in the queue.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        position: Option<u32>,
    },
    /// See [`ChatEventType::TypingStarted`].
    TypingStarted {
        /// Who writes: the client, or somebody to the client.
        direction: MessageDirection,
    },
    /// See [`ChatEventType::TypingStopped`].
    TypingStopped {
        /// See [`EventContent::TypingStarted`].
        direction: MessageDirection,
    },
    /// See [`ChatEventType::MessageDelivered`].
    MessageDelivered(Receipt),
    /// See [`ChatEventType::MessageRead`].
    MessageRead(Receipt),
    /// See [`ChatEventType::MessageFailed`].
    MessageFailed(Receipt),
}

/// From which adapter to which, and what the next one should know.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct HandOver {
    /// Who hosted the chat; none when nobody did, or when the sender means itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_adapter_id: Option<AdapterId>,
    /// Who is to.
    pub target_adapter_id: AdapterId,
    /// Any JSON, at most 16 KiB.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub context: Option<Value>,
}

/// What became of a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Receipt {
    /// Its id, as whoever is told knows it; 1 to 200 characters.
    pub message_id: String,
    /// What went wrong, at most 1000 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}

impl EventContent {
    /// Its kind.
    #[must_use]
    pub const fn event_type(&self) -> ChatEventType {
        match self {
            Self::RouterSessionStarted => ChatEventType::RouterSessionStarted,
            Self::RouterSessionEnded { .. } => ChatEventType::RouterSessionEnded,
            Self::HandOverRequested(_) => ChatEventType::HandOverRequested,
            Self::HandOverCompleted(_) => ChatEventType::HandOverCompleted,
            Self::HandOverRejected(_) => ChatEventType::HandOverRejected,
            Self::AgentAssigned { .. } => ChatEventType::AgentAssigned,
            Self::QueueEntered { .. } => ChatEventType::QueueEntered,
            Self::TypingStarted { .. } => ChatEventType::TypingStarted,
            Self::TypingStopped { .. } => ChatEventType::TypingStopped,
            Self::MessageDelivered(_) => ChatEventType::MessageDelivered,
            Self::MessageRead(_) => ChatEventType::MessageRead,
            Self::MessageFailed(_) => ChatEventType::MessageFailed,
        }
    }
}

impl ChatEventType {
    /// Whether only the router says it, never an adapter.
    #[must_use]
    pub const fn is_the_routers(self) -> bool {
        matches!(self, Self::RouterSessionStarted | Self::RouterSessionEnded)
    }
}
