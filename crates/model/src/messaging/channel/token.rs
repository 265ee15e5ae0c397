//! Tokens of inbound webhooks, and what is shown once when a channel is created.

use super::Channel;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// The token of an inbound webhook as read: never the token itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct InboundToken {
    /// When it was made.
    pub created_at: Timestamp,
    /// Until when the one before it counts too; null: it is the only one.
    pub previous_ends_at: Option<Timestamp>,
}

/// A new token with its text, which is shown this once.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct CreatedInboundToken {
    /// What the gateway shows: as a bearer token, as the last part of the path, or as `?token=`.
    pub token: String,
    /// Its record.
    #[serde(flatten)]
    pub record: InboundToken,
}

/// A new channel, with what is shown this once.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct CreatedChannel {
    /// The channel.
    #[serde(flatten)]
    pub channel: Channel,
    /// Gateway: what its deliveries are signed with, `whsec_…`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signing_secret: Option<String>,
    /// SMS: what its gateway shows at the inbound webhook.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
}
