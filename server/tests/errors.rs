//! Bad requests and what they are answered (issue 2, section 7; spec/api.md).

use crate::world::{World, execute, plain, template};
use patchbay_testkit::Reply;
use reqwest::Method;
use serde_json::{Value, json};

const JSON: &str = "application/json";

#[tokio::test]
async fn broken_json_is_told_with_line_and_column() {
    let world = World::start().await;
    let portal = world.portal().await;
    let reply = portal.post_text("/api/v1/call-centers", JSON, "{\"id\": \"x\",\n \"name\": }").await;
    let problem = reply.problem(400, "malformed_json");
    assert_eq!((&problem["line"], &problem["column"], &problem["pointer"]), (&json!(2), &json!(10), &json!("/name")));
}

#[tokio::test]
async fn an_unknown_member_is_told_with_its_pointer() {
    let world = World::start().await;
    let portal = world.portal().await;
    let mut body = template("acme");
    body["parameters"][1]["colour"] = json!("red");
    let problem = portal.post("/api/v1/templates", &body).await.problem(422, "invalid");
    assert_eq!(problem["pointer"], "/parameters/1/colour");
}

#[tokio::test]
async fn a_mistake_in_a_trigger_or_a_value_is_told_at_its_place_in_the_words_of_json() {
    let world = World::start().await;
    let portal = world.integration().await;
    let triggers = |trigger: Value| {
        let mut endpoint = plain("a", "GET", "/x");
        endpoint["triggers"] = json!([trigger]);
        ("/api/v1/templates/acme/endpoints", endpoint)
    };
    let fields = |value: Value| {
        let mut integrator = world.integrator("acme");
        integrator["fields"]["X-Key"] = value;
        ("/api/v1/call-centers/cc-1/integrators", integrator)
    };
    let credential = json!([{"id": "basic:bob", "secret": {"sett": true}}]);
    let mut credentials = fields(json!("s3cret"));
    credentials.1["credentials"] = credential;
    let kept = "there is no member sett: there are set, updatedAt";
    let table = [
        (
            triggers(json!({"events": [], "direction": "both", "directCals": true})),
            "/triggers/0/directCals",
            "there is no member directCals: there are events, direction, directCalls",
        ),
        (
            triggers(json!({"events": [], "direction": "sideways"})),
            "/triggers/0/direction",
            "sideways is none of inbound, outbound, both",
        ),
        (triggers(json!("call_strat")), "/triggers/0", "call_strat is none of call_start"),
        (triggers(json!(5)), "/triggers/0", "expected a trigger's name or an object instead of 5"),
        (fields(json!({"sett": true})), "/fields/X-Key/sett", kept),
        (fields(json!(4711)), "/fields/X-Key", "expected a string, null or an object instead of a number"),
        (credentials, "/credentials/0/secret/sett", kept),
    ];
    for ((path, body), pointer, words) in table {
        let problem = portal.post(path, &body).await.problem(422, "invalid");
        assert_eq!(problem["pointer"], pointer);
        assert!(problem["detail"].as_str().unwrap().contains(words), "{problem}");
    }
}

#[tokio::test]
async fn json_of_ten_thousand_levels_is_refused() {
    let world = World::start().await;
    let portal = world.integration().await;
    let deep = format!("{{\"a\":{}1{}}}", "[".repeat(10_000), "]".repeat(10_000));
    portal.post_text(&execute("find"), JSON, deep.clone()).await.problem(400, "malformed_json");
    portal.post_text("/api/v1/templates/import", JSON, deep).await.problem(400, "malformed_json");
}

#[tokio::test]
async fn a_body_over_the_limit_is_refused_however_it_comes() {
    let world = World::start().await;
    let portal = world.portal().await;
    let large = format!("{{\"id\":\"{}\"}}", "x".repeat(300 * 1024));
    portal.post_text("/api/v1/call-centers", JSON, large.clone()).await.problem(413, "body_too_large");
    let chunks = reqwest::Body::wrap_stream(futures::stream::iter([Ok::<_, std::io::Error>(large.into_bytes())]));
    let request = portal.request(Method::POST, "/api/v1/call-centers").header("content-type", JSON).body(chunks);
    Reply::of(request).await.problem(413, "body_too_large");
}

#[tokio::test]
async fn a_body_that_is_no_json_is_refused() {
    let world = World::start().await;
    let portal = world.portal().await;
    portal.post_text("/api/v1/call-centers", "text/plain", "{}").await.problem(415, "unsupported_media_type");
    portal.post_text("/api/v1/call-centers", "application/json; charset=utf-8", "{}").await.problem(422, "invalid");
}

#[tokio::test]
async fn a_query_string_is_read_strictly() {
    let world = World::start().await;
    let portal = world.portal().await;
    let problem = portal.get("/api/v1/call-centers?limit=201").await.problem(422, "invalid");
    assert_eq!(problem["pointer"], "/limit");
    for query in ["limit=many", "serach=x", "cursor=%00"] {
        let reply = portal.get(&format!("/api/v1/call-centers?{query}")).await;
        assert!(matches!(reply.status, 400 | 422), "{query}: {}", reply.text);
    }
    let problem = portal.get("/api/v1/templates?type=fax").await.problem(400, "invalid_request");
    assert!(problem["detail"].as_str().unwrap().contains("type"), "{problem}");
}

#[tokio::test]
async fn what_is_not_there_and_what_is_not_allowed_are_problems_too() {
    let world = World::start().await;
    let portal = world.portal().await;
    portal.get("/api/v1/nothing").await.problem(404, "not_found");
    portal.get("/api/nothing").await.problem(404, "not_found");
    portal.get("/api/v1/users/no-id").await.problem(404, "not_found");
    portal.get("/api/v1/call-centers/cc-9").await.problem(404, "not_found");
    let reply = portal.delete("/api/v1/templates", None).await;
    reply.problem(405, "method_not_allowed");
    assert!(reply.header("allow").contains("POST"));
}

#[tokio::test]
async fn a_taken_name_is_a_conflict_with_its_pointer() {
    let world = World::start().await;
    let portal = world.integration().await;
    let problem = portal.post("/api/v1/templates", &template("acme")).await.problem(409, "conflict");
    assert_eq!(problem["pointer"], "/name");
    let problem =
        portal.post("/api/v1/templates/acme/endpoints", &plain("find", "GET", "/x")).await.problem(409, "conflict");
    assert_eq!(problem["pointer"], "/name");
    portal.post("/api/v1/call-centers/cc-1/integrators", &world.integrator("acme")).await.problem(409, "conflict");
    let again = json!({"id": "cc-1", "name": "x", "timeZone": "UTC", "language": "en"});
    portal.post("/api/v1/call-centers", &again).await.problem(409, "conflict");
}

#[tokio::test]
async fn a_time_zone_that_nobody_knows_is_refused() {
    let world = World::start().await;
    let portal = world.integration().await;
    let draft = json!({"id": "cc-3", "name": "x", "timeZone": "Mars/Olympus", "language": "en"});
    let problem = portal.post("/api/v1/call-centers", &draft).await.problem(422, "invalid");
    assert_eq!(problem["pointer"], "/timeZone");
}

#[tokio::test]
async fn a_mistake_in_an_integration_is_found_when_it_is_saved() {
    let world = World::start().await;
    let portal = world.integration().await;
    let unknown = portal.post("/api/v1/templates/acme/endpoints", &plain("a", "GET", "/x/{nothing}")).await;
    assert_eq!(unknown.problem(422, "invalid")["pointer"], "/url");
    let plain_http =
        portal.post("/api/v1/templates/acme/endpoints", &plain("a", "GET", "http://api.acme.test/x")).await;
    assert_eq!(plain_http.problem(422, "invalid")["pointer"], "/url");
    world.call_center("cc-2").await;
    let mut integrator = world.integrator("acme");
    integrator["host"] = json!("https://api.acme.test");
    let problem = portal.post("/api/v1/call-centers/cc-2/integrators", &integrator).await.problem(422, "invalid");
    assert_eq!(problem["pointer"], "/host");
    assert!(problem["detail"].as_str().unwrap().contains("scheme"));
    integrator = world.integrator("acme");
    integrator["fields"] = json!({"X-Sum": "abc"});
    let problem = portal.post("/api/v1/call-centers/cc-2/integrators", &integrator).await.problem(422, "invalid");
    assert_eq!(problem["pointer"], "/fields/X-Key");
    // The path names it; where a form does, it is a member that is wrong (portal/integrators.rs).
    let nowhere = portal.post("/api/v1/call-centers/cc-9/integrators", &world.integrator("acme")).await;
    nowhere.problem(404, "not_found");
}
