//! The recorder: bounded, and without loss.

use crate::world::World;
use patchbay_dispatch::{DispatchError, Dispatcher, RecorderSettings, Settings};
use serde_json::json;
use sqlx::Executor;
use std::time::Duration;

async fn execute(world: &World, process: &Dispatcher, times: usize) {
    let calls = (0..times).map(|_| process.execute(world.call("ping", json!({}))));
    futures::future::join_all(calls).await.into_iter().for_each(|outcome| drop(outcome.unwrap()));
}

#[tokio::test]
async fn the_recorder_loses_nothing_at_shutdown() {
    let world = World::start().await;
    let process = world.process().await;
    execute(&world, &process, 300).await;
    process.close().await;
    assert_eq!(world.recorded().await, 300);
    let refused = process.execute(world.call("ping", json!({}))).await;
    assert!(matches!(refused, Err(DispatchError::Stopping)));
}

#[tokio::test]
async fn closing_waits_for_what_still_runs() {
    let world = World::start().await;
    world.upstream.replies(|seen| crate::upstream::Reply::echo(seen).after(200));
    let process = world.process().await;
    let calling = tokio::spawn({
        let (process, call) = (process.clone(), world.call("ping", json!({})));
        async move { process.execute(call).await }
    });
    crate::world::eventually("the call has gone out", async || !world.upstream.seen("/ping").is_empty()).await;
    process.close().await;
    assert!(calling.await.unwrap().is_ok());
    assert_eq!(world.recorded().await, 1);
}

#[tokio::test]
async fn when_the_writer_is_behind_callers_wait_and_no_record_is_lost() {
    let world = World::start().await;
    let pool = world.pool.clone();
    let recorder = RecorderSettings { queue: 2, batch: 2, window: Duration::ZERO, ..RecorderSettings::default() };
    let process = world.process_on(world.store.clone(), Settings { recorder, ..Settings::default() }).await;
    execute(&world, &process, 1).await;
    let mut blocker = pool.begin().await.unwrap();
    blocker.execute("LOCK TABLE executions IN ACCESS EXCLUSIVE MODE").await.unwrap();
    let calls = async { execute(&world, &process, 20).await };
    let mut calls = std::pin::pin!(calls);
    // Two are being written and two wait: the others' callers have to wait, although all are answered by the other side.
    assert!(tokio::time::timeout(Duration::from_millis(500), calls.as_mut()).await.is_err());
    assert_eq!(world.upstream.seen("/ping").len(), 21);
    blocker.rollback().await.unwrap();
    calls.await;
    process.close().await;
    assert_eq!(world.recorded().await, 21);
}
