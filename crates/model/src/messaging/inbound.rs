//! What SMS gateways post to the inbound webhook of a channel (spec/twoway.md, The customer's side). Each has names of its
//! own: those of the common ones are known, any other is told by the channel.

use crate::sentence;
mod read;

use crate::valid::{Validate, Violations};
use serde::{Deserialize, Serialize};

pub use read::{InboundPost, MAXIMUM_INBOUND};

/// Which members of a post say what: names or paths such as `data.payload.text`. What is left out is looked for under
/// the names of common gateways, in any case.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct InboundMembers {
    /// The list of messages, where a post holds several; left out: `results`, `messages`, or the post is the list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub items: Option<String>,
    /// The gateway's id of the message: the same one twice is one message. Left out: `id`, `messageId`, `MessageSid`, …
    /// A message without one is taken as it comes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The customer's number. Left out: `from`, `msisdn`, `originator`, …
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// The number that was written to. Left out: `to`, `recipient`, …; where there is none, the channel's sender.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// What the customer wrote. Left out: `text`, `body`, `message`, …
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

/// A part of a message that a member says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Id,
    From,
    To,
    Text,
}

impl Part {
    const ALL: [Self; 4] = [Self::Id, Self::From, Self::To, Self::Text];

    const fn name(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::From => "from",
            Self::To => "to",
            Self::Text => "text",
        }
    }

    /// What common gateways call it, compared without case: Twilio and its kin, Vonage, Infobip, MessageBird, Plivo,
    /// Clickatell, Sinch, Africa's Talking.
    const fn known(self) -> &'static [&'static str] {
        match self {
            Self::Id => {
                &["id", "messageId", "message_id", "message-id", "MessageSid", "SmsSid", "MessageUUID", "message_uuid"]
            }
            Self::From => &["from", "msisdn", "originator", "sender", "source", "fromNumber", "phone"],
            Self::To => &["to", "recipient", "destination", "receiver", "toNumber", "shortcode"],
            Self::Text => &["text", "body", "message", "content", "payload"],
        }
    }
}

impl InboundMembers {
    const fn of(&self, part: Part) -> Option<&String> {
        match part {
            Part::Id => self.id.as_ref(),
            Part::From => self.from.as_ref(),
            Part::To => self.to.as_ref(),
            Part::Text => self.text.as_ref(),
        }
    }
}

impl Validate for InboundMembers {
    fn validate(&self) -> Violations {
        let mut found = Violations::none();
        let all = Part::ALL.map(|part| (part.name(), self.of(part)));
        for (name, member) in all.into_iter().chain([("items", self.items.as_ref())]) {
            let fits =
                |member: &String| (1..=200).contains(&member.chars().count()) && !member.contains(char::is_control);
            let message = sentence!("use 1 to 200 characters: the name of a member, or a path such as data.text");
            found.require(member.is_none_or(fits), &format!("/{name}"), message);
        }
        found
    }
}

#[cfg(test)]
mod tests;
