//! The name of a channel.

use crate::sentence;
use crate::sentence::Sentence;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// The channels of TwoWay, as the documents spell and order them (spec/twoway.md, Sending).
pub const TWOWAY_CHANNELS: [&str; 16] = [
    "Apple Business Chat",
    "iMessage",
    "WhatsApp",
    "Line",
    "Push",
    "RCS",
    "SMS",
    "Viber",
    "Voice",
    "Facebook Messenger",
    "MobilePush",
    "CXWebConversations",
    "Instagram",
    "Telegram Messenger",
    "Slack",
    "Microsoft Teams",
];

/// A channel's name: 1 to 64 characters without `|`, `/`, control characters and surrounding space.
///
/// It stands in a path, and in the text that a chat's id is computed from.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(transparent)]
pub struct ChannelName(String);

/// Why a text is not a channel's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{}", Sentence::from(*self))]
pub struct InvalidChannelName;

impl From<InvalidChannelName> for Sentence {
    fn from(_: InvalidChannelName) -> Self {
        sentence!("use 1 to 64 characters without |, / and line breaks, and without surrounding spaces")
    }
}

impl ChannelName {
    /// The name as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether `other` names the same channel: in any case, because names are unique so.
    #[must_use]
    pub fn is(&self, other: &str) -> bool {
        self.folded() == fold(other)
    }

    /// The name by which it is unique in its call center.
    #[must_use]
    pub fn folded(&self) -> String {
        fold(&self.0)
    }

    /// The name in TwoWay's spelling, when it is one of TwoWay's channels.
    #[must_use]
    pub fn twoway(&self) -> Option<&'static str> {
        TWOWAY_CHANNELS.into_iter().find(|name| self.is(name))
    }
}

fn fold(name: &str) -> String {
    name.to_lowercase()
}

impl FromStr for ChannelName {
    type Err = InvalidChannelName;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let fits = (1..=64).contains(&text.chars().count())
            && text.trim() == text
            && !text.contains(|c: char| c.is_control() || matches!(c, '|' | '/'))
            // Path segments of dots alone are never sent.
            && !matches!(text, "." | "..");
        if fits { Ok(Self(text.to_owned())) } else { Err(InvalidChannelName) }
    }
}

impl<'de> Deserialize<'de> for ChannelName {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

impl fmt::Display for ChannelName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
