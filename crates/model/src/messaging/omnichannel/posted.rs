//! What the third party posts: messages to customers, and commands.

use super::MessageType;
use super::media::type_of;
use crate::id::CallCenterId;
use crate::messaging::ChatId;
use crate::messaging::channel::ChannelName;
use crate::messaging::content::{Content, Location, Media};
use crate::messaging::read::{Members, parse, words};
use crate::messaging::refusal::{Refusal, RefusalCode};
use crate::messaging::url::check_https;
use crate::trigger::closed_set;
use serde::{Deserialize, Serialize};

/// What can be posted to the path of Outgoing Events.
#[derive(Debug, Clone, PartialEq)]
pub enum Posted {
    /// A message to the customer.
    Outgoing(OutgoingEvent),
    /// A command.
    Command(CommandEvent),
}

/// A message to the customer.
#[derive(Debug, Clone, PartialEq)]
pub struct OutgoingEvent {
    /// Which ticket, as it was sent.
    pub ticket_number: String,
    /// The channel; has to be the ticket's.
    pub channel: String,
    /// The call center; has to be the ticket's.
    pub owner: String,
    /// What the third party calls the customer.
    pub customer_name: String,
    /// What it says.
    pub content: Content,
}

closed_set!(
    /// What can be commanded; read in any case.
    Command {
        /// Close the ticket.
        Close = "Close",
    }
);

/// A command about a ticket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommandEvent {
    /// Which ticket, as it was sent.
    pub ticket_number: String,
    /// The channel; has to be the ticket's.
    pub channel: String,
    /// The call center; has to be the ticket's.
    pub owner: String,
    /// What to do.
    pub event: Command,
}

impl Posted {
    /// Reads what was posted to the path of Outgoing Events: a command when `event` is there and `messageType` is not.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn decode(text: &str) -> Result<Self, Refusal> {
        let value = parse(text)?;
        let body = Members::of(&value, "")?;
        if body.get("event").is_some() && body.get("messageType").is_none() {
            return read_command(&body).map(Self::Command);
        }
        read_outgoing(&body).map(Self::Outgoing)
    }
}

impl CommandEvent {
    /// Reads what was posted to the path of commands.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn decode(text: &str) -> Result<Self, Refusal> {
        let value = parse(text)?;
        read_command(&Members::of(&value, "")?)
    }

    /// Whether the ticket's own channel and call center are named.
    #[must_use]
    pub fn names(&self, channel: &ChannelName, owner: &CallCenterId) -> bool {
        channel.is(&self.channel) && self.owner == owner.as_str()
    }

    /// The ticket; none when it can't be one of ours.
    #[must_use]
    pub fn chat_id(&self) -> Option<ChatId> {
        self.ticket_number.parse().ok()
    }
}

impl OutgoingEvent {
    /// Whether the ticket's own channel and call center are named.
    #[must_use]
    pub fn names(&self, channel: &ChannelName, owner: &CallCenterId) -> bool {
        channel.is(&self.channel) && self.owner == owner.as_str()
    }

    /// The ticket; none when it can't be one of ours.
    #[must_use]
    pub fn chat_id(&self) -> Option<ChatId> {
        self.ticket_number.parse().ok()
    }
}

fn read_command(body: &Members<'_>) -> Result<CommandEvent, Refusal> {
    let (ticket_number, channel, owner) = read_ticket(body)?;
    let event = body.text("event")?;
    let known = Command::ALL.iter().copied().find(|command| command.as_str().eq_ignore_ascii_case(event));
    let unknown = || Refusal::at(RefusalCode::UnknownCommand, "/event", "the only command is Close");
    Ok(CommandEvent { ticket_number, channel, owner, event: known.ok_or_else(unknown)? })
}

fn read_outgoing(body: &Members<'_>) -> Result<OutgoingEvent, Refusal> {
    let (ticket_number, channel, owner) = read_ticket(body)?;
    let customer_name = body.text("customerName")?.to_owned();
    let kind = body.text("messageType")?;
    let known = || {
        let message = format!("unknown type: there are {}", words(MessageType::ALL, MessageType::as_str));
        Refusal::at(RefusalCode::UnknownType, "/messageType", message)
    };
    let kind = MessageType::of(kind).ok_or_else(known)?;
    let content = read_content(kind, body.text("message")?, body.text("mediaLink")?)?;
    Ok(OutgoingEvent { ticket_number, channel, owner, customer_name, content })
}

fn read_ticket(body: &Members<'_>) -> Result<(String, String, String), Refusal> {
    let filled = |name: &str| match body.text(name)? {
        "" => Err(Refusal::at(RefusalCode::OutOfBounds, body.at(name), "this can't be empty")),
        text => Ok(text.to_owned()),
    };
    Ok((filled("ticketNumber")?, filled("channel")?, filled("owner")?))
}

fn read_content(kind: MessageType, message: &str, link: &str) -> Result<Content, Refusal> {
    if !kind.is_media() && !link.is_empty() {
        let message = format!("a message of type {kind} has no link: send \"\"");
        return Err(Refusal::at(RefusalCode::InvalidValue, "/mediaLink", message));
    }
    let content = match kind {
        MessageType::Text => Content::text(message),
        MessageType::Location => Content::Location(read_location(message)?),
        MessageType::Image | MessageType::Video | MessageType::Audio | MessageType::File => {
            check_https(link).map_err(|wrong| Refusal::at(RefusalCode::InvalidValue, "/mediaLink", wrong))?;
            Content::Media(Media {
                url: link.to_owned(),
                mime_type: type_of(kind, link).to_owned(),
                file_name: None,
                caption: (!message.is_empty()).then(|| message.to_owned()),
            })
        }
    };
    // Whatever else can be too long is in the message.
    content.validate().map_err(|wrong| Refusal { pointer: Some("/message".to_owned()), ..wrong })?;
    Ok(content)
}

fn read_location(message: &str) -> Result<Location, Refusal> {
    let degrees = |text: &str| text.trim().parse::<f64>().ok().filter(|degrees| degrees.is_finite());
    let read = message.split_once(',').and_then(|(north, east)| Some((degrees(north)?, degrees(east)?)));
    let wrong = || Refusal::at(RefusalCode::InvalidValue, "/message", "write latitude,longitude such as -6.2,106.8");
    read.map(|(latitude, longitude)| Location { latitude, longitude, label: None }).ok_or_else(wrong)
}
