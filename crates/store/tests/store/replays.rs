use crate::queued_executions::{Worker, enqueue, new};
use crate::support::*;
use patchbay_model::execution::{Cause, ExecutionStatus};
use patchbay_model::id::ExecutionId;
use patchbay_model::work::ReplayQuery;
use patchbay_store::executions::{self, Replay, replay, replay_many};
use patchbay_store::queued_executions::Next;
use patchbay_store::{Reach, Store, StoreError};
use patchbay_testkit::TestDatabase;

fn by(seconds: i64) -> Replay {
    Replay { at: at(seconds), actor: Some("ann@example.com".into()), key_id: None, request_id: None }
}

/// One execution of each end.
async fn ended(store: &Store, statuses: &[ExecutionStatus]) -> Vec<ExecutionId> {
    let all: Vec<_> = statuses.iter().map(|_| new("cc-1", 1, at(0))).collect();
    enqueue(store, &all, None, at(0)).await.unwrap();
    let mut worker = Worker::of(store);
    assert_eq!(worker.claims(99, 99, 0).await.len(), statuses.len());
    for (new, status) in all.iter().zip(statuses) {
        assert!(worker.ends(new, *status, Next::Ends, 1).await);
    }
    all.into_iter().map(|new| new.record.execution.summary.id).collect()
}

fn next_id() -> ExecutionId {
    ExecutionId(id_at(at(9)))
}

#[tokio::test]
async fn what_failed_runs_again_as_a_new_execution_with_the_same_input_once() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    let old = ended(&store, &[ExecutionStatus::Dead]).await[0];
    let again = next_id();
    let foreign = replay(&store, &one("cc-2"), old, again, &by(9)).await;
    assert!(matches!(foreign, Err(StoreError::NotFound)));
    replay(&store, &one("cc-1"), old, again, &by(9)).await.unwrap();
    let claimed = Worker::of(&store).claims(9, 9, 9).await;
    assert_eq!((claimed[0].execution_id, claimed[0].cause), (again, Cause::Replay));
    assert_eq!(claimed[0].input, serde_json::json!({"client": {"a": 1}}));
    let status = executions::get(&store, &Reach::All, old).await.unwrap().summary.status;
    assert_eq!(status, ExecutionStatus::Dead, "history stays");
    let twice = replay(&store, &one("cc-1"), old, next_id(), &by(10)).await;
    assert_eq!(constraint_of(twice), "executions_not_replayable");
}

#[tokio::test]
async fn only_what_failed_is_dead_or_unknown_is_replayed() {
    let database = TestDatabase::create().await;
    let pool = database.pool();
    use ExecutionStatus::{Dead, Failed, Skipped, Succeeded, Unknown};
    let store = Store::from_pool(pool);
    let ids = ended(&store, &[Succeeded, Skipped, Failed, Dead, Unknown]).await;
    for id in &ids[..2] {
        let refused = replay(&store, &Reach::All, *id, next_id(), &by(9)).await;
        assert_eq!(constraint_of(refused), "executions_not_replayable");
    }
    let query = ReplayQuery { since: at(0), status: None, template: None, endpoint: None, conversation: None };
    let none = ReplayQuery { template: Some("other".into()), ..query.clone() };
    assert_eq!(replay_many(&store, &cc("cc-1"), &none, &by(9), next_id).await.unwrap(), []);
    let late = ReplayQuery { since: at(1), ..query.clone() };
    assert_eq!(replay_many(&store, &cc("cc-1"), &late, &by(9), next_id).await.unwrap(), []);
    assert_eq!(replay_many(&store, &cc("cc-2"), &query, &by(9), next_id).await.unwrap(), []);
    let dead = ReplayQuery { status: Some(Dead), ..query.clone() };
    assert_eq!(replay_many(&store, &cc("cc-1"), &dead, &by(9), next_id).await.unwrap().len(), 1);
    assert_eq!(replay_many(&store, &cc("cc-1"), &query, &by(9), next_id).await.unwrap().len(), 2);
    assert_eq!(replay_many(&store, &cc("cc-1"), &query, &by(9), next_id).await.unwrap(), [], "done");
}
