//! Where customers' messages enter and leave (spec/twoway.md, The customer's side; spec/api.md).

mod check;
mod name;
mod token;

use super::ChannelId;
use super::inbound::InboundMembers;
use crate::id::{CallCenterId, Version};
use crate::time::Timestamp;
use crate::trigger::closed_set;
use serde::{Deserialize, Serialize};

pub use name::{ChannelName, InvalidChannelName, TWOWAY_CHANNELS};
pub use token::{CreatedChannel, CreatedInboundToken, InboundToken};

closed_set!(
    /// What stands behind a channel.
    ChannelKind {
        /// The built-in web chat: the visitor's page holds a stream open.
        Webchat = "webchat",
        /// A `sendSms` endpoint of an integrator, and its inbound webhook.
        Sms = "sms",
        /// A program that posts messages and takes deliveries at its callback URL.
        Gateway = "gateway",
    }
);

/// A channel as read. Of the members below `kind` those of its kind have values.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Channel {
    /// Its id.
    pub id: ChannelId,
    /// The tenant.
    pub call_center_id: CallCenterId,
    /// Unique in its call center, in any case; adapters list it by this.
    pub name: ChannelName,
    /// What stands behind it.
    pub kind: ChannelKind,
    /// Gateway: where its messages to customers are posted.
    pub callback_url: Option<String>,
    /// SMS: the name of the template whose integrator sends.
    pub template: Option<String>,
    /// SMS: the name of the `sendSms` endpoint.
    pub endpoint: Option<String>,
    /// SMS: the number or name that is sent from.
    pub sender: Option<String>,
    /// SMS: which members of a post to the inbound webhook say what.
    pub inbound: Option<InboundMembers>,
    /// SMS: the token that the inbound webhook asks for; null: none was made, and no post is taken.
    pub inbound_token: Option<InboundToken>,
    /// Web chat: the sites that may hold it, such as `https://shop.example.com`; none: its own page only.
    pub allowed_origins: Vec<String>,
    /// Counts the saves.
    pub version: Version,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it was last saved.
    pub updated_at: Timestamp,
}

/// A channel as written. What its kind has no use for is refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ChannelDraft {
    /// See [`Channel::name`].
    pub name: ChannelName,
    /// See [`Channel::kind`].
    pub kind: ChannelKind,
    /// See [`Channel::callback_url`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub callback_url: Option<String>,
    /// See [`Channel::template`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub template: Option<String>,
    /// See [`Channel::endpoint`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub endpoint: Option<String>,
    /// See [`Channel::sender`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sender: Option<String>,
    /// See [`Channel::inbound`]; left out: the names of common gateways.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inbound: Option<InboundMembers>,
    /// See [`Channel::allowed_origins`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub allowed_origins: Vec<String>,
}

/// What a checked draft says, by its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Transport<'a> {
    /// See [`ChannelKind::Webchat`].
    Webchat {
        /// See [`Channel::allowed_origins`].
        allowed_origins: &'a [String],
    },
    /// See [`ChannelKind::Sms`].
    Sms {
        /// See [`Channel::template`].
        template: &'a str,
        /// See [`Channel::endpoint`].
        endpoint: &'a str,
        /// See [`Channel::sender`].
        sender: Option<&'a str>,
    },
    /// See [`ChannelKind::Gateway`].
    Gateway {
        /// See [`Channel::callback_url`].
        callback_url: &'a str,
    },
}

impl ChannelDraft {
    /// What stands behind the channel; none when a member that its kind needs is missing, which checking refuses.
    #[must_use]
    pub fn transport(&self) -> Option<Transport<'_>> {
        Some(match self.kind {
            ChannelKind::Webchat => Transport::Webchat { allowed_origins: &self.allowed_origins },
            ChannelKind::Sms => Transport::Sms {
                template: self.template.as_deref()?,
                endpoint: self.endpoint.as_deref()?,
                sender: self.sender.as_deref(),
            },
            ChannelKind::Gateway => Transport::Gateway { callback_url: self.callback_url.as_deref()? },
        })
    }
}

impl From<&Channel> for ChannelDraft {
    fn from(read: &Channel) -> Self {
        Self {
            name: read.name.clone(),
            kind: read.kind,
            callback_url: read.callback_url.clone(),
            template: read.template.clone(),
            endpoint: read.endpoint.clone(),
            sender: read.sender.clone(),
            inbound: read.inbound.clone(),
            allowed_origins: read.allowed_origins.clone(),
        }
    }
}

/// Which channels a list shows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ChannelQuery {
    /// Part of the name, in any case.
    pub search: Option<String>,
    /// Only of this kind.
    pub kind: Option<ChannelKind>,
}

#[cfg(test)]
mod tests;
