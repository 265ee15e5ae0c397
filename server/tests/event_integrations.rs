//! Event integrations as programs use them (spec/events.md).

use crate::world::{EVENT_INTEGRATIONS, EVENTS, World, event, template};
use patchbay_testkit::Answer;
use serde_json::{Value, json};

const TYPED: &str = "{ \"request\" :\n{\"method\": \"POST\",\t\"timeout\": 7, \"body\": {\"b\": 1, \"a\": \"\\u00e9{contact.source}\"}} }\n";

#[tokio::test]
async fn what_was_typed_comes_back_byte_for_byte() {
    let world = World::start().await;
    let portal = world.listening().await;
    let draft = world.event_integration_draft(json!({"configuration": TYPED, "ordinal": 3, "stop": true}));
    let made = portal.post(EVENT_INTEGRATIONS, &draft).await.expect(201);
    let path = made.header("location").to_owned();
    let read = portal.get(&path).await.expect(200);
    assert_eq!((read.header("etag"), read.json()), ("\"1\"", made.json()));
    for (member, value) in draft.as_object().unwrap() {
        assert_eq!(&read.json()[member], value, "{member}");
    }
    let mut again = draft.clone();
    again["description"] = json!("ours");
    let saved = portal.put(&path, Some("\"1\""), &again).await.expect(200).json();
    assert_eq!((&saved["configuration"], &saved["description"]), (&json!(TYPED), &json!("ours")));
    portal.put(&path, Some("\"1\""), &again).await.problem(412, "stale");
    portal.delete(&path, Some("\"1\"")).await.problem(412, "stale");
    let list = portal.get(&format!("{EVENT_INTEGRATIONS}?event=received&queue=sales&search=life")).await.expect(200);
    assert_eq!(list.json()["items"][0]["id"], saved["id"]);
    portal.delete(&path, Some("\"2\"")).await.expect(204);
    portal.get(&path).await.problem(404, "not_found");
    let trail = portal.get("/api/v1/audit?object=eventIntegration").await.expect(200).json();
    assert_eq!(trail["items"].as_array().unwrap().len(), 3);
}

#[tokio::test]
async fn what_can_not_run_is_refused_at_its_place() {
    let world = World::start().await;
    let portal = world.listening().await;
    let configured = |text: &str| json!({"configuration": text});
    let table = [
        (
            configured("{\"request\":{\"method\":\"POST\",\n\"body\":{\"a\":\"{contact.qeue.id}\"}}}"),
            "/configuration/request/body/a",
            Some(2),
        ),
        (configured("{\"request\":{\"method\":\"GET\"},\n\"x\":1}"), "/configuration/x", Some(2)),
        (configured("{\"request\":{\"method\":"), "/configuration/request/method", Some(1)),
        (
            configured("{\"request\":{\"method\":\"GET\",\n\n\"condition\":\"contact.priority >\"}}"),
            "/configuration/request/condition",
            Some(3),
        ),
        (
            configured("{\"request\":{\"method\":\"GET\",\"authentication\":{\"type\":\"basic\"}}}"),
            "/configuration/request/authentication/type",
            Some(1),
        ),
        (
            configured("{\"request\":{\"method\":\"GET\",\"headers\":{\"X-A\":\"{authentications.nope}\"}}}"),
            "/configuration/request/headers/X-A",
            Some(1),
        ),
        (json!({"url": "http://hooks.example.com/{event}"}), "/url", Some(1)),
        (json!({"url": "https://hooks.example.com/{contact.nope}"}), "/url", Some(1)),
        (json!({"queues": ["sales", "nowhere"]}), "/queues/1", None),
        (json!({"name": ""}), "/name", None),
        (json!({"events": ["call_start"]}), "/events/0", Some(1)),
        (json!({"credentials": [{"id": "api-key", "secret": {"set": true}}]}), "/credentials/0/secret", None),
    ];
    for (members, pointer, line) in table {
        let draft = world.event_integration_draft(members.clone());
        let problem = portal.post(EVENT_INTEGRATIONS, &draft).await.problem(422, "invalid");
        assert_eq!(problem["pointer"], pointer, "{members}: {problem}");
        assert_eq!(problem["line"].as_u64(), line, "{members}: {problem}");
        if pointer != "/events/0" {
            let path = "/api/v1/call-centers/cc-1/check-event-integration";
            let check = portal.post(path, &draft).await.expect(200).json();
            assert_eq!(check["violations"][0]["pointer"], pointer, "checking says what saving says");
        }
    }
    assert_eq!(portal.get(EVENT_INTEGRATIONS).await.expect(200).json()["items"], json!([]));
    world.event_integration(&portal, json!({"queues": []})).await;
    let twice = world.event_integration_draft(json!({}));
    assert_eq!(portal.post(EVENT_INTEGRATIONS, &twice).await.problem(409, "conflict")["pointer"], "/name");
}

const KEYED: &str = r#"{"request":{"method":"POST","headers":{"X-Api-Key":"{authentications.api-key}"}}}"#;

#[tokio::test]
async fn a_secret_is_kept_told_to_nobody_and_bound_to_its_host() {
    let world = World::start().await;
    let portal = world.listening().await;
    let secret = json!([{"id": "api-key", "secret": "s3cret-value"}]);
    let path = world.event_integration(&portal, json!({"configuration": KEYED, "credentials": secret})).await;
    let read = portal.get(&path).await.expect(200);
    assert_eq!(read.json()["credentials"][0]["secret"]["set"], true);
    assert!(!read.text.contains("s3cret-value"));
    portal.patch(&path, None, &json!({"description": "ours"})).await.expect(200);
    portal.post(EVENTS, &event("e1", "c-1", json!({}))).await.expect(202);
    world.tick().await;
    assert_eq!(world.upstream.received_at("/received")[0].header("x-api-key"), "s3cret-value");
    let moved = portal.patch(&path, None, &json!({"url": "https://elsewhere.example/"})).await.problem(422, "invalid");
    assert_eq!(moved["pointer"], "/credentials/0/secret");
    let trail = portal.get("/api/v1/audit").await.expect(200);
    assert!(!trail.text.contains("s3cret-value"));
}

#[tokio::test]
async fn a_copy_has_everything_but_its_credentials_and_fails_without_them() {
    let world = World::start().await;
    let portal = world.listening().await;
    let secret = json!([{"id": "api-key", "secret": "s3cret-value"}]);
    let path = world.event_integration(&portal, json!({"configuration": KEYED, "credentials": secret})).await;
    let copy = portal.post(&format!("{path}/copy"), &json!({"name": "Copy"})).await.expect(201);
    let (of, made) = (portal.get(&path).await.json(), copy.json());
    assert_eq!((&made["name"], &made["credentials"]), (&json!("Copy"), &json!([])));
    for member in ["url", "events", "queues", "direction", "ordinal", "configuration"] {
        assert_eq!(made[member], of[member], "{member}");
    }
    portal.post(EVENTS, &event("e1", "c-1", json!({}))).await.expect(202);
    world.tick().await;
    assert_eq!(world.upstream.received_at("/received").len(), 1, "the original");
    let failed = portal.get("/api/v1/call-centers/cc-1/executions?template=Copy").await.expect(200).json();
    assert_eq!(
        (&failed["items"][0]["status"], &failed["items"][0]["errorCode"]),
        (&json!("failed"), &json!("credential_missing"))
    );
    // Whoever saves it is told before the next event is.
    let problem = portal.patch(copy.header("location"), None, &json!({"ordinal": 5})).await.problem(422, "invalid");
    assert_eq!(problem["pointer"], "/configuration/request/headers/X-Api-Key");
    // It can be disabled all the same, and not enabled again.
    let disabled = portal.patch(copy.header("location"), None, &json!({"events": []})).await.expect(200);
    assert_eq!(disabled.json()["events"], json!([]));
    let enabled = json!({"events": ["received"]});
    let problem = portal.patch(copy.header("location"), None, &enabled).await.problem(422, "invalid");
    assert_eq!(problem["pointer"], "/configuration/request/headers/X-Api-Key");
}

#[tokio::test]
async fn without_events_it_is_disabled_and_a_change_counts_at_once() {
    let world = World::start().await;
    let portal = world.listening().await;
    let path = world.event_integration(&portal, json!({"events": []})).await;
    let executions = async |id: &str| {
        let posted = portal.post(EVENTS, &event(id, id, json!({}))).await.expect(202).json();
        posted["accepted"][0]["executions"].clone()
    };
    assert_eq!(executions("e1").await, 0);
    portal.patch(&path, None, &json!({"events": ["received"]})).await.expect(200);
    assert_eq!(executions("e2").await, 1);
    portal.delete(&path, None).await.expect(204);
    assert_eq!(executions("e3").await, 0);
}

#[tokio::test]
async fn who_else_hears_the_same_is_told_before_and_after_saving() {
    let world = World::start().await;
    let portal = world.listening().await;
    let none = portal.get(&format!("{EVENT_INTEGRATIONS}/overlaps")).await.expect(200).json();
    assert_eq!(none, json!([]));
    let first = world.event_integration(&portal, json!({"name": "First"})).await;
    let draft = world.event_integration_draft(json!({"name": "Second", "ordinal": 1, "directCalls": true}));
    let check = "/api/v1/call-centers/cc-1/check-event-integration";
    let told = portal.post(check, &draft).await.expect(200).json();
    let cells = |found: &Value| -> Vec<String> {
        let overlaps = found.as_array().unwrap().iter();
        let names = |overlap: &Value| {
            let listeners = overlap["listeners"].as_array().unwrap().iter();
            listeners.map(|listener| listener["template"].as_str().unwrap().to_owned()).collect::<Vec<_>>().join(" ")
        };
        let tell = |found: &Value| format!("{} {}: {}", found["kind"].as_str().unwrap(), found["queue"], names(found));
        overlaps.map(tell).collect()
    };
    assert_eq!(cells(&told["overlaps"]), ["chatsIn \"sales\": First", "callsIn \"sales\": First"]);
    assert_eq!(told["violations"], json!([]));
    portal.post(EVENT_INTEGRATIONS, &draft).await.expect(201);
    let saved = portal.get(&format!("{EVENT_INTEGRATIONS}/overlaps")).await.expect(200).json();
    assert_eq!(cells(&saved), ["chatsIn \"sales\": Second First", "callsIn \"sales\": Second First"]);
    assert!(first.ends_with(saved[0]["listeners"][1]["eventIntegrationId"].as_str().unwrap()));
    // Both run.
    world.upstream.answers("POST", "/received", Answer::json(200, &json!({})));
    let posted = portal.post(EVENTS, &event("e1", "c-1", json!({}))).await.expect(202).json();
    assert_eq!(posted["accepted"][0]["executions"], 2);

    // A trigger by name stands among them where its moment follows: a call that comes in.
    portal.post("/api/v1/templates", &template("acme")).await.expect(201);
    let search = json!({"name": "search", "label": "Search", "type": "getData", "method": "GET", "url": "/c", "triggers": ["call_start"]});
    portal.post("/api/v1/templates/acme/endpoints", &search).await.expect(201);
    portal.post("/api/v1/call-centers/cc-1/integrators", &world.integrator("acme")).await.expect(201);
    let conditional = r#"{"request":{"method":"POST","condition":"contact.priority > 3"}}"#;
    portal.patch(&first, None, &json!({"stop": true, "configuration": conditional})).await.expect(200);
    let saved = portal.get(&format!("{EVENT_INTEGRATIONS}/overlaps")).await.expect(200).json();
    let direct = "callsIn null: Second acme";
    assert_eq!(cells(&saved), ["chatsIn \"sales\": Second First", direct, "callsIn \"sales\": Second First acme"]);
    let listeners = saved[2]["listeners"].as_array().unwrap().iter();
    let told: Vec<Value> = listeners.map(|one| json!([one["ordinal"], one["stop"], one["conditional"]])).collect();
    assert_eq!(told, [json!([1, false, false]), json!([100, true, true]), json!([100, false, false])]);
    let check = portal.post(check, &world.event_integration_draft(json!({"name": "Third"}))).await.expect(200).json();
    assert_eq!(cells(&check["overlaps"])[1], "callsIn \"sales\": Second First acme");
}

#[tokio::test]
async fn the_four_examples_are_imported_and_run() {
    let world = World::start().await;
    let portal = world.listening().await;
    let gallery = portal.get("/api/v1/event-integration-gallery").await.expect(200).json();
    let answer = json!({"name": "Ann", "tier": "gold", "priority": 7, "queue": "sales", "agent": "1001"});
    for method in ["GET", "POST"] {
        for document in gallery["items"].as_array().unwrap() {
            let path = format!("/{}", document["name"].as_str().unwrap().replace(' ', "-"));
            world.upstream.answers(method, &path, Answer::json(200, &answer));
        }
    }
    for document in gallery["items"].as_array().unwrap() {
        let mut document = document.clone();
        let made = portal.post(&format!("{EVENT_INTEGRATIONS}/import"), &document).await.expect(201);
        // Here it calls the other side of this test, and at once.
        let text = made.json()["configuration"].as_str().unwrap().replace("\"delay\": 60", "\"delay\": 0");
        let name = document["name"].as_str().unwrap().replace(' ', "-");
        let credentials = document["credentials"].as_array().unwrap().iter();
        let credentials: Vec<Value> = credentials
            .map(|id| json!({"id": id.as_str().unwrap().replace("<user>", "crm"), "secret": "s3cret"}))
            .collect();
        let change = json!({"url": format!("http://{}/{name}", world.upstream.host()), "credentials": credentials,
            "configuration": text, "queues": ["sales"]});
        portal.patch(made.header("location"), None, &change).await.expect(200);
        let exported = portal.get(&format!("{}/export", made.header("location"))).await.expect(200).json();
        document["name"] = json!(format!("Second {name}"));
        document["configuration"] = exported["configuration"].clone();
        portal.post(&format!("{EVENT_INTEGRATIONS}/import"), &document).await.expect(201);
        assert_eq!(exported["$schema"], document["$schema"]);
        let second = portal.get(&format!("{EVENT_INTEGRATIONS}?search=second")).await.expect(200).json();
        portal
            .delete(&format!("{EVENT_INTEGRATIONS}/{}", second["items"][0]["id"].as_str().unwrap()), None)
            .await
            .expect(204);
    }
    let mut chat = event("e1", "c-1", json!({}));
    chat["conversation"]["channelType"] = json!("chat");
    let request = portal.request(reqwest::Method::POST, EVENTS).header("prefer", "wait=10").json(&chat);
    let told = patchbay_testkit::Reply::of(request).await.expect(200).json();
    let applied = &told["accepted"][0]["effects"]["applied"];
    assert_eq!((&applied["set"]["priority"], &applied["save"]["customer.tier"]), (&json!(7), &json!("gold")), "{told}");
    for (id, name, second) in [("e2", "accepted", 1), ("e3", "ended", 2)] {
        chat["id"] = json!(id);
        chat["type"] = json!(name);
        chat["occurredAt"] = json!(format!("2026-11-20T09:31:{second:02}.000Z"));
        portal.post(EVENTS, &chat).await.expect(202);
    }
    while world.tick().await > 0 {}
    assert_eq!(
        world.upstream.received_at("/Fetch-customer-data")[0].target,
        "/Fetch-customer-data?phone=%2B84901234567"
    );
    assert_eq!(world.upstream.received_at("/Lifecycle-events").len(), 3);
    assert_eq!(world.upstream.received_at("/Control-routing").len(), 1);
    let survey = world.upstream.received_at("/CSAT-survey");
    assert_eq!((survey.len(), survey[0].header("x-api-key")), (1, "s3cret"));
    let list = portal.get("/api/v1/call-centers/cc-1/executions").await.expect(200).json();
    let all = list["items"].as_array().unwrap();
    assert!(all.iter().all(|execution| execution["status"] == "succeeded"), "{list}");
}
