//! Every cell of the applicability table, and every rule of matching by itself.

use super::*;
use ConversationKind::{CallsIn, CallsOut, ChatsIn, ChatsOut};

#[test]
fn every_cell_of_the_table_fires_or_never_does() {
    use EventName::{Abandoned, Accepted, Allocated, Ended, Forwarded, Queued, Received, Rejected, Transferred};
    // chats in, chats out, calls in, calls out
    let table = [
        (Received, [true, false, true, false]),
        (Queued, [true, false, true, false]),
        (Allocated, [true, false, true, false]),
        (Accepted, [true, true, true, true]),
        (Rejected, [true, false, true, true]),
        (Transferred, [true, false, true, false]),
        (Forwarded, [true, false, true, false]),
        (Ended, [true, true, true, true]),
        (Abandoned, [true, false, true, true]),
    ];
    let everything = index([listener(1, json!([trigger(json!({"queues": ["sales"]}))]))]);
    let sales = queue("sales");
    for (event, cells) in table {
        for (kind, applies) in [ChatsIn, ChatsOut, CallsIn, CallsOut].into_iter().zip(cells) {
            for place in [None, Some(&sales)] {
                let fired = heard(&everything, event, kind, place) == [1];
                assert_eq!(fired, applies, "{event} {kind} {place:?}");
            }
        }
    }
}

#[test]
fn only_the_selected_events_are_heard() {
    for selected in EventName::ALL {
        let index = index([listener(1, json!([trigger(json!({"events": [selected]}))]))]);
        for event in EventName::ALL {
            assert_eq!(
                heard(&index, *event, CallsIn, None).len(),
                usize::from(event == selected),
                "{selected} {event}"
            );
        }
    }
}

#[test]
fn the_direction_fits() {
    let table = [
        ("inbound", [true, false, true, false]),
        ("outbound", [false, true, false, true]),
        ("both", [true, true, true, true]),
    ];
    for (direction, kinds) in table {
        let index = index([listener(1, json!([trigger(json!({"direction": direction}))]))]);
        for (kind, fits) in [ChatsIn, ChatsOut, CallsIn, CallsOut].into_iter().zip(kinds) {
            assert_eq!(heard(&index, EventName::Ended, kind, None) == [1], fits, "{direction} {kind}");
        }
    }
}

#[test]
fn direct_flags_and_queues_count_for_each_kind_as_documented() {
    let none = None;
    let (sales, support) = (queue("sales"), queue("support"));
    let places = [none, Some(&sales), Some(&support)];
    // direct calls, direct chats, queues; for each kind: heard without a queue, in sales, in support
    type Kinds = [(ConversationKind, [bool; 3]); 4];
    let table: [(bool, bool, &[&str], Kinds); 5] = [
        (
            true,
            false,
            &[],
            [
                (ChatsIn, [false, false, false]),
                (ChatsOut, [false, false, false]),
                (CallsIn, [true, false, false]),
                (CallsOut, [true, true, true]),
            ],
        ),
        (
            false,
            true,
            &[],
            [
                (ChatsIn, [true, false, false]),
                (ChatsOut, [true, false, false]),
                (CallsIn, [false, false, false]),
                (CallsOut, [false, false, false]),
            ],
        ),
        (
            false,
            false,
            &["sales"],
            [
                (ChatsIn, [false, true, false]),
                (ChatsOut, [false, true, false]),
                (CallsIn, [false, true, false]),
                (CallsOut, [false, false, false]),
            ],
        ),
        (
            true,
            true,
            &["support", "sales"],
            [
                (ChatsIn, [true, true, true]),
                (ChatsOut, [true, true, true]),
                (CallsIn, [true, true, true]),
                (CallsOut, [true, true, true]),
            ],
        ),
        (
            false,
            false,
            &[],
            [(ChatsIn, [false; 3]), (ChatsOut, [false; 3]), (CallsIn, [false; 3]), (CallsOut, [false; 3])],
        ),
    ];
    for (calls, chats, queues, kinds) in table {
        let changes = json!({"directCalls": calls, "directChats": chats, "queues": queues});
        let index = index([listener(1, json!([trigger(changes.clone())]))]);
        for (kind, expected) in kinds {
            for (place, expected) in places.iter().zip(expected) {
                let fired = heard(&index, EventName::Ended, kind, *place) == [1];
                assert_eq!(fired, expected, "{changes} {kind} {place:?}");
            }
        }
    }
}

#[test]
fn a_queue_is_known_by_its_id_too_and_an_unknown_one_is_not_direct() {
    let index = index([listener(1, json!([trigger(json!({"queues": ["sales"]}))]))]);
    let by = |id: &str, address: Option<&str>| {
        let queue = QueueReference { id: Some(id.into()), address: address.map(Into::into) };
        heard(&index, EventName::Ended, CallsIn, Some(&queue))
    };
    assert_eq!(by("q1", None), [1]);
    assert_eq!(by("q1", Some("support")), [0; 0], "the address is what the sender says");
    assert_eq!(by("q2", None), [0; 0]);
}

#[test]
fn a_corrected_table_counts_at_once() {
    let documented = Applicability::documented();
    let corrected: Applicability = documented.cells().chain([(EventName::Received, CallsOut)]).collect();
    let index = TriggerIndex::compile([listener(1, json!([trigger(json!({}))]))], [], &corrected);
    assert_eq!(heard(&index, EventName::Received, CallsOut, None), [1]);
    assert_eq!(heard(&index, EventName::Received, ChatsOut, None), [0; 0]);
}

#[test]
fn an_event_that_names_no_queue_happened_where_the_conversation_stands() {
    use patchbay_model::conversation::take;
    use patchbay_model::event::Event;
    let event = |event_type: &str, second: u32, queue: Value| -> Event {
        serde_json::from_value(json!({"id": event_type, "type": event_type,
            "occurredAt": format!("2026-11-20T09:30:0{second}.000Z"),
            "conversation": {"id": "c", "channelType": "phone", "direction": "inbound", "queue": queue}}))
        .unwrap()
    };
    let index = index([listener(1, json!([trigger(json!({"queues": ["sales"], "directCalls": false}))]))]);
    let queued = take(None, &event("queued", 1, json!({"address": "sales"})));
    let accepted = event("accepted", 3, json!(null));
    let taken = take(Some(queued.conversation), &accepted);
    assert_eq!(running(&index, &Occurrence::of(&accepted, &taken)), [1]);
    let late = event("forwarded", 2, json!({"address": "support"}));
    let taken = take(Some(taken.conversation), &late);
    assert_eq!(running(&index, &Occurrence::of(&late, &taken)), [0; 0], "a late one happened where it says");
}
