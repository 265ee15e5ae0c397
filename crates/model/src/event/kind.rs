//! The closed sets of an event.

use crate::trigger::{EventName, Moment, TriggerDirection, closed_set};
use serde::{Deserialize, Serialize};

closed_set!(
    /// What a conversation is held over.
    ChannelType {
        /// A call.
        Phone = "phone",
        /// A chat, SMS and WhatsApp included.
        Chat = "chat",
    }
);

closed_set!(
    /// Who began the conversation.
    Direction {
        /// The customer.
        Inbound = "inbound",
        /// The contact centre.
        Outbound = "outbound",
    }
);

closed_set!(
    /// The columns of the applicability table.
    ConversationKind {
        /// Chats that customers begin.
        ChatsIn = "chatsIn",
        /// Chats that the contact centre begins.
        ChatsOut = "chatsOut",
        /// Calls that come in.
        CallsIn = "callsIn",
        /// Calls that are dialled.
        CallsOut = "callsOut",
    }
);

impl ConversationKind {
    /// The kind of a conversation.
    #[must_use]
    pub const fn of(channel: ChannelType, direction: Direction) -> Self {
        match (channel, direction) {
            (ChannelType::Chat, Direction::Inbound) => Self::ChatsIn,
            (ChannelType::Chat, Direction::Outbound) => Self::ChatsOut,
            (ChannelType::Phone, Direction::Inbound) => Self::CallsIn,
            (ChannelType::Phone, Direction::Outbound) => Self::CallsOut,
        }
    }

    /// Its channel.
    #[must_use]
    pub const fn channel(self) -> ChannelType {
        match self {
            Self::ChatsIn | Self::ChatsOut => ChannelType::Chat,
            Self::CallsIn | Self::CallsOut => ChannelType::Phone,
        }
    }

    /// Its direction.
    #[must_use]
    pub const fn direction(self) -> Direction {
        match self {
            Self::ChatsIn | Self::CallsIn => Direction::Inbound,
            Self::ChatsOut | Self::CallsOut => Direction::Outbound,
        }
    }

    /// Whether a queue counts when triggers are matched: outbound calls are direct (spec/events.md, Matching).
    #[must_use]
    pub const fn has_queues(self) -> bool {
        !matches!(self, Self::CallsOut)
    }
}

impl TriggerDirection {
    /// Whether a trigger of this direction hears conversations of that one.
    #[must_use]
    pub const fn admits(self, direction: Direction) -> bool {
        match self {
            Self::Both => true,
            Self::Inbound => matches!(direction, Direction::Inbound),
            Self::Outbound => matches!(direction, Direction::Outbound),
        }
    }
}

closed_set!(
    /// What can be posted: the nine conversation events and five callbox moments.
    EventType {
        /// See [`EventName::Received`].
        Received = "received",
        /// See [`EventName::Queued`].
        Queued = "queued",
        /// See [`EventName::Allocated`].
        Allocated = "allocated",
        /// See [`EventName::Accepted`].
        Accepted = "accepted",
        /// See [`EventName::Rejected`].
        Rejected = "rejected",
        /// See [`EventName::Transferred`].
        Transferred = "transferred",
        /// See [`EventName::Forwarded`].
        Forwarded = "forwarded",
        /// See [`EventName::Ended`].
        Ended = "ended",
        /// See [`EventName::Abandoned`].
        Abandoned = "abandoned",
        /// See [`Moment::CallStart`].
        CallStart = "call_start",
        /// See [`Moment::CallConnected`].
        CallConnected = "call_connected",
        /// See [`Moment::CallEnd`].
        CallEnd = "call_end",
        /// See [`Moment::SmsSend`].
        SmsSend = "sms_send",
        /// See [`Moment::SmsReceived`].
        SmsReceived = "sms_received",
    }
);

/// In which of the two vocabularies an event speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EventKind {
    /// Of the telephony or chat platform.
    Conversation(EventName),
    /// Of the callbox.
    Moment(Moment),
}

impl EventType {
    /// The vocabulary and the word in it.
    #[must_use]
    pub const fn kind(self) -> EventKind {
        use EventKind::{Conversation, Moment as Callbox};
        match self {
            Self::Received => Conversation(EventName::Received),
            Self::Queued => Conversation(EventName::Queued),
            Self::Allocated => Conversation(EventName::Allocated),
            Self::Accepted => Conversation(EventName::Accepted),
            Self::Rejected => Conversation(EventName::Rejected),
            Self::Transferred => Conversation(EventName::Transferred),
            Self::Forwarded => Conversation(EventName::Forwarded),
            Self::Ended => Conversation(EventName::Ended),
            Self::Abandoned => Conversation(EventName::Abandoned),
            Self::CallStart => Callbox(Moment::CallStart),
            Self::CallConnected => Callbox(Moment::CallConnected),
            Self::CallEnd => Callbox(Moment::CallEnd),
            Self::SmsSend => Callbox(Moment::SmsSend),
            Self::SmsReceived => Callbox(Moment::SmsReceived),
        }
    }
}

impl EventName {
    /// Whether it ends the conversation.
    #[must_use]
    pub const fn is_terminal(self) -> bool {
        matches!(self, Self::Ended | Self::Abandoned)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_vocabularies_are_written_with_their_own_words() {
        let mut words: Vec<&str> = EventName::ALL.iter().map(|name| name.as_str()).collect();
        words.extend(Moment::ALL.iter().map(|moment| moment.as_str()));
        assert_eq!(EventType::ALL.iter().map(|kind| kind.as_str()).collect::<Vec<_>>(), words);
        for event_type in EventType::ALL {
            let word = match event_type.kind() {
                EventKind::Conversation(name) => name.as_str(),
                EventKind::Moment(moment) => moment.as_str(),
            };
            assert_eq!(word, event_type.as_str());
        }
    }

    #[test]
    fn a_kind_is_a_channel_and_a_direction() {
        for kind in ConversationKind::ALL.iter().copied() {
            assert_eq!(ConversationKind::of(kind.channel(), kind.direction()), kind);
        }
    }
}
