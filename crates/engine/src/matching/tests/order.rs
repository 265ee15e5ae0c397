//! Who runs first, and after whom nobody does.

use super::*;
use ConversationKind::CallsIn;

fn ended(index: &TriggerIndex<u32>) -> Vec<u32> {
    heard(index, EventName::Ended, CallsIn, None)
}

fn with(number: u32, changes: Value) -> Listener<u32> {
    listener(number, json!([trigger(changes)]))
}

#[test]
fn several_run_by_ordinal_and_then_the_oldest_first() {
    let of = |ordinal: i32| json!({"ordinal": ordinal});
    let index = index([with(4, of(100)), with(3, of(-5)), with(2, of(100)), with(1, of(200)), with(5, json!({}))]);
    assert_eq!(ended(&index), [3, 2, 4, 5, 1]);
}

#[test]
fn those_of_one_second_keep_the_order_in_which_they_were_loaded() {
    let mut listeners = [with(7, json!({})), with(7, json!({}))];
    listeners[1].key = 8;
    assert_eq!(ended(&index(listeners)), [7, 8]);
}

#[test]
fn after_one_that_stops_nobody_runs() {
    let index = index([
        with(1, json!({"ordinal": 1})),
        with(2, json!({"ordinal": 2, "stop": true})),
        with(3, json!({"ordinal": 3})),
        listener(4, json!(["call_end"])),
    ]);
    assert_eq!(ended(&index), [1, 2]);
    let both = Occurrence { event: Some(EventName::Ended), moments: &[Moment::CallEnd], kind: CallsIn, queue: None };
    assert_eq!(running(&index, &both), [1, 2], "triggers by name stand in the same order");
}

#[test]
fn one_that_does_not_run_stops_nobody() {
    let index = index([
        with(1, json!({"ordinal": 1, "stop": true, "condition": "contact.priority > 90"})),
        with(2, json!({"ordinal": 2})),
    ]);
    assert_eq!(ended(&index), [2]);
}

#[test]
fn events_and_moments_stand_in_one_order() {
    let index = index([
        listener(1, json!(["call_start", "call_connected"])),
        with(2, json!({"ordinal": 50})),
        with(3, json!({"ordinal": 150})),
        listener(4, json!(["call_connected"])),
    ]);
    let moments = [Moment::CallStart, Moment::CallConnected];
    let dialled = Occurrence {
        event: Some(EventName::Accepted),
        moments: &moments,
        kind: ConversationKind::CallsOut,
        queue: None,
    };
    assert_eq!(running(&index, &dialled), [2, 1, 4, 3]);
}

#[test]
fn an_endpoint_runs_once_however_many_of_its_triggers_hear() {
    let index = index([listener(1, json!([trigger(json!({})), trigger(json!({"ordinal": 7})), "call_end"]))]);
    let both = Occurrence { event: Some(EventName::Ended), moments: &[Moment::CallEnd], kind: CallsIn, queue: None };
    assert_eq!(running(&index, &both), [1]);
}
