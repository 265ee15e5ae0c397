//! Workers that die with work in their hands.

use crate::upstream::Reply;
use crate::world::{World, eventually};
use patchbay_dispatch::{Dispatcher, Settings};
use patchbay_model::execution::ExecutionStatus;
use patchbay_store::Store;
use serde_json::json;
use sqlx::PgPool;
use tokio::runtime::Runtime;

/// A process on a runtime of its own, so that it can be stopped dead with everything in it.
async fn doomed(world: &World) -> (Runtime, Dispatcher) {
    let runtime = Runtime::new().unwrap();
    let options = (*world.pool.connect_options()).clone();
    let pool = runtime.spawn(async move { PgPool::connect_with(options).await.unwrap() }).await.unwrap();
    let process = {
        let _inside = runtime.enter();
        let starting = world.process_on(Store::from_pool(pool), Settings::default());
        starting.await
    };
    (runtime, process)
}

#[tokio::test]
async fn an_sms_in_the_hands_of_a_worker_that_dies_is_unknown_and_never_sent_again() {
    let world = World::start().await;
    world.upstream.replies(|seen| Reply::echo(seen).after(60_000));
    let (runtime, process) = doomed(&world).await;
    let id = process.enqueue(world.call("sms", json!({"to": "+84"}))).await.unwrap();
    runtime.spawn(async move { process.tick().await });
    eventually("the SMS has gone out", async || !world.upstream.seen("/sms").is_empty()).await;
    assert_eq!(world.execution(id).await.summary.status, ExecutionStatus::Running, "committed before it was sent");
    runtime.shutdown_background();

    let survivor = world.process().await;
    assert_eq!(survivor.tick().await.unwrap(), 0, "it may still run");
    world.clock.advance(181);
    world.work(&survivor).await;
    assert_eq!(world.execution(id).await.summary.status, ExecutionStatus::Unknown);
    assert_eq!(world.upstream.seen("/sms").len(), 1);
}

#[tokio::test]
async fn an_event_in_the_hands_of_a_worker_that_dies_is_delivered_by_another() {
    let world = World::start().await;
    world.listener("crm", json!({})).await;
    world.upstream.replies(|seen| Reply::echo(seen).after(60_000));
    let (runtime, process) = doomed(&world).await;
    world.post(&process, &[json!({})]).await;
    runtime.spawn(async move { process.tick().await });
    eventually("the request has gone out", async || !world.upstream.seen("/crm").is_empty()).await;
    runtime.shutdown_background();

    world.upstream.replies(Reply::echo);
    let survivor = world.process().await;
    world.clock.advance(181);
    world.work(&survivor).await;
    assert_eq!(world.statuses("crm").await, [ExecutionStatus::Succeeded]);
    assert_eq!(world.upstream.seen("/crm").len(), 2, "at least once");
}
