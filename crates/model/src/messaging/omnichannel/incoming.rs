//! A customer's message on its way to the third party.

use super::MessageType;
use crate::id::CallCenterId;
use crate::messaging::content::{Content, sticker_word};
use crate::messaging::read::{Members, parse};
use crate::messaging::refusal::{Refusal, RefusalCode};
use crate::messaging::{ChatId, ContactId};
use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};

/// `yyyy-MM-dd'T'HH:mm:ss.SSS`: exactly three digits, no zone.
pub const CREATED_DATE_FORMAT: &str = "%Y-%m-%dT%H:%M:%S%.3f";

/// The event as it is posted: ten mandatory members and two additional ones, all of them texts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct IncomingEvent {
    /// The chat's id without dashes.
    pub ticket_number: String,
    /// The channel.
    pub channel: String,
    /// The customer's address on the channel.
    pub account_id: String,
    /// The contact's id without dashes.
    pub contact_id: String,
    /// See [`MessageType`].
    pub message_type: String,
    /// The text; of media the caption, of a place `lat,long`.
    pub message: String,
    /// Of media an https URL, otherwise empty.
    pub media_link: String,
    /// First and last name, trimmed.
    pub customer_name: String,
    /// When the ticket was created, in the call center's zone.
    pub created_date: String,
    /// The call center.
    pub owner: String,
    /// The room, or empty.
    pub group_id: String,
    /// The customer's language, or empty.
    pub language: String,
}

/// What the event says of the ticket, whatever the message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ticket<'a> {
    /// The chat.
    pub id: ChatId,
    /// The channel, as the call center spells it.
    pub channel: &'a str,
    /// The customer's address on the channel.
    pub client_id: &'a str,
    /// The contact.
    pub contact: ContactId,
    /// The customer's name, from [`full_name`](crate::messaging::chat::full_name).
    pub customer_name: &'a str,
    /// When it was created, in the call center's zone.
    pub created: DateTime<FixedOffset>,
    /// The call center.
    pub owner: &'a CallCenterId,
    /// The call center's language; it decides what a sticker is called.
    pub sticker_language: &'a str,
    /// The room, if there is one.
    pub group_id: Option<&'a str>,
    /// The customer's language, if it is known.
    pub language: Option<&'a str>,
}

impl IncomingEvent {
    /// The event of one message.
    #[must_use]
    pub fn of(content: &Content, ticket: &Ticket<'_>) -> Self {
        let (message_type, message, media_link) = write_content(content, ticket.sticker_language);
        Self {
            ticket_number: ticket.id.ticket_number(),
            channel: ticket.channel.to_owned(),
            account_id: ticket.client_id.to_owned(),
            contact_id: ticket.contact.undashed(),
            message_type: message_type.to_string(),
            message,
            media_link,
            customer_name: ticket.customer_name.trim().to_owned(),
            created_date: ticket.created.format(CREATED_DATE_FORMAT).to_string(),
            owner: ticket.owner.to_string(),
            group_id: ticket.group_id.unwrap_or_default().to_owned(),
            language: ticket.language.unwrap_or_default().to_owned(),
        }
    }

    /// The body of the request.
    #[must_use]
    pub fn encode(&self) -> serde_json::Value {
        serde_json::to_value(self).unwrap_or_default()
    }

    /// Reads the event: what the third party does. `GroupId` and `Language` are taken too.
    ///
    /// # Errors
    /// The first mandatory member that is missing or no text.
    pub fn decode(text: &str) -> Result<Self, Refusal> {
        let value = parse(text)?;
        let body = Members::of(&value, "")?;
        let need = |name: &str| body.text(name).map(str::to_owned);
        let either = |lower: &str, upper: &str| match body.optional_text(lower)? {
            Some(text) => Ok(text.to_owned()),
            None => body.optional_text(upper).map(|text| text.unwrap_or_default().to_owned()),
        };
        let kind = body.text("messageType")?;
        let unknown = || Refusal::at(RefusalCode::UnknownType, "/messageType", "unknown type");
        Ok(Self {
            ticket_number: need("ticketNumber")?,
            channel: need("channel")?,
            account_id: need("accountId")?,
            contact_id: need("contactId")?,
            message_type: MessageType::of(kind).ok_or_else(unknown)?.to_string(),
            message: need("message")?,
            media_link: need("mediaLink")?,
            customer_name: need("customerName")?,
            created_date: need("createdDate")?,
            owner: need("owner")?,
            group_id: either("groupId", "GroupId")?,
            language: either("language", "Language")?,
        })
    }
}

fn write_content(content: &Content, language: &str) -> (MessageType, String, String) {
    match content {
        Content::Media(media) => {
            let kind = super::media::kind_of(&media.mime_type);
            (kind, media.caption.clone().unwrap_or_default(), media.url.clone())
        }
        Content::Location(place) => {
            (MessageType::Location, format!("{},{}", place.latitude, place.longitude), String::new())
        }
        Content::Sticker(_) => (MessageType::Text, sticker_word(language).to_owned(), String::new()),
        // The bridge has no cards, choices and templates: they are told as people would.
        Content::Text(_) | Content::Contact(_) | Content::Suggestions(_) | Content::Template(_) => {
            (MessageType::Text, content.as_text(language), String::new())
        }
    }
}
