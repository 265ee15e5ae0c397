//! Events at the edge (spec/api.md, Events; spec/events.md).

use crate::world::{EVENTS, World, event};
use patchbay_model::access::Scope;
use patchbay_testkit::{Answer, Client, Reply};
use reqwest::Method;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

const ROUTE: &str = r#"{"request":{"method":"POST"},"response":{"set":{"priority":"{response.body.p}","queue":{"address":"{response.body.q}"}},"save":{"vip":"{response.body.vip}"}}}"#;

async fn post(client: &Client, prefer: &str, body: &Value) -> Reply {
    Reply::of(client.request(Method::POST, EVENTS).header("prefer", prefer).json(body)).await
}

async fn conversation(client: &Client, id: &str) -> Value {
    client.get(&format!("/api/v1/call-centers/cc-1/conversations/{id}")).await.expect(200).json()
}

#[tokio::test]
async fn an_event_is_on_disk_when_it_is_answered_and_runs_what_hears_it() {
    let world = World::start().await;
    let portal = world.listening().await;
    world.event_integration(&portal, json!({})).await;
    let platform = world.key(Some("cc-1"), &[Scope::EventsWrite]).await;
    let answer = platform.post(EVENTS, &event("e1", "c/1", json!({}))).await.expect(202).json();
    assert_eq!(answer, json!({"accepted": [{"eventId": "e1", "executions": 1, "duplicate": false}]}));
    assert!(world.upstream.received().is_empty(), "nobody is waited for");
    let timeline = portal.get("/api/v1/call-centers/cc-1/conversations/c%2F1/events").await.expect(200).json();
    let id = timeline["items"][0]["executions"][0].as_str().unwrap().to_owned();
    let execution = format!("/api/v1/call-centers/cc-1/executions/{id}");
    assert_eq!(portal.get(&execution).await.expect(200).json()["status"], "queued");

    assert_eq!(world.tick().await, 1);
    assert_eq!(world.upstream.received_at("/received")[0].body, r#"{"who":"+84901234567"}"#);
    let found = portal.get(&execution).await.expect(200).json();
    assert_eq!((&found["status"], &found["cause"]), (&json!("succeeded"), &json!("trigger")));
    let list = portal.get("/api/v1/call-centers/cc-1/conversations?state=queued&search=c%2F1").await.expect(200).json();
    assert_eq!((&list["items"].as_array().unwrap().len(), &list["nextCursor"]), (&0, &Value::Null));
    let list = portal.get("/api/v1/call-centers/cc-1/conversations?queue=sales&direction=inbound").await.expect(200);
    assert_eq!(list.json()["items"][0]["id"], "c/1");
}

#[tokio::test]
async fn the_same_event_again_runs_nothing() {
    let world = World::start().await;
    let portal = world.listening().await;
    world.event_integration(&portal, json!({})).await;
    portal.post(EVENTS, &event("e1", "c-1", json!({}))).await.expect(202);
    let again = portal.post(EVENTS, &event("e1", "c-1", json!({}))).await.expect(202).json();
    assert_eq!(again["accepted"][0], json!({"eventId": "e1", "executions": 0, "duplicate": true}));
    let twice = json!({"events": [event("e2", "c-1", json!({})), event("e2", "c-1", json!({}))]});
    let twice = portal.post(EVENTS, &twice).await.expect(202).json();
    assert_eq!((&twice["accepted"][0]["duplicate"], &twice["accepted"][1]["duplicate"]), (&json!(false), &json!(true)));
    while world.tick().await > 0 {}
    assert_eq!(world.upstream.received_at("/received").len(), 2, "e1 once and e2 once");
    let timeline = portal.get("/api/v1/call-centers/cc-1/conversations/c-1/events").await.expect(200).json();
    assert_eq!(timeline["items"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn a_thousand_events_are_accepted_together_and_no_more() {
    let world = World::start().await;
    let portal = world.listening().await;
    let many = |count: usize| -> Vec<Value> {
        (0..count).map(|n| event(&format!("e{n}"), &format!("c{}", n % 100), json!({}))).collect()
    };
    let body = json!({"events": many(1000)});
    assert!(body.to_string().len() > 512 * 1024, "more than other bodies may have");
    let answer = portal.post(EVENTS, &body).await.expect(202).json();
    let accepted = answer["accepted"].as_array().unwrap();
    assert_eq!((accepted.len(), &accepted[999]["eventId"]), (1000, &json!("e999")));
    // The same once more under an idempotency key: bodies of that size pass there too.
    portal.post_once(EVENTS, "k-1", &body).await.expect(202);
    let problem = portal.post(EVENTS, &json!({"events": many(1001)})).await.problem(422, "invalid");
    assert_eq!(problem["pointer"], "/events");
    portal.post(EVENTS, &json!({"events": []})).await.problem(422, "invalid");
    let long = json!({"text": "x".repeat(3 * 1024 * 1024)});
    portal.post(EVENTS, &event("e1", "c1", json!({"data": long}))).await.problem(413, "body_too_large");
}

#[tokio::test]
async fn whoever_waits_gets_the_effects() {
    let world = World::start().await;
    let portal = world.listening().await;
    world.event_integration(&portal, json!({"configuration": ROUTE})).await;
    world.upstream.answers("POST", "/received", Answer::json(200, &json!({"p": 7, "q": "nowhere", "vip": true})));
    let reply = post(&portal, "wait=10", &event("e1", "c-1", json!({}))).await.expect(200);
    assert_eq!(reply.header("preference-applied"), "wait=10");
    let told = &reply.json()["accepted"][0];
    assert_eq!(told["effects"]["applied"], json!({"set": {"priority": 7}, "save": {"vip": true}}));
    assert_eq!(told["effects"]["rejected"][0]["effect"], "set.queue");
    let found = conversation(&portal, "c-1").await;
    assert_eq!(found["routing"]["priority"], 7);
    assert_eq!(found["attachedData"]["vip"], json!({"value": true, "origin": "integration"}));
    assert_eq!(found["effects"][0]["rejected"], told["effects"]["rejected"]);
    // Nobody hears this one: who waits is told that nothing changed, at once.
    let outbound = event("e2", "c-2", json!({"type": "ended"}));
    let told = post(&portal, "wait=10", &outbound).await.expect(200).json();
    assert_eq!(told["accepted"][0]["effects"]["applied"], json!({"set": {}, "save": {}}));
}

#[tokio::test]
async fn a_failure_and_a_late_answer_leave_the_conversation_as_it_is() {
    let world = World::start().await;
    let portal = world.listening().await;
    world.event_integration(&portal, json!({"configuration": ROUTE})).await;
    world.upstream.answers("POST", "/received", Answer::json(500, &json!({"p": 7})));
    let told = post(&portal, "wait=10", &event("e1", "c-1", json!({}))).await.expect(200).json();
    assert_eq!(told["accepted"][0]["effects"]["applied"]["set"], json!({}));
    let late = Answer::json(200, &json!({"p": 7})).after(Duration::from_secs(5));
    world.upstream.answers("POST", "/received", late);
    let started = Instant::now();
    let told = post(&portal, "wait=1", &event("e2", "c-2", json!({}))).await.expect(200).json();
    assert!(started.elapsed() < Duration::from_secs(4));
    assert_eq!(told["accepted"][0]["effects"]["applied"]["set"], json!({}));
    for id in ["c-1", "c-2"] {
        assert_eq!(conversation(&portal, id).await["routing"]["priority"], 5, "{id}");
    }
    let failed = portal.get("/api/v1/call-centers/cc-1/executions?conversation=c-1").await.expect(200).json();
    assert_eq!(failed["items"][0]["errorCode"], "upstream_status");
}

#[tokio::test]
async fn an_end_that_comes_before_its_answer_is_heard_once_and_after_it() {
    let world = World::start().await;
    let portal = world.listening().await;
    world.event_integration(&portal, json!({"events": ["accepted", "ended"]})).await;
    let of = |id: &str, name: &str, second: u32| {
        event(id, "c-1", json!({"type": name, "occurredAt": format!("2026-11-20T09:30:{second:02}.000Z")}))
    };
    let ended = portal.post(EVENTS, &of("e3", "ended", 30)).await.expect(202).json();
    assert_eq!(ended["accepted"][0]["executions"], 0);
    let accepted = portal.post(EVENTS, &of("e2", "accepted", 10)).await.expect(202).json();
    assert_eq!(accepted["accepted"][0]["executions"], 2, "the answer, and the end that waited for it");
    let again = portal.post(EVENTS, &of("e4", "ended", 31)).await.expect(202).json();
    assert_eq!(again["accepted"][0], json!({"eventId": "e4", "executions": 0, "duplicate": false}));
    while world.tick().await > 0 {}
    assert_eq!(world.upstream.received_at("/ended").len(), 1);
    let found = conversation(&portal, "c-1").await;
    assert_eq!((&found["state"], &found["terminal"]), (&json!("ended"), &json!("ended")));
    let timeline = portal.get("/api/v1/call-centers/cc-1/conversations/c-1/events?limit=2").await.expect(200).json();
    assert_eq!(timeline["items"].as_array().unwrap().len(), 2);
    assert!(timeline["nextCursor"].is_string(), "all three are recorded");
}

#[tokio::test]
async fn what_can_not_be_an_event_is_refused_with_its_place() {
    let world = World::start().await;
    let portal = world.listening().await;
    let text = |event: Value| event.to_string();
    let changed = |path: &str, value: Value| {
        let mut event = event("e1", "c-1", json!({}));
        *event.pointer_mut(path).unwrap() = value;
        text(event)
    };
    let mut unknown = event("e1", "c-1", json!({}));
    unknown["conversation"]["chanelType"] = json!("phone");
    let mut missing = event("e1", "c-1", json!({}));
    missing.as_object_mut().unwrap().remove("occurredAt");
    let batch = |bad: &str| format!("{{\"events\":[{},\n{bad}]}}", text(event("e0", "c-1", json!({}))));
    let table = [
        (text(unknown.clone()), "/conversation/chanelType"),
        (text(missing), ""),
        (changed("/type", json!("recieved")), "/type"),
        (changed("/id", json!("")), "/id"),
        (changed("/conversation/id", json!("")), "/conversation/id"),
        (changed("/conversation/direction", json!("sideways")), "/conversation/direction"),
        (changed("/occurredAt", json!("yesterday")), "/occurredAt"),
        (batch(&text(unknown)), "/events/1/conversation/chanelType"),
        (batch(&changed("/conversation/id", json!(""))), "/events/1/conversation/id"),
        ("[]".to_owned(), ""),
        ("{\"events\": 7}".to_owned(), "/events"),
    ];
    for (body, pointer) in table {
        let problem = portal.post_text(EVENTS, "application/json", body.clone()).await.problem(422, "invalid");
        assert_eq!(problem["pointer"], pointer, "{body}");
        assert!(problem["line"].is_u64() && problem["column"].is_u64(), "{body}: {problem}");
        if pointer.starts_with("/events/1") {
            assert_eq!(problem["line"], 2, "{problem}");
        }
    }
    let problem = portal.post_text(EVENTS, "application/json", "{\"id\":\n }").await.problem(400, "malformed_json");
    assert_eq!((&problem["line"], &problem["column"]), (&json!(2), &json!(2)));
    portal.post_text(EVENTS, "text/plain", "{}").await.problem(415, "unsupported_media_type");
    let nowhere = "/api/v1/call-centers/cc-9/events";
    portal.post(nowhere, &event("e1", "c-1", json!({}))).await.problem(404, "not_found");
    let list = portal.get("/api/v1/call-centers/cc-1/conversations").await.expect(200).json();
    assert_eq!(list["items"], json!([]), "nothing of it was kept");
}

#[tokio::test]
async fn too_many_events_are_refused_with_a_time_to_come_again() {
    let world = World::with(&[("PATCHBAY_EVENTS_WAITING", "2"), ("PATCHBAY_EVENT_BACKLOG", "1")]).await;
    let portal = world.listening().await;
    world.event_integration(&portal, json!({})).await;
    let three = json!({"events": (["e1", "e2", "e3"].map(|id| event(id, id, json!({}))))});
    let reply = portal.post(EVENTS, &three).await;
    reply.problem(429, "too_many_requests");
    assert_eq!(reply.header("retry-after"), "1");
    let two = json!({"events": (["e1", "e2"].map(|id| event(id, id, json!({}))))});
    portal.post(EVENTS, &two).await.expect(202);
    world.upstream.answers("POST", "/received", Answer::json(503, &json!({})));
    // Both are to be tried again: more stands in the queue than should.
    world.tick().await;
    world.tick().await;
    let reply = portal.post(EVENTS, &event("e4", "c-4", json!({}))).await;
    reply.problem(429, "too_many_requests");
    assert_eq!(reply.header("retry-after"), "10");
}

#[tokio::test]
async fn the_backlog_of_one_call_center_leaves_the_events_of_others_welcome() {
    let world = World::with(&[("PATCHBAY_EVENT_BACKLOG", "4")]).await;
    let portal = world.listening().await;
    world.call_center("cc-2").await;
    world.event_integration(&portal, json!({})).await;
    world.upstream.answers("POST", "/received", Answer::json(503, &json!({})));
    let three = json!({"events": (["e1", "e2", "e3"].map(|id| event(id, id, json!({}))))});
    portal.post(EVENTS, &three).await.expect(202);
    // All three are to be tried again: more than half of what may wait is of this one.
    world.tick().await;
    world.tick().await;
    portal.post(EVENTS, &event("e4", "c-4", json!({}))).await.problem(429, "too_many_requests");
    portal.post("/api/v1/call-centers/cc-2/events", &event("e4", "c-4", json!({}))).await.expect(202);
}

#[tokio::test]
async fn a_foreign_platform_neither_posts_nor_reads() {
    let world = World::start().await;
    let portal = world.listening().await;
    world.call_center("cc-2").await;
    portal.post(EVENTS, &event("e1", "c-1", json!({}))).await.expect(202);
    let foreign = world.key(Some("cc-2"), &[Scope::EventsWrite, Scope::ConversationsRead]).await;
    foreign.post(EVENTS, &event("e2", "c-1", json!({}))).await.problem(404, "not_found");
    foreign.get("/api/v1/call-centers/cc-1/conversations/c-1").await.problem(404, "not_found");
    foreign.get("/api/v1/call-centers/cc-2/conversations/c-1").await.problem(404, "not_found");
    // The same ids mean something else there.
    let own = foreign.post("/api/v1/call-centers/cc-2/events", &event("e1", "c-1", json!({}))).await.expect(202).json();
    assert_eq!(own["accepted"][0]["duplicate"], false);
}
