//! Another side that misbehaves, through the worker (spec/execution.md, Retry).

use crate::world::{EVENT_INTEGRATIONS, EVENTS, World, event};
use patchbay_testkit::{Answer, Client};
use serde_json::{Value, json};
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

/// How a receiver treats a connection once it has read something.
#[derive(Clone, Copy)]
enum Manner {
    /// Begins an answer and never ends it, a byte at a time.
    Drips,
    /// Hangs up in the middle of the body.
    HangsUp,
}

/// A receiver of one manner; gives the entry that the guard lets through, and its host.
async fn receiver(manner: Manner) -> (String, String) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(misbehave(stream, manner));
        }
    });
    (format!("http://{address}"), address.to_string())
}

async fn misbehave(mut stream: TcpStream, manner: Manner) -> std::io::Result<()> {
    let mut request = [0; 4096];
    let _ = stream.read(&mut request).await?;
    stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 1000\r\n\r\n{").await?;
    match manner {
        Manner::HangsUp => Ok(()),
        Manner::Drips => loop {
            tokio::time::sleep(Duration::from_millis(50)).await;
            stream.write_all(b" ").await?;
        },
    }
}

async fn misbehaving(manner: Manner) -> (World, Client) {
    let (allowed, host) = receiver(manner).await;
    let world = World::with(&[("PATCHBAY_ALLOW_HOSTS", &allowed)]).await;
    let portal = world.listening().await;
    let draft = world.event_integration_draft(json!({"url": format!("http://{host}/"),
        "configuration": r#"{"request":{"method":"POST","timeout":1}}"#}));
    portal.post(EVENT_INTEGRATIONS, &draft).await.expect(201);
    portal.post(EVENTS, &event("e1", "c-1", json!({}))).await.expect(202);
    (world, portal)
}

async fn execution(portal: &Client) -> Value {
    let list = portal.get("/api/v1/call-centers/cc-1/executions").await.expect(200).json();
    let id = list["items"][0]["id"].as_str().unwrap().to_owned();
    portal.get(&format!("/api/v1/call-centers/cc-1/executions/{id}")).await.expect(200).json()
}

#[tokio::test]
async fn an_answer_that_drips_ends_with_the_timeout_and_is_tried_again() {
    let (world, portal) = misbehaving(Manner::Drips).await;
    world.tick().await;
    let found = execution(&portal).await;
    assert_eq!((&found["status"], &found["errorCode"]), (&json!("queued"), &json!("timeout")));
}

#[tokio::test]
async fn an_answer_that_breaks_off_is_told_and_tried_again() {
    let (world, portal) = misbehaving(Manner::HangsUp).await;
    world.tick().await;
    let found = execution(&portal).await;
    assert_eq!((&found["status"], &found["errorCode"]), (&json!("queued"), &json!("connect_failed")));
}

#[tokio::test]
async fn who_is_told_to_wait_waits_as_long_as_it_was_told() {
    let world = World::start().await;
    let portal = world.listening().await;
    world.event_integration(&portal, json!({})).await;
    world.upstream.answers("POST", "/received", Answer::json(429, &json!({})).header("retry-after", "3600"));
    portal.post(EVENTS, &event("e1", "c-1", json!({}))).await.expect(202);
    world.tick().await;
    let health = portal.get("/api/v1/call-centers/cc-1/queue-health").await.expect(200).json();
    let next: chrono::DateTime<chrono::Utc> = health["nextRunAt"].as_str().unwrap().parse().unwrap();
    let wait = next - chrono::Utc::now();
    assert!((3500..=3600).contains(&wait.num_seconds()), "{wait}");
    assert_eq!(world.tick().await, 0, "not before");
    assert_eq!(execution(&portal).await["status"], "queued");
}

#[tokio::test]
async fn who_is_told_that_the_other_side_is_gone_stops_listening() {
    let world = World::start().await;
    let portal = world.listening().await;
    let path = world.event_integration(&portal, json!({})).await;
    world.upstream.answers("POST", "/received", Answer::json(410, &json!({})));
    portal.post(EVENTS, &event("e1", "c-1", json!({}))).await.expect(202);
    world.tick().await;
    assert_eq!(execution(&portal).await["status"], "failed");
    assert_eq!(portal.get(&path).await.expect(200).json()["events"], json!([]), "the badge says Disabled");
    let posted = portal.post(EVENTS, &event("e2", "c-2", json!({}))).await.expect(202).json();
    assert_eq!(posted["accepted"][0]["executions"], 0);
    let trail = portal.get("/api/v1/audit?object=eventIntegration").await.expect(200).json();
    assert_eq!((&trail["items"][0]["action"], &trail["items"][0]["actor"]), (&json!("disabled"), &json!("Patchbay")));
}
