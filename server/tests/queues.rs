//! Queues, and how the durable one does.

use crate::world::{EVENTS, World, event};
use patchbay_model::access::{Role, Scope};
use serde_json::{Value, json};

const QUEUES: &str = "/api/v1/call-centers/cc-1/queues";

#[tokio::test]
async fn a_queue_that_triggers_name_stays_and_can_be_renamed() {
    let world = World::start().await;
    let portal = world.listening().await;
    let path = format!("{QUEUES}/q-1");
    let integration = world.event_integration(&portal, json!({})).await;
    let usage = portal.get(&format!("{path}/usage")).await.expect(200).json();
    assert_eq!(usage, json!([{"template": "Lifecycle", "endpoint": "event", "own": true}]));
    let problem = portal.delete(&path, None).await.problem(409, "conflict");
    assert!(problem["detail"].as_str().unwrap().contains("take it out of them first"), "{problem}");
    portal.patch(&path, None, &json!({"address": "sales-2"})).await.problem(409, "conflict");
    let renamed = portal.patch(&path, Some("\"1\""), &json!({"name": "Verkauf"})).await.expect(200);
    assert_eq!((renamed.header("etag"), &renamed.json()["name"]), ("\"2\"", &json!("Verkauf")));
    portal.patch(&path, Some("\"1\""), &json!({"name": "Sales"})).await.problem(412, "stale");
    portal.delete(&integration, None).await.expect(204);
    portal.delete(&path, None).await.expect(204);
    portal.get(&path).await.problem(404, "not_found");
    let trail = portal.get("/api/v1/audit?object=queue").await.expect(200).json();
    let actions: Vec<_> = trail["items"].as_array().unwrap().iter().map(|entry| entry["action"].clone()).collect();
    assert_eq!(actions, ["deleted", "updated", "created"]);
}

#[tokio::test]
async fn a_queue_is_checked_and_its_id_is_the_platforms() {
    let world = World::start().await;
    let portal = world.listening().await;
    let queue = |id: &str, address: &str| json!({"id": id, "address": address, "name": "x", "channelTypes": ["chat"]});
    portal.post(QUEUES, &queue("q-1", "other")).await.problem(409, "conflict");
    assert_eq!(portal.post(QUEUES, &queue("q-2", "sales")).await.problem(409, "conflict")["pointer"], "/address");
    assert_eq!(portal.post(QUEUES, &queue("q 2", "x")).await.problem(422, "invalid")["pointer"], "/id");
    assert_eq!(portal.post(QUEUES, &queue("q-2", "a b")).await.problem(422, "invalid")["pointer"], "/address");
    let moved = portal.put(&format!("{QUEUES}/q-1"), None, &queue("q-9", "sales")).await;
    assert_eq!(moved.problem(422, "invalid")["pointer"], "/id");
    portal.post(QUEUES, &queue("sip:sales@acme.test", "x")).await.expect(201);
    portal.get(&format!("{QUEUES}/sip:sales@acme.test")).await.expect(200);
    portal.get("/api/v1/call-centers/cc-9/queues").await.problem(404, "not_found");
}

#[tokio::test]
async fn how_the_durable_queue_does_is_told_within_reach() {
    let world = World::start().await;
    let portal = world.listening().await;
    world.event_integration(&portal, json!({})).await;
    world.call_center("cc-2").await;
    let two = json!({"events": (["e1", "e2"].map(|id| event(id, id, json!({}))))});
    portal.post(EVENTS, &two).await.expect(202);
    let all = portal.get("/api/v1/queue-health").await.expect(200).json();
    assert_eq!((&all["ready"], &all["claimLatency"]), (&json!(2), &Value::Null));
    assert!(all["oldestReadyAt"].is_string() && all["deadTuples"].is_i64(), "{all}");
    let other = world.key(Some("cc-2"), &[Scope::ExecutionsRead]).await;
    let health = other.get("/api/v1/queue-health").await.expect(200).json();
    assert_eq!((&health["ready"], &health["deadTuples"]), (&json!(0), &Value::Null), "nothing of others");
    other.get("/api/v1/call-centers/cc-1/queue-health").await.problem(404, "not_found");
    world.tick().await;
    let viewer = world.person("ann@example.com", Role::TenantViewer, Some("cc-1")).await;
    let health = viewer.get("/api/v1/call-centers/cc-1/queue-health").await.expect(200).json();
    assert_eq!((&health["ready"], &health["claimLatency"]["claims"]), (&json!(0), &json!(2)));
    assert_eq!(other.get("/api/v1/queue-health").await.expect(200).json()["claimLatency"], Value::Null);
}
