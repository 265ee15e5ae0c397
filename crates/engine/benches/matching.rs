//! What it costs to find the triggers of one event, however many there are (spec/events.md, Matching).
//! `cargo bench -p patchbay-engine --bench matching`

use chrono::DateTime;
use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use patchbay_engine::condition::{Condition, Facts};
use patchbay_engine::matching::{Listener, Occurrence, TriggerIndex};
use patchbay_model::conversation::take;
use patchbay_model::event::{Applicability, ConversationKind, Event, QueueReference};
use patchbay_model::time::Timestamp;
use patchbay_model::trigger::{EventName, Trigger};
use serde_json::{Value, json};
use std::hint::black_box;

/// Triggers per queue: as many match, whatever the size of the call center.
const MATCHING: u32 = 4;

fn listener(number: u32, condition: Option<&str>) -> Listener<u32> {
    let trigger = json!({"events": ["received", "queued", "ended"], "direction": "both", "directChats": true,
        "queues": [format!("queue-{}", number / MATCHING), format!("other-{number}")], "ordinal": 100,
        "condition": condition});
    let triggers: Vec<Trigger> = serde_json::from_value(json!([trigger])).unwrap_or_default();
    let created_at = Timestamp(DateTime::from_timestamp(i64::from(number), 0).unwrap_or_default());
    Listener { key: number, triggers, condition: None, created_at }
}

fn index(size: u32, condition: Option<&str>) -> TriggerIndex<u32> {
    let listeners = (0..size).map(|number| listener(number, condition));
    TriggerIndex::compile(listeners, [], &Applicability::documented())
}

fn event() -> Value {
    json!({"id": "evt-1", "type": "queued", "occurredAt": "2026-11-20T09:30:00.000Z",
        "conversation": {"id": "c-1", "channelType": "phone", "direction": "inbound", "language": "EN", "priority": 5,
            "skills": [{"id": "s1", "value": 3, "name": "German"}], "queue": {"id": "q1", "address": "queue-1"},
            "source": "+84901234567", "destination": "+842812345678", "created": "2026-11-20T09:29:58.000Z"}})
}

fn benches(criterion: &mut Criterion) {
    let queue = QueueReference { id: None, address: Some("queue-1".to_owned()) };
    let occurrence = Occurrence {
        event: Some(EventName::Queued),
        moments: &[],
        kind: ConversationKind::CallsIn,
        queue: Some(&queue),
    };
    let Ok(event) = serde_json::from_value::<Event>(event()) else { return };
    let conversation = take(None, &event).conversation;
    let facts = || Facts::new(&event.view(), &conversation.contact_view(&event));

    let mut group = criterion.benchmark_group("match one event, 4 triggers hear it");
    for size in [10, 1_000, 100_000] {
        let plain = index(size, None);
        group.bench_with_input(BenchmarkId::new("no condition", size), &plain, |bencher, index| {
            bencher.iter(|| index.matching(black_box(&occurrence), facts).len());
        });
        let conditional = index(size, Some("contact.priority > 3 && contact.queue.address == 'queue-1'"));
        group.bench_with_input(BenchmarkId::new("a condition each", size), &conditional, |bencher, index| {
            bencher.iter(|| index.matching(black_box(&occurrence), facts).len());
        });
    }
    group.finish();
    criterion.bench_function("compile an index of 1000 triggers", |bencher| bencher.iter(|| index(1_000, None)));
    criterion.bench_function("compile a condition", |bencher| {
        bencher.iter(|| Condition::compile(black_box("contact.priority > 3 && contact.queue.address == 'sales'")));
    });
    criterion.bench_function("take an event into its conversation", |bencher| {
        bencher.iter(|| take(Some(conversation.clone()), black_box(&event)));
    });
}

criterion_group!(all, benches);
criterion_main!(all);
