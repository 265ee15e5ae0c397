//! Messages of visitors: through the built-in web chat to a bot's webhook, and back over the outbound URL to the stream that
//! the visitor follows. How many a second, everything durable both ways, and how soon one is there when nothing else happens.

use crate::drive::World;
use crate::error::BenchError;
use crate::events::{milliseconds, now_micros};
use crate::messages::{WEB_CHAT, arrival};
use crate::percentile::percentile;
use reqwest::Response;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// Visitors at the same time: fewer than one address may begin in a minute.
const VISITORS: u32 = 16;
/// Messages of each, one after the other, without waiting for answers.
const EACH: u32 = 250;
/// Messages of the idle latency, one at a time.
const SINGLE: u32 = 200;
const PAUSE: Duration = Duration::from_millis(15);

/// Somebody at the web chat.
struct Visitor {
    world: World,
    token: String,
    /// What happens in the chat, as it comes.
    stream: Response,
    heard: String,
}

impl Visitor {
    async fn arrive(world: World) -> Result<Self, BenchError> {
        let visit: Value = world.client.post(path(&world, "")).send().await?.error_for_status()?.json().await?;
        let token = visit["token"].as_str().unwrap_or_default().to_owned();
        let stream = world.client.get(path(&world, "/stream")).bearer_auth(&token).send().await?.error_for_status()?;
        Ok(Self { world, token, stream, heard: String::new() })
    }

    async fn say(&self, text: &str) -> Result<(), BenchError> {
        let message = json!({"id": text, "message": {"$type": "text", "text": text}});
        let request = self.world.client.post(path(&self.world, "/messages")).bearer_auth(&self.token).json(&message);
        request.send().await?.error_for_status()?;
        Ok(())
    }

    /// Waits for so many answers.
    async fn hear(&mut self, answers: u32) -> Result<(), BenchError> {
        let mut heard = 0;
        while heard < answers {
            let Some(chunk) = self.stream.chunk().await? else {
                return Err(BenchError::Load("a visitor's stream ended".to_owned()));
            };
            self.heard.push_str(&String::from_utf8_lossy(&chunk));
            while let Some((line, rest)) = self.heard.split_once('\n') {
                heard += u32::from(line.starts_with("data:") && line.contains("\"ClientTerminated\""));
                self.heard = rest.to_owned();
            }
        }
        Ok(())
    }
}

fn path(world: &World, of: &str) -> String {
    world.api(&format!("/call-centers/bench/channels/{WEB_CHAT}/visit{of}"))
}

/// Runs the parts; `bare` is what the forwarder does of the like a second.
pub async fn run(world: &World, bare: f64) -> Result<(), BenchError> {
    let durable = round_trips(world).await?;
    println!("{:<26} {bare:>10.0} {durable:>10.0} /s     ratio {:.2}", "through the web chat", durable / bare);
    let waits = latency(world).await?;
    println!("{:<26} {:>10} {:>10}", "idle, one of a visitor", "p50", "p99");
    let there = [50, 99].map(|percent| percentile(&waits, percent, |wait: &(f64, f64)| wait.0));
    let back = [50, 99].map(|percent| percentile(&waits, percent, |wait: &(f64, f64)| wait.1));
    println!("{:<26} {:>10.2} {:>10.2} ms", "to the webhook", there[0], there[1]);
    println!("{:<26} {:>10.2} {:>10.2} ms", "back on the stream", back[0], back[1]);
    Ok(())
}

/// Messages a second, from the first post to the last answer that a visitor saw.
async fn round_trips(world: &World) -> Result<f64, BenchError> {
    let mut visitors = Vec::new();
    for _ in 0..VISITORS {
        visitors.push(Visitor::arrive(world.clone()).await?);
    }
    let began = Instant::now();
    let mut chatting = tokio::task::JoinSet::new();
    for (number, mut visitor) in (0..).zip(visitors) {
        chatting.spawn(async move {
            for message in 0..EACH {
                visitor.say(&format!("visitor{number}-{message}")).await?;
            }
            visitor.hear(EACH).await
        });
    }
    while let Some(done) = chatting.join_next().await {
        done.map_err(|error| BenchError::Load(error.to_string()))??;
    }
    Ok(f64::from(VISITORS * EACH) / began.elapsed().as_secs_f64())
}

/// One message at a time, with a pause after each: milliseconds from before the post to the bot's webhook, and to the stream.
async fn latency(world: &World) -> Result<Vec<(f64, f64)>, BenchError> {
    let mut visitor = Visitor::arrive(world.clone()).await?;
    let mut waits = Vec::new();
    for number in 0..SINGLE {
        let text = format!("visitor-single-{number}");
        let posted = now_micros();
        visitor.say(&text).await?;
        visitor.hear(1).await?;
        let back = now_micros();
        let there = arrival(world, "there", &text).await?;
        waits.push((milliseconds(there, posted), milliseconds(back, posted)));
        tokio::time::sleep(PAUSE).await;
    }
    Ok(waits)
}
