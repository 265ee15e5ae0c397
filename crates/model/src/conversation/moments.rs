//! One stream of facts, two vocabularies: which callbox moments follow from a conversation event (spec/events.md).

use super::Conversation;
use crate::event::{ChannelType, ConversationKind, Direction};
use crate::trigger::{EventName, Moment};

impl ConversationKind {
    /// The callbox moments that can follow from an event of such a conversation; each is told once.
    pub fn moments(self, event: EventName) -> impl Iterator<Item = Moment> {
        let begins = match self.direction() {
            Direction::Inbound => event == EventName::Received,
            // No event says that a call is dialled: the first that is heard of it says so.
            Direction::Outbound => true,
        };
        let start = begins.then_some(Moment::CallStart);
        let other = match event {
            EventName::Accepted => Some(Moment::CallConnected),
            EventName::Ended | EventName::Abandoned => Some(Moment::CallEnd),
            _ => None,
        };
        [start, other].into_iter().flatten().filter(move |_| self.channel() == ChannelType::Phone)
    }
}

/// The moments that follow from `name` and were not told yet.
pub(super) fn follow(conversation: &mut Conversation, name: EventName) -> Vec<Moment> {
    conversation.facts.kind().moments(name).filter_map(|moment| tell(conversation, moment)).collect()
}

/// Notes that a moment is told, unless it was. One that comes late is told late, with one exception: a log entry that is
/// begun after the call was logged would be a second one.
pub(super) fn tell(conversation: &mut Conversation, moment: Moment) -> Option<Moment> {
    let overtaken = moment == Moment::CallConnected && conversation.told.contains(&Moment::CallEnd);
    (!overtaken && conversation.told.insert(moment)).then_some(moment)
}
