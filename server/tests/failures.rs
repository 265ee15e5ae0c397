//! What the execute API answers when a call fails: spec/api.md, Execute, row by row.

use crate::world::{World, execute, plain};
use patchbay_testkit::{Answer, Client, Reply, Upstream};
use serde_json::{Value, json};
use std::time::Duration;
use tokio::net::TcpListener;

/// One way to fail.
struct Row {
    code: &'static str,
    status: u16,
    /// Over a GET of `url`.
    endpoint: Value,
    url: String,
    /// What the caller is told to wait, in seconds.
    retry_after: Option<u64>,
}

fn row(status: u16, code: &'static str, url: impl Into<String>) -> Row {
    Row { code, status, endpoint: json!({}), url: url.into(), retry_after: None }
}

/// Runs the row's endpoint in a call center of its own: a circuit that one row opens is not the next one's.
async fn run(world: &World, portal: &Client, row: &Row, times: usize) -> Reply {
    let name = row.code.replace('_', "-");
    let mut endpoint = plain(&name, "GET", &row.url);
    endpoint.as_object_mut().unwrap().extend(row.endpoint.as_object().unwrap().clone());
    portal.post("/api/v1/templates/acme/endpoints", &endpoint).await.expect(201);
    world.call_center(&name).await;
    let integrators = format!("/api/v1/call-centers/{name}/integrators");
    portal.post(&integrators, &world.integrator("acme")).await.expect(201);
    let path = execute(&name).replace("cc-1", &name);
    for _ in 1..times {
        portal.post(&path, &json!({})).await;
    }
    portal.post(&path, &json!({})).await
}

fn is_told(row: &Row, reply: &Reply) {
    let problem = reply.problem(row.status, row.code);
    assert!(problem["executionId"].is_string(), "{}: {problem}", row.code);
    let told = reply.header("retry-after");
    match row.retry_after {
        None => assert_eq!(told, "", "{}", row.code),
        Some(seconds) => assert_eq!(told.parse(), Ok(seconds), "{}", row.code),
    }
}

#[tokio::test]
async fn every_failure_has_its_status_and_code() {
    // Loopback by its address is called without TLS, by its name with.
    let world = World::with(&[("PATCHBAY_ALLOW_HOSTS", "http://127.0.0.1,localhost")]).await;
    let portal = world.integration().await;
    let closed = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let without_tls = Upstream::start().await.host().replace("127.0.0.1", "localhost");
    let answers = |path: &str, answer: Answer| world.upstream.answers("GET", path, answer);
    answers("/invalid", Answer::text(200, "{").header("content-type", "application/json"));
    answers("/large", Answer::text(200, &"x".repeat(5 * 1024 * 1024)));
    answers("/status", Answer::json(500, &json!({"error": "down"})));
    answers("/late", Answer::text(200, "late").after(Duration::from_secs(30)));
    answers("/busy", Answer::text(429, "slower").header("retry-after", "7"));
    let table = [
        row(502, "connect_failed", format!("https://{closed}/x")),
        row(502, "tls_failed", format!("https://{without_tls}/x")),
        row(502, "dns_failed", "https://nowhere.invalid/x"),
        row(502, "destination_refused", "https://10.0.0.1/x"),
        Row {
            endpoint: json!({"response": {"save": {"id": "{response.body.id}"}}}),
            ..row(502, "response_invalid", "/invalid")
        },
        row(502, "response_too_large", "/large"),
        row(502, "upstream_status", "/status"),
        Row { endpoint: json!({"timeoutSeconds": 1}), ..row(504, "timeout", "/late") },
        Row { retry_after: Some(7), ..row(429, "rate_limited", "/busy") },
    ];
    for row in &table {
        is_told(row, &run(&world, &portal, row, 1).await);
    }
    let told = portal.post(&execute("upstream-status"), &json!({})).await.problem(502, "upstream_status");
    assert_eq!((&told["response"]["status"], &told["response"]["body"]), (&json!(500), &json!({"error": "down"})));
}

#[tokio::test]
async fn an_open_circuit_says_when_to_come_again() {
    let world = World::start().await;
    let portal = world.integration().await;
    let row = row(503, "circuit_open", "https://nowhere.invalid/x");
    let reply = run(&world, &portal, &row, 6).await;
    let seconds = reply.header("retry-after").parse().unwrap();
    assert!((1..=60).contains(&seconds), "{seconds}");
    is_told(&Row { retry_after: Some(seconds), ..row }, &reply);
}

#[tokio::test]
async fn a_refused_sign_in_says_so_and_what_was_answered() {
    let world = World::start().await;
    let portal = world.integration().await;
    world.upstream.answers("POST", "/oauth/token", Answer::json(403, &json!({"error": "unknown client"})));
    let problem = portal.post(&execute("find"), &json!({"contact": {"id": "1"}})).await.problem(502, "auth_failed");
    let detail = problem["detail"].as_str().unwrap();
    assert!(detail.ends_with(r#"403 Forbidden: {"error":"unknown client"}"#), "{detail}");
    assert!(problem["executionId"].is_string());
}
