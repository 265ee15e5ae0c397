//! More than there is room for.

use crate::world::{World, eventually};
use patchbay_dispatch::{EventSettings, EventsError, Settings};
use serde_json::json;
use std::sync::Arc;

fn refused<T>(outcome: Result<T, EventsError>) -> bool {
    matches!(outcome, Err(EventsError::TooManyEvents { retry_after }) if !retry_after.is_zero())
}

#[tokio::test]
async fn what_does_not_fit_into_a_process_is_refused_as_a_whole() {
    let world = World::start().await;
    let events = EventSettings { waiting: 2, ..EventSettings::default() };
    let process = world.process_on(world.store.clone(), Settings { events, ..Settings::default() }).await;
    let all = [json!({}), json!({"id": "e-2"}), json!({"id": "e-3"})];
    assert!(refused(process.post_events(world.posted(&all, None)).await));
    assert_eq!(world.post(&process, &all[..2]).await.len(), 2);
    assert_eq!(world.post(&process, &all[2..]).await[0].event_id, "e-3", "room is given back");
}

#[tokio::test]
async fn events_are_refused_while_the_queue_is_full_and_taken_again_after() {
    let world = World::start().await;
    world.listener("crm", json!({})).await;
    let events = EventSettings { backlog: 2, ..EventSettings::default() };
    let settings = Settings { events, ..Settings::default() };
    let (busy, idle) = (world.process_on(world.store.clone(), settings).await, world.process().await);
    let posted: Vec<_> =
        (0..3).map(|n| json!({"id": format!("e-{n}"), "conversation": {"id": format!("c-{n}")}})).collect();
    world.post(&idle, &posted).await;
    busy.tick().await.unwrap();
    assert!(
        refused(busy.post_events(world.posted(&[json!({"id": "x"})], None)).await),
        "counted before it was worked off"
    );
    busy.tick().await.unwrap();
    assert_eq!(world.post(&busy, &[json!({"id": "x"})]).await.len(), 1);
}

#[expect(clippy::disallowed_methods, reason = "what another process does, and what the database tells of it")]
#[tokio::test]
async fn a_commit_that_waits_for_a_conversation_does_not_hold_up_the_others() {
    let world = Arc::new(World::start().await);
    let pool = world.pool.clone();
    let process = world.process().await;
    world.post(&process, &[json!({})]).await;
    let mut held = pool.begin().await.unwrap();
    sqlx::query("SELECT FROM conversations WHERE conversation_id = 'c-1' FOR UPDATE")
        .execute(&mut *held)
        .await
        .unwrap();
    let (other, sender) = (Arc::clone(&world), process.clone());
    let waiting = tokio::spawn(async move { other.post(&sender, &[json!({"id": "e-2", "type": "queued"})]).await });
    eventually("the event waits for its conversation", async || {
        let waits =
            "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()";
        sqlx::query_scalar::<_, i64>(waits).fetch_one(&pool).await.unwrap() == 1
    })
    .await;
    let answered = world.post(&process, &[json!({"id": "e-3", "conversation": {"id": "c-2"}})]).await;
    assert_eq!(answered[0].event_id, "e-3");
    assert!(!waiting.is_finished());
    held.rollback().await.unwrap();
    assert_eq!(waiting.await.unwrap()[0].event_id, "e-2");
}
