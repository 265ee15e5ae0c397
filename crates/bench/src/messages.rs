//! Messages of customers, through a gateway to a bot's webhook and back over the outbound URL to the gateway's callback:
//! how many a second come back, everything durable both ways, and how soon one does when nothing else happens. Beside the
//! same four requests through the bare forwarder, which keeps nothing.

use crate::drive::World;
use crate::error::BenchError;
use crate::events::{is_worked_off, milliseconds, now_micros};
use crate::percentile::percentile;
use crate::web_chat;
use reqwest::Method;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// The channel of the web chat.
pub const WEB_CHAT: &str = "CXWebConversations";
/// Messages that go round.
const MESSAGES: u32 = 10_000;
/// Chats that they belong to: of each, one message at a time is under way.
const CHATS: u32 = 500;
/// Customers' posts at the same time.
const POSTERS: u32 = 16;
/// Messages of the idle latency, one at a time.
const SINGLE: u32 = 300;
const PAUSE: Duration = Duration::from_millis(15);
/// Longer than any measurement should take.
const PATIENCE: Duration = Duration::from_secs(300);

/// Milliseconds from before the post to the webhook's first byte, and to the callback's.
type Wait = (f64, f64);
type Part = fn(&Wait) -> f64;

/// Where customers' messages are posted.
#[derive(Clone, Copy)]
enum Way {
    /// The bare forwarder.
    Bare,
    /// The server under test.
    Durable,
}

impl Way {
    const fn name(self) -> &'static str {
        match self {
            Self::Bare => "bare",
            Self::Durable => "durable",
        }
    }

    async fn post(self, world: &World, text: &str, chat: u32) -> Result<(), BenchError> {
        let body = json!({"id": text, "from": {"id": format!("client-{chat}"), "name": "Ann Lee"}, "to": "+842812345678",
            "message": {"$type": "text", "text": text}});
        match self {
            Self::Durable => world.post("/call-centers/bench/channels/WhatsApp/messages", body).await.map(drop),
            Self::Bare => {
                let answer = world.client.post(world.bare_messages()).json(&body).send().await?;
                answer.error_for_status().map(drop).map_err(Into::into)
            }
        }
    }
}

/// Runs the parts.
pub async fn run(world: &World) -> Result<(), BenchError> {
    set_up(world).await?;
    let bare = round_trips(world, Way::Bare).await?;
    let durable = round_trips(world, Way::Durable).await?;
    println!("{:<26} {:>10} {:>10}", "messages there and back", "forwarder", "patchbay");
    println!("{:<26} {bare:>10.0} {durable:>10.0} /s     ratio {:.2}", "durable both ways", durable / bare);
    let forwarded = bare;
    println!("{:<26} {:>10} {:>10} {:>10} {:>10}", "idle, one message", "bare p50", "bare p99", "p50", "p99");
    let (bare, durable) = (latency(world, Way::Bare).await?, latency(world, Way::Durable).await?);
    let parts: [(&str, Part); 2] = [("to the webhook", |wait| wait.0), ("there and back", |wait| wait.1)];
    for (name, of) in parts {
        let [first, second] = [&bare, &durable].map(|waits| [50, 99].map(|percent| percentile(waits, percent, of)));
        println!("{name:<26} {:>10.2} {:>10.2} {:>10.2} {:>10.2} ms", first[0], first[1], second[0], second[1]);
    }
    web_chat::run(world, forwarded).await
}

/// A gateway, the web chat, and a bot that knows its way back from the headers of its own webhook.
async fn set_up(world: &World) -> Result<(), BenchError> {
    let center = "/call-centers/bench";
    let channel = json!({"name": "WhatsApp", "kind": "gateway", "callbackUrl": world.upstream("/callback")});
    world.post(&format!("{center}/channels"), channel).await?;
    world.post(&format!("{center}/channels"), json!({"name": WEB_CHAT, "kind": "webchat"})).await?;
    let adapter = json!({"kind": "twoway", "name": "bot", "isBot": true, "channels": ["WhatsApp", WEB_CHAT]});
    let adapter = world.post(&format!("{center}/adapters"), adapter).await?;
    let path = format!("{center}/adapters/{}", adapter["id"].as_str().unwrap_or_default());
    let token = json!({"name": "bench", "rights": ["message:send"]});
    let token = world.post(&format!("{path}/tokens"), token).await?;
    let headers = json!({"X-Outbound-Url": world.outbound(&path), "X-Outbound-Token": token["token"]});
    let endpoint = json!({"messageEndpoint": {"url": world.upstream("/bot"), "headers": headers}});
    world.send(Method::PATCH, &path, endpoint).await.map(drop)
}

/// Messages a second, from the first post to the last one that came back and is written.
async fn round_trips(world: &World, way: Way) -> Result<f64, BenchError> {
    let came_back = || count(world, way);
    let before = came_back().await?;
    let began = Instant::now();
    post_all(world, way).await?;
    while came_back().await? < before + u64::from(MESSAGES) || !is_worked_off(world).await? {
        if began.elapsed() > PATIENCE {
            return Err(BenchError::Load("not all messages came back within 5 minutes".to_owned()));
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    Ok(f64::from(MESSAGES) / began.elapsed().as_secs_f64())
}

/// All posters side by side; the first refusal ends it.
async fn post_all(world: &World, way: Way) -> Result<(), BenchError> {
    let mut posting = tokio::task::JoinSet::new();
    for poster in 0..POSTERS {
        let world = world.clone();
        posting.spawn(async move {
            for number in (poster..MESSAGES).step_by(POSTERS as usize) {
                way.post(&world, &format!("{}-round-{number}", way.name()), number % CHATS).await?;
            }
            Ok::<_, BenchError>(())
        });
    }
    while let Some(done) = posting.join_next().await {
        done.map_err(|error| BenchError::Load(error.to_string()))??;
    }
    Ok(())
}

/// One message at a time, with a pause after each: to the bot's webhook, and back at the gateway's callback.
async fn latency(world: &World, way: Way) -> Result<Vec<Wait>, BenchError> {
    let mut waits = Vec::new();
    for number in 0..SINGLE {
        let text = format!("{}-single-{number}", way.name());
        let posted = now_micros();
        way.post(world, &text, CHATS + number).await?;
        let back = arrival(world, "back", &text).await?;
        let there = arrival(world, "there", &text).await?;
        waits.push((milliseconds(there, posted), milliseconds(back, posted)));
        tokio::time::sleep(PAUSE).await;
    }
    Ok(waits)
}

/// Messages of this way that came back.
async fn count(world: &World, way: Way) -> Result<u64, BenchError> {
    let url = world.upstream(&format!("/messages/{}", way.name()));
    let answer: Value = world.client.get(url).send().await?.json().await?;
    Ok(answer["count"].as_u64().unwrap_or_default())
}

/// When a message arrived, in microseconds since 1970. Waits for it.
pub async fn arrival(world: &World, whither: &str, text: &str) -> Result<u64, BenchError> {
    for _ in 0..1000 {
        tokio::time::sleep(Duration::from_millis(5)).await;
        let url = world.upstream(&format!("/seen/{whither}-{text}"));
        let answer: Value = world.client.get(url).send().await?.json().await?;
        if let Some(at) = answer["at"].as_u64() {
            return Ok(at);
        }
    }
    Err(BenchError::Load(format!("{text} did not arrive within 5 s")))
}
