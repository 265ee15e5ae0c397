//! Basic, Digest, bearer tokens.

use super::code;
use super::patchbay::Patchbay;
use serde_json::{Value, json};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

fn signed(kind: &str) -> Value {
    json!({"request": {"authentication": {"type": kind}}})
}

#[sqlx::test(migrations = false)]
async fn a_password_is_proven_the_way_the_server_asks_and_never_recorded(_: PgPoolOptions, database: PgConnectOptions) {
    let patchbay = Patchbay::start(database).await;
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
            let (status, executed) = patchbay.execute(name, &json!({})).await;
            assert_eq!((status, &executed["response"]["body"]["authenticated"]), (200, &json!(true)), "{name}: {executed}");
            let recorded = patchbay.recorded(&executed).await.to_string();
            assert!(!recorded.contains("passwd\"") && !recorded.contains("dXNlcjpwYXNzd2Q"), "{name}: {recorded}");
        }
    }
}

#[sqlx::test(migrations = false)]
async fn digest_signs_the_query_too(_: PgPoolOptions, database: PgConnectOptions) {
    let patchbay = Patchbay::start(database).await;
    let mut members = signed("digest");
    members["parameters"] = json!([super::client("phone", "query")]);
    patchbay.endpoint("digest", "/digest-auth/auth/user/passwd/SHA-256", members).await;
    let answer = patchbay.answer("digest", &json!({"phone": "+84 90&x=\"1\""})).await;
    assert_eq!(answer["authenticated"], json!(true));
}

#[sqlx::test(migrations = false)]
async fn a_wrong_password_ends_as_auth_failed(_: PgPoolOptions, database: PgConnectOptions) {
    let patchbay = Patchbay::start(database).await;
    for (name, url, kind) in
        [("basic", "/basic-auth/user/other", "basic"), ("digest", "/digest-auth/auth/user/other/SHA-256", "digest")]
    {
        patchbay.endpoint(name, url, signed(kind)).await;
        let (status, problem) = patchbay.execute(name, &json!({})).await;
        assert_eq!((status, code(&problem)), (502, "auth_failed"), "{problem}");
        assert_eq!(problem["response"]["status"], json!(401), "{problem}");
    }
}

#[sqlx::test(migrations = false)]
async fn a_token_is_got_once_and_sent_as_bearer(_: PgPoolOptions, database: PgConnectOptions) {
    let patchbay = Patchbay::start(database).await;
    // Any text will do as httpbin's bearer token. Each /uuid is another one, so that a second token would show.
    patchbay.endpoint("login", "/uuid", json!({"type": "auth", "responseType": "uuid"})).await;
    let bearer = json!({"name": "Authorization", "location": "header", "source": "accessToken", "format": "Bearer {token}"});
    patchbay.endpoint("bearer", "/bearer", json!({"authEndpoint": "login", "parameters": [bearer]})).await;
    let first = patchbay.answer("bearer", &json!({})).await;
    let second = patchbay.answer("bearer", &json!({})).await;
    assert_eq!(first["authenticated"], json!(true));
    assert_eq!(first["token"], second["token"]);
}
