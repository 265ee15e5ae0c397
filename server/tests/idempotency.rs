//! `Idempotency-Key` (spec/api.md).

use crate::world::{World, execute, plain, template};
use patchbay_model::access::Scope;
use patchbay_testkit::{Answer, Client};
use serde_json::json;
use std::time::Duration;

#[tokio::test]
async fn a_repeated_creation_gets_the_first_answer() {
    let world = World::start().await;
    let portal = world.portal().await;
    let first = portal.post_once("/api/v1/templates", "k-1", &template("acme")).await.expect(201);
    let again = portal.post_once("/api/v1/templates", "k-1", &template("acme")).await.expect(201);
    assert_eq!((first.text.as_str(), first.header("location")), (again.text.as_str(), again.header("location")));
    assert_eq!(again.header("idempotency-replayed"), "true");
    portal.post_once("/api/v1/templates", "k-1", &template("other")).await.problem(409, "idempotency_conflict");
    portal.post_once("/api/v1/call-centers", "k-1", &template("acme")).await.problem(409, "idempotency_conflict");
}

#[tokio::test]
async fn keys_of_two_owners_don_t_meet() {
    let world = World::start().await;
    let (one, other) = (world.portal().await, world.portal().await);
    one.post_once("/api/v1/templates", "k-1", &template("acme")).await.expect(201);
    other.post_once("/api/v1/templates", "k-1", &template("acme")).await.problem(409, "conflict");
}

#[tokio::test]
async fn a_refused_request_may_be_corrected_under_its_key() {
    let world = World::start().await;
    let portal = world.portal().await;
    let mut wrong = template("acme");
    wrong["type"] = json!("fax");
    portal.post_once("/api/v1/templates", "k-1", &wrong).await.problem(422, "invalid");
    portal.post_once("/api/v1/templates", "k-1", &template("acme")).await.expect(201);
}

#[tokio::test]
async fn an_execution_runs_once_also_when_it_failed() {
    let world = World::start().await;
    let portal = world.integration().await;
    let body = json!({"contact": {"id": "1"}});
    let first = portal.post_once(&execute("find"), "k-1", &body).await.expect(200);
    let again = portal.post_once(&execute("find"), "k-1", &body).await.expect(200);
    assert_eq!(first.json()["executionId"], again.json()["executionId"]);
    assert_eq!(world.upstream.received_at("/contacts/1").len(), 1);

    world.upstream.answers("GET", "/contacts/2", Answer::text(500, "down"));
    let body = json!({"contact": {"id": "2"}});
    let failed = portal.post_once(&execute("find"), "k-2", &body).await.problem(502, "upstream_status");
    let again = portal.post_once(&execute("find"), "k-2", &body).await.problem(502, "upstream_status");
    assert_eq!(failed["executionId"], again["executionId"]);
    assert_ne!(failed["requestId"], again["requestId"], "each request has its own name");
    assert_eq!(world.upstream.received_at("/contacts/2").len(), 1);
}

#[tokio::test]
async fn a_call_that_was_refused_before_it_was_sent_may_be_repaired_under_its_key() {
    let world = World::start().await;
    let portal = world.integration().await;
    portal.post_once(&execute("find"), "k-1", &json!({})).await.problem(422, "input_missing");
    let body = json!({"contact": {"id": "1"}});
    portal.post_once(&execute("find"), "k-1", &body).await.expect(200);
    assert_eq!(world.upstream.received_at("/contacts/1").len(), 1);

    let endpoints = "/api/v1/templates/acme/endpoints";
    portal.post(endpoints, &plain("note", "POST", "https://10.0.0.1/notes")).await.expect(201);
    let refused = portal.post_once(&execute("note"), "k-2", &json!({})).await.problem(502, "destination_refused");
    assert!(refused["executionId"].is_string());
    portal.patch(&format!("{endpoints}/note"), None, &json!({"url": "/notes"})).await.expect(200);
    let first = portal.post_once(&execute("note"), "k-2", &json!({})).await.expect(200);
    assert_eq!(first.header("idempotency-replayed"), "");
    let again = portal.post_once(&execute("note"), "k-2", &json!({})).await.expect(200);
    assert_eq!((again.header("idempotency-replayed"), &again.text), ("true", &first.text));
    assert_eq!(world.upstream.received_at("/notes").len(), 1);
}

#[tokio::test]
async fn a_call_that_an_open_circuit_held_back_runs_under_its_key_later() {
    let world = World::start().await;
    world.integration().await;
    let key = world.new_key(None, Scope::ALL).await;
    let portal = Client::with_key(&world.process.base, &key);
    let endpoints = "/api/v1/templates/acme/endpoints";
    portal.post(endpoints, &plain("note", "POST", "https://nowhere.invalid/notes")).await.expect(201);
    for _ in 0..5 {
        portal.post(&execute("note"), &json!({})).await.problem(502, "dns_failed");
    }
    portal.post_once(&execute("note"), "k-1", &json!({})).await.problem(503, "circuit_open");
    portal.patch(&format!("{endpoints}/note"), None, &json!({"url": "/notes"})).await.expect(200);
    // Each process has circuits of its own: no test waits for one to close.
    let other = world.another().await;
    let there = Client::with_key(&other.base, &key);
    there.post_once(&execute("note"), "k-1", &json!({})).await.expect(200);
    assert_eq!(world.upstream.received_at("/notes").len(), 1);
}

#[tokio::test]
async fn a_kept_refusal_says_again_when_to_come() {
    let world = World::start().await;
    let portal = world.integration().await;
    world.upstream.answers("GET", "/contacts/1", Answer::text(429, "slower").header("retry-after", "7"));
    let body = json!({"contact": {"id": "1"}});
    for replayed in ["", "true"] {
        let reply = portal.post_once(&execute("find"), "k-1", &body).await;
        reply.problem(429, "rate_limited");
        assert_eq!((reply.header("retry-after"), reply.header("idempotency-replayed")), ("7", replayed));
    }
    assert_eq!(world.upstream.received_at("/contacts/1").len(), 1);
}

#[tokio::test]
async fn a_repeat_of_what_still_runs_is_told_to_wait() {
    let world = World::start().await;
    let portal = world.integration().await;
    world.upstream.answers("GET", "/contacts/1", Answer::text(200, "slow").after(Duration::from_secs(1)));
    let body = json!({"contact": {"id": "1"}});
    let path = execute("find");
    let first = portal.post_once(&path, "k-1", &body);
    let second = async {
        patchbay_testkit::client::until("the first one is under way", || async {
            world.upstream.received_at("/contacts/1").pop()
        })
        .await;
        portal.post_once(&path, "k-1", &body).await
    };
    let (first, second) = tokio::join!(first, second);
    second.problem(409, "conflict");
    assert!(second.header("retry-after").parse::<u64>().unwrap() >= 1);
    let again = portal.post_once(&path, "k-1", &body).await.expect(200);
    assert_eq!(first.expect(200).text, again.text);
}

#[tokio::test]
async fn a_new_key_is_given_again_and_not_kept_in_the_clear() {
    let world = World::start().await;
    let portal = world.portal().await;
    let draft = json!({"name": "callbox", "scopes": ["endpoints:execute"]});
    let first = portal.post_once("/api/v1/keys", "k-1", &draft).await.expect(201).json();
    let again = portal.post_once("/api/v1/keys", "k-1", &draft).await.expect(201).json();
    assert_eq!(first, again);
    assert!(first["key"].as_str().unwrap().starts_with("pbk_"));
}

#[tokio::test]
async fn a_key_that_is_none_is_refused() {
    let world = World::start().await;
    let portal = world.portal().await;
    portal.post_once("/api/v1/templates", &"k".repeat(256), &template("acme")).await.problem(400, "invalid_request");
    portal.post_once("/api/v1/templates", " ", &template("acme")).await.problem(400, "invalid_request");
}
