use crate::support::*;
use futures::future::join_all;
use patchbay_model::execution::ExecutionStatus;
use patchbay_store::executions::insert_running;
use patchbay_store::idempotency_keys::{self, Answer, Claim, Lease};
use patchbay_store::{Store, constraint};
use patchbay_testkit::TestDatabase;
use serde_json::json;

fn lease(owner: &str) -> Lease {
    Lease { owner: owner.into(), key: "k-1".into(), id: id() }
}

async fn claim(store: &Store, lease: &Lease, hash: u8, now: i64) -> Claim {
    idempotency_keys::claim(store, lease, &[hash; 32], at(now), at(now + 60), at(now + 86_400)).await.unwrap()
}

fn answer() -> Answer {
    Answer { status: 201, headers: json!([["location", "/x"]]), body: vec![0, 255] }
}

#[tokio::test]
async fn of_parallel_requests_one_runs_and_the_others_get_its_answer() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    let leases: Vec<_> = (0..8).map(|_| lease("key:1")).collect();
    let claims = join_all(leases.iter().map(|lease| claim(&store, lease, 1, 0))).await;
    let winner = claims.iter().position(|claim| *claim == Claim::Claimed).unwrap();
    assert_eq!(claims.iter().filter(|claim| **claim == Claim::Busy(at(60))).count(), 7);
    assert!(idempotency_keys::settle(&store, &leases[winner], &answer()).await.unwrap());
    assert_eq!(claim(&store, &lease("key:1"), 1, 1).await, Claim::Answered(answer()));
    assert_eq!(claim(&store, &lease("key:1"), 2, 1).await, Claim::Conflict);
    assert_eq!(claim(&store, &lease("key:2"), 2, 1).await, Claim::Claimed, "another owner's key is another key");
}

#[tokio::test]
async fn another_body_is_a_conflict_while_the_first_still_runs() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    claim(&store, &lease("key:1"), 1, 0).await;
    assert_eq!(claim(&store, &lease("key:1"), 2, 1).await, Claim::Conflict);
    assert_eq!(claim(&store, &lease("key:1"), 2, 999).await, Claim::Conflict, "also when the first was abandoned");
}

#[tokio::test]
async fn an_abandoned_request_tells_the_execution_that_it_began() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    let first = lease("key:1");
    claim(&store, &first, 1, 0).await;
    let mut begun = record("cc-1", at(0));
    begun.execution.summary.status = ExecutionStatus::Running;
    insert_running(&store, &begun, Some(&first)).await.unwrap();
    let second = lease("key:1");
    assert_eq!(claim(&store, &second, 1, 60).await, Claim::Abandoned(begun.execution.summary.id));
    // The first one, slow and not dead, can neither answer nor begin anything any more.
    assert!(!idempotency_keys::settle(&store, &first, &answer()).await.unwrap());
    let refused = insert_running(&store, &record("cc-1", at(1)), Some(&first)).await;
    assert_eq!(constraint_of(refused), constraint::IDEMPOTENCY_LEASE);
    assert!(idempotency_keys::settle(&store, &second, &answer()).await.unwrap());
}

#[tokio::test]
async fn a_request_that_began_nothing_may_be_repeated() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    let first = lease("key:1");
    claim(&store, &first, 1, 0).await;
    assert_eq!(claim(&store, &lease("key:1"), 1, 60).await, Claim::Claimed, "abandoned before anything was sent");
    idempotency_keys::release(&store, &first).await.unwrap();
    assert!(matches!(claim(&store, &lease("key:1"), 1, 61).await, Claim::Busy(_)), "a lost lease releases nothing");
    let second = Lease { key: "k-2".into(), ..lease("key:1") };
    claim(&store, &second, 1, 0).await;
    idempotency_keys::release(&store, &second).await.unwrap();
    assert_eq!(claim(&store, &second, 2, 1).await, Claim::Claimed);
}

#[tokio::test]
async fn an_answer_is_forgotten_after_its_time() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    let first = lease("key:1");
    claim(&store, &first, 1, 0).await;
    idempotency_keys::settle(&store, &first, &answer()).await.unwrap();
    assert_eq!(claim(&store, &lease("key:1"), 2, 86_400).await, Claim::Claimed);
    assert_eq!(idempotency_keys::delete_expired(&store, at(2 * 86_400 - 1)).await.unwrap(), 0);
    assert_eq!(idempotency_keys::delete_expired(&store, at(2 * 86_400)).await.unwrap(), 1);
}
