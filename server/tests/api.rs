//! The administration API as programs use it.

use crate::world::{World, find, plain, template};
use patchbay_model::access::Scope;
use serde_json::json;

#[tokio::test]
async fn an_object_is_made_read_changed_and_deleted_under_its_version() {
    let world = World::start().await;
    let portal = world.portal().await;
    let made = portal.post("/api/v1/templates", &template("acme")).await.expect(201);
    assert_eq!(made.header("etag"), "\"1\"");
    let location = made.header("location").to_owned();
    assert_eq!(portal.get(&location).await.expect(200).json(), portal.get("/api/v1/templates/acme").await.json());

    let mut body = template("acme");
    body["label"] = json!("Acme CRM");
    let saved = portal.put("/api/v1/templates/acme", Some("\"1\""), &body).await.expect(200);
    assert_eq!((saved.header("etag"), &saved.json()["label"]), ("\"2\"", &json!("Acme CRM")));
    portal.put("/api/v1/templates/acme", Some("\"1\""), &body).await.problem(412, "stale");
    portal.put("/api/v1/templates/acme", Some("W/\"2\""), &body).await.expect(200);
    portal.put("/api/v1/templates/acme", Some("*"), &body).await.expect(200);
    portal.put("/api/v1/templates/acme", Some("4"), &body).await.problem(400, "invalid_request");

    let changed =
        portal.patch("/api/v1/templates/acme", None, &json!({"description": "Contacts"})).await.expect(200).json();
    assert_eq!((&changed["description"], &changed["label"]), (&json!("Contacts"), &json!("Acme CRM")));
    let problem = portal.patch("/api/v1/templates/acme", None, &json!({"label": null})).await.problem(422, "invalid");
    assert!(problem["detail"].as_str().unwrap().contains("label"), "{problem}");

    portal.delete("/api/v1/templates/acme", Some("\"1\"")).await.problem(412, "stale");
    assert_eq!(portal.delete("/api/v1/templates/acme", None).await.expect(204).text, "");
    portal.get("/api/v1/templates/acme").await.problem(404, "not_found");
}

#[tokio::test]
async fn a_secret_goes_in_and_never_comes_out() {
    let world = World::start().await;
    let portal = world.integration().await;
    let list = portal.get("/api/v1/call-centers/cc-1/integrators").await.expect(200);
    let integrator = list.json()["items"][0].clone();
    let path = format!("/api/v1/call-centers/cc-1/integrators/{}", integrator["id"].as_str().unwrap());
    let read = portal.get(&path).await.expect(200);
    assert_eq!(read.json()["fields"]["X-Key"]["set"], true);
    assert!(!read.text.contains("s3cret") && !list.text.contains("s3cret"));

    // What is not named stays, the secret included: the other side still gets it.
    let patched = portal.patch(&path, None, &json!({"description": "ours"})).await.expect(200).json();
    assert_eq!((&patched["description"], &patched["fields"]["X-Key"]["set"]), (&json!("ours"), &json!(true)));
    portal.post(&crate::world::execute("find"), &json!({"contact": {"id": "1"}})).await.expect(200);
    assert_eq!(world.upstream.received_at("/contacts/1")[0].header("x-key"), "s3cret");

    // Another host gets no secret that was entered for this one.
    let moved = portal.patch(&path, None, &json!({"host": "elsewhere.example"})).await;
    moved.problem(422, "invalid");
    world.call_center("cc-2").await;
    portal.get(&path.replace("cc-1", "cc-2")).await.problem(404, "not_found");
}

#[tokio::test]
async fn parameters_are_changed_one_by_one() {
    let world = World::start().await;
    let portal = world.portal().await;
    portal.post("/api/v1/templates", &template("acme")).await.expect(201);
    let path = "/api/v1/templates/acme/parameters";
    assert_eq!(portal.get(path).await.expect(200).json()["items"].as_array().unwrap().len(), 2);
    let region = json!({"name": "region", "location": "query", "description": "eu or us"});
    portal.post(path, &region).await.expect(201);
    let one = format!("{path}/region");
    assert_eq!(portal.get(&one).await.expect(200).json()["location"], "query");
    assert_eq!(portal.patch(&one, None, &json!({"default": "eu"})).await.expect(200).json()["default"], "eu");
    portal.delete(&one, None).await.expect(204);
    portal.get(&one).await.problem(404, "not_found");
    portal.put(path, None, &json!([region])).await.expect(200);
    assert_eq!(portal.get("/api/v1/templates/acme").await.json()["parameters"][0]["name"], "region");
}

#[tokio::test]
async fn a_template_travels_as_a_document() {
    let world = World::start().await;
    let portal = world.integration().await;
    let document = portal.get("/api/v1/templates/acme/export").await.expect(200);
    assert!(document.json()["$schema"].is_string() && !document.text.contains("s3cret"));
    let mut imported = document.json();
    imported["name"] = json!("acme-2");
    portal.post("/api/v1/templates/import", &imported).await.expect(201);
    let endpoint = portal.get("/api/v1/templates/acme-2/endpoints/find").await.expect(200).json();
    assert_eq!(endpoint["authEndpoint"], "login");

    portal.post("/api/v1/templates/acme/copy", &json!({"name": "acme-3", "callCenterId": "cc-1"})).await.expect(201);
    portal.get("/api/v1/templates/acme-3").await.problem(404, "not_found");
    let private = portal.get("/api/v1/templates/acme-3?callCenterId=cc-1").await.expect(200).json();
    assert_eq!(private["visibility"], "private");
}

#[tokio::test]
async fn an_endpoint_is_checked_copied_and_tried_out() {
    let world = World::start().await;
    let portal = world.integration().await;
    let check =
        portal.post("/api/v1/templates/acme/check-endpoint", &plain("x", "GET", "/{nothing}")).await.expect(200).json();
    assert_eq!(check["violations"][0]["pointer"], "/url");
    portal.post("/api/v1/templates/acme/endpoints/find/copy", &json!({"name": "find-2"})).await.expect(201);
    let integrator = portal.get("/api/v1/call-centers/cc-1/integrators").await.json()["items"][0]["id"].clone();
    let trial = json!({"integratorId": integrator, "body": {"contact": {"id": "7"}}});
    let run = portal.post("/api/v1/templates/acme/endpoints/find-2/test", &trial).await.expect(200);
    assert_eq!(run.json()["status"], "succeeded");
    assert!(run.json()["steps"].as_array().unwrap().len() >= 5 && !run.text.contains("s3cret"), "{}", run.text);
    portal.delete("/api/v1/templates/acme/endpoints/login", None).await.problem(409, "conflict");
    portal.delete("/api/v1/templates/acme/endpoints/find-2", None).await.expect(204);
    let mut renamed = find();
    renamed["name"] = json!("look-up");
    portal.put("/api/v1/templates/acme/endpoints/find", Some("\"1\""), &renamed).await.expect(200);
}

#[tokio::test]
async fn pages_of_a_list_follow_each_other_without_gaps() {
    let world = World::start().await;
    let portal = world.portal().await;
    for number in 0..5 {
        world.call_center(&format!("cc-{number}")).await;
    }
    let mut seen = Vec::new();
    let mut path = "/api/v1/call-centers?limit=2".to_owned();
    loop {
        let page = portal.get(&path).await.expect(200).json();
        seen.extend(page["items"].as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap().to_owned()));
        let Some(cursor) = page["nextCursor"].as_str() else { break };
        path = format!("/api/v1/call-centers?limit=2&cursor={cursor}");
    }
    assert_eq!(seen, ["cc-0", "cc-1", "cc-2", "cc-3", "cc-4"]);
}

#[tokio::test]
async fn users_are_invited_changed_and_disabled() {
    let world = World::start().await;
    let portal = world.portal().await;
    let made =
        portal.post("/api/v1/users", &json!({"email": "ann@example.com", "role": "portalViewer"})).await.expect(201);
    assert!(made.json()["path"].as_str().unwrap().starts_with("/invitation/"));
    let path = made.header("location").to_owned();
    assert_eq!(portal.get(&path).await.expect(200).json()["state"], "invited");
    let changed = portal.patch(&path, Some("\"1\""), &json!({"role": "portalAdministrator"})).await.expect(200).json();
    assert_eq!(changed["role"], "portalAdministrator");
    portal.post(&format!("{path}/invitation"), &json!({})).await.expect(201);
    portal.patch(&path, None, &json!({"disabled": true})).await.expect(200);
    assert_eq!(portal.get(&path).await.json()["state"], "disabled");
    portal.delete(&path, None).await.expect(204);
}

#[tokio::test]
async fn what_was_done_is_in_the_audit_trail() {
    let world = World::start().await;
    let portal = world.integration().await;
    let trail = portal.get("/api/v1/audit?object=integrator&callCenterId=cc-1").await.expect(200);
    let entry = trail.json()["items"][0].clone();
    assert_eq!((&entry["action"], &entry["actor"]), (&json!("created"), &json!("test")));
    assert!(entry["requestId"].is_string() && !trail.text.contains("s3cret"));
    let one = format!("/api/v1/audit/{}", entry["id"].as_str().unwrap());
    assert_eq!(portal.get(&one).await.expect(200).json(), entry);
    portal.get("/api/v1/audit/no-id").await.problem(404, "not_found");
    portal.get("/api/v1/audit/00000000-0000-7000-8000-000000000000").await.problem(404, "not_found");
}

#[tokio::test]
async fn a_key_reaches_what_its_scopes_say() {
    let world = World::start().await;
    world.integration().await;
    let reader = world.key(None, &[Scope::IntegrationsRead]).await;
    reader.get("/api/v1/templates").await.expect(200);
    reader.post("/api/v1/templates", &template("other")).await.problem(403, "forbidden");
    reader.get("/api/v1/keys").await.problem(403, "forbidden");
    reader.post(&crate::world::execute("find"), &json!({})).await.problem(403, "forbidden");
    let tenant = world.key(Some("cc-1"), &[Scope::EndpointsExecute, Scope::ExecutionsRead]).await;
    tenant.post(&crate::world::execute("find"), &json!({"contact": {"id": "1"}})).await.expect(200);
    tenant.get("/api/v1/call-centers/cc-1/executions").await.expect(200);
}

#[tokio::test]
async fn what_fits_into_a_packet_is_not_compressed() {
    let world = World::start().await;
    let key = world.new_key(None, &[Scope::PortalAdmin]).await;
    // One that does not decode by itself, and then hides that it did.
    let http = reqwest::Client::builder().no_brotli().build().unwrap();
    let coding = async |path: &str| {
        let request =
            http.get(format!("{}{path}", world.process.base)).bearer_auth(&key).header("accept-encoding", "br");
        let answer = request.send().await.unwrap().error_for_status().unwrap();
        answer.headers().get("content-encoding").map(|coding| coding.to_str().unwrap().to_owned())
    };
    assert_eq!(coding("/api/v1/call-centers").await, None);
    assert_eq!(coding("/api/openapi.json").await.as_deref(), Some("br"));
}
