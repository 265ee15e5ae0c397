//! What operators ask (spec/api.md, Operation).

use crate::world::{EVENTS, World, event};
use patchbay_model::access::Role;
use serde_json::{Value, json};
use std::collections::HashSet;

#[tokio::test]
async fn probes_answer_without_a_key() {
    let world = World::start().await;
    assert_eq!(world.stranger().get("/healthz").await.expect(200).text, "ok\n");
    assert_eq!(world.stranger().get("/readyz").await.expect(200).text, "ready: database, queue\n");
    world.process.services.store.close().await;
    world.stranger().get("/healthz").await.expect(200);
    world.stranger().get("/readyz").await.expect(503);
}

#[tokio::test]
async fn metrics_are_for_this_machine_or_an_administrators_key() {
    let world = World::with(&[("PATCHBAY_TRUSTED_PROXIES", "1")]).await;
    world.call_center("cc-1").await;
    let stranger = world.stranger();
    stranger.get("/metrics").await.expect(200);
    let from_afar = |client: patchbay_testkit::Client| {
        client.request(reqwest::Method::GET, "/metrics").header("x-forwarded-for", "203.0.113.9")
    };
    patchbay_testkit::Reply::of(from_afar(stranger)).await.problem(403, "forbidden");
    patchbay_testkit::Reply::of(from_afar(world.portal().await)).await.expect(200);
    // A session is no key, whoever's it is.
    for role in Role::ALL.iter().copied() {
        let of = role.is_tenant().then_some("cc-1");
        let person = world.person(&format!("{role}@example.com"), role, of).await;
        patchbay_testkit::Reply::of(from_afar(person)).await.problem(403, "forbidden");
    }
    let reader = world.key(None, &[patchbay_model::access::Scope::IntegrationsRead]).await;
    patchbay_testkit::Reply::of(from_afar(reader)).await.problem(403, "forbidden");
}

#[tokio::test]
async fn the_limits_in_force_are_told_with_the_guards_list() {
    let world = World::with(&[("PATCHBAY_EVENT_BACKLOG", "7")]).await;
    let told = world.portal().await.get("/api/v1/limits").await.expect(200).json();
    assert_eq!(told["allowHosts"], json!([world.upstream.allowed()]));
    let most = |name: &str| {
        let limit = told["limits"].as_array().unwrap().iter().find(|limit| limit["name"] == name).unwrap();
        (limit["most"].as_u64().unwrap(), limit["unit"].as_str().unwrap().to_owned())
    };
    for (name, expected, unit) in [
        ("backlog", 7, "count"),
        ("call", 60, "seconds"),
        ("callByDefault", 10, "seconds"),
        ("url", 2048, "bytes"),
        ("headers", 64, "count"),
        ("requestBody", 262_144, "bytes"),
        ("responseRead", 1_048_576, "bytes"),
        ("responseRecorded", 8192, "bytes"),
        ("redirects", 0, "count"),
    ] {
        assert_eq!(most(name), (expected, unit.to_owned()), "{name}");
    }
}

#[tokio::test]
async fn the_egress_address_is_told_to_callers() {
    let world = World::with(&[("PATCHBAY_EGRESS_ADDRESS", "203.0.113.7")]).await;
    world.stranger().get("/api/v1/egress").await.problem(401, "unauthenticated");
    assert_eq!(world.portal().await.get("/api/v1/egress").await.expect(200).json()["address"], "203.0.113.7");
}

#[tokio::test]
async fn calls_leave_from_the_egress_address_where_the_machine_has_it() {
    let world = World::with(&[("PATCHBAY_EGRESS_ADDRESS", "127.0.0.2")]).await;
    let portal = world.listening().await;
    world.event_integration(&portal, json!({})).await;
    portal.post(EVENTS, &event("e1", "c-1", json!({}))).await.expect(202);
    world.tick().await;
    let received = &world.upstream.received_at("/received")[0];
    assert_eq!(received.from.ip(), std::net::Ipv4Addr::new(127, 0, 0, 2));
}

#[tokio::test]
async fn the_document_describes_every_operation_and_leads_nowhere_else() {
    let world = World::start().await;
    let document = world.stranger().get("/api/openapi.json").await.expect(200).json();
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1"));
    let mut names = HashSet::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap().iter().filter(|(method, _)| method.len() <= 6) {
            let name = operation["operationId"].as_str().unwrap_or_else(|| panic!("{method} {path} has a name"));
            assert!(names.insert(name.to_owned()), "{name} is there twice");
            assert!(operation["summary"].is_string(), "{name} says what it does");
            assert!(operation["responses"]["default"].is_object(), "{name} says how it fails");
            let declared: HashSet<_> = operation["parameters"]
                .as_array()
                .into_iter()
                .flatten()
                .filter(|p| p["in"] == "path")
                .map(|p| p["name"].as_str().unwrap().to_owned())
                .collect();
            let used: HashSet<_> =
                path.split('{').skip(1).map(|part| part.split('}').next().unwrap().to_owned()).collect();
            assert_eq!(declared, used, "{name}");
        }
    }
    assert!(names.len() > 50, "{}", names.len());
    let mut references = Vec::new();
    collect(&document, &mut references);
    for reference in references {
        assert!(document.pointer(reference.trim_start_matches('#')).is_some(), "{reference} leads nowhere");
    }
}

fn collect(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            found.extend(members.get("$ref").and_then(Value::as_str).map(str::to_owned));
            members.values().for_each(|member| collect(member, found));
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, found)),
        _ => {}
    }
}

#[tokio::test]
async fn the_documentation_needs_nothing_from_elsewhere() {
    let world = World::start().await;
    let page = world.stranger().get("/api/docs").await.expect(200);
    assert!(!page.header("content-security-policy").contains("unsafe"));
    assert!(!page.text.contains("//cdn") && !page.text.contains("https://"));
    for path in ["/api/docs.js", "/api/docs.css"] {
        world.stranger().get(path).await.expect(200);
    }
}
