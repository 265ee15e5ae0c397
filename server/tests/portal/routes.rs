//! Every route of the API, as its own document lists them: without a key, with a key that may not, and by each role about
//! its own tenant's objects, a foreign one's and everybody's. And what is no route of the API: pages, stream, theme, language.

use super::desk::{Desk, person};
use super::functions::signed_in;
use super::ground::{Ground, Objects};
use super::methods::{Method, Target, Whose, row};
use super::rights::{agrees, expected};
use super::route_bodies::body;
use patchbay_model::access::{Role, Scope, Verdict};
use patchbay_model::id::CallCenterId;
use patchbay_model::key::KeyDraft;
use patchbay_testkit::{Client, Reply};
use serde_json::Value;

/// Anybody with a key may know where calls leave from.
const FOR_EVERY_KEY: &[&str] = &["GET /api/v1/egress"];
/// Whoever asks, only a token of the channel counts.
fn asks_for_a_token(route: &Route) -> bool {
    route.path.contains("/channels/{channel}/inbound") && !route.path.ends_with("/inbound-tokens")
}

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

/// What visitors of web chats ask, with a token of their chat.
const VISITORS: &str = "/channels/{channel}/visit";

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

    /// The portal's method behind it: the operation's name, as the portal says it. None: whoever is known may.
    fn method(&self, of: &Objects) -> Option<&'static Method> {
        let operation = self.operation["operationId"].as_str().unwrap();
        let (verb, noun) = operation.split_once('_').unwrap_or((operation, ""));
        let name = match (verb, noun) {
            ("get", "egress") => return None,
            ("get", "event_applicability") => "applicability".to_owned(),
            ("get", "queue_health_of") => "queue_health".to_owned(),
            (
                "list",
                "channel_secrets"
                | "versions"
                | "overlaps"
                | "gallery"
                | "event_integration_gallery"
                | "callbox_integrations",
            ) => noun.to_owned(),
            ("list", "conversation_events") => "timeline".to_owned(),
            ("list", "parameters") | ("get", "parameter") => "template".to_owned(),
            (_, "parameter" | "parameters") => "update_template".to_owned(),
            ("get", _) => noun.to_owned(),
            ("put" | "patch", _) => format!("update_{noun}"),
            ("check", "template") => "template_breakage".to_owned(),
            ("restore", "version") => "restore".to_owned(),
            ("create", "user") => "invite_user".to_owned(),
            ("delete", "key") => "revoke_key".to_owned(),
            ("stream", "executions") => "watch_executions".to_owned(),
            _ => operation.to_owned(),
        };
        Some(row(&name, if self.names_call_center(of) { Target::Own } else { Target::Reach }))
    }

    async fn call(&self, client: &Client, of: &Objects) -> Reply {
        Reply::of(self.request(client, of)).await
    }

    /// The status alone of what may go on for ever.
    async fn status(&self, client: &Client, of: &Objects) -> u16 {
        self.request(client, of).send().await.unwrap().status().as_u16()
    }

    fn request(&self, client: &Client, of: &Objects) -> reqwest::RequestBuilder {
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
            ("auditId", of.audit_entry.to_string()),
            ("userId", of.user.to_string()),
            ("queueId", of.queue.to_string()),
            ("eventIntegrationId", of.event_integration.to_string()),
            ("conversationId", of.conversation.clone()),
            ("adapterId", of.adapter.to_string()),
            ("tokenId", of.adapter_token.to_string()),
            ("channel", of.channel.clone()),
            ("inboundToken", "pbg_guessed".to_owned()),
        ];
        if self.operation["operationId"] == "get_transcript" {
            path = path.replace("{conversationId}", &of.chat.ticket_number());
        }
        for (name, value) in values {
            path = path.replace(&format!("{{{name}}}"), &value);
        }
        assert!(!path.contains('{'), "no value for {path}");
        if self.asks_for_call_center() && !of.published {
            path = format!("{path}?callCenterId={}", of.call_center);
        }
        let mut request = client.request(self.method.clone(), &path).header("if-match", "\"999\"");
        if self.operation.get("requestBody").is_some() {
            let operation = self.operation["operationId"].as_str().unwrap();
            request = request.json(&body(operation, of));
        }
        request
    }

    fn names_call_center(&self, of: &Objects) -> bool {
        self.path.contains("{callCenterId}") || (self.asks_for_call_center() && !of.published)
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
                // Theirs are no roles and no scopes: see what_a_visitor_asks_is_for_no_key_and_no_role.
                if path.contains(VISITORS) {
                    continue;
                }
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
        let expected = match route.name().as_str() {
            name if FOR_EVERY_KEY.contains(&name) => 200,
            // What the key is for.
            name if name.ends_with("/channels/{channel}/messages") => 202,
            _ if asks_for_a_token(&route) => 401,
            _ => 403,
        };
        tell(&mut wrong, &route, &route.call(&client, &ground.own).await, expected);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn what_a_visitor_asks_is_for_no_key_and_no_role() {
    let ground = Ground::laid(Desk::open().await).await;
    let base = ground.desk.serve().await;
    let of = &ground.own.call_center;
    let draft = serde_json::json!({"name": "Web", "kind": "webchat"});
    let mut clients = vec![Client::stranger(&base), key(&ground.desk, &base, of, &[Scope::MessagesWrite]).await];
    for role in Role::ALL.iter().copied() {
        let client = signed_in(&ground.desk, &base, role, role.is_tenant().then_some(of)).await;
        if role == Role::PortalAdministrator {
            client.post(&format!("/api/v1/call-centers/{of}/channels"), &draft).await.expect(201);
        }
        clients.push(client);
    }
    let document = Client::stranger(&base).get("/api/openapi.json").await.json();
    let paths = document["paths"].as_object().unwrap();
    let (mut count, mut wrong) = (0, Vec::new());
    for (path, item) in paths.iter().filter(|(path, _)| path.contains(VISITORS)) {
        for method in ["get", "post"].into_iter().filter(|method| item.get(method).is_some()) {
            // Whoever comes without a token is a new visitor there.
            if path.ends_with(VISITORS) {
                continue;
            }
            let path = path.replace("{callCenterId}", of.as_str()).replace("{channel}", "Web");
            for client in &clients {
                let reply = Reply::of(client.request(method.to_uppercase().parse().unwrap(), &path)).await;
                count += 1;
                if reply.status != 401 {
                    wrong.push(format!("{method} {path}: {}", reply.status));
                }
            }
        }
    }
    assert!(wrong.is_empty() && count > 20, "{count}: {wrong:?}");
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
            _ if asks_for_a_token(&route) => 401,
            name if THE_PORTALS.contains(&name) || route.is_about_users() => 403,
            _ => 404,
        };
        tell(&mut wrong, &route, &route.call(&client, &ground.foreign).await, expected);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn no_route_goes_around_the_rights() {
    let ground = Ground::laid(Desk::open().await).await;
    let base = ground.desk.serve().await;
    let routes = routes(&base).await;
    let (mut wrong, mut count) = (Vec::new(), 0);
    for role in Role::ALL.iter().copied() {
        let own = role.is_tenant().then_some(&ground.own.call_center);
        let (client, actor) = (signed_in(&ground.desk, &base, role, own).await, person(role, own));
        let judged = routes.iter().filter(|route| !asks_for_a_token(route));
        for (route, whose) in judged.flat_map(|route| Whose::ALL.map(|whose| (route, whose))) {
            let of = ground.of(whose);
            let verdict = route
                .method(of)
                .map_or(Verdict::Allowed, |method| expected(&actor, method, method.target(whose), &ground));
            let status = route.status(&client, of).await;
            count += 1;
            if !agrees(verdict, status) {
                wrong.push(format!("{} on {whose:?} by {role}: {status}, but {verdict:?}", route.name()));
            }
        }
    }
    assert!(wrong.is_empty(), "of {count} {} are wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[tokio::test]
async fn a_session_and_a_key_count_nothing_where_a_gateways_token_is_asked_for() {
    let ground = Ground::laid(Desk::open().await).await;
    let base = ground.desk.serve().await;
    let routes: Vec<Route> = routes(&base).await.into_iter().filter(asks_for_a_token).collect();
    assert_eq!(routes.len(), 2);
    for role in Role::ALL.iter().copied() {
        let own = role.is_tenant().then_some(&ground.own.call_center);
        let client = signed_in(&ground.desk, &base, role, own).await;
        for route in &routes {
            assert_eq!(route.status(&client, &ground.own).await, 401, "{role} {}", route.name());
        }
    }
}

/// What everybody chooses for their own browser.
const CHOICES: [(&str, (&str, &str)); 2] = [("/theme", ("theme", "dark")), ("/language", ("language", "vi"))];

#[tokio::test]
async fn what_is_no_route_of_the_api_knows_strangers_too() {
    let ground = Ground::laid(Desk::open().await).await;
    let base = ground.desk.serve().await;
    let status = async |client: &Client, path: &str| {
        client.request(reqwest::Method::GET, path).send().await.unwrap().status().as_u16()
    };
    let stranger = Client::stranger(&base);
    let chat = |of: &Objects| patchbay_app::paths::chat_stream(&of.call_center, of.chat);
    assert_eq!(status(&stranger, patchbay_app::paths::EXECUTIONS_STREAM).await, 401);
    assert_eq!(status(&stranger, &chat(&ground.own)).await, 401);
    for role in Role::ALL.iter().copied() {
        let own = role.is_tenant().then_some(&ground.own.call_center);
        let client = signed_in(&ground.desk, &base, role, own).await;
        assert_eq!(status(&client, patchbay_app::paths::EXECUTIONS_STREAM).await, 200, "{role}");
        assert_eq!(status(&client, &chat(&ground.own)).await, 200, "{role}");
        let foreign = if role.is_tenant() { 404 } else { 200 };
        assert_eq!(status(&client, &chat(&ground.foreign)).await, foreign, "{role}");
        for (path, choice) in CHOICES {
            assert_eq!(client.post_form(path, &[choice]).await.status, 303, "{role}");
        }
    }
    for (path, choice) in CHOICES {
        assert_eq!(stranger.post_form(path, &[choice]).await.status, 303);
        let elsewhere = stranger.request(reqwest::Method::POST, path).header("origin", "https://evil.example");
        assert_eq!(elsewhere.form(&[choice]).send().await.unwrap().status().as_u16(), 403);
    }
}

#[tokio::test]
async fn a_stranger_is_led_from_every_page_to_the_sign_in_page() {
    let desk = Desk::open().await;
    let stranger = Client::stranger(&desk.serve().await);
    let (mut closed, mut open) = (0, Vec::new());
    for path in patchbay_server::pages::addresses() {
        let path = path.replace(['{', '}'], "");
        let reply = stranger.get(&path).await;
        if reply.status == 303 {
            assert!(reply.header("location").starts_with("/sign-in"), "{path}");
            closed += 1;
        } else {
            open.push(path);
        }
    }
    assert_eq!(open, ["/sign-in", "/invitation/token"]);
    assert!(closed > 20, "{closed}");
}
