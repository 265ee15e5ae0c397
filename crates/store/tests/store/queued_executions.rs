use crate::support::*;
use patchbay_model::execution::{Attempt, Cause, ErrorCode, ExecutionStatus, ExecutionSummary, Failure, Timings};
use patchbay_model::id::{ExecutionId, IntegratorId};
use patchbay_model::time::Timestamp;
use patchbay_store::changes::{Change, Changes};
use patchbay_store::idempotency_keys;
use patchbay_store::queued_executions::{enqueue as enqueue_with, *};
use patchbay_store::{Reach, Store, StoreError, executions};
use patchbay_testkit::TestDatabase;
use serde_json::json;
use std::collections::BTreeSet;
use uuid::Uuid;

pub fn new(call_center: &str, integrator: u128, now: Timestamp) -> NewExecution {
    let mut record = record(call_center, now);
    let summary = &mut record.execution.summary;
    (summary.cause, summary.status) = (Cause::Trigger, ExecutionStatus::Queued);
    (summary.finished_at, summary.duration_us, summary.response_status) = (None, 0, None);
    summary.integrator_id = IntegratorId(Uuid::from_u128(integrator));
    let queued =
        Queued { priority: 100, order_key: None, run_at: now, lease: None, input: json!({"client": {"a": 1}}) };
    NewExecution { record, queued: Some(queued) }
}

/// Queues what nobody has a seat for.
pub async fn enqueue(
    store: &Store,
    new: &[NewExecution],
    key: Option<&idempotency_keys::Lease>,
    now: Timestamp,
) -> Result<(), StoreError> {
    let seated = enqueue_with(store, new, key, now, &mut |_| None).await?;
    assert_eq!(seated, []);
    Ok(())
}

fn with(mut new: NewExecution, change: impl FnOnce(&mut Queued)) -> NewExecution {
    change(new.queued.as_mut().unwrap());
    new
}

fn id_of(new: &NewExecution) -> ExecutionId {
    new.record.execution.summary.id
}

/// A worker that claims for a minute.
pub struct Worker {
    pub store: Store,
    pub owner: Uuid,
    cursor: ClaimCursor,
}

impl Worker {
    pub fn of(store: &Store) -> Self {
        Self { store: store.clone(), owner: id(), cursor: ClaimCursor::default() }
    }

    pub async fn claims(&mut self, limit: i64, per_integrator: i64, now: i64) -> Vec<Claimed> {
        self.claims_but(limit, per_integrator, now, &[], &BTreeSet::new()).await
    }

    async fn claims_but(
        &mut self,
        limit: i64,
        per_integrator: i64,
        now: i64,
        busy_integrators: &[IntegratorId],
        busy_call_centers: &BTreeSet<patchbay_model::id::CallCenterId>,
    ) -> Vec<Claimed> {
        wake(&self.store, at(now)).await.unwrap();
        let lease = Lease { owner: self.owner, until: at(now + 60) };
        let asked = Claim { lease, limit, per_integrator, busy_integrators, busy_call_centers };
        claim(&self.store, &asked, &mut self.cursor).await.unwrap()
    }

    pub async fn ends(&self, new: &NewExecution, status: ExecutionStatus, next: Next, now: i64) -> bool {
        let mut record = new.record.clone();
        let summary = &mut record.execution.summary;
        (summary.status, summary.attempt_count, summary.duration_us) = (status, 1, 10);
        if status != ExecutionStatus::Succeeded {
            summary.error_code = Some(ErrorCode::Timeout);
            record.execution.failure = Some(Failure { code: ErrorCode::Timeout, detail: "slow".into() });
        }
        record.execution.attempts = vec![Attempt {
            number: u32::try_from(now).unwrap() + 1, // another one each time
            started_at: at(now),
            timings: Timings::default(),
            response_status: None,
            failure: None,
            request: None,
            response: None,
        }];
        let settled = settle(&self.store, self.owner, &[Settlement { record, next }], at(now)).await.unwrap();
        settled.contains(&id_of(new))
    }
}

async fn next_attempt_at(store: &Store, new: &NewExecution) -> Option<Timestamp> {
    executions::get(store, &Reach::All, id_of(new)).await.unwrap().next_attempt_at
}

async fn status(store: &Store, new: &NewExecution) -> ExecutionStatus {
    executions::get(store, &Reach::All, id_of(new)).await.unwrap().summary.status
}

fn ids(claimed: &[Claimed]) -> Vec<ExecutionId> {
    claimed.iter().map(|claimed| claimed.execution_id).collect()
}

#[tokio::test]
async fn what_gets_a_seat_is_leased_from_the_beginning_and_never_before_its_turn() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    let mut changes = Changes::listen(&store).await.unwrap();
    let mut worker = Worker::of(&store);
    let ordered = |key: &str| with(new("cc-1", 1, at(0)), |queued| queued.order_key = Some(key.to_owned()));
    let later = with(new("cc-1", 1, at(0)), |queued| queued.run_at = at(30));
    let all = [new("cc-1", 1, at(0)), ordered("a"), ordered("a"), later];
    let lease = Lease { owner: worker.owner, until: at(60) };
    let mut asked = Vec::new();
    let seat = &mut |summary: &ExecutionSummary| {
        asked.push(summary.id);
        Some(lease)
    };
    let seated = enqueue_with(&store, &all, None, at(0), seat).await.unwrap();
    assert_eq!(ids(&seated), [id_of(&all[0]), id_of(&all[1])], "neither who is behind nor who is to wait");
    assert_eq!(asked, ids(&seated));
    assert_eq!(seated[0].input, json!({"client": {"a": 1}}));
    assert!(matches!(changes.next().await.unwrap(), Change::Executions(_)));
    assert!(worker.claims(9, 9, 0).await.is_empty(), "they are somebody's already");
    assert!(worker.ends(&all[1], ExecutionStatus::Succeeded, Next::Ends, 1).await);
    assert!(matches!(changes.next().await.unwrap(), Change::Executions(_)));
    assert_eq!(changes.next().await.unwrap(), Change::Work, "the first news of work: the next of its key can run");
    assert_eq!(ids(&worker.claims(9, 9, 1).await), [id_of(&all[2])]);
    let taken = take_over(&store, at(61)).await.unwrap();
    assert_eq!(taken.ready, 1, "whoever had the seat died");
}

#[tokio::test]
async fn what_is_queued_is_claimed_once_with_what_it_was_given() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    let mut changes = Changes::listen(&store).await.unwrap();
    let queued = new("cc-1", 1, at(0));
    enqueue(&store, std::slice::from_ref(&queued), None, at(0)).await.unwrap();
    assert!(matches!(changes.next().await.unwrap(), Change::Executions(_)));
    assert_eq!(changes.next().await.unwrap(), Change::Work, "idle workers are woken");
    let (mut one, mut other) = (Worker::of(&store), Worker::of(&store));
    let both = futures::join!(one.claims(9, 9, 0), other.claims(9, 9, 0));
    let claimed = [both.0, both.1].concat();
    assert_eq!(ids(&claimed), [id_of(&queued)]);
    assert_eq!((claimed[0].input.clone(), claimed[0].attempt_count), (json!({"client": {"a": 1}}), 0));
}

#[tokio::test]
async fn one_tenants_backlog_does_not_starve_another() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    let mut all: Vec<_> = (0..200).map(|_| new("cc-1", 1, at(0))).collect();
    all.extend((0..3).map(|_| new("cc-1", 2, at(0))));
    all.extend((0..3).map(|_| new("cc-2", 3, at(0))));
    enqueue(&store, &all, None, at(0)).await.unwrap();
    let mut worker = Worker::of(&store);
    let mut first: Vec<u128> =
        worker.claims(12, 4, 0).await.iter().map(|claimed| claimed.integrator_id.0.as_u128()).collect();
    first.sort_unstable();
    assert_eq!(first, [1, 1, 1, 1, 2, 2, 2, 3, 3, 3]);
    // Two at a time: the rounds go on where the last one ended.
    all = [new("cc-1", 2, at(0)), new("cc-2", 3, at(0))].into();
    enqueue(&store, &all, None, at(0)).await.unwrap();
    let mut turns = Vec::new();
    for _ in 0..4 {
        turns.extend(worker.claims(1, 4, 0).await.iter().map(|claimed| claimed.integrator_id.0.as_u128()));
    }
    assert_eq!(turns, [1, 2, 3, 1]);
}

#[tokio::test]
async fn what_is_busy_is_passed_by() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    let all: Vec<_> =
        (0..50).flat_map(|_| [new("cc-1", 1, at(0)), new("cc-2", 2, at(0)), new("cc-3", 3, at(0))]).collect();
    enqueue(&store, &all, None, at(0)).await.unwrap();
    let mut worker = Worker::of(&store);
    let slow = [IntegratorId(Uuid::from_u128(1))];
    let claimed = worker.claims_but(10, 4, 0, &slow, &BTreeSet::from([cc("cc-3")])).await;
    assert_eq!(claimed.len(), 4);
    assert!(claimed.iter().all(|claimed| claimed.call_center_id == cc("cc-2")));
}

#[tokio::test]
async fn the_most_urgent_come_first_and_others_in_their_order() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    let all = [new("cc-1", 1, at(0)), new("cc-1", 1, at(0)), with(new("cc-1", 1, at(0)), |queued| queued.priority = 1)];
    enqueue(&store, &all, None, at(0)).await.unwrap();
    let claimed = Worker::of(&store).claims(9, 9, 0).await;
    assert_eq!(ids(&claimed), [id_of(&all[2]), id_of(&all[0]), id_of(&all[1])]);
}

#[tokio::test]
async fn nothing_runs_before_its_time() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    let later = with(new("cc-1", 1, at(0)), |queued| queued.run_at = at(30));
    enqueue(&store, std::slice::from_ref(&later), None, at(0)).await.unwrap();
    let mut worker = Worker::of(&store);
    assert_eq!(worker.claims(9, 9, 29).await, []);
    assert_eq!(health(&store, &Reach::All).await.unwrap().next_run_at, Some(at(30)));
    assert_eq!(worker.claims(9, 9, 30).await.len(), 1);
    assert!(worker.ends(&later, ExecutionStatus::Queued, Next::RunsAt(at(60)), 31).await, "tried again");
    assert_eq!(worker.claims(9, 9, 59).await, []);
    let again = worker.claims(9, 9, 60).await;
    assert_eq!((again.len(), again[0].attempt_count, again[0].run_at), (1, 1, at(60)));
}

#[tokio::test]
async fn an_execution_tells_when_it_is_tried_next_while_it_stands_in_the_queue() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    let delayed = with(new("cc-1", 1, at(0)), |queued| queued.run_at = at(30));
    enqueue(&store, std::slice::from_ref(&delayed), None, at(0)).await.unwrap();
    assert_eq!(next_attempt_at(&store, &delayed).await, Some(at(30)));
    let mut worker = Worker::of(&store);
    assert_eq!(worker.claims(9, 9, 30).await.len(), 1);
    assert_eq!(next_attempt_at(&store, &delayed).await, None, "it runs");
    assert!(worker.ends(&delayed, ExecutionStatus::Queued, Next::RunsAt(at(60)), 31).await);
    assert_eq!(next_attempt_at(&store, &delayed).await, Some(at(60)));
    wake(&store, at(61)).await.unwrap();
    assert_eq!(next_attempt_at(&store, &delayed).await, Some(at(60)), "ready, and no worker took it yet");
    assert_eq!(worker.claims(9, 9, 61).await.len(), 1);
    assert!(worker.ends(&delayed, ExecutionStatus::Dead, Next::Ends, 62).await);
    assert_eq!(next_attempt_at(&store, &delayed).await, None);
    let keyed = || with(new("cc-1", 1, at(0)), |queued| queued.order_key = Some("c-1".into()));
    let in_order = [keyed(), keyed()];
    enqueue(&store, &in_order, None, at(70)).await.unwrap();
    assert_eq!(next_attempt_at(&store, &in_order[1]).await, None, "it is behind another one: nobody knows when");
}

#[tokio::test]
async fn of_an_order_key_one_runs_at_a_time_and_a_retry_keeps_its_place() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    let keyed = |call_center: &str| with(new(call_center, 1, at(0)), |queued| queued.order_key = Some("c-1".into()));
    let all = [keyed("cc-1"), keyed("cc-1")];
    enqueue(&store, &all, None, at(0)).await.unwrap();
    let third = keyed("cc-1");
    enqueue(&store, std::slice::from_ref(&third), None, at(0)).await.unwrap();
    let foreign = keyed("cc-2");
    enqueue(&store, std::slice::from_ref(&foreign), None, at(0)).await.unwrap();
    let mut worker = Worker::of(&store);
    assert_eq!(ids(&worker.claims(9, 9, 0).await), [id_of(&all[0]), id_of(&foreign)]);
    assert!(worker.ends(&all[0], ExecutionStatus::Queued, Next::RunsAt(at(5)), 0).await);
    assert_eq!(worker.claims(9, 9, 1).await, [], "the head waits, and the others behind it");
    assert_eq!(ids(&worker.claims(9, 9, 5).await), [id_of(&all[0])]);
    for (done, next) in [(&all[0], Some(&all[1])), (&all[1], Some(&third)), (&third, None)] {
        assert!(worker.ends(done, ExecutionStatus::Succeeded, Next::Ends, 6).await);
        assert_eq!(ids(&worker.claims(9, 9, 6).await), next.map(id_of).into_iter().collect::<Vec<_>>());
    }
}

#[tokio::test]
async fn an_end_is_written_with_its_attempts_in_one_go() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    let queued = new("cc-1", 1, at(0));
    enqueue(&store, std::slice::from_ref(&queued), None, at(0)).await.unwrap();
    let mut worker = Worker::of(&store);
    worker.claims(9, 9, 0).await;
    assert!(!Worker::of(&store).ends(&queued, ExecutionStatus::Succeeded, Next::Ends, 1).await, "not that worker's");
    assert!(worker.ends(&queued, ExecutionStatus::Failed, Next::Ends, 1).await);
    let execution = executions::get(&store, &Reach::All, id_of(&queued)).await.unwrap();
    assert_eq!((execution.summary.status, execution.attempts.len()), (ExecutionStatus::Failed, 1));
    assert_eq!(execution.failure.unwrap().detail, "slow");
    assert!(!worker.ends(&queued, ExecutionStatus::Succeeded, Next::Ends, 2).await, "it has ended");
    assert_eq!(backlog(&store, 10).await.unwrap(), 0);
}

#[tokio::test]
async fn a_dead_workers_work_is_taken_over_and_a_living_ones_is_not() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    let all = [new("cc-1", 1, at(0)), new("cc-1", 1, at(0)), new("cc-1", 1, at(0))];
    enqueue(&store, &all, None, at(0)).await.unwrap();
    let mut worker = Worker::of(&store);
    worker.claims(9, 9, 0).await;
    assert!(mark_sending(&store, worker.owner, id_of(&all[1]), at(1)).await.unwrap());
    assert_eq!(status(&store, &all[1]).await, ExecutionStatus::Running);
    assert!(!mark_sending(&store, worker.owner, id_of(&all[1]), at(1)).await.unwrap(), "once");
    assert_eq!(extend(&store, worker.owner, &[id_of(&all[2])], at(300)).await.unwrap(), 1);
    assert_eq!(take_over(&store, at(60)).await.unwrap(), TakenOver::default());
    assert_eq!(take_over(&store, at(61)).await.unwrap(), TakenOver { ready: 1, unknown: 1 });
    assert_eq!(status(&store, &all[1]).await, ExecutionStatus::Unknown, "nobody knows whether it was sent");
    let again = Worker::of(&store).claims(9, 9, 61).await;
    assert_eq!((ids(&again), again[0].attempt_count), (vec![id_of(&all[0])], 1));
    assert!(!mark_sending(&store, worker.owner, id_of(&all[0]), at(61)).await.unwrap(), "it is another worker's");
    assert!(!worker.ends(&all[0], ExecutionStatus::Succeeded, Next::Ends, 62).await);
    assert!(worker.ends(&all[2], ExecutionStatus::Succeeded, Next::Ends, 62).await, "the heartbeat kept it");
}

#[tokio::test]
async fn durable_executions_are_not_taken_for_abandoned() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    let queued = new("cc-1", 1, at(0));
    enqueue(&store, std::slice::from_ref(&queued), None, at(0)).await.unwrap();
    let mut worker = Worker::of(&store);
    worker.claims(9, 9, 3000).await;
    assert!(mark_sending(&store, worker.owner, id_of(&queued), at(3000)).await.unwrap());
    assert_eq!(executions::settle_abandoned(&store, at(2700), at(3000)).await.unwrap(), 0);
    assert_eq!(status(&store, &queued).await, ExecutionStatus::Running);
}

#[tokio::test]
async fn what_a_stopping_worker_has_not_begun_is_given_back() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    let leased = |owner| Some(Lease { owner, until: at(60) });
    let mut worker = Worker::of(&store);
    let all = [new("cc-1", 1, at(0)), with(new("cc-1", 1, at(0)), |queued| queued.lease = leased(worker.owner))];
    enqueue(&store, &all, None, at(0)).await.unwrap();
    assert_eq!(ids(&worker.claims(9, 9, 0).await), [id_of(&all[0])], "the other one is leased from the beginning");
    assert_eq!(release(&store, worker.owner, &[id_of(&all[0]), id_of(&all[1])]).await.unwrap(), 2);
    assert_eq!(Worker::of(&store).claims(9, 9, 0).await.len(), 2);
}

#[tokio::test]
async fn what_was_skipped_is_history_and_not_work() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    let mut skipped = new("cc-1", 1, at(0));
    (skipped.queued, skipped.record.execution.summary.status) = (None, ExecutionStatus::Skipped);
    enqueue(&store, std::slice::from_ref(&skipped), None, at(0)).await.unwrap();
    assert_eq!(status(&store, &skipped).await, ExecutionStatus::Skipped);
    assert_eq!(backlog(&store, 10).await.unwrap(), 0);
}
