//! Where several triggers hear the same conversation events (spec/events.md, Matching: event x direction x queue), those
//! by name included, which hear the moments that follow from the events.

use crate::event::{Applicability, Cell, ConversationKind, Direction, Place};
use crate::id::{EndpointId, EventIntegrationId, TemplateId};
use crate::time::Timestamp;
use crate::trigger::{EventName, EventTrigger, Trigger, TriggerName};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One cell in which more than one trigger listens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Overlap {
    /// The event.
    pub event: EventName,
    /// The conversations that it comes from: calls or chats of one direction.
    pub kind: ConversationKind,
    /// The queue, by its address; none: conversations without one.
    pub queue: Option<String>,
    /// Who listens, in the order in which they run. Those behind one that says `stop` don't.
    pub listeners: Vec<OverlapListener>,
}

impl Overlap {
    /// The direction of its conversations.
    #[must_use]
    pub const fn direction(&self) -> Direction {
        self.kind.direction()
    }
}

/// A trigger in a cell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct OverlapListener {
    /// The event integration that it belongs to; none: an endpoint of an ordinary template.
    pub event_integration_id: Option<EventIntegrationId>,
    /// Its template.
    pub template_id: TemplateId,
    /// The template's name; an event integration has its own name there.
    pub template: String,
    /// Its endpoint.
    pub endpoint_id: EndpointId,
    /// The endpoint's name.
    pub endpoint: String,
    /// Order among those that match, smallest first.
    pub ordinal: i32,
    /// Those after this one do not run.
    pub stop: bool,
    /// It runs only when a condition holds, its trigger's or its request's. When it does not run, it stops nobody.
    pub conditional: bool,
}

/// What a check of a draft says, as saving would, and whom it would meet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct EventIntegrationCheck {
    /// What saving would refuse.
    pub violations: Vec<crate::valid::Violation>,
    /// What is allowed and probably not meant.
    pub warnings: Vec<crate::valid::Violation>,
    /// The cells that it would share with others, who alone are the listeners in them.
    pub overlaps: Vec<Overlap>,
}

/// Something that listens to conversation events, or to the callbox moments that follow from them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listening {
    /// What an overlap tells of it; its ordinal and its `stop` are the trigger's.
    pub listener: OverlapListener,
    /// When it runs.
    pub trigger: Trigger,
    /// When its endpoint was created: the older of two of one ordinal runs first.
    pub created_at: Timestamp,
}

/// The cells in which more than one endpoint listens.
#[must_use]
pub fn overlaps(listening: &[Listening], applicability: &Applicability) -> Vec<Overlap> {
    let heard = heard(listening, std::iter::empty(), applicability);
    let found = heard.into_iter().filter(|(_, listeners)| listeners.len() > 1);
    found.map(|(cell, listeners)| overlap(cell, listeners)).collect()
}

/// The cells that a trigger would share with others.
#[must_use]
pub fn overlaps_with(trigger: &EventTrigger, others: &[Listening], applicability: &Applicability) -> Vec<Overlap> {
    let mut heard = heard(others, trigger.cells(applicability), applicability);
    let met = trigger.cells(applicability).filter_map(|cell| {
        let listeners = heard.remove(&cell).filter(|listeners| !listeners.is_empty())?;
        Some(overlap(cell, listeners))
    });
    met.collect()
}

/// Who listens where, in the order in which they run; an endpoint with several triggers is one listener. Triggers by
/// name hear every queue: they have no cells of their own and stand in `more` and in those of the others.
fn heard<'a>(
    listening: &'a [Listening],
    more: impl Iterator<Item = Cell<'a>>,
    applicability: &'a Applicability,
) -> BTreeMap<Cell<'a>, Vec<&'a OverlapListener>> {
    let mut in_order: Vec<&'a Listening> = listening.iter().collect();
    in_order.sort_by_key(|one| (one.listener.ordinal, one.created_at.0, one.listener.endpoint_id.0));
    let mut cells: BTreeMap<Cell<'a>, Vec<usize>> = more.map(|cell| (cell, Vec::new())).collect();
    let mut named = Vec::new();
    for (place, one) in in_order.iter().enumerate() {
        match &one.trigger {
            Trigger::Named(name) => named.push((place, *name)),
            Trigger::Events(trigger) => {
                trigger.cells(applicability).for_each(|cell| cells.entry(cell).or_default().push(place));
            }
        }
    }
    let whole = |(cell, mut places): (Cell<'a>, Vec<usize>)| {
        places.extend(named.iter().filter(|(_, name)| follows(*name, &cell)).map(|(place, _)| *place));
        places.sort_unstable();
        let mut listeners: Vec<&'a OverlapListener> = Vec::with_capacity(places.len());
        for Listening { listener, .. } in places.into_iter().map(|place| in_order[place]) {
            if listeners.iter().all(|known| known.endpoint_id != listener.endpoint_id) {
                listeners.push(listener);
            }
        }
        (cell, listeners)
    };
    cells.into_iter().map(whole).collect()
}

/// Whether what triggers of this name hear can follow from what is heard in the cell.
fn follows(name: TriggerName, cell: &Cell<'_>) -> bool {
    cell.kind.moments(cell.event).any(|moment| TriggerName::from(moment) == name)
}

fn overlap(cell: Cell<'_>, listeners: Vec<&OverlapListener>) -> Overlap {
    let queue = match cell.place {
        Place::Direct => None,
        Place::Queue(address) => Some(address.to_owned()),
    };
    Overlap { event: cell.event, kind: cell.kind, queue, listeners: listeners.into_iter().cloned().collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trigger::DEFAULT_ORDINAL;
    use serde_json::{Value, json};
    use uuid::Uuid;

    fn listening(number: u128, second: i64, trigger: Value) -> Listening {
        let mut whole = json!({"events": ["received"], "direction": "inbound", "queues": ["sales"]});
        whole.as_object_mut().unwrap().extend(trigger.as_object().unwrap().clone());
        let trigger: EventTrigger = serde_json::from_value(whole).unwrap();
        let (ordinal, stop, conditional) = (trigger.ordinal, trigger.stop, trigger.condition.is_some());
        by(number, second, Trigger::Events(trigger), (ordinal, stop, conditional))
    }

    fn draft(trigger: Value) -> EventTrigger {
        let Trigger::Events(trigger) = listening(0, 0, trigger).trigger else { unreachable!("it is of events") };
        trigger
    }

    fn named(number: u128, second: i64, name: TriggerName) -> Listening {
        by(number, second, Trigger::Named(name), (DEFAULT_ORDINAL, false, false))
    }

    fn by(number: u128, second: i64, trigger: Trigger, (ordinal, stop, conditional): (i32, bool, bool)) -> Listening {
        let listener = OverlapListener {
            event_integration_id: None,
            template_id: TemplateId(Uuid::from_u128(number)),
            template: format!("t{number}"),
            endpoint_id: EndpointId(Uuid::from_u128(number)),
            endpoint: "event".into(),
            ordinal,
            stop,
            conditional,
        };
        Listening { listener, trigger, created_at: Timestamp(chrono::DateTime::from_timestamp(second, 0).unwrap()) }
    }

    fn told(found: &[Overlap]) -> Vec<String> {
        let names = |overlap: &Overlap| {
            overlap.listeners.iter().map(|listener| listener.template.clone()).collect::<Vec<_>>().join(" ")
        };
        let tell = |found: &Overlap| {
            format!("{} {} {}: {}", found.event, found.kind, found.queue.as_deref().unwrap_or("-"), names(found))
        };
        found.iter().map(tell).collect()
    }

    #[test]
    fn a_cell_tells_who_listens_in_the_order_of_running() {
        let all = [
            listening(1, 9, json!({})),
            listening(2, 1, json!({})),
            listening(3, 5, json!({"ordinal": 1, "queues": [], "directCalls": true})),
            listening(4, 5, json!({"ordinal": 1, "queues": ["sales"], "directCalls": true})),
            listening(5, 5, json!({"events": ["abandoned"]})),
        ];
        let expected =
            ["received chatsIn sales: t4 t2 t1", "received callsIn -: t3 t4", "received callsIn sales: t4 t2 t1"];
        assert_eq!(told(&overlaps(&all, &Applicability::documented())), expected);
    }

    #[test]
    fn an_endpoint_does_not_overlap_with_itself() {
        let all = [listening(1, 0, json!({})), listening(1, 0, json!({"ordinal": 5}))];
        assert_eq!(overlaps(&all, &Applicability::documented()), []);
    }

    #[test]
    fn a_draft_is_told_whom_it_would_meet() {
        let others = [listening(1, 0, json!({})), listening(2, 0, json!({"queues": ["support"]}))];
        let draft = draft(json!({"queues": ["sales", "other"], "directChats": true}));
        let found = overlaps_with(&draft, &others, &Applicability::documented());
        assert_eq!(told(&found), ["received chatsIn sales: t1", "received callsIn sales: t1"]);
    }

    #[test]
    fn triggers_by_name_stand_where_their_moment_follows_at_their_ordinal() {
        let events = json!({"events": ["received", "accepted", "ended"], "direction": "both", "directCalls": true});
        let others = [
            named(1, 0, TriggerName::CallStart),
            named(2, 0, TriggerName::CallConnected),
            named(3, 0, TriggerName::CallEnd),
            named(4, 0, TriggerName::SmsSend),
            named(5, 0, TriggerName::Manual),
        ];
        let expected = [
            "received callsIn -: t1",
            "received callsIn sales: t1",
            "accepted callsIn -: t2",
            "accepted callsIn sales: t2",
            // No event says that a call is dialled: the first one does.
            "accepted callsOut -: t1 t2",
            "ended callsIn -: t3",
            "ended callsIn sales: t3",
            "ended callsOut -: t1 t3",
        ];
        let found = overlaps_with(&draft(events), &others, &Applicability::documented());
        assert_eq!(told(&found), expected);

        let all = [
            listening(1, 0, json!({"events": ["ended"], "ordinal": 99})),
            listening(2, 0, json!({"events": ["ended"], "ordinal": 101})),
            listening(3, 9, json!({"events": ["ended"]})),
            named(4, 5, TriggerName::CallEnd),
            named(1, 0, TriggerName::CallEnd),
        ];
        let found = overlaps(&all, &Applicability::documented());
        assert_eq!(told(&found), ["ended chatsIn sales: t1 t3 t2", "ended callsIn sales: t1 t4 t3 t2"]);
    }

    #[test]
    fn triggers_by_name_alone_are_no_overlap_of_events() {
        let all = [named(1, 0, TriggerName::CallEnd), named(2, 0, TriggerName::CallEnd)];
        assert_eq!(overlaps(&all, &Applicability::documented()), []);
    }
}
