//! Triggers that the sender waits for.

use crate::upstream::Reply;
use crate::world::World;
use patchbay_dispatch::{Dispatcher, EventAnswer, Settings, WorkerSettings};
use patchbay_model::event::ChannelType;
use patchbay_model::execution::ExecutionStatus;
use patchbay_model::queue::QueueDraft;
use patchbay_model::valid::Valid;
use patchbay_store::{conversations, queues};
use serde_json::{Value, json};
use std::time::Duration;

const RESPONSE: &str = r#"{"set":{"priority":"{response.body.p}","queue":{"address":"{response.body.q}"}},"save":{"vip":"{response.body.vip}"}}"#;

async fn world() -> World {
    let world = World::start().await;
    let mut unit = world.store.begin().await.unwrap();
    for address in ["sales", "vip"] {
        let draft = QueueDraft {
            id: format!("q-{address}").parse().unwrap(),
            address: address.into(),
            name: address.into(),
            channel_types: vec![ChannelType::Phone],
        };
        let now = patchbay_dispatch::Clock::now(&*world.clock);
        queues::insert(&mut unit, &world.call_center, &Valid::check(draft).unwrap(), now).await.unwrap();
    }
    unit.commit().await.unwrap();
    world
}

async fn router(world: &World, name: &str, trigger: Value) {
    let response: Value = serde_json::from_str(RESPONSE).unwrap();
    world.listener_with(name, trigger, json!({"response": response})).await;
}

async fn ask(world: &World, process: &Dispatcher, wait: u64) -> EventAnswer {
    let post = world.posted(&[json!({})], Some(Duration::from_millis(wait)));
    process.post_events(post).await.unwrap().pop().unwrap()
}

async fn priority(world: &World) -> Option<u32> {
    conversations::get(&world.store, &world.call_center, "c-1").await.unwrap().conversation.routing.priority
}

#[tokio::test]
async fn effects_are_applied_and_given_back_in_the_order_of_the_triggers() {
    let world = world().await;
    router(&world, "second", json!({"ordinal": 2})).await;
    router(&world, "first", json!({"ordinal": 1})).await;
    world.upstream.replies(|seen| match seen.path.starts_with("/first") {
        true => Reply::json(200, &json!({"p": 7, "q": "vip", "vip": 1})).after(50),
        false => Reply::json(200, &json!({"p": 8, "q": "vip", "vip": 2})),
    });
    let process = world.process().await;
    let report = ask(&world, &process, 5000).await.effects.unwrap();
    assert_eq!(report.applied.set["priority"], 7, "the first that sets a kind wins");
    assert_eq!(report.applied.save["vip"], 2, "what is saved accumulates, later over earlier");
    let rejected: Vec<_> = report.rejected.iter().map(|rejected| rejected.effect.as_str()).collect();
    assert_eq!(rejected, ["set.queue", "set.priority"]);
    assert_eq!(priority(&world).await, Some(7));
    let told = conversations::effects(&world.store, &world.call_center, "c-1").await.unwrap();
    assert_eq!(told.len(), 2, "the page of the conversation shows both");
    process.close().await;
    assert_eq!(world.statuses("first").await, [ExecutionStatus::Succeeded]);
}

#[tokio::test]
async fn what_fails_leaves_the_conversation_as_it_is_and_is_not_tried_again() {
    let world = world().await;
    router(&world, "route", json!({})).await;
    world.upstream.replies(|_| Reply::json(503, &json!({"p": 7})));
    let process = world.process().await;
    let answer = ask(&world, &process, 5000).await;
    assert!(answer.effects.unwrap().applied.is_empty());
    assert_eq!(priority(&world).await, None);
    process.close().await;
    assert_eq!(world.statuses("route").await, [ExecutionStatus::Failed]);
}

#[tokio::test]
async fn what_comes_after_the_sender_has_gone_on_changes_nothing() {
    let world = world().await;
    router(&world, "route", json!({})).await;
    world.upstream.replies(|_| Reply::json(200, &json!({"p": 7, "q": "vip", "vip": 1})).after(300));
    let process = world.process().await;
    let answer = ask(&world, &process, 50).await;
    assert!(answer.effects.unwrap().applied.is_empty());
    process.close().await;
    assert_eq!(world.statuses("route").await, [ExecutionStatus::Succeeded], "recorded all the same");
    assert_eq!(priority(&world).await, None);
    let told = conversations::effects(&world.store, &world.call_center, "c-1").await.unwrap();
    let reasons: Vec<_> = told[0].report.rejected.iter().map(|rejected| rejected.reason.as_str()).collect();
    assert_eq!(reasons, ["it came when the sender of the event had gone on"; 3]);
}

#[tokio::test]
async fn without_a_waiting_sender_the_order_of_the_triggers_counts_too() {
    let world = world().await;
    router(&world, "first", json!({"ordinal": 1})).await;
    router(&world, "second", json!({"ordinal": 2})).await;
    world.upstream.replies(|seen| match seen.path.starts_with("/first") {
        true => Reply::json(200, &json!({"p": 7, "q": "vip", "vip": 1})).after(300),
        false => Reply::json(200, &json!({"p": 8, "q": "vip", "vip": 2})),
    });
    let process = world.process().await;
    world.post(&process, &[json!({})]).await;
    world.work(&process).await;
    let conversation = conversations::get(&world.store, &world.call_center, "c-1").await.unwrap().conversation;
    assert_eq!(conversation.routing.priority, Some(7), "the first that sets a kind wins, though it answered last");
    assert_eq!(conversation.data.values()["vip"], 2, "the last that saves a key does, though it answered first");
}

#[tokio::test]
async fn what_is_waited_for_keeps_within_shares_of_its_own() {
    let world = world().await;
    router(&world, "route", json!({})).await;
    world.upstream.replies(|_| Reply::json(200, &json!({"p": 7, "q": "vip", "vip": 1})).after(400));
    let worker = WorkerSettings { per_integrator: 1, ..WorkerSettings::default() };
    let process = world.process_on(world.store.clone(), Settings { worker, ..Settings::default() }).await;
    let events = [json!({}), json!({"id": "e-2", "conversation": {"id": "c-2"}})];
    let answers = process.post_events(world.posted(&events, Some(Duration::from_millis(700)))).await.unwrap();
    let applied: Vec<_> = answers.iter().map(|answer| !answer.effects.as_ref().unwrap().applied.is_empty()).collect();
    assert_eq!(applied.iter().filter(|applied| **applied).count(), 1, "the second had no time left: {applied:?}");
    process.close().await;
    assert_eq!(world.statuses("route").await.len(), 2);
}

#[tokio::test]
async fn without_a_waiting_sender_effects_are_applied_when_they_come() {
    let world = world().await;
    router(&world, "route", json!({})).await;
    world.upstream.replies(|_| Reply::json(200, &json!({"p": 7, "q": "nowhere", "vip": 1})));
    let process = world.process().await;
    let answers = world.post(&process, &[json!({})]).await;
    assert_eq!((answers[0].executions.len(), answers[0].effects.clone()), (1, None));
    assert_eq!(priority(&world).await, None);
    world.work(&process).await;
    assert_eq!(priority(&world).await, Some(7));
    let told = conversations::effects(&world.store, &world.call_center, "c-1").await.unwrap();
    assert_eq!(told[0].report.rejected[0].effect, "set.queue", "there is no such queue");
}

#[tokio::test]
async fn a_duplicate_waits_for_nothing() {
    let world = world().await;
    router(&world, "route", json!({})).await;
    world.upstream.replies(|_| Reply::json(200, &json!({"p": 7, "q": "vip", "vip": 1})));
    let process = world.process().await;
    ask(&world, &process, 5000).await;
    assert_eq!(ask(&world, &process, 5000).await.effects, None);
    assert_eq!(world.upstream.seen("/route").len(), 1);
}
