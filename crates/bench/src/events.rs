//! Events: how many a second are accepted for good, how many are delivered and recorded, how soon one is delivered when
//! nothing else happens.

use crate::drive::World;
use crate::error::BenchError;
use crate::load::{self, Content, Round};
use crate::percentile::{median, percentile};
use serde_json::{Value, json};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// Events of one post of a batch.
const BATCH: u32 = 100;
/// Events that are delivered.
const DELIVERED: u32 = 20_000;
/// Platforms that post them, each one post after the other.
const POSTERS: u32 = 4;
/// Events of the idle latency, one at a time.
const SINGLE: u32 = 300;
const PAUSE: Duration = Duration::from_millis(15);

const ONE: &str = r#"{"id":"ROUND-NUMBER","type":"queued","occurredAt":"2026-11-20T09:30:00.000Z","conversation":{"id":"ROUND-NUMBER","channelType":"phone","direction":"inbound","queue":{"address":"sales"},"source":"+84901234567","destination":"+842812345678"},"data":{}}"#;

/// Runs the parts; `bare` is what the bare forwarder does in a second.
pub async fn run(world: &World, bare: f64) -> Result<(), BenchError> {
    set_up(world).await?;
    accepted(world)?;
    delivered(world, bare).await?;
    latency(world).await
}

async fn set_up(world: &World) -> Result<(), BenchError> {
    let queue = json!({"id": "q-1", "address": "sales", "name": "Sales", "channelTypes": ["phone", "chat"]});
    world.post("/call-centers/bench/queues", queue).await?;
    let integration = json!({
        "name": "Lifecycle", "url": world.upstream("/events/{contact.id}"), "direction": "inbound",
        "events": ["received"], "directCalls": true, "queues": ["sales"], "credentials": [],
        "configuration": r#"{"request":{"method":"POST","body":{"event":"{event}","source":"{contact.source}"}}}"#
    });
    world.post("/call-centers/bench/event-integrations", integration).await.map(drop)
}

/// Events that no trigger hears, beside single-row commits of the same clients. They take turns.
fn accepted(world: &World) -> Result<(), BenchError> {
    let authorization = format!("Bearer {}", world.key);
    let url = world.api("/call-centers/bench/events");
    let (mut commits, mut singles, mut batches) = (Vec::new(), Vec::new(), Vec::new());
    for turn in 0..world.rounds {
        let content = |times, around, kind| Content::Numbered { one: ONE, times, around, round: turn * 2 + kind };
        let round = |content| Round {
            url: &url,
            authorization: Some(&authorization),
            content,
            connections: world.clients,
            seconds: world.seconds,
        };
        commits.push(world.database.commits(world.clients, world.seconds, &world.folder)?);
        singles.push(load::run(&round(content(1, "BODIES", 0)), &world.folder)?.throughput);
        let many = load::run(&round(content(BATCH, r#"{"events":[BODIES]}"#, 1)), &world.folder)?;
        batches.push(many.throughput * f64::from(BATCH));
    }
    let (commits, singles, batches) =
        (median(&commits, |rate| *rate), median(&singles, |rate| *rate), median(&batches, |rate| *rate));
    println!("{:<26} {:>10} {:>10}", format!("durable, {} clients", world.clients), "pgbench", "patchbay");
    println!("{:<26} {commits:>10.0} {singles:>10.0} /s     ratio {:.2}", "one event a post", singles / commits);
    let name = format!("{BATCH} events a post");
    println!("{name:<26} {commits:>10.0} {batches:>10.0} /s     ratio {:.2}", batches / commits);
    Ok(())
}

/// From the first post to the last record: accepted, delivered, recorded.
async fn delivered(world: &World, bare: f64) -> Result<(), BenchError> {
    let before = seen(world).await?;
    let began = Instant::now();
    tokio::try_join!(deliver(world, 0), deliver(world, 1), deliver(world, 2), deliver(world, 3))?;
    let accepted = began.elapsed();
    while seen(world).await? < before + u64::from(DELIVERED) || !is_worked_off(world).await? {
        if began.elapsed() > Duration::from_secs(300) {
            return Err(BenchError::Load("not all events were delivered within 5 minutes".to_owned()));
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let rate = f64::from(DELIVERED) / began.elapsed().as_secs_f64();
    println!("{:<26} {:>10} {:>10}", "end to end", "forwarder", "patchbay");
    println!("{:<26} {bare:>10.0} {rate:>10.0} /s     ratio {:.2}", "delivered and recorded", rate / bare);
    println!("                           the posts alone took {:.2} s", accepted.as_secs_f64());
    Ok(())
}

/// One poster's share of the events.
async fn deliver(world: &World, poster: u32) -> Result<(), BenchError> {
    for post in (poster..DELIVERED / BATCH).step_by(POSTERS as usize) {
        let events: Vec<Value> = (0..BATCH).map(|one| heard(&format!("delivered-{}", post * BATCH + one))).collect();
        world.post("/call-centers/bench/events", json!({"events": events})).await?;
    }
    Ok(())
}

/// One event at a time, with a pause after each; from before its post to its first byte at the receiver.
async fn latency(world: &World) -> Result<(), BenchError> {
    let mut waits = Vec::new();
    for number in 0..SINGLE {
        let id = format!("single-{number}");
        let posted = now_micros();
        world.post("/call-centers/bench/events", heard(&id)).await?;
        let accepted = now_micros();
        tokio::time::sleep(PAUSE).await;
        let arrived = arrival(world, &id).await?;
        waits.push((milliseconds(arrived, accepted), milliseconds(arrived, posted)));
    }
    let of = |percent, which: fn(&(f64, f64)) -> f64| percentile(&waits, percent, which);
    println!("{:<26} {:>10} {:>10}", "idle, to the first byte", "p50", "p99");
    println!("{:<26} {:>10.2} {:>10.2} ms", "from accepted", of(50, |wait| wait.0), of(99, |wait| wait.0));
    println!("{:<26} {:>10.2} {:>10.2} ms", "from before the post", of(50, |wait| wait.1), of(99, |wait| wait.1));
    Ok(())
}

/// An event that the one trigger hears, each of a conversation of its own.
fn heard(id: &str) -> Value {
    json!({
        "id": id, "type": "received", "occurredAt": "2026-11-20T09:30:00.000Z", "data": {},
        "conversation": {"id": id, "channelType": "phone", "direction": "inbound", "queue": {"address": "sales"},
            "source": "+84901234567", "destination": "+842812345678"}
    })
}

/// Deliveries that the receiver has seen.
async fn seen(world: &World) -> Result<u64, BenchError> {
    let answer: Value = world.client.get(world.upstream("/seen")).send().await?.json().await?;
    Ok(answer["count"].as_u64().unwrap_or_default())
}

/// When the receiver saw the first byte of a delivery, in microseconds since 1970. Waits for it.
async fn arrival(world: &World, id: &str) -> Result<u64, BenchError> {
    for _ in 0..500 {
        let answer: Value = world.client.get(world.upstream(&format!("/seen/{id}"))).send().await?.json().await?;
        if let Some(at) = answer["at"].as_u64() {
            return Ok(at);
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    Err(BenchError::Load(format!("{id} was not delivered within 5 s")))
}

/// Whether nothing is left in the queue.
pub async fn is_worked_off(world: &World) -> Result<bool, BenchError> {
    let health = world.get("/call-centers/bench/queue-health").await?;
    let left = ["ready", "waiting", "blocked", "running"].map(|state| health[state].as_u64());
    Ok(left.iter().all(|count| *count == Some(0)))
}

/// Microseconds since 1970, on the clock that the receiver has too.
#[expect(clippy::disallowed_methods, reason = "two processes are compared")]
pub fn now_micros() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_micros()).unwrap_or(u64::MAX)
}

/// From one moment to another, in milliseconds.
#[expect(clippy::cast_precision_loss, reason = "a difference of microseconds is small")]
pub fn milliseconds(to: u64, from: u64) -> f64 {
    // A delivery may overtake the answer to its post.
    to.saturating_sub(from) as f64 / 1000.0
}
