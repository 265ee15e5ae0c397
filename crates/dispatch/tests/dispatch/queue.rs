//! Tried again, in order, fairly, and again when somebody asks.

use crate::upstream::Reply;
use crate::world::{World, eventually};
use patchbay_dispatch::{Caller, Settings, WorkerSettings};
use patchbay_model::audit::{AuditAction, AuditQuery};
use patchbay_model::execution::{Cause, ErrorCode, ExecutionStatus};
use patchbay_model::page::PageRequest;
use patchbay_model::time::Timestamp;
use patchbay_model::work::ReplayQuery;
use patchbay_store::{Reach, audit_entries};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Answers 503 `failures` times, then as usual.
fn failing(failures: usize, retry_after: Option<u32>) -> impl Fn(&crate::upstream::Seen) -> Reply + Send + Sync {
    let left = Arc::new(AtomicUsize::new(failures));
    move |seen| {
        let fails = left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1)).is_ok();
        if !fails {
            return Reply::echo(seen);
        }
        let mut reply = Reply::json(503, &Value::Null);
        reply.headers.extend(retry_after.map(|seconds| ("retry-after", seconds.to_string())));
        reply
    }
}

#[tokio::test]
async fn a_refused_event_is_tried_again_when_the_upstream_says_so() {
    let world = World::start().await;
    world.listener("crm", json!({})).await;
    world.upstream.replies(failing(1, Some(30)));
    let process = world.process().await;
    world.post(&process, &[json!({})]).await;
    world.work(&process).await;
    assert_eq!(world.statuses("crm").await, [ExecutionStatus::Queued]);
    let waiting = &world.executions("crm").await[0];
    assert_eq!((waiting.error_code, waiting.attempt_count), (Some(ErrorCode::UpstreamStatus), 1), "lists show why");
    world.clock.advance(29);
    assert_eq!(process.tick().await.unwrap(), 0, "too early");
    world.clock.advance(1);
    assert_eq!(process.tick().await.unwrap(), 1);
    let done = &world.executions("crm").await[0];
    assert_eq!((done.status, done.attempt_count, done.error_code), (ExecutionStatus::Succeeded, 2, None));
    let attempts = world.execution(done.id).await.attempts;
    let told: Vec<_> = attempts.iter().map(|attempt| (attempt.number, attempt.response_status)).collect();
    assert_eq!(told, [(1, Some(503)), (2, Some(200))]);
}

#[tokio::test]
async fn an_upstream_that_stays_down_is_tried_by_the_schedule_and_then_dead_until_it_is_replayed() {
    let world = World::start().await;
    world.listener("crm", json!({})).await;
    world.upstream.replies(failing(8, None));
    let process = world.process().await;
    world.post(&process, &[json!({})]).await;
    assert_eq!(process.tick().await.unwrap(), 1);
    for seconds in [5, 30, 120, 600, 1800, 7200, 21_600] {
        assert_eq!(world.statuses("crm").await, [ExecutionStatus::Queued]);
        world.clock.advance(seconds * 4 / 5 - 1);
        assert_eq!(process.tick().await.unwrap(), 0, "{seconds}: a fifth too early at most");
        world.clock.advance(seconds * 2 / 5 + 2);
        assert_eq!(process.tick().await.unwrap(), 1, "{seconds}: a fifth too late at most");
    }
    assert_eq!(world.statuses("crm").await, [ExecutionStatus::Dead]);
    assert_eq!(world.upstream.seen("/crm").len(), 8);
    let dead = world.executions("crm").await[0].id;
    world.clock.advance(1);
    let again = process.replay(&Reach::All, dead, Caller::default()).await.unwrap();
    assert!(process.replay(&Reach::All, dead, Caller::default()).await.is_err(), "once");
    world.work(&process).await;
    let replayed = world.execution(again).await;
    assert_eq!((replayed.summary.status, replayed.summary.cause), (ExecutionStatus::Succeeded, Cause::Replay));
    let seen = world.upstream.seen("/crm");
    assert_eq!((seen.len(), seen[8].body.as_str()), (9, seen[0].body.as_str()), "the same request");
}

#[tokio::test]
async fn what_failed_since_a_time_is_replayed_in_bulk_once() {
    let world = World::start().await;
    world.listener("crm", json!({})).await;
    world.upstream.replies(|_| Reply::json(400, &Value::Null));
    let process = world.process().await;
    let since: Timestamp = patchbay_dispatch::Clock::now(&*world.clock);
    let events: Vec<_> =
        (0..250).map(|n| json!({"id": format!("e-{n}"), "conversation": {"id": format!("c-{n}")}})).collect();
    world.post(&process, &events).await;
    world.work(&process).await;
    world.clock.advance(60);
    world.upstream.replies(Reply::echo);
    let query = ReplayQuery { since, status: None, template: Some("crm".into()), endpoint: None, conversation: None };
    let replayed = async || process.replay_many(&world.call_center, &query, Caller::default()).await.unwrap();
    assert_eq!(replayed().await, 250);
    assert_eq!(replayed().await, 0);
    world.work(&process).await;
    assert_eq!(world.upstream.seen("/crm").len(), 500);
}

#[tokio::test]
async fn a_later_event_of_a_conversation_does_not_overtake_one_that_is_tried_again() {
    let world = World::start().await;
    world.listener("crm", json!({})).await;
    world.listener("log", json!({})).await;
    let crm_fails = failing(1, Some(30));
    world.upstream.replies(move |seen| if seen.path.starts_with("/crm") { crm_fails(seen) } else { Reply::echo(seen) });
    let process = world.process().await;
    world.post(&process, &[json!({}), json!({"id": "e-2", "type": "queued"})]).await;
    world.work(&process).await;
    // Only now: of two at once either may be the first, the one that fails.
    world.post(&process, &[json!({"id": "e-3", "conversation": {"id": "c-2"}})]).await;
    world.work(&process).await;
    let paths = |name: &str| world.upstream.seen(name).into_iter().map(|seen| seen.path).collect::<Vec<_>>();
    assert_eq!(paths("/crm"), ["/crm/received", "/crm/received"], "of two conversations");
    assert_eq!(paths("/log").len(), 3, "other endpoints don't wait");
    world.clock.advance(30);
    world.work(&process).await;
    assert_eq!(paths("/crm")[2..], ["/crm/received", "/crm/queued"]);
}

#[tokio::test]
async fn a_backlog_of_one_integration_leaves_room_for_the_others() {
    let world = World::start().await;
    world.listener("slow", json!({"queues": ["sales"]})).await;
    world.listener("quick", json!({"queues": ["support"]})).await;
    let worker = WorkerSettings { batch: 8, per_integrator: 2, ..WorkerSettings::default() };
    let process = world.process_on(world.store.clone(), Settings { worker, ..Settings::default() }).await;
    let backlog: Vec<_> =
        (0..100).map(|n| json!({"id": format!("e-{n}"), "conversation": {"id": format!("c-{n}")}})).collect();
    world.post(&process, &backlog).await;
    world.post(&process, &[json!({"id": "x", "conversation": {"id": "x", "queue": {"address": "support"}}})]).await;
    assert_eq!(process.tick().await.unwrap(), 3);
    assert_eq!((world.upstream.seen("/slow").len(), world.upstream.seen("/quick").len()), (2, 1));
}

/// Which events an upstream heard of, in their order, by conversation.
fn heard(world: &World, name: &str) -> BTreeMap<String, Vec<String>> {
    let mut heard: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for seen in world.upstream.seen(name) {
        let body: Value = serde_json::from_str(&seen.body).unwrap();
        let event = seen.path.rsplit('/').next().unwrap_or_default().to_owned();
        heard.entry(body["id"].as_str().unwrap().to_owned()).or_default().push(event);
    }
    heard
}

#[tokio::test]
async fn what_is_queued_while_there_is_room_runs_at_once_and_in_order() {
    let world = World::start().await;
    world.listener("crm", json!({"events": ["received", "queued", "accepted"]})).await;
    let worker = WorkerSettings { slots: 4, batch: 4, per_integrator: 3, ..WorkerSettings::default() };
    let process = world.process_on(world.store.clone(), Settings { worker, ..Settings::default() }).await;
    process.start_working();
    let types = ["received", "queued", "accepted"];
    for event_type in types {
        let events: Vec<_> = (0..50)
            .map(|n| json!({"id": format!("{event_type}-{n}"), "type": event_type, "conversation": {"id": format!("c-{n}")}}))
            .collect();
        world.post(&process, &events).await;
    }
    // Far more than there is room for at once, and in less time than three at a poll would take.
    eventually("all of them ran", async || world.upstream.seen("/crm").len() == 150).await;
    let heard = heard(&world, "/crm");
    assert_eq!(heard.len(), 50);
    assert!(heard.values().all(|of_one| *of_one == types), "{heard:?}");
    eventually("all of it is written", async || {
        world.statuses("crm").await.iter().all(|status| *status == ExecutionStatus::Succeeded)
    })
    .await;
    // What other tests see by ticking: nothing is left, nothing ran twice.
    assert_eq!(process.tick().await.unwrap(), 0);
    process.close().await;
    assert_eq!(world.upstream.seen("/crm").len(), 150);
}

#[tokio::test]
async fn a_call_by_name_can_be_left_to_the_queue() {
    let world = World::start().await;
    let process = world.process().await;
    let id = process.enqueue(world.call("sms", json!({"to": "+84"}))).await.unwrap();
    let queued = world.execution(id).await.summary;
    assert_eq!((queued.status, queued.cause), (ExecutionStatus::Queued, Cause::Execute));
    world.work(&process).await;
    assert_eq!(world.execution(id).await.summary.status, ExecutionStatus::Succeeded);
    assert_eq!(world.upstream.seen("/sms")[0].body, r#"{"to":"+84"}"#);
    assert!(process.enqueue(world.call("nope", json!({}))).await.is_err());
}

#[tokio::test]
async fn what_is_switched_off_while_it_waits_fails_and_says_so() {
    let world = World::start().await;
    let endpoint = world.endpoint(json!({"name": "later", "url": "/later"})).await;
    let process = world.process().await;
    let id = process.enqueue(world.call("later", json!({}))).await.unwrap();
    world.change_endpoint(endpoint, json!({"name": "later", "url": "/later", "enabled": false})).await;
    process.forget(&patchbay_store::changes::Change::Everything);
    world.work(&process).await;
    let failed = world.execution(id).await;
    assert_eq!(
        (failed.summary.status, failed.failure.unwrap().code),
        (ExecutionStatus::Failed, ErrorCode::ConfigInvalid)
    );
    assert!(world.upstream.seen("/later").is_empty());
}

#[tokio::test]
async fn an_upstream_that_is_gone_is_not_called_again() {
    let world = World::start().await;
    let endpoint = world.listener("crm", json!({})).await;
    // A template of the call center's own, which one tenant's host may switch off.
    world.make_private("crm").await;
    world.upstream.replies(|_| Reply::json(410, &Value::Null));
    let process = world.process().await;
    world.post(&process, &[json!({})]).await;
    world.work(&process).await;
    assert_eq!(world.statuses("crm").await, [ExecutionStatus::Failed]);
    process.forget(&patchbay_store::changes::Change::Everything);
    let answers = world.post(&process, &[json!({"id": "e-2", "type": "queued"})]).await;
    assert!(answers[0].executions.is_empty());
    let query = AuditQuery { object_id: Some(endpoint.to_string()), ..AuditQuery::default() };
    let told = audit_entries::list(&world.store, &Reach::All, &query, &PageRequest::default()).await.unwrap().items;
    assert_eq!(told.iter().map(|entry| entry.action).collect::<Vec<_>>(), [AuditAction::Disabled]);
}
