//! The gateways' own dialect: a customer's message in, a delivery to the callback URL out, both of one shape (spec/api.md,
//! Administration).

use super::channel::ChannelName;
use super::chat::{ChatKey, MAXIMUM_ADDRESS, check_address, check_client_id, split_name};
use super::content::{Content, ContentType, read_content};
use super::read::{Members, parse};
use super::refusal::{Refusal, RefusalCode};
use serde::{Deserialize, Serialize};

/// One message. The same shape both ways: in it the customer is `from` when it comes in, `to` when it is delivered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct GatewayMessage {
    /// The sender's id of it, 1 to 200 characters: the same one twice is one message.
    pub id: String,
    /// Who wrote it.
    pub from: Party,
    /// Who gets it, 1 to 200 characters.
    pub to: String,
    /// What it says.
    pub message: Content,
}

/// Who wrote a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Party {
    /// The address, 1 to 200 characters.
    pub id: String,
    /// The name, at most 200 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

/// What the answer to a customer's message says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct AcceptedMessage {
    /// The conversation: the chat's id without dashes.
    pub conversation_id: String,
    /// Our id of the message.
    pub message_id: super::MessageId,
}

impl GatewayMessage {
    /// Reads a customer's message. Whoever answers RFC 9457 makes a violation of the refusal.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn decode(text: &str) -> Result<Self, Refusal> {
        let value = parse(text)?;
        let body = Members::of(&value, "")?;
        body.only(&["id", "from", "to", "message"])?;
        let (id, to) = (body.text("id")?, body.text("to")?);
        check_address("/id", id)?;
        check_address("/to", to)?;
        let from = Members::of(body.need("from")?, "/from")?;
        from.only(&["id", "name"])?;
        check_client_id("/from/id", from.text("id")?)?;
        let name = from.optional_text("name")?;
        if name.is_some_and(|name| name.chars().count() > MAXIMUM_ADDRESS) {
            return Err(Refusal::at(RefusalCode::OutOfBounds, "/from/name", "use at most 200 characters"));
        }
        let from = Party { id: from.text("id")?.to_owned(), name: name.map(str::to_owned) };
        let message = Members::of(body.need("message")?, "/message")?;
        let message = read_content(&message, &[], ContentType::ALL)?;
        Ok(Self { id: id.to_owned(), from, to: to.to_owned(), message })
    }

    /// The body of a delivery.
    #[must_use]
    pub fn encode(&self) -> serde_json::Value {
        serde_json::to_value(self).unwrap_or_default()
    }

    /// The chat that a customer's message belongs to.
    #[must_use]
    pub fn chat_key(&self, channel: ChannelName) -> ChatKey {
        ChatKey { channel, client_id: self.from.id.clone(), host_id: self.to.clone() }
    }

    /// The customer's name in its two parts.
    #[must_use]
    pub fn name_parts(&self) -> (String, String) {
        split_name(self.from.name.as_deref().unwrap_or_default())
    }
}

#[cfg(test)]
mod tests;
