//! What one process changes, another sees.

use crate::world::{World, eventually};
use patchbay_dispatch::{Clock as _, RecorderSettings, Settings};
use patchbay_model::execution::ExecutionStatus;
use patchbay_model::messaging::ChannelId;
use patchbay_model::valid::Valid;
use patchbay_store::channels::{self, ChannelWrite};
use patchbay_store::{HiddenParts, Store};
use serde_json::json;
use sqlx::postgres::PgPoolOptions;
use std::time::{Duration, Instant};

#[tokio::test]
async fn a_change_is_seen_by_another_process_at_once() {
    let world = World::start().await;
    let other = world.process().await;
    let id = world.endpoint(json!({"name": "moving", "url": "/before"})).await;
    other.execute(world.call("moving", json!({}))).await.unwrap();
    world.change_endpoint(id, json!({"name": "moving", "url": "/after"})).await;
    let changed = Instant::now();
    eventually("the new URL is called", async || {
        other.execute(world.call("moving", json!({}))).await.unwrap();
        !world.upstream.seen("/after").is_empty()
    })
    .await;
    assert!(changed.elapsed() < Duration::from_secs(1), "{:?}", changed.elapsed());
}

#[tokio::test]
async fn an_endpoint_that_was_missing_is_found_as_soon_as_it_is_made() {
    let world = World::start().await;
    let process = world.process().await;
    assert!(process.execute(world.call("new", json!({}))).await.is_err());
    world.endpoint(json!({"name": "new", "url": "/new"})).await;
    assert_eq!(process.execute(world.call("new", json!({}))).await.unwrap().status, ExecutionStatus::Succeeded);
}

#[tokio::test]
async fn a_channel_is_known_as_soon_as_it_is_made_and_not_long_after_it_is_gone() {
    let world = World::start().await;
    let process = world.process().await;
    let found = async || process.channel(&world.call_center, "web").await.unwrap().map(|channel| channel.id);
    assert_eq!(found().await, None);
    let draft = serde_json::from_value(json!({"name": "Web", "kind": "webchat"})).unwrap();
    let write = ChannelWrite { draft: Valid::check(draft).unwrap(), parts: None };
    let id = ChannelId(world.clock.new_id());
    let nothing = HiddenParts { template: world.template_id, integrator: world.integrator_id };
    let mut unit = world.store.begin().await.unwrap();
    channels::insert(&mut unit, id, &world.call_center, nothing, &write, world.clock.now()).await.unwrap();
    unit.commit().await.unwrap();
    assert_eq!(found().await, Some(id));
    let mut unit = world.store.begin().await.unwrap();
    channels::delete(&mut unit, &world.call_center, id, None).await.unwrap();
    unit.commit().await.unwrap();
    eventually("the channel is gone", async || found().await.is_none()).await;
}

#[tokio::test]
async fn a_warm_call_needs_no_database() {
    let world = World::start().await;
    let pool = world.pool.clone();
    world.upstream.replies(crate::upstream::issuing(3600, crate::upstream::Reply::echo));
    // A pool of its own, so that it can go away under the process.
    let own = PgPoolOptions::new().connect_with((*pool.connect_options()).clone()).await.unwrap();
    let store = Store::from_pool(own);
    let recorder = RecorderSettings { patience: Duration::ZERO, ..RecorderSettings::default() };
    let process = world.process_on(store.clone(), Settings { recorder, ..Settings::default() }).await;
    process.execute(world.find()).await.unwrap();
    store.close().await;
    for _ in 0..10 {
        assert_eq!(process.execute(world.find()).await.unwrap().status, ExecutionStatus::Succeeded);
    }
}
