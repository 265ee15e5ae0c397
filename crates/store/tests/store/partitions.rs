use crate::support::*;
use chrono::{DateTime, Duration, Utc};
use patchbay_model::execution::{Attempt, RecordedRequest, Timings};
use patchbay_model::id::ExecutionId;
use patchbay_model::time::Timestamp;
use patchbay_store::executions::{self, ExecutionRecord, insert_batch};
use patchbay_store::partitions::{self, Retention};
use patchbay_store::{Db, Reach, Store};
use patchbay_testkit::TestDatabase;

fn instant(text: &str) -> Timestamp {
    Timestamp(DateTime::parse_from_rfc3339(text).unwrap().with_timezone(&Utc))
}

async fn tables(store: &Store) -> Vec<String> {
    let found = sqlx::query_scalar!(
        "SELECT relname::text AS \"name!\" FROM pg_class WHERE relispartition AND relkind = 'r' ORDER BY 1"
    );
    found.fetch_all(store.executor()).await.unwrap()
}

fn with_body(began_at: Timestamp) -> ExecutionRecord {
    let mut made = record("cc-1", began_at);
    made.execution.attempts = vec![Attempt {
        number: 1,
        started_at: began_at,
        timings: Timings::default(),
        response_status: Some(200),
        failure: None,
        request: Some(RecordedRequest::default()),
        response: None,
    }];
    made
}

#[tokio::test]
async fn partitions_are_created_ahead_over_the_end_of_a_year_and_only_once() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    let now = instant("2026-12-30T23:59:59Z");
    partitions::create_ahead(&store, now).await.unwrap();
    let expected = [
        "attempt_bodies_20261230",
        "attempt_bodies_20261231",
        "attempt_bodies_20270101",
        "attempt_bodies_20270102",
        "attempts_202612",
        "attempts_202701",
        "attempts_202702",
        "chat_events_202612",
        "chat_events_202701",
        "chat_events_202702",
        "conversation_events_202612",
        "conversation_events_202701",
        "conversation_events_202702",
        "execution_inputs_20261230",
        "execution_inputs_20261231",
        "execution_inputs_20270101",
        "execution_inputs_20270102",
        "executions_202612",
        "executions_202701",
        "executions_202702",
        "messages_202612",
        "messages_202701",
        "messages_202702",
    ];
    assert_eq!(tables(&store).await, expected);
    let both = futures::join!(partitions::create_ahead(&store, now), partitions::create_ahead(&store, now));
    both.0.and(both.1).unwrap();
    assert_eq!(tables(&store).await, expected);
}

#[tokio::test]
async fn a_row_on_the_border_of_two_partitions_finds_its_place() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    let (last, first) = (instant("2026-11-30T23:59:59.999Z"), instant("2026-12-01T00:00:00Z"));
    let mut edge = with_body(first);
    edge.execution.summary.id = ExecutionId(partitions::first_id_at(first)); // the very first id of the month
    let batch = [with_body(last), with_body(first), edge];
    insert_batch(&store, &batch).await.unwrap();
    let expected = [
        "attempt_bodies_20261130",
        "attempt_bodies_20261201",
        "attempts_202611",
        "attempts_202612",
        "chat_events_202611",
        "chat_events_202612",
        "conversation_events_202611",
        "conversation_events_202612",
        "execution_inputs_20261130",
        "execution_inputs_20261201",
        "executions_202611",
        "executions_202612",
        "messages_202611",
        "messages_202612",
    ];
    assert_eq!(tables(&store).await, expected);
    for made in batch {
        assert_eq!(executions::get(&store, &Reach::All, made.execution.summary.id).await.unwrap(), made.execution);
        let began = partitions::time_of(made.execution.summary.id);
        assert_eq!(began, made.execution.summary.created_at);
    }
}

#[tokio::test]
async fn a_session_in_another_time_zone_creates_the_same_partitions() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    let mut unit = store.begin().await.unwrap();
    run_in(&mut unit, "SET LOCAL TIME ZONE 'Asia/Ho_Chi_Minh'").await.unwrap();
    run_in(&mut unit, "SELECT create_partition('executions', 'month', '2026-11-30T20:00:00Z')").await.unwrap();
    unit.commit().await.unwrap();
    assert_eq!(tables(&store).await, ["executions_202611"]);
    insert_batch(
        &store,
        &[record("cc-1", instant("2026-11-30T23:59:59.999Z")), record("cc-1", instant("2026-11-01T00:00:00Z"))],
    )
    .await
    .unwrap();
    assert!(tables(&store).await.iter().filter(|name| name.starts_with("executions")).count() == 1);
}

#[tokio::test]
async fn bodies_go_after_thirty_days_and_executions_after_four_hundred() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    let now = instant("2026-11-20T09:00:00Z");
    let days_ago = |days| Timestamp(now.0 - Duration::days(days));
    let ages = [0, 30, 31, 400, 440];
    let batch = ages.map(|days| with_body(days_ago(days)));
    insert_batch(&store, &batch).await.unwrap();
    let dropped = partitions::drop_expired(&store, now, Retention::default()).await.unwrap();
    let expected = [
        "executions_202509",
        "attempts_202509",
        "attempt_bodies_20250906",
        "attempt_bodies_20251016",
        "attempt_bodies_20261020",
        "conversation_events_202509",
        "execution_inputs_20250906",
        "execution_inputs_20251016",
        "execution_inputs_20261020",
        "messages_202509",
        "chat_events_202509",
    ];
    assert_eq!((dropped.tables.as_slice(), dropped.is_busy), (&expected.map(str::to_owned)[..], false));
    let mut left = Vec::new();
    for made in &batch {
        let found = executions::find(&store, &Reach::All, made.execution.summary.id).await.unwrap();
        left.push(found.map(|execution| execution.attempts[0].request.is_some()));
    }
    assert_eq!(left, [Some(true), Some(true), Some(false), Some(false), None]);
    assert_eq!(partitions::drop_expired(&store, now, Retention::default()).await.unwrap().tables, [""; 0]);
}

#[tokio::test]
async fn a_partition_that_someone_reads_is_left_for_the_next_time() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    let now = instant("2026-11-20T09:00:00Z");
    insert_batch(&store, &[with_body(Timestamp(now.0 - Duration::days(40)))]).await.unwrap();
    let mut reader = store.begin().await.unwrap();
    run_in(&mut reader, "SELECT count(*) FROM attempt_bodies").await.unwrap();
    let busy = partitions::drop_expired(&store, now, Retention::default()).await.unwrap();
    assert!(busy.is_busy);
    assert_eq!(busy.tables, ["execution_inputs_20261011"]);
    reader.rollback().await.unwrap();
    let dropped = partitions::drop_expired(&store, now, Retention::default()).await.unwrap();
    assert_eq!(dropped.tables, ["attempt_bodies_20261011"]);
}

#[tokio::test]
async fn reads_and_writes_go_on_while_a_partition_is_created() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    insert_batch(&store, &[with_body(at(0))]).await.unwrap();
    let mut busy = store.begin().await.unwrap();
    run_in(&mut busy, "UPDATE executions SET actor = 'x'; SELECT count(*) FROM attempts").await.unwrap();
    partitions::create_ahead(&store, at(0)).await.unwrap(); // would wait for `busy` if it locked the parent fully
    busy.commit().await.unwrap();
}
