//! Every route of the API, as its own document lists them: without a key, with a key that may not, about a foreign
//! tenant's objects, and by a person who may only read.

use super::desk::Desk;
use super::functions::signed_in;
use super::ground::{Ground, Objects};
use super::route_bodies::body;
use patchbay_model::access::{Role, Scope};
use patchbay_model::id::CallCenterId;
use patchbay_model::key::KeyDraft;
use patchbay_testkit::{Client, Reply};
use serde_json::Value;

/// Anybody with a key may know where calls leave from.
const FOR_EVERY_KEY: &[&str] = &["GET /api/v1/egress"];
/// What names no tenant: whoever may, may.
const NO_TENANTS: &[&str] = &[
    "GET /api/v1/call-centers",
    "GET /api/v1/gallery",
    "GET /api/v1/limits",
    "GET /api/v1/overview",
    "GET /api/v1/egress",
    "GET /api/v1/queue-health",
    "GET /api/v1/event-applicability",
    "GET /api/v1/event-integration-gallery",
];
/// What a tenant never may, whoever's it is.
const THE_PORTALS: &[&str] = &["POST /api/v1/call-centers", "GET /api/v1/users", "POST /api/v1/users"];
/// Reads that are posts, because a draft goes with them.
const POSTED_READS: &[&str] = &["POST /api/v1/templates/{template}/check"];

/// One operation of the document.
struct Route {
    method: reqwest::Method,
    path: String,
    operation: Value,
}

impl Route {
    fn name(&self) -> String {
        format!("{} {}", self.method, self.path)
    }

    fn is_about_users(&self) -> bool {
        self.path.starts_with("/api/v1/users/")
    }

    async fn call(&self, client: &Client, of: &Objects) -> Reply {
        let mut path = self.path.clone();
        let values = [
            ("callCenterId", of.call_center.to_string()),
            ("template", of.template.to_string()),
            ("endpoint", "find".to_owned()),
            ("parameter", "any".to_owned()),
            ("versionId", of.version.to_string()),
            ("integratorId", of.integrator.to_string()),
            ("executionId", of.execution.to_string()),
            ("keyId", of.key.to_string()),
            ("userId", of.user.to_string()),
            ("queueId", of.queue.to_string()),
            ("eventIntegrationId", of.event_integration.to_string()),
            ("conversationId", of.conversation.clone()),
        ];
        for (name, value) in values {
            path = path.replace(&format!("{{{name}}}"), &value);
        }
        assert!(!path.contains('{'), "no value for {path}");
        if self.asks_for_call_center() {
            path = format!("{path}?callCenterId={}", of.call_center);
        }
        let mut request = client.request(self.method.clone(), &path).header("if-match", "\"999\"");
        if self.operation.get("requestBody").is_some() {
            let operation = self.operation["operationId"].as_str().unwrap();
            request = request.json(&body(operation, of));
        }
        Reply::of(request).await
    }

    fn asks_for_call_center(&self) -> bool {
        let parameters = self.operation["parameters"].as_array();
        parameters
            .into_iter()
            .flatten()
            .any(|parameter| parameter["in"] == "query" && parameter["name"] == "callCenterId")
    }
}

async fn routes(base: &str) -> Vec<Route> {
    let document = Client::stranger(base).get("/api/openapi.json").await.json();
    let mut routes = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for method in ["get", "post", "put", "patch", "delete"] {
            if let Some(operation) = item.get(method) {
                let method = method.to_uppercase().parse().unwrap();
                routes.push(Route { method, path: path.clone(), operation: operation.clone() });
            }
        }
    }
    assert!(routes.len() > 50, "the document lists only {}", routes.len());
    routes
}

async fn key(desk: &Desk, base: &str, call_center: &CallCenterId, scopes: &[Scope]) -> Client {
    let draft = KeyDraft { name: "walk".into(), call_center_id: Some(call_center.clone()), scopes: scopes.to_vec() };
    Client::with_key(base, &desk.portal.create_key(&super::desk::operator(), draft).await.unwrap().key)
}

fn tell(wrong: &mut Vec<String>, route: &Route, reply: &Reply, expected: u16) {
    if reply.status != expected {
        wrong.push(format!("{}: {}, not {expected}: {}", route.name(), reply.status, reply.text));
    }
}

#[tokio::test]
async fn nobody_gets_in_without_a_key() {
    let ground = Ground::laid(Desk::open().await).await;
    let base = ground.desk.serve().await;
    let mut wrong = Vec::new();
    for route in routes(&base).await {
        for client in [Client::stranger(&base), Client::with_key(&base, "pbk_guessed"), Client::with_key(&base, "")] {
            tell(&mut wrong, &route, &route.call(&client, &ground.own).await, 401);
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn a_key_without_the_scope_is_refused_everywhere() {
    let ground = Ground::laid(Desk::open().await).await;
    let base = ground.desk.serve().await;
    let client = key(&ground.desk, &base, &ground.own.call_center, &[Scope::MessagesWrite]).await;
    let mut wrong = Vec::new();
    for route in routes(&base).await {
        let expected = if FOR_EVERY_KEY.contains(&route.name().as_str()) { 200 } else { 403 };
        tell(&mut wrong, &route, &route.call(&client, &ground.own).await, expected);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn a_foreign_tenants_objects_do_not_exist() {
    let ground = Ground::laid(Desk::open().await).await;
    let base = ground.desk.serve().await;
    let scopes: Vec<Scope> = Scope::ALL.iter().copied().filter(|scope| *scope != Scope::PortalAdmin).collect();
    let client = key(&ground.desk, &base, &ground.own.call_center, &scopes).await;
    let mut wrong = Vec::new();
    for route in routes(&base).await {
        let name = route.name();
        let expected = match name.as_str() {
            name if NO_TENANTS.contains(&name) => 200,
            name if THE_PORTALS.contains(&name) || route.is_about_users() => 403,
            _ => 404,
        };
        tell(&mut wrong, &route, &route.call(&client, &ground.foreign).await, expected);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn a_portal_viewer_writes_nothing() {
    let ground = Ground::laid(Desk::open().await).await;
    let base = ground.desk.serve().await;
    let client = signed_in(&ground.desk, &base, Role::PortalViewer, None).await;
    let mut wrong = Vec::new();
    for route in routes(&base).await.into_iter().filter(|route| route.method != reqwest::Method::GET) {
        let expected = if POSTED_READS.contains(&route.name().as_str()) { 200 } else { 403 };
        for objects in [&ground.own, &ground.everybody] {
            tell(&mut wrong, &route, &route.call(&client, objects).await, expected);
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
