//! Running again what failed, and running later (spec/api.md, Execute and Reading).

use crate::world::{EVENTS, World, event, execute, plain};
use patchbay_model::access::Scope;
use patchbay_testkit::{Answer, Reply};
use reqwest::Method;
use serde_json::{Value, json};

const EXECUTIONS: &str = "/api/v1/call-centers/cc-1/executions";

#[tokio::test]
async fn a_failed_execution_is_run_again_once() {
    let world = World::start().await;
    let portal = world.listening().await;
    world.event_integration(&portal, json!({})).await;
    world.upstream.answers("POST", "/received", Answer::json(400, &json!({"error": "no"})));
    portal.post(EVENTS, &event("e1", "c-1", json!({}))).await.expect(202);
    world.tick().await;
    let failed = portal.get(&format!("{EXECUTIONS}?status=failed")).await.expect(200).json()["items"][0].clone();
    let path = format!("{EXECUTIONS}/{}/replay", failed["id"].as_str().unwrap());

    let reader = world.key(Some("cc-1"), &[Scope::ExecutionsRead]).await;
    reader.post(&path, &json!({})).await.problem(403, "forbidden");
    let runner = world.key(Some("cc-1"), &[Scope::ExecutionsRead, Scope::EndpointsExecute]).await;
    world.call_center("cc-2").await;
    portal.post(&path.replace("cc-1", "cc-2"), &json!({})).await.problem(404, "not_found");
    world.upstream.answers("POST", "/received", Answer::json(200, &json!({})));
    let reply = Reply::of(runner.request(Method::POST, &path)).await.expect(202);
    assert_eq!(reply.json()["status"], "queued");
    world.tick().await;
    let again = portal.get(reply.header("location")).await.expect(200).json();
    assert_eq!(
        (&again["status"], &again["cause"], &again["conversation"]),
        (&json!("succeeded"), &json!("replay"), &json!("c-1"))
    );
    assert_eq!(world.upstream.received_at("/received")[1].body, r#"{"who":"+84901234567"}"#, "what it was given then");
    portal.post(&path, &json!({})).await.problem(409, "conflict");
    let again = format!("{EXECUTIONS}/{}/replay", again["id"].as_str().unwrap());
    portal.post(&again, &json!({})).await.problem(409, "conflict");
    let trail = portal.get("/api/v1/audit?object=execution").await.expect(200).json();
    assert_eq!((&trail["items"][0]["action"], &trail["items"][0]["objectId"]), (&json!("replayed"), &failed["id"]));
}

#[tokio::test]
async fn what_failed_since_a_time_is_run_again_together() {
    let world = World::start().await;
    let portal = world.listening().await;
    world.event_integration(&portal, json!({})).await;
    world.upstream.answers("POST", "/received", Answer::json(400, &json!({})));
    for id in ["e1", "e2", "e3"] {
        portal.post(EVENTS, &event(id, id, json!({}))).await.expect(202);
    }
    world.tick().await;
    world.upstream.answers("POST", "/received", Answer::json(200, &json!({})));
    let path = format!("{EXECUTIONS}/replay");
    let replay = async |filter: Value| portal.post(&path, &filter).await.expect(202).json()["replayed"].clone();
    let since = "2026-11-01T00:00:00.000Z";
    assert_eq!(replay(json!({"since": "2099-01-01T00:00:00.000Z"})).await, 0);
    assert_eq!(replay(json!({"since": since, "conversation": "e2"})).await, 1);
    assert_eq!(replay(json!({"since": since, "status": "failed", "template": "Lifecycle"})).await, 2);
    assert_eq!(replay(json!({"since": since})).await, 0, "nothing is replayed twice");
    while world.tick().await > 0 {}
    assert_eq!(world.upstream.received_at("/received").len(), 6);
    let problem = portal.post(&path, &json!({"since": since, "status": "succeeded"})).await.problem(422, "invalid");
    assert_eq!(problem["pointer"], "/status");
    assert_eq!(portal.post(&path, &json!({})).await.problem(422, "invalid")["pointer"], "");
}

#[tokio::test]
async fn a_call_that_need_not_be_answered_runs_durably_and_once() {
    let world = World::start().await;
    let portal = world.integration().await;
    portal.post("/api/v1/templates/acme/endpoints", &plain("note", "POST", "/notes")).await.expect(201);
    let ask = |key: &'static str| {
        let request = portal.request(Method::POST, &execute("note")).header("prefer", "respond-async");
        Reply::of(request.header("idempotency-key", key).json(&json!({})))
    };
    let queued = ask("k-1").await.expect(202);
    assert_eq!(queued.header("preference-applied"), "respond-async");
    assert_eq!(queued.json()["status"], "queued");
    assert!(world.upstream.received_at("/notes").is_empty());
    let path = queued.header("location").to_owned();
    assert_eq!(portal.get(&path).await.expect(200).json()["status"], "queued");
    assert_eq!(ask("k-1").await.expect(202).json(), queued.json());
    assert_eq!(world.tick().await, 1);
    let found = portal.get(&path).await.expect(200).json();
    assert_eq!((&found["status"], &found["cause"]), (&json!("succeeded"), &json!("execute")));
    assert_eq!(world.upstream.received_at("/notes").len(), 1);
    let request = portal.request(Method::POST, &execute("nothing")).header("prefer", "respond-async");
    Reply::of(request.json(&json!({}))).await.problem(404, "not_found");
}
