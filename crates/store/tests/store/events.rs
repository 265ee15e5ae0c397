use crate::support::*;
use patchbay_model::conversation::{Standing, take};
use patchbay_model::event::Event;
use patchbay_model::execution::{Cause, ExecutionStatus};
use patchbay_model::id::ExecutionId;
use patchbay_model::time::Timestamp;
use patchbay_store::conversations::{self, KnownConversation};
use patchbay_store::events::{self, Accepted, Arrival, Folded, Group, Heard};
use patchbay_store::queued_executions::{NewExecution, Next, Queued, Settlement, health, settle};
use patchbay_store::{Reach, Store, executions};
use patchbay_testkit::TestDatabase;
use serde_json::json;

pub fn event(event_id: &str, event_type: &str, conversation: &str, at: Timestamp) -> Event {
    serde_json::from_value(json!({"id": event_id, "type": event_type, "occurredAt": at,
        "conversation": {"id": conversation, "channelType": "phone", "direction": "inbound", "source": "+84901234567",
            "queue": {"id": "q-1", "address": "sales"}}}))
    .unwrap()
}

/// Takes every event and queues one execution for each that is heard, in the order of the conversation.
pub fn fold(group: Group<'_>, now: Timestamp) -> Folded {
    let (mut conversation, mut held) = match group.known {
        Some(KnownConversation { conversation, held }) => (Some(conversation), held),
        None => (None, None),
    };
    let mut heard = Vec::new();
    for arrival in group.arrivals {
        let taken = take(conversation, arrival.event);
        match taken.standing {
            Standing::Early => held = Some(arrival.event.clone()),
            _ if taken.released.is_some() => held = None,
            _ => {}
        }
        let mut record = record(group.call_center_id.as_str(), now);
        record.execution.summary.cause = Cause::Trigger;
        record.execution.summary.status = ExecutionStatus::Queued;
        record.execution.summary.conversation = Some(arrival.event.conversation.id.clone());
        let queued = Queued {
            priority: 100,
            order_key: Some(arrival.event.conversation.id.clone()),
            run_at: now,
            lease: None,
            input: json!({"event": arrival.event.id}),
        };
        let executions =
            if taken.standing.is_heard() { vec![NewExecution { record, queued: Some(queued) }] } else { vec![] };
        heard.push(Heard { standing: taken.standing, executions });
        conversation = Some(taken.conversation);
    }
    Folded { known: conversation.map(|conversation| KnownConversation { conversation, held }), heard }
}

pub async fn accept(store: &Store, posted: &[(&str, &str, &str)], now: Timestamp) -> Vec<Accepted> {
    accept_of("cc-1", store, posted, now).await
}

pub async fn accept_of(
    call_center: &str,
    store: &Store,
    posted: &[(&str, &str, &str)],
    now: Timestamp,
) -> Vec<Accepted> {
    let call_center = cc(call_center);
    let events: Vec<_> =
        posted.iter().map(|(id, event_type, conversation)| event(id, event_type, conversation, now)).collect();
    let arrival = |event| Arrival { id: id_at(now), call_center_id: &call_center, event };
    let arrivals: Vec<_> = events.iter().map(arrival).collect();
    events::accept(store, &arrivals, now, |group| fold(group, now), &mut |_| None).await.unwrap().0
}

fn counts(accepted: &[Accepted]) -> Vec<Option<usize>> {
    let count = |accepted: &Accepted| match accepted {
        Accepted::New { executions } => Some(executions.len()),
        Accepted::Duplicate => None,
    };
    accepted.iter().map(count).collect()
}

#[tokio::test]
async fn an_event_its_conversation_and_what_has_to_run_are_committed_together() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    let accepted = accept(&store, &[("e-1", "received", "c-1"), ("e-2", "queued", "c-1")], at(0)).await;
    assert_eq!(counts(&accepted), [Some(1), Some(1)]);
    let Accepted::New { executions: ids } = &accepted[0] else { panic!() };
    let execution = executions::get(&store, &Reach::All, ids[0]).await.unwrap();
    assert_eq!(execution.summary.status, ExecutionStatus::Queued, "lists show it at once");
    let known = conversations::get(&store, &cc("cc-1"), "c-1").await.unwrap();
    assert_eq!(known.conversation.state.as_str(), "queued");
    let timeline = conversations::timeline(&store, &cc("cc-1"), "c-1", &page(9, None)).await.unwrap().items;
    let told: Vec<_> = timeline.iter().map(|entry| (entry.event.id.as_str(), entry.executions.len())).collect();
    assert_eq!(told, [("e-1", 1), ("e-2", 1)]);
    let health = health(&store, &Reach::All).await.unwrap();
    assert_eq!((health.ready, health.blocked), (1, 1), "one of a conversation at a time");
}

#[tokio::test]
async fn an_event_is_accepted_once_per_call_center() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    let posted = [("e-1", "received", "c-1"), ("e-1", "received", "c-1")];
    assert_eq!(counts(&accept(&store, &posted, at(0)).await), [Some(1), None], "twice in one batch");
    assert_eq!(counts(&accept(&store, &posted[..1], at(1)).await), [None], "and once more");
    assert_eq!(counts(&accept_of("cc-2", &store, &posted[..1], at(1)).await), [Some(1)], "another tenant's is another");
    assert_eq!(events::delete_expired(&store, at(1)).await.unwrap(), 1);
    assert_eq!(counts(&accept(&store, &posted[..1], at(2)).await), [Some(1)], "forgotten, it is new");
}

#[tokio::test]
async fn an_early_end_is_kept_beside_its_conversation_until_it_is_released() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    let posted = [("e-1", "received", "c-1"), ("e-2", "ended", "c-1")];
    assert_eq!(counts(&accept(&store, &posted, at(0)).await), [Some(1), Some(0)]);
    let held = conversations::get(&store, &cc("cc-1"), "c-1").await.unwrap().held.unwrap();
    assert_eq!(held.id, "e-2");
    accept(&store, &[("e-3", "accepted", "c-1")], at(0)).await;
    assert_eq!(conversations::get(&store, &cc("cc-1"), "c-1").await.unwrap().held, None);
}

#[tokio::test]
async fn processes_that_hear_of_the_same_conversations_at_once_lose_nothing() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    patchbay_store::partitions::create_ahead(&store, at(0)).await.unwrap();
    let names: Vec<String> = (0..20).map(|n| format!("c-{n}")).collect();
    let batches = (0..8).map(|batch: usize| {
        let (store, names) = (store.clone(), names.clone());
        tokio::spawn(async move {
            let ids: Vec<String> = names.iter().map(|name| format!("{batch}-{name}")).collect();
            let mut posted: Vec<_> =
                names.iter().zip(&ids).map(|(name, id)| (id.as_str(), "queued", name.as_str())).collect();
            posted.rotate_left(batch * 2);
            counts(&accept(&store, &posted, at(0)).await)
        })
    });
    for batch in futures::future::join_all(batches).await {
        assert_eq!(batch.unwrap(), vec![Some(1); 20]);
    }
    for name in &names {
        let timeline = conversations::timeline(&store, &cc("cc-1"), name, &page(99, None)).await.unwrap();
        assert_eq!(timeline.items.len(), 8);
    }
    let health = health(&store, &Reach::All).await.unwrap();
    assert_eq!((health.ready, health.blocked), (20, 140));
}

#[tokio::test]
async fn a_batch_that_fails_leaves_nothing() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    let (first, second) = (event("e-1", "received", "c-1", at(0)), event("e-2", "received", "c-2", at(0)));
    let arrival = Arrival { id: id(), call_center_id: &cc("cc-1"), event: &first };
    let twice = [arrival, Arrival { event: &second, ..arrival }];
    assert!(events::accept(&store, &twice, at(0), |group| fold(group, at(0)), &mut |_| None).await.is_err());
    assert_eq!(conversations::find(&store, &cc("cc-1"), "c-1").await.unwrap(), None);
    assert_eq!(counts(&accept(&store, &[("e-1", "received", "c-1")], at(0)).await), [Some(1)]);
}

/// Claims and settles until `expected` executions have succeeded; gives them in the order in which they ended.
async fn work_off(store: Store, expected: usize) -> Vec<ExecutionId> {
    let mut worker = crate::queued_executions::Worker::of(&store);
    let mut ended = Vec::new();
    while backlog_of(&store).await > 0 || executed(&store).await < expected {
        let claimed = worker.claims(16, 16, 0).await;
        let settlements: Vec<_> = claimed
            .iter()
            .map(|claimed| {
                let mut record = record("cc-1", at(0));
                record.execution.summary.id = claimed.execution_id;
                Settlement { record, next: Next::Ends }
            })
            .collect();
        let settled = settle(&store, worker.owner, &settlements, at(0)).await.unwrap();
        assert_eq!(settled.len(), claimed.len());
        ended.extend(claimed.into_iter().map(|claimed| claimed.execution_id));
        if settlements.is_empty() {
            tokio::task::yield_now().await;
        }
    }
    ended
}

async fn backlog_of(store: &Store) -> i64 {
    patchbay_store::queued_executions::backlog(store, 10_000).await.unwrap()
}

async fn executed(store: &Store) -> usize {
    let figures = patchbay_store::figures::find(store, &one("cc-1"), at(0)).await.unwrap();
    usize::try_from(figures.succeeded).unwrap()
}

#[tokio::test]
async fn accepting_claiming_and_settling_at_once_loses_nothing_and_runs_nothing_twice() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    patchbay_store::partitions::create_ahead(&store, at(0)).await.unwrap();
    const BATCHES: usize = 25;
    const CONVERSATIONS: usize = 8;
    let producers = (0..4).map(|producer: usize| {
        let store = store.clone();
        tokio::spawn(async move {
            for batch in 0..BATCHES {
                let ids: Vec<_> =
                    (0..CONVERSATIONS).map(|n| (format!("{producer}-{batch}-{n}"), format!("c-{n}"))).collect();
                let mut posted: Vec<_> = ids.iter().map(|(id, name)| (id.as_str(), "queued", name.as_str())).collect();
                posted.rotate_left((producer + batch) % CONVERSATIONS);
                accept(&store, &posted, at(0)).await;
            }
        })
    });
    let workers: Vec<_> = (0..3).map(|_| tokio::spawn(work_off(store.clone(), 4 * BATCHES * CONVERSATIONS))).collect();
    for producer in futures::future::join_all(producers).await {
        producer.unwrap();
    }
    let mut ended = Vec::new();
    for worker in futures::future::join_all(workers).await {
        ended.extend(worker.unwrap());
    }
    let unique: std::collections::HashSet<_> = ended.iter().collect();
    assert_eq!((ended.len(), unique.len()), (4 * BATCHES * CONVERSATIONS, 4 * BATCHES * CONVERSATIONS), "each once");
}
