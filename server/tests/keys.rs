//! Who may call the API at all.

use crate::world::World;
use patchbay_model::access::Scope;
use patchbay_testkit::client::until;
use patchbay_testkit::{Client, Reply};
use reqwest::Method;
use serde_json::json;

#[tokio::test]
async fn without_a_valid_key_nothing_is_answered() {
    let world = World::start().await;
    let refused = world.stranger().get("/api/v1/templates").await;
    refused.problem(401, "unauthenticated");
    assert_eq!(refused.header("www-authenticate"), "Bearer");
    for header in ["Bearer pbk_unknown", "Bearer", "Basic YTpi", "Bearer pbs_session", "pbk_x"] {
        let request = world.stranger().request(Method::GET, "/api/v1/templates").header("authorization", header);
        Reply::of(request).await.problem(401, "unauthenticated");
    }
}

#[tokio::test]
async fn a_foreign_call_center_does_not_exist() {
    let world = World::start().await;
    world.integration().await;
    world.call_center("cc-2").await;
    let foreign =
        world.key(Some("cc-2"), &[Scope::IntegrationsWrite, Scope::EndpointsExecute, Scope::ExecutionsRead]).await;
    foreign.get("/api/v1/call-centers/cc-1/integrators").await.problem(404, "not_found");
    foreign.get("/api/v1/call-centers/cc-1/executions").await.problem(404, "not_found");
    foreign.post(&crate::world::execute("find"), &json!({"contact": {"id": "1"}})).await.problem(404, "not_found");
    foreign.get("/api/v1/templates/acme").await.expect(200);
    assert!(world.upstream.received_at("/contacts/1").is_empty());
}

#[tokio::test]
async fn a_revoked_key_is_refused_at_once_in_every_process() {
    let world = World::start().await;
    let portal = world.portal().await;
    let made = portal.post("/api/v1/keys", &json!({"name": "gone", "scopes": ["integrations:read"]})).await.expect(201);
    let key = made.json()["key"].as_str().unwrap().to_owned();
    let other = world.another().await;
    let (here, there) = (Client::with_key(&world.process.base, &key), Client::with_key(&other.base, &key));
    here.get("/api/v1/templates").await.expect(200);
    there.get("/api/v1/templates").await.expect(200);
    portal.delete(made.header("location"), None).await.expect(204);
    for client in [&here, &there] {
        until("the revocation is heard", || async {
            (client.get("/api/v1/templates").await.status == 401).then_some(())
        })
        .await;
    }
}

#[tokio::test]
async fn a_key_that_asks_too_often_is_told_to_wait() {
    let world = World::with(&[("PATCHBAY_KEY_REQUESTS_PER_SECOND", "2")]).await;
    let portal = world.portal().await;
    let mut refused = None;
    for _ in 0..10 {
        let reply = portal.get("/api/v1/egress").await;
        if reply.status != 200 {
            refused = Some(reply);
            break;
        }
    }
    let refused = refused.expect("ten at once are too many");
    refused.problem(429, "too_many_requests");
    assert!(refused.header("retry-after").parse::<u64>().unwrap() >= 1);
}
