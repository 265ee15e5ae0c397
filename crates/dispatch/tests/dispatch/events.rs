//! From a posted event to what is delivered because of it.

use crate::upstream::Reply;
use crate::world::World;
use patchbay_dispatch::{Arrived, EventAnswer};
use patchbay_model::execution::ExecutionStatus;
use patchbay_store::conversations;
use serde_json::{Value, json};
use std::sync::Arc;

fn counts(answers: &[EventAnswer]) -> Vec<(usize, Arrived)> {
    answers.iter().map(|answer| (answer.executions.len(), answer.standing)).collect()
}

fn paths(world: &World, name: &str) -> Vec<String> {
    world.upstream.seen(name).into_iter().map(|seen| seen.path).collect()
}

#[tokio::test]
async fn an_event_is_delivered_once_to_everybody_who_listens_and_a_duplicate_to_nobody() {
    let world = World::start().await;
    world.listener("crm", json!({})).await;
    world.listener("log", json!({"events": ["received"]})).await;
    world.listener("deaf", json!({"queues": ["support"]})).await;
    let process = world.process().await;
    let answers = world.post(&process, &[json!({})]).await;
    assert_eq!(counts(&answers), [(2, Arrived::New)]);
    assert_eq!(world.statuses("crm").await, [ExecutionStatus::Queued], "committed before it is answered");
    assert!(world.upstream.seen("/crm").is_empty(), "and sent by a worker");
    world.work(&process).await;
    let seen = world.upstream.seen("/crm");
    assert_eq!((seen.len(), seen[0].path.as_str()), (1, "/crm/received"));
    let body: Value = serde_json::from_str(&seen[0].body).unwrap();
    assert_eq!(body, json!({"who": "+84901234567", "id": "c-1"}));
    assert_eq!(counts(&world.post(&process, &[json!({})]).await), [(0, Arrived::Duplicate)]);
    world.work(&process).await;
    assert_eq!((world.upstream.seen("/crm").len(), world.upstream.seen("/log").len()), (1, 1));
    assert_eq!(world.statuses("crm").await, [ExecutionStatus::Succeeded]);
    let execution = &world.executions("crm").await[0];
    assert_eq!((execution.attempt_count, execution.conversation.as_deref()), (1, Some("c-1")));
    assert_eq!(world.execution(execution.id).await.attempts.len(), 1);
}

#[tokio::test]
async fn events_that_are_posted_at_once_are_each_taken_once() {
    let world = Arc::new(World::start().await);
    world.listener("crm", json!({})).await;
    let process = world.process().await;
    let posts = (0..60).map(|n| {
        let (world, process) = (Arc::clone(&world), process.clone());
        // Every event comes twice, and ten conversations are shared by all.
        let event = json!({"id": format!("e-{}", n / 2), "conversation": {"id": format!("c-{}", n / 2 % 10)}});
        tokio::spawn(async move { world.post(&process, &[event]).await })
    });
    let posted = futures::future::join_all(posts).await;
    let new = posted.into_iter().filter(|answer| answer.as_ref().unwrap()[0].standing == Arrived::New);
    assert_eq!(new.count(), 30);
    world.work(&process).await;
    assert_eq!(world.upstream.seen("/crm").len(), 30);
}

#[tokio::test]
async fn what_does_not_match_is_kept_and_runs_nothing() {
    let world = World::start().await;
    world.listener("crm", json!({"direction": "inbound"})).await;
    let process = world.process().await;
    let outbound = json!({"conversation": {"direction": "outbound"}});
    assert_eq!(counts(&world.post(&process, &[outbound]).await), [(0, Arrived::New)]);
    let known = conversations::get(&world.store, &world.call_center, "c-1").await.unwrap();
    assert_eq!(known.conversation.state.as_str(), "received");
}

#[tokio::test]
async fn an_end_that_comes_before_its_acceptance_is_delivered_after_it() {
    let world = World::start().await;
    world.listener("crm", json!({})).await;
    let process = world.process().await;
    world.post(&process, &[json!({"id": "e-1"}), json!({"id": "e-3", "type": "ended"})]).await;
    world.work(&process).await;
    assert_eq!(paths(&world, "/crm"), ["/crm/received"]);
    let answers = world.post(&process, &[json!({"id": "e-2", "type": "accepted"})]).await;
    assert_eq!(counts(&answers), [(2, Arrived::New)], "the acceptance, and the end that waited for it");
    world.work(&process).await;
    assert_eq!(paths(&world, "/crm"), ["/crm/received", "/crm/accepted", "/crm/ended"]);
    let again = world.post(&process, &[json!({"id": "e-4", "type": "abandoned"})]).await;
    assert_eq!(counts(&again), [(0, Arrived::New)], "one end per conversation");
    let timeline =
        conversations::timeline(&world.store, &world.call_center, "c-1", &Default::default()).await.unwrap().items;
    let mut standings: Vec<_> =
        timeline.iter().map(|entry| (entry.event.id.as_str(), entry.standing.as_str())).collect();
    standings.sort_unstable();
    assert_eq!(standings, [("e-1", "inOrder"), ("e-2", "inOrder"), ("e-3", "early"), ("e-4", "repeated")]);
}

#[tokio::test]
async fn an_endpoint_that_listens_to_a_moment_gets_the_call() {
    let world = World::start().await;
    let draft = json!({"triggers": ["call_start"], "request": null, "url": "/calls",
        "parameters": [{"name": "phone", "location": "body", "source": "clientBody", "required": true}]});
    world.listener_with("box", json!({}), draft).await;
    let process = world.process().await;
    world.post(&process, &[json!({})]).await;
    world.post(&process, &[json!({"id": "e-2", "type": "call_start"})]).await;
    world.work(&process).await;
    let seen = world.upstream.seen("/calls");
    assert_eq!(seen.len(), 1, "one moment, told both ways");
    assert_eq!(seen[0].body, r#"{"phone":"+84901234567"}"#);
}

#[tokio::test]
async fn a_false_condition_is_recorded_and_sends_nothing() {
    let world = World::start().await;
    world.listener("crm", json!({"condition": "contact.priority > 3"})).await;
    let process = world.process().await;
    let posted = [json!({"conversation": {"priority": 3}}), json!({"id": "e-2", "conversation": {"priority": 4}})];
    world.post(&process, &posted).await;
    world.work(&process).await;
    let mut statuses = world.statuses("crm").await;
    statuses.sort_unstable();
    assert_eq!(statuses, [ExecutionStatus::Succeeded, ExecutionStatus::Skipped]);
    assert_eq!(world.upstream.seen("/crm").len(), 1);
}

#[tokio::test]
async fn a_delay_is_kept_to_the_second() {
    let world = World::start().await;
    world
        .listener_with("survey", json!({"events": ["received"]}), json!({"request": {"body": {"a": 1}, "delay": 60}}))
        .await;
    let process = world.process().await;
    world.post(&process, &[json!({})]).await;
    world.clock.advance(59);
    assert_eq!(process.tick().await.unwrap(), 0);
    world.clock.advance(1);
    assert_eq!(process.tick().await.unwrap(), 1);
    assert_eq!(world.upstream.seen("/survey").len(), 1);
}

#[tokio::test]
async fn a_trigger_that_another_process_changes_is_heard_anew() {
    let world = World::start().await;
    let process = world.process().await;
    world.post(&process, &[json!({})]).await;
    world.listener("crm", json!({})).await;
    let mut number = 1;
    crate::world::eventually("the new trigger is heard", async || {
        number += 1;
        let answers = world.post(&process, &[json!({"id": format!("e-{number}")})]).await;
        !answers[0].executions.is_empty()
    })
    .await;
}

#[tokio::test]
async fn a_running_process_delivers_by_itself() {
    let world = World::start().await;
    world.listener("crm", json!({})).await;
    world.upstream.replies(|seen| Reply::echo(seen).after(20));
    let process = world.process().await;
    process.start_working();
    world.post(&process, &[json!({})]).await;
    crate::world::eventually("it is delivered", async || !world.upstream.seen("/crm").is_empty()).await;
    process.close().await;
    assert_eq!(world.statuses("crm").await, [ExecutionStatus::Succeeded], "what runs is written before the end");
}
