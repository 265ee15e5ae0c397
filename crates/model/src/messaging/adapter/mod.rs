//! Messaging bridges of a call center (spec/twoway.md, Adapter; spec/omnichannel.md; spec/api.md).
//!
//! # Layout
//! [`Adapter`] and [`AdapterDraft`] are both kinds on the wire, [`AdapterSettings`] what a checked draft says by its kind.
//! `endpoint` holds the three endpoints of TwoWay, `properties` the settings of the omnichannel bridge under their original
//! names, `token` the tokens of the outbound URL, `check` the rules.

mod check;
mod endpoint;
mod handover;
mod headers;
mod properties;
mod token;

use super::AdapterId;
use super::channel::ChannelName;
use super::signing::SigningSecret;
use crate::id::{CallCenterId, Version};
use crate::integrator::{SecretState, ValueInput};
use crate::time::Timestamp;
use crate::trigger::closed_set;
use serde::{Deserialize, Serialize};

pub(super) use check::{check_url, plain_host};
pub use endpoint::{AdapterEndpoint, AdapterEndpointDraft, HandoverEndpoint, HandoverEndpointDraft};
pub use handover::{DEFAULT_HANDOVER_BODY, HANDOVER_HEADER, HandoverValues};
pub use headers::is_secret_header;
pub use properties::{DEFAULT_SEND_MESSAGE, OmnichannelProperties};
pub use token::{AdapterToken, AdapterTokenDraft, CreatedAdapterToken, MAXIMUM_ACTIVE_TOKENS, TokenRight};

closed_set!(
    /// The dialect that an adapter speaks.
    AdapterKind {
        /// TwoWay: one JSON in both directions.
        Twoway = "twoway",
        /// The bridge to a third-party omnichannel suite.
        Omnichannel = "omnichannel",
    }
);

/// An adapter as read. Of the members below `channels` those of its kind have values.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Adapter {
    /// Its id; stands in its outbound URL.
    pub id: AdapterId,
    /// The tenant: TwoWay's account, the omnichannel bridge's owner.
    pub call_center_id: CallCenterId,
    /// The dialect.
    pub kind: AdapterKind,
    /// Unique in its call center.
    pub name: String,
    /// Whether a program answers, not a person.
    pub is_bot: bool,
    /// The channels whose messages it takes; none: it is never chosen.
    pub channels: Vec<ChannelName>,
    /// TwoWay: where messages are posted.
    pub message_endpoint: Option<AdapterEndpoint>,
    /// TwoWay: where it is told that a chat is handed over to it.
    pub handover_endpoint: Option<HandoverEndpoint>,
    /// TwoWay: where events are posted.
    pub events_endpoint: Option<AdapterEndpoint>,
    /// Omnichannel: the settings.
    pub properties: Option<OmnichannelProperties>,
    /// Omnichannel: the bearer secret that the third party sends, and that it is sent.
    pub secret: Option<SecretState>,
    /// Omnichannel: the bearer secret that the third party is sent, when that is another.
    pub delivery_secret: Option<SecretState>,
    /// What deliveries are signed with, the newest first.
    pub signing_secrets: Vec<SigningSecret>,
    /// Counts the saves.
    pub version: Version,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it was last saved.
    pub updated_at: Timestamp,
}

/// A new adapter, with what is shown this once.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct CreatedAdapter {
    /// The adapter.
    #[serde(flatten)]
    pub adapter: Adapter,
    /// What its deliveries are signed with, `whsec_…`.
    pub signing_secret: String,
}

/// An adapter as written. What its kind has no use for is refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AdapterDraft {
    /// See [`Adapter::kind`].
    pub kind: AdapterKind,
    /// See [`Adapter::name`].
    pub name: String,
    /// See [`Adapter::is_bot`].
    #[serde(default)]
    pub is_bot: bool,
    /// See [`Adapter::channels`].
    #[serde(default)]
    pub channels: Vec<ChannelName>,
    /// See [`Adapter::message_endpoint`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message_endpoint: Option<AdapterEndpointDraft>,
    /// See [`Adapter::handover_endpoint`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handover_endpoint: Option<HandoverEndpointDraft>,
    /// See [`Adapter::events_endpoint`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub events_endpoint: Option<AdapterEndpointDraft>,
    /// See [`Adapter::properties`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub properties: Option<OmnichannelProperties>,
    /// See [`Adapter::secret`]; the secret, or `{"set":true}` to keep the stored one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secret: Option<ValueInput>,
    /// See [`Adapter::delivery_secret`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delivery_secret: Option<ValueInput>,
}

/// What a checked draft says, by its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AdapterSettings<'a> {
    /// See [`AdapterKind::Twoway`].
    Twoway {
        /// See [`Adapter::message_endpoint`]; without it the adapter sends and never receives.
        message: Option<&'a AdapterEndpointDraft>,
        /// See [`Adapter::handover_endpoint`].
        handover: Option<&'a HandoverEndpointDraft>,
        /// See [`Adapter::events_endpoint`].
        events: Option<&'a AdapterEndpointDraft>,
    },
    /// See [`AdapterKind::Omnichannel`].
    Omnichannel {
        /// See [`Adapter::properties`].
        properties: &'a OmnichannelProperties,
        /// See [`Adapter::secret`].
        secret: &'a ValueInput,
        /// See [`Adapter::delivery_secret`].
        delivery_secret: Option<&'a ValueInput>,
    },
}

impl AdapterDraft {
    /// The settings; none when a member that the kind needs is missing, which checking refuses.
    #[must_use]
    pub fn settings(&self) -> Option<AdapterSettings<'_>> {
        Some(match self.kind {
            AdapterKind::Twoway => AdapterSettings::Twoway {
                message: self.message_endpoint.as_ref(),
                handover: self.handover_endpoint.as_ref(),
                events: self.events_endpoint.as_ref(),
            },
            AdapterKind::Omnichannel => AdapterSettings::Omnichannel {
                properties: self.properties.as_ref()?,
                secret: self.secret.as_ref()?,
                delivery_secret: self.delivery_secret.as_ref(),
            },
        })
    }
}

impl From<&Adapter> for AdapterDraft {
    fn from(read: &Adapter) -> Self {
        Self {
            kind: read.kind,
            name: read.name.clone(),
            is_bot: read.is_bot,
            channels: read.channels.clone(),
            message_endpoint: read.message_endpoint.as_ref().map(Into::into),
            handover_endpoint: read.handover_endpoint.as_ref().map(Into::into),
            events_endpoint: read.events_endpoint.as_ref().map(Into::into),
            properties: read.properties.clone(),
            secret: read.secret.clone().map(ValueInput::Keep),
            delivery_secret: read.delivery_secret.clone().map(ValueInput::Keep),
        }
    }
}

/// Which adapters a list shows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct AdapterQuery {
    /// Part of the name, in any case.
    pub search: Option<String>,
    /// Only of this kind.
    pub kind: Option<AdapterKind>,
    /// Only those that list this channel, in any case.
    pub channel: Option<String>,
}

#[cfg(test)]
mod tests;
