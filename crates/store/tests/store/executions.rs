use crate::support::*;
use chrono::Duration;
use patchbay_model::execution::{
    Attempt, Effects, ErrorCode, ExecutionStatus, Failure, RecordedRequest, RecordedResponse, Timings,
};
use patchbay_model::id::{ConfigurationVersionId, KeyId};
use patchbay_model::time::Timestamp;
use patchbay_store::executions::{self, ExecutionRecord, finish, insert_batch, insert_running, settle_abandoned};
use patchbay_store::{Reach, Store, figures};
use patchbay_testkit::TestDatabase;
use serde_json::json;

fn full(call_center: &str) -> ExecutionRecord {
    let mut made = record(call_center, at(0));
    let failure = Failure { code: ErrorCode::UpstreamStatus, detail: "answered 500".into() };
    let execution = &mut made.execution;
    execution.summary.status = ExecutionStatus::Failed;
    execution.summary.error_code = Some(failure.code);
    execution.summary.conversation = Some("c-1".into());
    execution.summary.attempt_count = 2;
    execution.failure = Some(failure.clone());
    execution.configuration_version_id = Some(ConfigurationVersionId(id()));
    execution.request_id = Some("r-1".into());
    let set = json!({"queue": {"address": "sales"}, "a": 1});
    execution.effects = Effects { set: set.as_object().unwrap().clone(), ..Effects::default() };
    let headers = vec![("z".to_owned(), "1".to_owned()), ("a".to_owned(), "••••••".to_owned())];
    let request =
        RecordedRequest { method: "GET".into(), url: "https://x.test/".into(), headers: headers.clone(), body: None };
    let response = RecordedResponse { status: 500, headers, body: Some("oops".into()), body_bytes: 4 };
    let timings = Timings { resolve_us: 1, auth_us: 2, connect_us: 3, wait_us: 4, read_us: 5 };
    execution.attempts = vec![
        Attempt {
            number: 1,
            started_at: at(0),
            timings,
            response_status: Some(500),
            failure: Some(failure),
            request: Some(request.clone()),
            response: Some(response),
        },
        Attempt {
            number: 2,
            started_at: at(5),
            timings,
            response_status: None,
            failure: None,
            request: Some(request),
            response: None,
        },
    ];
    made.key_id = Some(KeyId(id()));
    made
}

async fn counts(store: &Store) -> [i64; 3] {
    // Figures of one call center count by hour, whether its template exists or not.
    let figures = figures::find(store, &one("cc-1"), at(0)).await.unwrap();
    [figures.succeeded, figures.failed, figures.unknown]
}

#[tokio::test]
async fn a_batch_is_read_back_as_written_and_written_once() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    let batch = [full("cc-1"), record("cc-1", at(1)), full("cc-2")];
    insert_batch(&store, &batch).await.unwrap();
    insert_batch(&store, &batch).await.unwrap(); // the answer of the first try was lost
    insert_batch(&store, &[]).await.unwrap();
    for made in &batch {
        let found = executions::get(&store, &Reach::All, made.execution.summary.id).await.unwrap();
        assert_eq!(found, made.execution);
    }
    assert_eq!(executions::find(&store, &one("cc-2"), batch[0].execution.summary.id).await.unwrap(), None);
    assert_eq!(counts(&store).await, [1, 1, 0]);
    let figures = figures::find(&store, &one("cc-1"), at(0)).await.unwrap();
    assert!(figures.has_run && figures.call_centers == 1);
    assert!(!figures::find(&store, &one("cc-3"), at(0)).await.unwrap().has_run);
    assert!(figures::find(&store, &Reach::All, at(0)).await.unwrap().has_run);
}

#[tokio::test]
async fn an_answer_with_nul_characters_is_recorded() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    let mut made = full("cc-1");
    made.execution.failure.as_mut().unwrap().detail = "a\0b".into();
    made.execution.attempts[0].response.as_mut().unwrap().body = Some("a\0b".into());
    insert_batch(&store, &[made.clone()]).await.unwrap();
    let found = executions::get(&store, &Reach::All, made.execution.summary.id).await.unwrap();
    assert_eq!(found.failure.unwrap().detail, "a\u{FFFD}b");
    assert_eq!(found.attempts[0].response.as_ref().unwrap().body.as_deref(), Some("a\0b"));
}

#[tokio::test]
async fn a_running_execution_is_seen_and_then_finished() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    let done = full("cc-1");
    let mut begun = done.clone();
    begun.execution.summary.status = ExecutionStatus::Running;
    begun.execution.summary.finished_at = None;
    begun.execution.attempts.clear();
    insert_running(&store, &begun, None).await.unwrap();
    assert_eq!(counts(&store).await, [0, 0, 0]);
    let seen = executions::get(&store, &one("cc-1"), begun.execution.summary.id).await.unwrap();
    assert_eq!(seen.summary.status, ExecutionStatus::Running);
    assert!(finish(&store, &done).await.unwrap());
    assert!(!finish(&store, &done).await.unwrap(), "it ended already");
    assert_eq!(executions::get(&store, &one("cc-1"), done.execution.summary.id).await.unwrap(), done.execution);
    assert_eq!(counts(&store).await, [0, 1, 0]);
    assert!(!finish(&store, &record("cc-1", at(9))).await.unwrap(), "it is not there");
}

#[tokio::test]
async fn an_abandoned_execution_becomes_unknown_and_a_late_answer_puts_it_right() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    let running = |seconds| {
        let mut made = record("cc-1", at(seconds));
        made.execution.summary.status = ExecutionStatus::Running;
        made.execution.summary.finished_at = None;
        made
    };
    let (old, recent) = (running(0), running(300));
    insert_running(&store, &old, None).await.unwrap();
    insert_running(&store, &recent, None).await.unwrap();
    assert_eq!(settle_abandoned(&store, at(300), at(600)).await.unwrap(), 1);
    assert_eq!(settle_abandoned(&store, at(300), at(600)).await.unwrap(), 0);
    let unknown = executions::get(&store, &Reach::All, old.execution.summary.id).await.unwrap();
    assert_eq!((unknown.summary.status, unknown.summary.finished_at), (ExecutionStatus::Unknown, Some(at(600))));
    assert_eq!(unknown.failure.unwrap().code, ErrorCode::Internal);
    assert_eq!(counts(&store).await, [0, 0, 1]);
    let mut late = old;
    late.execution.summary.status = ExecutionStatus::Succeeded;
    assert!(finish(&store, &late).await.unwrap());
    assert_eq!(counts(&store).await, [1, 0, 0]);
}

#[tokio::test]
async fn parallel_batches_of_the_same_hours_do_not_wait_in_a_circle() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    insert_batch(&store, &[record("cc-0", at(0))]).await.unwrap();
    let batch = |backwards: bool| {
        let mut made: Vec<_> = (0..50).map(|n| record(&format!("cc-{n}"), at(0))).collect();
        if backwards {
            made.reverse();
        }
        made
    };
    for _ in 0..5 {
        let (forth, back) = (batch(false), batch(true));
        let (a, b) = futures::join!(insert_batch(&store, &forth), insert_batch(&store, &back));
        a.and(b).unwrap();
    }
    assert_eq!(counts(&store).await, [10, 0, 0]);
}

#[tokio::test]
async fn old_hours_are_deleted() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    let days_ago = |days| Timestamp(at(0).0 - Duration::days(days));
    insert_batch(&store, &[record("cc-1", at(0)), record("cc-1", days_ago(9))]).await.unwrap();
    assert_eq!(figures::delete_before(&store, days_ago(8)).await.unwrap(), 1);
    assert_eq!(counts(&store).await, [1, 0, 0]);
}
