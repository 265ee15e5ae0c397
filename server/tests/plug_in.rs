//! Templates of the gallery, plugged in with what they need and verified on the way that every call goes.

use crate::world::World;
use patchbay_model::access::Scope;
use patchbay_testkit::client::until;
use patchbay_testkit::{Answer, Client};
use serde_json::{Value, json};

const PLUG_IN: &str = "/api/v1/call-centers/cc-1/integrators/plug-in";
const INTEGRATORS: &str = "/api/v1/call-centers/cc-1/integrators";
/// What Freshdesk's `verify` asks.
const ME: &str = "/api/v2/agents/me";

fn freshdesk(world: &World, key: &str) -> Value {
    json!({"template": "freshdesk", "host": world.upstream.host(), "fields": {"Authorization": key}})
}

async fn start() -> (World, Client) {
    let world = World::start().await;
    world.call_center("cc-1").await;
    let portal = world.portal().await;
    (world, portal)
}

async fn integrators(portal: &Client) -> Vec<Value> {
    portal.get(INTEGRATORS).await.expect(200).json()["items"].as_array().unwrap().clone()
}

#[tokio::test]
async fn what_the_other_side_takes_is_plugged_in_and_switched_on() {
    let (world, portal) = start().await;
    world.upstream.answers("GET", ME, Answer::json(200, &json!({"id": 1})));
    let made = portal.post(PLUG_IN, &freshdesk(&world, "a2V5Olg=")).await.expect(201);
    let told = made.json();
    assert_eq!((&told["run"]["status"], &told["run"]["responseStatus"]), (&json!("succeeded"), &json!(200)));
    assert!(!made.text.contains("a2V5Olg="), "{}", made.text);
    let asked = world.upstream.received_at(ME);
    assert_eq!(asked.len(), 1);
    assert_eq!(asked[0].headers["authorization"], "Basic a2V5Olg=");

    let read = portal.get(made.header("location")).await.expect(200).json();
    assert_eq!((&read["id"], &read["enabled"]), (&told["integratorId"], &json!(true)));
    let template = portal.get("/api/v1/templates/freshdesk").await.expect(200).json();
    assert_eq!((&template["id"], &template["visibility"]), (&told["templateId"], &json!("published")));
    let run = "/api/v1/call-centers/cc-1/integrations/freshdesk/endpoints/verify/execute";
    portal.post(run, &json!({})).await.expect(200);
    portal.post(PLUG_IN, &freshdesk(&world, "again")).await.problem(409, "conflict");
}

#[tokio::test]
async fn what_the_other_side_refuses_leaves_no_integrator_and_can_be_tried_again() {
    let (world, portal) = start().await;
    world.upstream.answers("GET", ME, Answer::json(401, &json!({"code": "invalid_credentials"})));
    let told = portal.post(PLUG_IN, &freshdesk(&world, "wrong")).await.expect(200).json();
    assert_eq!((&told["integratorId"], &told["run"]["responseStatus"]), (&Value::Null, &json!(401)));
    assert_eq!(told["run"]["failure"]["code"], "upstream_status");
    assert_eq!(integrators(&portal).await, Vec::<Value>::new());
    let execution = format!("/api/v1/call-centers/cc-1/executions/{}", told["run"]["executionId"].as_str().unwrap());
    let record = until("the record", || async {
        let answer = portal.get(&execution).await;
        (answer.status == 200).then_some(answer.text)
    })
    .await;
    assert!(!record.contains("wrong"), "{record}");

    world.upstream.answers("GET", ME, Answer::json(200, &json!({"id": 1})));
    let again = portal.post(PLUG_IN, &freshdesk(&world, "right")).await.expect(201).json();
    assert_eq!(again["templateId"], told["templateId"], "it is installed once");
    assert_eq!(integrators(&portal).await.len(), 1);
    let trail = portal.get("/api/v1/audit?object=integrator&callCenterId=cc-1").await.expect(200).json();
    let deeds: Vec<&str> =
        trail["items"].as_array().unwrap().iter().map(|entry| entry["action"].as_str().unwrap()).collect();
    assert_eq!(deeds, ["updated", "created", "deleted", "created"]);
}

#[tokio::test]
async fn a_system_that_is_signed_in_to_is_verified_with_its_token() {
    let (world, portal) = start().await;
    let token = json!({"access_token": "tok-1", "issued_at": "1", "token_type": "Bearer"});
    world.upstream.answers("POST", "/services/oauth2/token", Answer::json(200, &token));
    world.upstream.answers("GET", "/services/data/v62.0/", Answer::json(200, &json!({})));
    let draft = json!({"template": "salesforce", "host": world.upstream.host(), "fields": {"client_id": "app", "client_secret": "s3cret"}});
    portal.post(PLUG_IN, &draft).await.expect(201);
    let asked = world.upstream.received_at("/services/data/v62.0/");
    assert_eq!(asked[0].headers["authorization"], "Bearer tok-1");
    // And by a user's name, where the system wants that.
    world.upstream.answers("GET", "/api/v2/users/me.json", Answer::json(200, &json!({})));
    let credential = json!([{"id": "basic:ann@example.com/token", "secret": "s3cret"}]);
    let draft = json!({"template": "zendesk", "host": world.upstream.host(), "credentials": credential});
    portal.post(PLUG_IN, &draft).await.expect(201);
    assert!(
        world.upstream.received_at("/api/v2/users/me.json").last().unwrap().headers["authorization"]
            .to_str()
            .unwrap()
            .starts_with("Basic ")
    );
}

#[tokio::test]
async fn what_is_not_to_be_verified_asks_nobody() {
    let (world, portal) = start().await;
    let unverified = format!("{PLUG_IN}?verify=false");
    let told = portal.post(&unverified, &freshdesk(&world, "whatever")).await.expect(201).json();
    assert_eq!(told["run"], Value::Null);
    assert_eq!(integrators(&portal).await[0]["enabled"], true);
    assert!(world.upstream.received().is_empty());
}

#[tokio::test]
async fn what_is_incomplete_installs_nothing() {
    let (world, portal) = start().await;
    let mut draft = freshdesk(&world, "");
    let refused = portal.post(PLUG_IN, &draft).await.problem(422, "invalid");
    assert_eq!(refused["pointer"], "/fields/Authorization");
    draft["host"] = json!("https://acme.freshdesk.com");
    assert_eq!(portal.post(PLUG_IN, &draft).await.problem(422, "invalid")["pointer"], "/host");
    portal.get("/api/v1/templates/freshdesk").await.problem(404, "not_found");

    // What can't be asked without doing something is not asked.
    let fields = json!({"username": "u", "password": "p", "from": "Acme"});
    let draft = json!({"template": "smpp-http", "host": world.upstream.host(), "fields": fields});
    let refused = portal.post(PLUG_IN, &draft).await.problem(422, "invalid");
    assert!(refused["detail"].as_str().unwrap().contains("without verifying"), "{refused}");
    portal.get("/api/v1/templates/smpp-http").await.problem(404, "not_found");
    portal.post(PLUG_IN, &json!({"template": "acme", "host": "a.test"})).await.problem(404, "not_found");
    let nowhere = PLUG_IN.replace("cc-1", "cc-9");
    portal.post(&nowhere, &freshdesk(&world, "key")).await.problem(404, "not_found");
    assert!(world.upstream.received().is_empty());
}

#[tokio::test]
async fn a_tenant_installs_for_itself_alone_and_uses_what_is_published() {
    let (world, portal) = start().await;
    world.call_center("cc-2").await;
    world.upstream.answers("GET", ME, Answer::json(200, &json!({"id": 1})));
    let scopes = [Scope::IntegrationsWrite, Scope::IntegrationsRead, Scope::EndpointsExecute];
    let tenant = world.key(Some("cc-1"), &scopes).await;
    tenant.post(PLUG_IN, &freshdesk(&world, "key")).await.expect(201);
    let own = portal.get("/api/v1/templates/freshdesk?callCenterId=cc-1").await.expect(200).json();
    assert_eq!((&own["visibility"], &own["callCenterId"]), (&json!("private"), &json!("cc-1")));
    let foreign = PLUG_IN.replace("cc-1", "cc-2");
    tenant.post(&foreign, &freshdesk(&world, "key")).await.problem(404, "not_found");
    // Verifying is executing.
    let weak = world.key(Some("cc-2"), &[Scope::IntegrationsWrite, Scope::IntegrationsRead]).await;
    weak.post(&foreign, &freshdesk(&world, "key")).await.problem(403, "forbidden");

    let hubspot = json!({"template": "hubspot", "host": world.upstream.host(), "fields": {"Authorization": "pat-1"}});
    let everybodys = portal.post(&format!("{PLUG_IN}?verify=false"), &hubspot).await.expect(201).json();
    let other = world.key(Some("cc-2"), &scopes).await;
    let used = other.post(&format!("{foreign}?verify=false"), &hubspot).await.expect(201).json();
    assert_eq!(used["templateId"], everybodys["templateId"]);
}
