//! What dispatch adds to a call. Measured and not judged: machines differ.
//! `cargo test --release -p patchbay-dispatch --test dispatch throughput -- --ignored --nocapture`

use crate::upstream::{Reply, issuing};
use crate::world::{World, client};
use patchbay_engine::net::OutboundRequest;
use serde_json::json;
use std::sync::Arc;
use std::time::{Duration, Instant};

const AT_ONCE: usize = 32;
const CALLS: usize = 20_000;

/// Runs `call` from several tasks and tells calls per second and the latencies at 50 and 99 %.
async fn measured<F: Future<Output = ()> + Send>(call: impl Fn() -> F + Send + Sync + 'static) -> String {
    let call = Arc::new(call);
    let began = Instant::now();
    let tasks = (0..AT_ONCE).map(|_| {
        let call = Arc::clone(&call);
        tokio::spawn(async move {
            let mut took = Vec::with_capacity(CALLS / AT_ONCE);
            for _ in 0..CALLS / AT_ONCE {
                let began = Instant::now();
                call().await;
                took.push(began.elapsed());
            }
            took
        })
    });
    let finished = futures::future::join_all(tasks).await;
    let total = began.elapsed();
    let mut took: Vec<Duration> = finished.into_iter().flat_map(Result::unwrap).collect();
    took.sort_unstable();
    let rate = took.len() as f64 / total.as_secs_f64();
    format!("{rate:.0}/s, p50 {:?}, p99 {:?}", took[took.len() / 2], took[took.len() * 99 / 100])
}

#[tokio::test]
#[ignore = "measures"]
async fn throughput_of_the_client_alone_and_of_dispatch() {
    let inside = tokio::runtime::Runtime::new().unwrap();
    let upstream_answer = json!({"id": 7, "name": "Ann Example", "phone": "+84901234567"});
    let world = World::start().await;
    world.upstream.replies(issuing(3600, move |_| Reply::json(200, &upstream_answer)));
    let address = world.upstream.address;
    let world = Arc::new(world);
    inside
        .spawn(async move {
            let client = Arc::new(client());
            let store = sqlx::PgPool::connect_with((*world.pool.connect_options()).clone()).await.unwrap();
            let store = patchbay_store::Store::from_pool(store);
            let process = world.process_on(store, patchbay_dispatch::Settings::default()).await;
            process.execute(world.find()).await.unwrap();
            for round in 1..=3 {
                let sending = Arc::clone(&client);
                let alone = measured(move || {
                    let client = Arc::clone(&sending);
                    async move {
                        let mut request =
                            OutboundRequest::new(http::Method::GET, format!("http://{address}/contacts/7"));
                        request.headers.push(("X-Key".into(), "s3cret".into()));
                        request.headers.push(("Authorization".into(), "Bearer tok-1".into()));
                        client.send(&request).await.unwrap();
                    }
                })
                .await;
                let (calling, process) = (Arc::clone(&world), process.clone());
                let whole = measured(move || {
                    let (world, process) = (Arc::clone(&calling), process.clone());
                    async move { drop(process.execute(world.find()).await.unwrap()) }
                })
                .await;
                println!("round {round}: client alone {alone}; dispatch with record {whole}");
            }
            process.close().await;
        })
        .await
        .unwrap();
    inside.shutdown_background();
}

/// Accepting, from many senders at once, and working off what that queued. Integrators are many, so that no share of a
/// worker bounds the figure.
#[tokio::test]
#[ignore = "measures"]
async fn throughput_of_accepting_and_of_working_off() {
    const SENDERS: usize = 64;
    const POSTS: usize = 10;
    const LISTENERS: usize = 8;
    let world = World::start().await;
    for n in 0..LISTENERS {
        world.listener(&format!("crm{n}"), json!({"queues": [format!("q-{n}")]})).await;
    }
    world.upstream.replies(|_| Reply::json(200, &json!({})));
    let inside = tokio::runtime::Runtime::new().unwrap();
    let world = Arc::new(world);
    inside
        .spawn(async move {
            let options = (*world.pool.connect_options()).clone();
            let pool = sqlx::postgres::PgPoolOptions::new().max_connections(20).connect_with(options).await.unwrap();
            let store = patchbay_store::Store::from_pool(pool);
            let settings = patchbay_dispatch::Settings::default();
            let process = world.process_on(store, settings).await;
            for (posted_at_once, name) in [(20, "posts of 20"), (1, "single posts")] {
                let began = Instant::now();
                let senders = (0..SENDERS).map(|sender| {
                    let (world, process) = (Arc::clone(&world), process.clone());
                    tokio::spawn(async move {
                        for post in 0..POSTS {
                            let events: Vec<_> = (0..posted_at_once)
                                .map(|n| {
                                    let id = format!("{posted_at_once}-{sender}-{post}-{n}");
                                    let queue = format!("q-{}", sender % LISTENERS);
                                    json!({"id": id, "conversation": {"id": id, "queue": {"address": queue}}})
                                })
                                .collect();
                            world.post(&process, &events).await;
                        }
                    })
                });
                futures::future::join_all(senders).await;
                let total = SENDERS * POSTS * posted_at_once;
                println!("accepted, {name}: {:.0} events/s", total as f64 / began.elapsed().as_secs_f64());
            }
            let left = async || patchbay_store::queued_executions::backlog(&world.store, 1_000_000).await.unwrap();
            let total = left().await;
            let began = Instant::now();
            process.start_working();
            while left().await > 0 {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
            println!("worked off: {:.0} executions/s", total as f64 / began.elapsed().as_secs_f64());
            process.close().await;
        })
        .await
        .unwrap();
    inside.shutdown_background();
}
