//! Basic, Digest, bearer tokens. Digest with a query is the engine's own test: httpbin answers that with 500, whoever asks.

use super::patchbay::Patchbay;
use serde_json::{Value, json};

fn signed(kind: &str) -> Value {
    json!({"request": {"authentication": {"type": kind}}})
}

#[tokio::test]
async fn a_password_is_proven_the_way_the_server_asks_and_never_recorded() {
    let patchbay = Patchbay::start().await;
    let digest = "/digest-auth/auth/user/passwd";
    for (name, url, kind) in [
        ("basic", "/basic-auth/user/passwd".to_owned(), "basic"),
        ("digestByDefault", digest.to_owned(), "digest"),
        ("digestMd5", format!("{digest}/MD5"), "digest"),
        ("digestSha256", format!("{digest}/SHA-256"), "digest"),
    ] {
        patchbay.endpoint(name, &url, signed(kind)).await;
        // The second time Digest answers the challenge that it knows already.
        for _ in 0..2 {
            let executed = patchbay.execute(name, &json!({})).await.expect(200).json();
            assert_eq!(executed["response"]["body"]["authenticated"], json!(true), "{name}: {executed}");
            let recorded = patchbay.recorded(&executed).await.to_string();
            // Not even in the URL, where httpbin wants it.
            assert!(!recorded.contains("passwd") && !recorded.contains("dXNlcjpwYXNzd2Q"), "{name}: {recorded}");
        }
    }
}

#[tokio::test]
async fn a_wrong_password_comes_back_as_the_other_sides_401() {
    let patchbay = Patchbay::start().await;
    for (name, url, kind) in
        [("basic", "/basic-auth/user/other", "basic"), ("digest", "/digest-auth/auth/user/other/SHA-256", "digest")]
    {
        patchbay.endpoint(name, url, signed(kind)).await;
        let problem = patchbay.execute(name, &json!({})).await.problem(502, "upstream_status");
        assert_eq!(problem["response"]["status"], json!(401), "{problem}");
    }
}

#[tokio::test]
async fn a_token_is_got_once_and_sent_as_bearer() {
    let patchbay = Patchbay::start().await;
    // Any text will do as httpbin's bearer token. Each /uuid is another one, so that a second token would show.
    patchbay.endpoint("login", "/uuid", json!({"type": "auth", "responseType": "uuid"})).await;
    let bearer =
        json!({"name": "Authorization", "location": "header", "source": "accessToken", "format": "Bearer {token}"});
    patchbay.endpoint("bearer", "/bearer", json!({"authEndpoint": "login", "parameters": [bearer]})).await;
    let first = patchbay.answer("bearer", &json!({})).await;
    let second = patchbay.answer("bearer", &json!({})).await;
    assert_eq!(first["authenticated"], json!(true));
    assert_eq!(first["token"], second["token"]);
}
