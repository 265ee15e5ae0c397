//! The portal's pages as the server sends them.

use crate::world::World;
use patchbay_model::access::Role;
use patchbay_testkit::Reply;
use reqwest::Method;
use serde_json::{Value, json};

#[tokio::test]
async fn a_page_without_a_session_leads_to_the_sign_in_page_and_back() {
    let world = World::start().await;
    let stranger = world.stranger();
    assert_eq!(stranger.get("/").await.expect(303).header("location"), "/sign-in");
    let reply = stranger.get("/executions?status=failed").await.expect(303);
    assert_eq!(reply.header("location"), "/sign-in?next=/executions%3Fstatus%3Dfailed");
    let reply = stranger.get("/sign-in").await.expect(200);
    assert!(reply.header("content-type").starts_with("text/html"));
}

#[tokio::test]
async fn a_page_runs_its_own_scripts_only_and_is_kept_nowhere() {
    let world = World::start().await;
    let person = world.person("ann@example.com", Role::PortalAdministrator, None).await;
    let reply = person.get("/").await.expect(200);
    let policy = reply.header("content-security-policy");
    assert!(
        policy.contains("'nonce-") && !policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"),
        "{policy}"
    );
    for part in ["frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"] {
        assert!(policy.contains(part), "{policy}");
    }
    let nonce = policy.split("'nonce-").nth(1).and_then(|rest| rest.split('\'').next()).unwrap();
    assert!(reply.text.contains(&format!("nonce=\"{nonce}\"")));
    let again = person.get("/").await;
    assert!(!again.header("content-security-policy").contains(nonce), "a nonce is used once");
    assert_eq!(reply.header("cache-control"), "no-store");
    assert_eq!(reply.header("x-content-type-options"), "nosniff");
    assert_eq!(reply.header("referrer-policy"), "same-origin");
}

#[tokio::test]
async fn a_page_that_is_not_there_says_so() {
    let world = World::start().await;
    let reply = world.stranger().get("/no/such/page").await.expect(404);
    assert!(reply.header("content-type").starts_with("text/html"));
    assert_eq!(Reply::of(world.stranger().request(Method::POST, "/no/such/page")).await.status, 404);
}

#[tokio::test]
async fn the_language_is_chosen_without_script() {
    let world = World::start().await;
    let choice = [("language", "id"), ("from", "/sign-in?next=/keys")];
    let reply = world.stranger().post_form("/language", &choice).await.expect(303);
    assert!(reply.header("set-cookie").starts_with("patchbay_language=id;"));
    assert_eq!(reply.header("location"), "/sign-in?next=/keys");
    let page = async |header: &str, value: &str| {
        let request = world.stranger().request(Method::GET, "/sign-in").header(header, value);
        Reply::of(request).await.text
    };
    assert!(page("cookie", "patchbay_language=id").await.contains("<html lang=\"id\""));
    assert!(page("accept-language", "vi-VN,vi;q=0.9,en;q=0.8").await.contains("<html lang=\"vi\""));
    assert!(page("accept-language", "fr").await.contains("<html lang=\"en\""));
    let unknown = world.stranger().post_form("/language", &[("language", "\r\nx: y")]).await.expect(303);
    assert!(unknown.header("set-cookie").starts_with("patchbay_language=en;"));
}

#[tokio::test]
async fn the_theme_is_chosen_without_script() {
    let world = World::start().await;
    let reply = world.stranger().post_form("/theme", &[("theme", "dark"), ("from", "/sign-in")]).await.expect(303);
    assert!(reply.header("set-cookie").starts_with("patchbay_theme=dark"));
    assert_eq!(reply.header("location"), "/sign-in");
    let request = world.stranger().request(Method::GET, "/sign-in").header("cookie", "patchbay_theme=dark");
    assert!(Reply::of(request).await.text.contains("data-theme=\"dark\""));
}

#[tokio::test]
async fn what_is_refused_is_told_in_the_language_of_the_page_and_by_the_api_in_english() {
    let world = World::start().await;
    let person = world.person("ann@example.com", Role::PortalAdministrator, None).await;
    let form = [
        ("form[id]", "cc 1"),
        ("form[name]", "Acme"),
        ("form[time_zone]", "Mars"),
        ("form[language]", "en"),
        ("form[callbox_origins]", ""),
    ];
    let told = async |language: &str| {
        // A language of its own, as a browser sends it; the client keeps the session's cookie.
        let request = person.request(Method::POST, "/api/ui/call-centers/create").header("accept-language", language);
        let refused: Value = Reply::of(request.form(&form)).await.json();
        refused["errors"][0]["message"].as_str().unwrap_or_default().to_owned()
    };
    assert_eq!(
        told("en").await,
        "use 1 to 64 letters, digits, dots, underscores or hyphens, beginning with a letter or digit"
    );
    assert!(told("id").await.starts_with("gunakan 1 sampai 64"), "{}", told("id").await);
    assert!(told("vi").await.starts_with("hãy nhập 1 đến 64"), "{}", told("vi").await);
    let portal = world.portal().await;
    let draft = json!({"id": "cc-1", "name": "Acme", "timeZone": "Mars/Olympus", "language": "en"});
    let request = portal.request(Method::POST, "/api/v1/call-centers").header("accept-language", "vi").json(&draft);
    let problem = Reply::of(request).await.problem(422, "invalid");
    let message = &problem["errors"][0]["message"];
    assert_eq!(*message, "no time zone is called Mars/Olympus: name one such as Asia/Ho_Chi_Minh, or UTC");
}
