//! Which event applies to which conversation (spec/events.md, Events): data, because a platform may learn to tell more.

use super::kind::ConversationKind;
use crate::trigger::{EventName, EventTrigger};
use serde::{Deserialize, Serialize};

use ConversationKind::{CallsIn, CallsOut, ChatsIn, ChatsOut};

/// The table as it is documented: what the first migration writes.
pub const DOCUMENTED: [(EventName, &[ConversationKind]); 9] = [
    (EventName::Received, &[ChatsIn, CallsIn]),
    (EventName::Queued, &[ChatsIn, CallsIn]),
    (EventName::Allocated, &[ChatsIn, CallsIn]),
    (EventName::Accepted, &[ChatsIn, ChatsOut, CallsIn, CallsOut]),
    (EventName::Rejected, &[ChatsIn, CallsIn, CallsOut]),
    (EventName::Transferred, &[ChatsIn, CallsIn]),
    (EventName::Forwarded, &[ChatsIn, CallsIn]),
    (EventName::Ended, &[ChatsIn, ChatsOut, CallsIn, CallsOut]),
    (EventName::Abandoned, &[ChatsIn, CallsIn, CallsOut]),
];

const KINDS: usize = ConversationKind::ALL.len();

/// The table in force. A trigger never hears what does not apply.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Vec<(EventName, ConversationKind)>", into = "Vec<(EventName, ConversationKind)>")]
pub struct Applicability([[bool; KINDS]; EventName::ALL.len()]);

/// An event in the form: which conversations it can come from, given what else is selected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Offer {
    /// The event.
    pub event: EventName,
    /// The kinds of conversation that a trigger so selected would hear it from; none: greyed out, it would never fire.
    pub kinds: Vec<ConversationKind>,
}

impl Applicability {
    /// The table as it is documented.
    #[must_use]
    pub fn documented() -> Self {
        DOCUMENTED.iter().flat_map(|(event, kinds)| kinds.iter().map(|kind| (*event, *kind))).collect()
    }

    /// Whether the event applies to such conversations.
    #[must_use]
    pub const fn applies(&self, event: EventName, kind: ConversationKind) -> bool {
        self.0[event as usize][kind as usize]
    }

    /// Every cell that says yes.
    pub fn cells(&self) -> impl Iterator<Item = (EventName, ConversationKind)> + '_ {
        let all = EventName::ALL.iter().flat_map(|event| ConversationKind::ALL.iter().map(|kind| (*event, *kind)));
        all.filter(|(event, kind)| self.applies(*event, *kind))
    }

    /// Every event with the conversations that a trigger of this direction, with these flags and queues, can hear it
    /// from. The events that are selected in it don't count.
    #[must_use]
    pub fn offers(&self, selection: &EventTrigger) -> Vec<Offer> {
        let heard = |event: EventName, kind: &ConversationKind| self.applies(event, *kind) && selection.hears(*kind);
        let offer = |event: &EventName| {
            let kinds = ConversationKind::ALL.iter().copied().filter(|kind| heard(*event, kind));
            Offer { event: *event, kinds: kinds.collect() }
        };
        EventName::ALL.iter().map(offer).collect()
    }
}

impl FromIterator<(EventName, ConversationKind)> for Applicability {
    fn from_iter<T: IntoIterator<Item = (EventName, ConversationKind)>>(cells: T) -> Self {
        let mut table = [[false; KINDS]; EventName::ALL.len()];
        for (event, kind) in cells {
            table[event as usize][kind as usize] = true;
        }
        Self(table)
    }
}

impl From<Vec<(EventName, ConversationKind)>> for Applicability {
    fn from(cells: Vec<(EventName, ConversationKind)>) -> Self {
        cells.into_iter().collect()
    }
}

impl From<Applicability> for Vec<(EventName, ConversationKind)> {
    fn from(table: Applicability) -> Self {
        table.cells().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trigger::TriggerDirection;

    #[test]
    fn every_cell_is_as_documented() {
        use EventName::{Abandoned, Accepted, Allocated, Ended, Forwarded, Queued, Received, Rejected, Transferred};
        // chats in, chats out, calls in, calls out
        let table = [
            (Received, [true, false, true, false]),
            (Queued, [true, false, true, false]),
            (Allocated, [true, false, true, false]),
            (Transferred, [true, false, true, false]),
            (Forwarded, [true, false, true, false]),
            (Accepted, [true, true, true, true]),
            (Rejected, [true, false, true, true]),
            (Ended, [true, true, true, true]),
            (Abandoned, [true, false, true, true]),
        ];
        let documented = Applicability::documented();
        assert_eq!(table.len(), EventName::ALL.len());
        for (event, cells) in table {
            for (kind, expected) in ConversationKind::ALL.iter().zip(cells) {
                assert_eq!(documented.applies(event, *kind), expected, "{event} {kind}");
            }
        }
    }

    #[test]
    fn a_table_is_read_as_it_was_written() {
        let documented = Applicability::documented();
        let rows = serde_json::to_string(&documented).unwrap();
        assert_eq!(serde_json::from_str::<Applicability>(&rows).unwrap(), documented);
        let corrected: Applicability =
            documented.cells().chain([(EventName::Received, ConversationKind::ChatsOut)]).collect();
        assert!(corrected.applies(EventName::Received, ConversationKind::ChatsOut));
    }

    #[test]
    fn what_would_never_fire_is_greyed_out() {
        let selection = |direction, direct_calls, direct_chats, queues: &[&str]| EventTrigger {
            events: Vec::new(),
            direction,
            direct_calls,
            direct_chats,
            queues: queues.iter().map(|queue| (*queue).to_owned()).collect(),
            condition: None,
            ordinal: 1,
            stop: false,
        };
        let offered = |selection: &EventTrigger| {
            let offers = Applicability::documented().offers(selection);
            offers.into_iter().filter(|offer| !offer.kinds.is_empty()).map(|offer| offer.event).collect::<Vec<_>>()
        };
        use EventName::{Abandoned, Accepted, Ended, Rejected};
        use TriggerDirection::{Both, Outbound};
        assert_eq!(offered(&selection(Both, true, true, &[])), EventName::ALL);
        assert_eq!(offered(&selection(Outbound, true, true, &[])), [Accepted, Rejected, Ended, Abandoned]);
        assert_eq!(offered(&selection(Outbound, false, true, &[])), [Accepted, Ended], "chats only");
        assert_eq!(offered(&selection(Outbound, false, false, &["sales"])), [Accepted, Ended], "no queue of calls");
        assert_eq!(offered(&selection(Both, false, false, &[])), [], "neither direct nor a queue: nothing is heard");
    }
}
