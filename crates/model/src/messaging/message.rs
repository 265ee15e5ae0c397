//! A message, the same for every dialect (spec/twoway.md, Payload).

use super::MessageId;
use super::content::Content;
use crate::time::Timestamp;
use crate::trigger::closed_set;
use serde::{Deserialize, Serialize};

/// The most messages, and the most events, of one payload.
pub const MAXIMUM_MESSAGES: usize = 50;

closed_set!(
    /// Which way a message goes.
    MessageDirection {
        /// From the client: the customer.
        ClientOriginated = "ClientOriginated",
        /// To the client.
        ClientTerminated = "ClientTerminated",
    }
);

/// A message of a chat.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Message {
    /// Ours, whatever the sender called it.
    pub id: MessageId,
    /// Which way it goes.
    pub direction: MessageDirection,
    /// When it was accepted: senders' clocks would put it in the wrong place.
    pub created_on: Timestamp,
    /// What it says.
    pub content: Content,
}
