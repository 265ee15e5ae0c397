mod conditions;
mod order;
mod reference;
mod rules;

use super::*;
use crate::condition::Facts;
use chrono::DateTime;
use patchbay_model::event::{Applicability, ConversationKind, QueueReference};
use patchbay_model::time::Timestamp;
use patchbay_model::trigger::{EventName, Moment};
use serde_json::{Value, json};

/// An endpoint by its triggers' JSON, created in the second that its number says.
fn listener(number: u32, triggers: Value) -> Listener<u32> {
    let created_at = Timestamp(DateTime::from_timestamp(i64::from(number), 0).unwrap());
    Listener { key: number, triggers: serde_json::from_value(triggers).unwrap(), condition: None, created_at }
}

fn trigger(changes: Value) -> Value {
    let mut trigger = json!({"events": EventName::ALL, "direction": "both", "directCalls": true, "directChats": true});
    trigger.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
    trigger
}

fn index(listeners: impl IntoIterator<Item = Listener<u32>>) -> TriggerIndex<u32> {
    let queues = [QueueReference { id: Some("q1".into()), address: Some("sales".into()) }];
    TriggerIndex::compile(listeners, queues, &Applicability::documented())
}

fn queue(address: &str) -> QueueReference {
    QueueReference { id: None, address: Some(address.into()) }
}

fn facts() -> Facts {
    Facts::new(&json!({"name": "received", "data": {}}), &json!({"priority": 5, "queue": null}))
}

/// Keys of what runs.
fn running(index: &TriggerIndex<u32>, occurrence: &Occurrence<'_>) -> Vec<u32> {
    let matched = index.matching(occurrence, facts).into_iter();
    matched.filter(|matched| matched.decision == Decision::Runs).map(|matched| *matched.key).collect()
}

fn heard(
    index: &TriggerIndex<u32>,
    event: EventName,
    kind: ConversationKind,
    queue: Option<&QueueReference>,
) -> Vec<u32> {
    running(index, &Occurrence { event: Some(event), moments: &[], kind, queue })
}

#[test]
fn a_trigger_by_name_hears_its_moment_and_no_event() {
    for moment in Moment::ALL.iter().copied() {
        let index = index([listener(1, json!([moment.as_str()])), listener(2, json!(["manual", "ticket_create"]))]);
        for other in Moment::ALL.iter().copied() {
            let moments = [other];
            let occurrence =
                Occurrence { event: None, moments: &moments, kind: ConversationKind::CallsIn, queue: None };
            let expected: &[u32] = if other == moment { &[1] } else { &[] };
            assert_eq!(running(&index, &occurrence), expected, "{moment} hears {other}");
        }
        assert_eq!(heard(&index, EventName::Ended, ConversationKind::CallsIn, None), [0; 0]);
    }
}

#[test]
fn an_empty_index_hears_nothing() {
    let index = index([]);
    assert!(index.is_empty());
    assert_eq!(heard(&index, EventName::Ended, ConversationKind::CallsIn, Some(&queue("sales"))), [0; 0]);
}

#[test]
fn a_disabled_integration_hears_nothing() {
    let index = index([listener(1, json!([trigger(json!({"events": []}))]))]);
    assert_eq!(index.len(), 1);
    assert_eq!(heard(&index, EventName::Received, ConversationKind::ChatsIn, None), [0; 0]);
}
