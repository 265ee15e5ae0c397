//! What a trigger hears, cell by cell (spec/events.md, Matching). The index of triggers is filled from this, and the
//! form shows from it which other triggers hear the same.

use super::applicability::Applicability;
use super::kind::{ChannelType, ConversationKind};
use crate::trigger::{EventName, EventTrigger};

/// Where a conversation stands as far as triggers care.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Place<'a> {
    /// In no queue, or one that does not count.
    Direct,
    /// In the queue of this address.
    Queue(&'a str),
}

impl<'a> Place<'a> {
    /// The place of a conversation in `queue`: an outbound call is direct whatever queue it names.
    #[must_use]
    pub const fn of(kind: ConversationKind, queue: Option<&'a str>) -> Self {
        match queue {
            Some(address) if kind.has_queues() => Self::Queue(address),
            _ => Self::Direct,
        }
    }
}

/// One thing that a trigger hears.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Cell<'a> {
    /// What happened.
    pub event: EventName,
    /// To which kind of conversation.
    pub kind: ConversationKind,
    /// Where.
    pub place: Place<'a>,
}

impl EventTrigger {
    /// Whether it hears any conversation of this kind.
    #[must_use]
    pub fn hears(&self, kind: ConversationKind) -> bool {
        self.places(kind).next().is_some()
    }

    /// Everything that it hears, nothing twice.
    pub fn cells<'a>(&'a self, applicability: &'a Applicability) -> impl Iterator<Item = Cell<'a>> {
        let selected = EventName::ALL.iter().copied().filter(|event| self.events.contains(event));
        let applying = selected.flat_map(move |event| {
            let kinds = ConversationKind::ALL.iter().copied();
            kinds.filter(move |kind| applicability.applies(event, *kind)).map(move |kind| (event, kind))
        });
        applying.flat_map(|(event, kind)| self.places(kind).map(move |place| Cell { event, kind, place }))
    }

    /// What both hear. Not an error, several run; the form and the list show it.
    #[must_use]
    pub fn overlap<'a>(&'a self, other: &Self, applicability: &'a Applicability) -> Vec<Cell<'a>> {
        self.cells(applicability).filter(|cell| other.events.contains(&cell.event) && other.stands_at(cell)).collect()
    }

    fn stands_at(&self, cell: &Cell<'_>) -> bool {
        self.places(cell.kind).any(|place| place == cell.place)
    }

    fn places(&self, kind: ConversationKind) -> impl Iterator<Item = Place<'_>> {
        let flag = match kind.channel() {
            ChannelType::Phone => self.direct_calls,
            ChannelType::Chat => self.direct_chats,
        };
        let direct = flag.then_some(Place::Direct);
        let queues = if kind.has_queues() { self.queues.as_slice() } else { &[] };
        // A queue that is listed twice is still one queue.
        let distinct = queues.iter().enumerate().filter(|(index, queue)| !queues[..*index].contains(queue));
        let places = direct.into_iter().chain(distinct.map(|(_, queue)| Place::Queue(queue)));
        places.filter(move |_| self.direction.admits(kind.direction()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn trigger(changes: Value) -> EventTrigger {
        let mut trigger = json!({"events": ["received", "ended"], "direction": "both", "queues": ["sales", "sales"]});
        trigger.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
        serde_json::from_value(trigger).unwrap()
    }

    fn told(cells: impl IntoIterator<Item = Cell<'static>>) -> Vec<String> {
        cells.into_iter().map(|cell| format!("{} {} {:?}", cell.event, cell.kind, cell.place)).collect()
    }

    fn leaked(changes: Value) -> &'static EventTrigger {
        Box::leak(Box::new(trigger(changes)))
    }

    #[test]
    fn a_trigger_hears_what_applies_where_it_listens() {
        let applicability = Box::leak(Box::new(Applicability::documented()));
        let cells = told(leaked(json!({"directCalls": true})).cells(applicability));
        assert_eq!(
            cells,
            [
                "received chatsIn Queue(\"sales\")",
                "received callsIn Direct",
                "received callsIn Queue(\"sales\")",
                "ended chatsIn Queue(\"sales\")",
                "ended chatsOut Queue(\"sales\")",
                "ended callsIn Direct",
                "ended callsIn Queue(\"sales\")",
                "ended callsOut Direct",
            ]
        );
    }

    #[test]
    fn two_triggers_overlap_where_both_hear() {
        let applicability = Box::leak(Box::new(Applicability::documented()));
        let one = leaked(json!({"directCalls": true}));
        let table = [
            (json!({"events": ["ended"], "queues": ["support"]}), vec![]),
            (json!({"events": ["ended"], "direction": "outbound"}), vec!["ended chatsOut Queue(\"sales\")"]),
            (json!({"events": ["received"], "queues": [], "directCalls": true}), vec!["received callsIn Direct"]),
            (json!({"events": ["queued"]}), vec![]),
            (json!({"events": []}), vec![]),
        ];
        for (changes, expected) in table {
            assert_eq!(told(one.overlap(&trigger(changes.clone()), applicability)), expected, "{changes}");
        }
    }
}
