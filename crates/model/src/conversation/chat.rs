//! The messaging side of a conversation, as pages and APIs show it.

use crate::id::ExecutionId;
use crate::messaging::content::Content;
use crate::messaging::event::ChatEvent;
use crate::messaging::message::MessageDirection;
use crate::messaging::twoway::control::SessionView;
use crate::messaging::{ChatId, ContactId, MessageId, SessionId};
use crate::time::Timestamp;
use crate::trigger::closed_set;
use serde::{Deserialize, Serialize};
use serde_json::Value;

closed_set!(
    /// Who said something.
    MessageAuthor {
        /// The customer.
        Client = "client",
        /// An adapter.
        Adapter = "adapter",
        /// A person in the portal.
        Operator = "operator",
    }
);

/// A message of a conversation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ConversationMessage {
    /// Its id.
    pub id: MessageId,
    /// Which way it went.
    pub direction: MessageDirection,
    /// When it was accepted.
    pub created_on: Timestamp,
    /// Who said it.
    pub author: MessageAuthor,
    /// The adapter's id or the person's e-mail address; null: the customer.
    pub author_id: Option<String>,
    /// The session that it was said in.
    pub session_id: SessionId,
    /// Its delivery; null: the web chat shows it, or the host takes no messages.
    pub execution_id: Option<ExecutionId>,
    /// What it says.
    pub content: Content,
}

/// A line of a chat's transcript.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum TranscriptEntry {
    /// Somebody said something.
    Message(Box<ConversationMessage>),
    /// Something happened.
    Event(Box<ChatEvent>),
}

/// A chat.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ChatDetail {
    /// Its id; the conversation's with dashes.
    pub id: ChatId,
    /// The channel's name.
    pub channel: String,
    /// The customer's address.
    pub client_id: String,
    /// The customer's name; empty when it is not known.
    pub client_name: String,
    /// The address that the customer wrote to.
    pub host_id: String,
    /// The customer.
    pub contact_id: ContactId,
    /// The live session, or the last one.
    pub session: Option<SessionView>,
    /// When somebody wrote first.
    pub created_at: Timestamp,
}

/// A customer as third parties read it (spec/omnichannel.md, Read APIs).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GraphContact {
    /// Without dashes.
    pub id: String,
    /// The call center.
    pub owner: String,
    /// Milliseconds since 1970.
    pub created_date: i64,
    /// Milliseconds since 1970.
    pub modified_date: i64,
    /// Given name.
    pub contact_first_name: String,
    /// Family name.
    pub contact_last_name: String,
    /// E-mail addresses.
    pub contact_email: Vec<String>,
    /// Numbers.
    pub phones: Vec<String>,
    /// `[{"name", "value"}]`.
    pub additional_fields_object: Value,
    /// By network.
    pub socials: Value,
}

/// Which messages a third party asks for (spec/omnichannel.md, Read APIs). Unknown members are ignored, as the third party's
/// other servers do.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct GraphQuery {
    /// Only over these channels.
    pub channel_filters: Option<Vec<String>>,
    /// Only over channels of these kinds, by name as well.
    pub channel_type_filters: Option<Vec<String>>,
    /// Only by these adapters or people.
    pub agent_filters: Option<Vec<String>>,
    /// Only of these customers.
    pub customer_filters: Option<Vec<String>>,
    /// There are no tags: with any, nothing is found.
    pub ticket_tag_filters: Option<Vec<String>>,
    /// `yyyy-MM-dd`, in the call center's zone, this day included.
    pub start_date_filter: Option<String>,
    /// `yyyy-MM-dd`, in the call center's zone, this day included.
    pub end_date_filter: Option<String>,
    /// Only of this ticket.
    pub ticket_number: Option<String>,
}
