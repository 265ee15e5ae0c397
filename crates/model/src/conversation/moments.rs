//! One stream of facts, two vocabularies: which callbox moments follow from a conversation event (spec/events.md).

use super::Conversation;
use crate::event::{ChannelType, Direction};
use crate::trigger::{EventName, Moment};

/// The moments that follow from `name` and were not told yet.
pub(super) fn follow(conversation: &mut Conversation, name: EventName) -> Vec<Moment> {
    if conversation.facts.channel_type != ChannelType::Phone {
        return Vec::new();
    }
    let begins = match conversation.facts.direction {
        Direction::Inbound => name == EventName::Received,
        // No event says that a call is dialled: the first that is heard of it says so.
        Direction::Outbound => true,
    };
    let start = begins.then_some(Moment::CallStart);
    let other = match name {
        EventName::Accepted => Some(Moment::CallConnected),
        EventName::Ended | EventName::Abandoned => Some(Moment::CallEnd),
        _ => None,
    };
    [start, other].into_iter().flatten().filter_map(|moment| tell(conversation, moment)).collect()
}

/// Notes that a moment is told, unless it was. One that comes late is told late, with one exception: a log entry that is
/// begun after the call was logged would be a second one.
pub(super) fn tell(conversation: &mut Conversation, moment: Moment) -> Option<Moment> {
    let overtaken = moment == Moment::CallConnected && conversation.told.contains(&Moment::CallEnd);
    (!overtaken && conversation.told.insert(moment)).then_some(moment)
}
