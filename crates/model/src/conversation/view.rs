//! What lists and the page of one conversation show (spec/api.md, Reading).

use super::{AttachedData, ConversationMessage, ConversationState, EffectReport, Routing, Standing};
use crate::event::{ChannelType, ConversationFacts, Direction, Event, QueueReference};
use crate::id::{CallCenterId, ExecutionId};
use crate::time::Timestamp;
use crate::trigger::EventName;
use serde::{Deserialize, Serialize};

/// A conversation in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ConversationSummary {
    /// The platform's name of it.
    pub id: String,
    /// The tenant.
    pub call_center_id: CallCenterId,
    /// Where it stands.
    pub state: ConversationState,
    /// A call or a chat.
    pub channel_type: ChannelType,
    /// Who began it.
    pub direction: Direction,
    /// The queue that it stands in: its address, or its id where no address was said.
    pub queue: Option<String>,
    /// Who called or wrote.
    pub source: Option<String>,
    /// Who was called or written to.
    pub destination: Option<String>,
    /// When it was first heard of.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
}

/// One conversation, with what integrations did to it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ConversationDetail {
    /// The platform's name of it.
    pub id: String,
    /// The tenant.
    pub call_center_id: CallCenterId,
    /// Where it stands.
    pub state: ConversationState,
    /// What the platform said of it, the newest of each.
    pub facts: ConversationFacts,
    /// The queue that it overflowed from.
    pub forwarding_queue: Option<QueueReference>,
    /// Where it should go.
    pub routing: Routing,
    /// What customers, agents and integrations left with it.
    pub attached_data: AttachedData,
    /// The one event that ended it.
    pub terminal: Option<EventName>,
    /// When the first event that is known happened.
    pub first_event_at: Timestamp,
    /// When the last one happened.
    pub last_event_at: Timestamp,
    /// When it was first connected.
    pub connected_at: Option<Timestamp>,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
    /// What came of the effects of executions, oldest first, at most 1,000.
    pub effects: Vec<EffectEntry>,
    /// The newest messages of a chat, oldest of them first; none of what is no chat of ours.
    #[serde(default)]
    pub messages: Vec<ConversationMessage>,
}

/// Which conversations a list shows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ConversationQuery {
    /// Only those that stand there.
    pub state: Option<ConversationState>,
    /// Only chats over this messaging channel, in any case: what events call `channelSubType`.
    pub messaging_channel: Option<String>,
    /// Only calls, or only chats.
    pub channel_type: Option<ChannelType>,
    /// Only this direction.
    pub direction: Option<Direction>,
    /// Only this queue, by its address.
    pub queue: Option<String>,
    /// Exactly this conversation, source or destination.
    pub search: Option<String>,
    /// Only those that were first heard of at or after this.
    pub since: Option<Timestamp>,
}

/// An event in a conversation's timeline.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct TimelineEvent {
    /// As it was posted.
    pub event: Event,
    /// How it came.
    pub standing: Standing,
    /// When it was accepted.
    pub received_at: Timestamp,
    /// What it made run.
    pub executions: Vec<ExecutionId>,
}

/// What came of the effects of one execution.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct EffectEntry {
    /// Whose response it was.
    pub execution_id: ExecutionId,
    /// When it was judged.
    pub at: Timestamp,
    /// What was applied and what was not.
    #[serde(flatten)]
    pub report: EffectReport,
}
