//! The execute API against a real other side (spec/api.md, Execute; spec/execution.md).

use crate::world::{World, execute, plain};
use patchbay_server::clock;
use patchbay_store::executions::{ExecutionRecord, insert_batch};
use patchbay_testkit::client::until;
use patchbay_testkit::{Answer, Client};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

async fn run(client: &Client, endpoint: &str, body: Value) -> patchbay_testkit::Reply {
    client.post(&execute(endpoint), &body).await
}

#[tokio::test]
async fn the_whole_job_signs_in_once_and_sends_what_was_described() {
    let world = World::start().await;
    let portal = world.integration().await;
    let reply = run(&portal, "find", json!({"contact": {"id": "a/b c"}})).await.expect(200).json();
    assert_eq!(reply["status"], "succeeded");
    assert_eq!(reply["response"]["status"], 200);
    run(&portal, "find", json!({"contact": {"id": "2"}})).await.expect(200);

    let asked = world.upstream.received_at("/contacts/a%2Fb%20c");
    assert_eq!(asked[0].target, "/contacts/a%2Fb%20c?limit=1");
    assert_eq!(asked[0].header("authorization"), "Bearer tok-1");
    assert_eq!(asked[0].header("x-key"), "s3cret");
    assert_eq!(asked[0].header("x-sum"), "900150983cd24fb0d6963f7d28e17f72");
    let signed_in = world.upstream.received_at("/oauth/token");
    assert_eq!(signed_in.len(), 1, "the token is kept");
    assert_eq!(signed_in[0].body, "grant_type=client_credentials");
}

#[tokio::test]
async fn what_ran_can_be_read_without_its_secrets() {
    let world = World::start().await;
    let portal = world.integration().await;
    let id = run(&portal, "find", json!({"contact": {"id": "1"}})).await.expect(200).json()["executionId"].clone();
    let path = format!("/api/v1/call-centers/cc-1/executions/{}", id.as_str().unwrap());
    // Records are written in batches, a moment after the answer.
    let found = until("the record", || async {
        let reply = portal.get(&path).await;
        (reply.status == 200).then_some(reply)
    })
    .await;
    let execution = found.json();
    assert_eq!((&execution["status"], &execution["endpoint"]), (&json!("succeeded"), &json!("find")));
    assert_eq!(execution["attempts"][0]["request"]["method"], "GET");
    assert!(!found.text.contains("s3cret") && !found.text.contains("tok-1"), "{}", found.text);

    let list =
        portal.get("/api/v1/call-centers/cc-1/executions?endpoint=find&status=succeeded").await.expect(200).json();
    assert_eq!(list["items"][0]["id"], id);
    world.call_center("cc-2").await;
    portal.get(&path.replace("cc-1", "cc-2")).await.problem(404, "not_found");
}

#[tokio::test]
async fn a_missing_value_is_refused_and_nothing_is_sent() {
    let world = World::start().await;
    let portal = world.integration().await;
    run(&portal, "find", json!({})).await.problem(422, "input_missing");
    portal.post_text(&execute("find"), "application/json", "").await.problem(422, "input_missing");
    assert!(world.upstream.received_at("/contacts/").is_empty());
    assert!(world.upstream.received().iter().all(|received| received.target.starts_with("/oauth")));
}

#[tokio::test]
async fn a_line_break_in_a_header_is_refused_and_nothing_is_sent() {
    let world = World::start().await;
    let portal = world.integration().await;
    let mut endpoint = plain("note", "GET", "/notes");
    endpoint["parameters"] = json!([{"name": "X-Note", "location": "header", "source": "clientBody", "path": "note"}]);
    portal.post("/api/v1/templates/acme/endpoints", &endpoint).await.expect(201);
    let reply = run(&portal, "note", json!({"note": "a\r\nX-Admin: 1"})).await;
    assert_eq!(reply.status, 422, "{}", reply.text);
    assert!(world.upstream.received_at("/notes").is_empty());
}

#[tokio::test]
async fn the_other_sides_refusal_is_told_with_what_it_said() {
    let world = World::start().await;
    let portal = world.integration().await;
    world.upstream.answers("GET", "/contacts/1", Answer::json(404, &json!({"error": "no such contact"})));
    let problem = run(&portal, "find", json!({"contact": {"id": "1"}})).await.problem(502, "upstream_status");
    assert_eq!(problem["response"]["status"], 404);
    assert_eq!(problem["response"]["body"]["error"], "no such contact");
    assert!(problem["executionId"].is_string());
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let world = World::start().await;
    let portal = world.integration().await;
    world.upstream.answers("GET", "/contacts/1", Answer::text(302, "").header("location", "/elsewhere"));
    run(&portal, "find", json!({"contact": {"id": "1"}})).await.problem(502, "upstream_status");
    assert!(world.upstream.received_at("/elsewhere").is_empty());
}

#[tokio::test]
async fn an_answer_of_five_megabytes_is_refused() {
    let world = World::start().await;
    let portal = world.integration().await;
    world.upstream.answers("GET", "/contacts/1", Answer::text(200, &"x".repeat(5 * 1024 * 1024)));
    run(&portal, "find", json!({"contact": {"id": "1"}})).await.problem(502, "response_too_large");
}

#[tokio::test]
async fn the_callers_deadline_ends_the_wait() {
    let world = World::start().await;
    let portal = world.integration().await;
    world.upstream.answers("GET", "/contacts/1", Answer::text(200, "late").after(Duration::from_secs(30)));
    let started = Instant::now();
    let request = portal
        .request(reqwest::Method::POST, &execute("find"))
        .header("x-deadline-ms", "300")
        .json(&json!({"contact": {"id": "1"}}));
    patchbay_testkit::Reply::of(request).await.problem(504, "timeout");
    assert!(started.elapsed() < Duration::from_secs(5));
    let request =
        portal.request(reqwest::Method::POST, &execute("find")).header("x-deadline-ms", "soon").json(&json!({}));
    patchbay_testkit::Reply::of(request).await.problem(400, "invalid_request");
}

#[tokio::test]
async fn a_private_address_is_not_called() {
    let world = World::start().await;
    let portal = world.integration().await;
    world.call_center("cc-2").await;
    let mut integrator = world.integrator("acme");
    integrator["host"] = json!("169.254.169.254");
    portal.post("/api/v1/call-centers/cc-2/integrators", &integrator).await.expect(201);
    let path = execute("find").replace("cc-1", "cc-2");
    portal.post(&path, &json!({"contact": {"id": "1"}})).await.problem(502, "destination_refused");
}

#[tokio::test]
async fn what_is_unknown_or_disabled_does_not_exist() {
    let world = World::start().await;
    let portal = world.integration().await;
    run(&portal, "nothing", json!({})).await.problem(404, "not_found");
    portal.patch("/api/v1/templates/acme/endpoints/find", None, &json!({"enabled": false})).await.expect(200);
    run(&portal, "find", json!({"contact": {"id": "1"}})).await.problem(404, "not_found");
}

#[tokio::test]
async fn a_change_counts_at_the_next_call_in_every_process() {
    let world = World::start().await;
    let portal = world.integration().await;
    run(&portal, "find", json!({"contact": {"id": "1"}})).await.expect(200);
    let other = world.another().await;
    let key = world.new_key(None, patchbay_model::access::Scope::ALL).await;
    let there = Client::with_key(&other.base, &key);
    run(&there, "find", json!({"contact": {"id": "1"}})).await.expect(200);

    portal.patch("/api/v1/templates/acme/endpoints/find", None, &json!({"url": "/people/{id}"})).await.expect(200);
    run(&portal, "find", json!({"contact": {"id": "2"}})).await.expect(200);
    assert_eq!(world.upstream.received_at("/people/2").len(), 1, "at once where it was changed");
    until("the other process hears of it", || async {
        run(&there, "find", json!({"contact": {"id": "3"}})).await.expect(200);
        (!world.upstream.received_at("/people/3").is_empty()).then_some(())
    })
    .await;
}

#[tokio::test]
async fn executions_can_be_followed() {
    let world = World::start().await;
    let portal = world.integration().await;
    let request = portal.request(reqwest::Method::GET, "/api/v1/call-centers/cc-1/executions/stream");
    let mut stream = request.send().await.unwrap();
    assert_eq!(stream.headers()["content-type"], "text/event-stream");
    let id = run(&portal, "find", json!({"contact": {"id": "1"}})).await.expect(200).json()["executionId"].clone();
    let mut text = String::new();
    while !text.contains("\n\n") || !text.contains("event: execution") {
        let chunk = tokio::time::timeout(Duration::from_secs(10), stream.chunk()).await.expect("an event in time");
        text.push_str(&String::from_utf8_lossy(&chunk.unwrap().expect("the stream goes on")));
    }
    assert!(text.contains(id.as_str().unwrap()), "{text}");
}

/// Reads a stream until the executions that it told are as they should be.
async fn told_until(stream: &mut reqwest::Response, text: &mut String, enough: impl Fn(&[Value]) -> bool) {
    loop {
        let lines = text.lines().filter_map(|line| line.strip_prefix("data:"));
        let told: Vec<Value> = lines.filter_map(|line| serde_json::from_str(line).ok()).collect();
        if enough(&told) {
            return;
        }
        let chunk = tokio::time::timeout(Duration::from_secs(10), stream.chunk()).await.expect("an event in time");
        text.push_str(&String::from_utf8_lossy(&chunk.unwrap().expect("the stream goes on")));
    }
}

/// Records of `count` more runs of an execution's endpoint, written at once.
async fn recorded(world: &World, like: &Value, count: usize) {
    let execution = |id: uuid::Uuid| {
        let mut execution = like.clone();
        let changes = json!({"id": id, "status": "succeeded", "errorCode": null, "failure": null, "responseStatus": 200,
            "attemptCount": 0, "attempts": [], "finishedAt": like["createdAt"]});
        for (name, value) in changes.as_object().unwrap() {
            execution[name] = value.clone();
        }
        serde_json::from_value(execution).unwrap()
    };
    let record = |id| ExecutionRecord { execution: execution(id), actor: None, key_id: None };
    let records: Vec<ExecutionRecord> = (0..count).map(|_| record(clock::new_id())).collect();
    insert_batch(&world.process.services.store, &records).await.unwrap();
}

/// As if the time of everything that waits to be tried again had come.
#[expect(clippy::disallowed_methods, reason = "five seconds are not waited for")]
async fn time_passes(world: &World) {
    sqlx::query("UPDATE queued_executions SET run_at = now() WHERE state = 'waiting'")
        .execute(&world.pool().await)
        .await
        .unwrap();
}

#[tokio::test]
async fn who_follows_is_told_of_each_attempt_of_a_crowd_and_of_what_ends_below_it() {
    let world = World::start().await;
    let portal = world.integration().await;
    portal.post("/api/v1/templates/acme/endpoints", &plain("look", "GET", "/look")).await.expect(201);
    world.upstream.answers("GET", "/look", Answer::json(503, &json!({})));
    let request = portal.request(reqwest::Method::GET, "/api/v1/call-centers/cc-1/executions/stream");
    let (mut stream, mut text) = (request.send().await.unwrap(), String::new());
    let ask = portal.request(reqwest::Method::POST, &execute("look")).header("prefer", "respond-async");
    let queued = patchbay_testkit::Reply::of(ask.json(&json!({}))).await.expect(202);
    let id = queued.json()["executionId"].clone();
    let stands = |told: &[Value], status: &str, attempts: u32| {
        told.iter().any(|told| told["id"] == id && told["status"] == status && told["attemptCount"] == attempts)
    };
    told_until(&mut stream, &mut text, |told| stands(told, "queued", 0)).await;
    assert_eq!(world.tick().await, 1);
    told_until(&mut stream, &mut text, |told| stands(told, "queued", 1)).await;

    let like = portal.get(queued.header("location")).await.expect(200).json();
    recorded(&world, &like, 450).await;
    let ended = |told: &[Value]| told.iter().filter(|told| told["status"] == "succeeded").count();
    told_until(&mut stream, &mut text, |told| ended(told) == 450).await;

    world.upstream.answers("GET", "/look", Answer::json(200, &json!({})));
    time_passes(&world).await;
    until("the second attempt", || async { (world.tick().await > 0).then_some(()) }).await;
    told_until(&mut stream, &mut text, |told| stands(told, "succeeded", 2)).await;
}
