//! What a sender says of a conversation. Everything that it may leave out or send as null is optional here: an event
//! says what it knows, the conversation remembers the rest.

use super::kind::{ChannelType, ConversationKind, Direction};
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Number;

/// The conversation as one event describes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ConversationFacts {
    /// The platform's name of it, unique per call center.
    pub id: String,
    /// A call or a chat.
    pub channel_type: ChannelType,
    /// What kind of chat: sms, whatsapp, text and whatever else the platform knows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel_sub_type: Option<String>,
    /// Who began it.
    pub direction: Direction,
    /// The customer's language.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Its priority in the queue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub priority: Option<u32>,
    /// What an agent needs for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub skills: Option<Vec<Skill>>,
    /// The queue that it stands in, or came by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub queue: Option<QueueReference>,
    /// The agent who has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agent: Option<RoutedAgent>,
    /// The agent who should get it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub preferred_agent: Option<AgentReference>,
    /// The agents who alone may get it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub required_agents: Option<RequiredAgents>,
    /// Who called or wrote.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Who was called or written to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub destination: Option<String>,
    /// When it began.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created: Option<Timestamp>,
    /// The customer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<Customer>,
}

/// A skill that a conversation asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Skill {
    /// The platform's name of it.
    pub id: String,
    /// How much of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<f64>))]
    pub value: Option<Number>,
    /// For people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

/// A queue by its id, its address, or both.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct QueueReference {
    /// The platform's id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Where customers reach it: what triggers list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
}

/// An agent of the platform.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RoutedAgent {
    /// The platform's id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The agent's extension.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// The agent's address in chats.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chat_address: Option<String>,
}

/// An agent named for routing: by id alone, or by any of what an agent has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(untagged, expecting = "an agent's id, or an object with id, number or chatAddress")]
pub enum AgentReference {
    /// The platform's id.
    Id(String),
    /// At least one of its members.
    Described(RoutedAgent),
}

/// The agents who alone may get a conversation, and how long it waits for them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RequiredAgents {
    /// Any of these.
    pub agents: Vec<AgentReference>,
    /// Seconds until anybody may get it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timeout: Option<u32>,
}

/// The customer as the platform knows them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Customer {
    /// The platform's id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Given name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_name: Option<String>,
    /// Family name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_name: Option<String>,
}

impl ConversationFacts {
    /// The column of the applicability table.
    #[must_use]
    pub fn kind(&self) -> ConversationKind {
        ConversationKind::of(self.channel_type, self.direction)
    }

    /// What is not said here is taken from `other`, which was said at another time of the same conversation.
    #[must_use]
    pub fn or(self, other: &Self) -> Self {
        Self {
            id: self.id,
            channel_type: self.channel_type,
            channel_sub_type: self.channel_sub_type.or_else(|| other.channel_sub_type.clone()),
            direction: self.direction,
            language: self.language.or_else(|| other.language.clone()),
            priority: self.priority.or(other.priority),
            skills: self.skills.or_else(|| other.skills.clone()),
            queue: self.queue.or_else(|| other.queue.clone()),
            agent: self.agent.or_else(|| other.agent.clone()),
            preferred_agent: self.preferred_agent.or_else(|| other.preferred_agent.clone()),
            required_agents: self.required_agents.or_else(|| other.required_agents.clone()),
            source: self.source.or_else(|| other.source.clone()),
            destination: self.destination.or_else(|| other.destination.clone()),
            created: self.created.or(other.created),
            contact: self.contact.or_else(|| other.contact.clone()),
        }
    }
}

impl AgentReference {
    /// Whether it names anybody.
    #[must_use]
    pub fn names_somebody(&self) -> bool {
        let filled = |text: &Option<String>| text.as_ref().is_some_and(|text| !text.trim().is_empty());
        match self {
            Self::Id(id) => !id.trim().is_empty(),
            Self::Described(agent) => filled(&agent.id) || filled(&agent.number) || filled(&agent.chat_address),
        }
    }
}
