//! People's sessions.

use crate::world::{PASSWORD, World};
use patchbay_model::access::Role;
use patchbay_testkit::{Client, Reply};
use reqwest::Method;
use serde_json::{Value, json};

async fn me(client: &Client) -> Value {
    client.post("/api/ui/account/me", &json!({})).await.expect(200).json()
}

#[tokio::test]
async fn signing_in_makes_a_session_and_signing_out_ends_it() {
    let world = World::start().await;
    let person = world.person("ann@example.com", Role::PortalAdministrator, None).await;
    assert_eq!(me(&person).await["email"], "ann@example.com");
    person.get("/api/v1/templates").await.expect(200);
    person.post_form("/api/ui/account/sign-out", &[]).await.expect(200);
    assert_eq!(me(&person).await, Value::Null);
    person.get("/api/v1/templates").await.problem(401, "unauthenticated");
}

#[tokio::test]
async fn the_cookie_is_out_of_reach_for_scripts_and_other_sites() {
    let world = World::start().await;
    world.invite("ann@example.com", Role::PortalAdministrator, None).await;
    let form = [("email", "ann@example.com"), ("password", PASSWORD)];
    let cookie =
        world.stranger().post_form("/api/ui/account/sign-in", &form).await.expect(200).header("set-cookie").to_owned();
    assert!(cookie.starts_with("patchbay_session="), "{cookie}");
    for part in ["HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=1800"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    let secure = World::with(&[("PATCHBAY_PUBLIC_URL", "https://patchbay.example.com")]).await;
    secure.invite("ann@example.com", Role::PortalAdministrator, None).await;
    let reply = secure.stranger().post_form("/api/ui/account/sign-in", &form).await.expect(200);
    let cookie = reply.header("set-cookie");
    assert!(cookie.starts_with("__Host-patchbay_session=") && cookie.contains("Secure"), "{cookie}");
    assert!(reply.header("strict-transport-security").starts_with("max-age="));
}

#[tokio::test]
async fn signing_in_gets_a_new_session_id() {
    let world = World::start().await;
    let person = world.person("ann@example.com", Role::PortalAdministrator, None).await;
    let form = [("email", "ann@example.com"), ("password", PASSWORD)];
    let id = |reply: &Reply| reply.header("set-cookie").split(';').next().unwrap_or_default().to_owned();
    let one = id(&person.post_form("/api/ui/account/sign-in", &form).await.expect(200));
    let other = id(&person.post_form("/api/ui/account/sign-in", &form).await.expect(200));
    assert!(!one.is_empty() && one != other);
    // The one before is gone and not only forgotten by the browser.
    let request = world.stranger().request(Method::GET, "/api/v1/templates").header("cookie", one);
    Reply::of(request).await.problem(401, "unauthenticated");
}

#[tokio::test]
async fn a_disabled_user_is_out_and_a_changed_role_counts_at_once() {
    let world = World::start().await;
    let (portal, person) =
        (world.portal().await, world.person("ann@example.com", Role::PortalAdministrator, None).await);
    world.person("boss@example.com", Role::PortalAdministrator, None).await;
    let id = portal.get("/api/v1/users?search=ann").await.json()["items"][0]["id"].as_str().unwrap().to_owned();
    let path = format!("/api/v1/users/{id}");
    portal.patch(&path, None, &json!({"role": "portalViewer"})).await.expect(200);
    person.post("/api/v1/templates", &crate::world::template("acme")).await.problem(403, "forbidden");
    portal.patch(&path, None, &json!({"disabled": true})).await.expect(200);
    person.get("/api/v1/templates").await.problem(401, "unauthenticated");
    assert_eq!(me(&person).await, Value::Null);
}

#[tokio::test]
async fn another_site_can_t_use_a_session() {
    let world = World::start().await;
    let person = world.person("ann@example.com", Role::PortalAdministrator, None).await;
    let body = crate::world::template("acme");
    for (name, value) in
        [("origin", "https://evil.example"), ("sec-fetch-site", "cross-site"), ("sec-fetch-site", "same-site")]
    {
        let request = person.request(Method::POST, "/api/v1/templates").header(name, value).json(&body);
        Reply::of(request).await.problem(403, "forbidden");
        let request = person.request(Method::POST, "/api/ui/account/sign-out").header(name, value);
        Reply::of(request).await.problem(403, "forbidden");
    }
    let own = person.request(Method::POST, "/api/v1/templates").header("origin", &world.process.base).json(&body);
    Reply::of(own).await.expect(201);
}

#[tokio::test]
async fn server_functions_are_closed_to_strangers_except_the_way_in() {
    let world = World::start().await;
    let stranger = world.stranger();
    let open = [
        "/api/ui/account/me",
        "/api/ui/account/sign-in",
        "/api/ui/account/invitation",
        "/api/ui/account/accept-invitation",
    ];
    let functions: Vec<_> = leptos::server_fn::axum::server_fn_paths().map(|(path, _)| path).collect();
    assert!(functions.len() > 30, "the linker kept {} of them", functions.len());
    for path in functions {
        let reply = stranger.post_text(path, "application/json", "not even json").await;
        assert_eq!(reply.status == 401, !open.contains(&path), "{path}: {} {}", reply.status, reply.text);
    }
    stranger.get("/api/ui/executions/stream").await.problem(401, "unauthenticated");
    // A form posted without script is led to the sign-in page.
    let request = stranger.request(Method::POST, "/api/ui/keys/create").header("accept", "text/html");
    let reply = Reply::of(request).await.expect(303);
    assert_eq!(reply.header("location"), "/sign-in");
}
