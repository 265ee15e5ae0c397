//! A queue of the telephony or chat platform, as far as routing needs it (spec/api.md, queues).

use crate::event::ChannelType;
use crate::id::{CallCenterId, Version};
use crate::sentence;
use crate::sentence::Sentence;
use crate::time::Timestamp;
use crate::valid::{Validate, Violations, check_name};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// The platform's id of a queue, unique per call center: 1 to 100 of `A-Z a-z 0-9 . _ : @ -`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(transparent)]
pub struct QueueId(String);

/// Why a text is not a queue id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{}", Sentence::from(*self))]
pub struct InvalidQueueId;

impl From<InvalidQueueId> for Sentence {
    fn from(_: InvalidQueueId) -> Self {
        sentence!("use 1 to 100 letters, digits, dots, underscores, colons, hyphens or @")
    }
}

impl QueueId {
    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for QueueId {
    type Err = InvalidQueueId;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let fits = (1..=100).contains(&text.len())
            && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b':' | b'@' | b'-'));
        if fits { Ok(Self(text.to_owned())) } else { Err(InvalidQueueId) }
    }
}

impl<'de> Deserialize<'de> for QueueId {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

impl fmt::Display for QueueId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A queue as read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Queue {
    /// The platform's id, chosen when it is created and never changed.
    pub id: QueueId,
    /// The tenant.
    pub call_center_id: CallCenterId,
    /// Where customers reach it; triggers list it by this.
    pub address: String,
    /// Shown to people.
    pub name: String,
    /// What can be routed to it.
    pub channel_types: Vec<ChannelType>,
    /// Counts the saves.
    pub version: Version,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it was last saved.
    pub updated_at: Timestamp,
}

/// A queue as written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct QueueDraft {
    /// See [`Queue::id`].
    pub id: QueueId,
    /// See [`Queue::address`].
    pub address: String,
    /// See [`Queue::name`].
    pub name: String,
    /// See [`Queue::channel_types`].
    pub channel_types: Vec<ChannelType>,
}

impl Validate for QueueDraft {
    fn validate(&self) -> Violations {
        let mut found = Violations::none();
        check_address(&mut found, "/address", &self.address);
        check_name(&mut found, "/name", &self.name);
        found.require(!self.channel_types.is_empty(), "/channelTypes", sentence!("choose phone, chat or both"));
        for (index, channel) in self.channel_types.iter().enumerate() {
            let pointer = format!("/channelTypes/{index}");
            found.require(
                !self.channel_types[..index].contains(channel),
                &pointer,
                sentence!("this one is in the list already"),
            );
        }
        found
    }
}

/// Checks a queue's address: what a platform writes there is its own, a number, a name or an e-mail address.
pub fn check_address(found: &mut Violations, pointer: &str, address: &str) {
    let fits = (1..=200).contains(&address.chars().count())
        && !address.contains(|c: char| c.is_whitespace() || c.is_control());
    found.require(fits, pointer, sentence!("use 1 to 200 characters without spaces"));
}

impl From<&Queue> for QueueDraft {
    fn from(read: &Queue) -> Self {
        Self {
            id: read.id.clone(),
            address: read.address.clone(),
            name: read.name.clone(),
            channel_types: read.channel_types.clone(),
        }
    }
}

/// Something that names a queue's address in its triggers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct QueueUse {
    /// The template; an event integration has the name of its template.
    pub template: String,
    /// The endpoint.
    pub endpoint: String,
    /// Whether the call center can change it; a published template is the portal's, and does not keep a queue from going.
    pub own: bool,
}

/// Which queues a list shows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct QueueQuery {
    /// Part of the name or address, in any case.
    pub search: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn draft(member: &str, value: Value) -> Result<QueueDraft, serde_json::Error> {
        let mut draft =
            json!({"id": "8d7d2f-1", "address": "sales", "name": "Sales", "channelTypes": ["phone", "chat"]});
        draft[member] = value;
        serde_json::from_value(draft)
    }

    #[test]
    fn each_defect_is_told_at_its_member() {
        let table = [
            ("address", json!(""), "/address"),
            ("address", json!("s les"), "/address"),
            ("address", json!("x".repeat(201)), "/address"),
            ("name", json!(" Sales"), "/name"),
            ("channelTypes", json!([]), "/channelTypes"),
            ("channelTypes", json!(["chat", "chat"]), "/channelTypes/1"),
        ];
        assert!(draft("name", json!("Verkauf")).unwrap().validate().is_empty());
        for (member, value, pointer) in table {
            let found = draft(member, value.clone()).unwrap().validate().into_vec();
            assert_eq!(found.iter().map(|v| v.pointer.as_str()).collect::<Vec<_>>(), [pointer], "{value}");
        }
    }

    #[test]
    fn an_id_is_the_platforms_and_can_stand_in_a_path() {
        for good in ["1", "11111111-1111-4111-8111-111111111111", "sip:sales@acme.test"] {
            assert!(good.parse::<QueueId>().is_ok(), "{good}");
        }
        for bad in ["", "a/b", "a b", "é", &"x".repeat(101)] {
            assert_eq!(bad.parse::<QueueId>(), Err(InvalidQueueId), "{bad}");
        }
    }
}
