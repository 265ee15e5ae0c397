//! What the caller gets when the other side does not do what was asked.

use super::patchbay::Patchbay;
use super::{client, code};
use serde_json::json;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use std::time::{Duration, Instant};

#[sqlx::test(migrations = false)]
async fn a_refusal_comes_back_with_what_was_answered(_: PgPoolOptions, database: PgConnectOptions) {
    let patchbay = Patchbay::start(database).await;
    for upstream in [400, 404, 418, 429, 500, 503] {
        let name = format!("status{upstream}");
        patchbay.endpoint(&name, &format!("/status/{upstream}"), json!({})).await;
        let (status, problem) = patchbay.execute(&name, &json!({})).await;
        assert_eq!((status, code(&problem)), (502, "upstream_status"), "{problem}");
        assert_eq!(problem["response"]["status"], json!(upstream), "{problem}");
        assert_eq!(patchbay.recorded(&problem).await["status"], json!("failed"));
    }
}

#[sqlx::test(migrations = false)]
async fn a_redirect_is_told_and_not_followed(_: PgPoolOptions, database: PgConnectOptions) {
    let patchbay = Patchbay::start(database).await;
    patchbay.endpoint("redirect", "/redirect/1", json!({})).await;
    let (status, problem) = patchbay.execute("redirect", &json!({})).await;
    assert_eq!((status, code(&problem)), (502, "upstream_status"), "{problem}");
    assert_eq!(problem["response"]["status"], json!(302));
    assert_eq!(problem["response"]["headers"]["location"], json!("/get"));
    // Nor is another host that the guard would have to judge.
    patchbay.endpoint("away", "/redirect-to", json!({"hardParams": [{"name": "url", "location": "query", "value": "http://169.254.169.254/"}]})).await;
    let (status, problem) = patchbay.execute("away", &json!({})).await;
    assert_eq!((status, code(&problem)), (502, "upstream_status"), "{problem}");
}

#[sqlx::test(migrations = false)]
async fn a_slow_answer_ends_at_the_limit_of_the_endpoint_or_the_caller(_: PgPoolOptions, database: PgConnectOptions) {
    let patchbay = Patchbay::start(database).await;
    patchbay.endpoint("one", "/delay/1", json!({"timeoutSeconds": 5})).await;
    assert!(patchbay.answer("one", &json!({})).await["url"].is_string());
    patchbay.endpoint("three", "/delay/3", json!({"timeoutSeconds": 1})).await;
    patchbay.endpoint("patient", "/delay/3", json!({"timeoutSeconds": 10})).await;
    for (name, deadline) in [("three", None), ("patient", Some(Duration::from_millis(700)))] {
        let started = Instant::now();
        let (status, problem) = patchbay.execute_within(name, &json!({}), deadline).await;
        assert_eq!((status, code(&problem)), (504, "timeout"), "{problem}");
        assert!(started.elapsed() < Duration::from_millis(2500), "{name} took {:?}", started.elapsed());
    }
}

#[sqlx::test(migrations = false)]
async fn what_is_missing_is_told_before_anything_is_sent(_: PgPoolOptions, database: PgConnectOptions) {
    let patchbay = Patchbay::start(database).await;
    let declared = json!({"name": "phone", "source": "clientBody", "required": true});
    let members = json!({"parameters": [declared, client("id", "path")], "request": {"params": {"q": "tel:{client.phone}"}}});
    patchbay.endpoint("find", "/anything/{id}", members).await;
    for (sent, pointer) in [(json!({"id": "1"}), "/phone"), (json!({"phone": "1", "id": null}), "/id")] {
        let (status, problem) = patchbay.execute("find", &sent).await;
        assert_eq!((status, code(&problem), &problem["pointer"]), (422, "input_missing", &json!(pointer)), "{problem}");
    }
    let answer = patchbay.answer("find", &json!({"id": "1", "phone": "+84"})).await;
    assert_eq!(answer["args"], json!({"q": "tel:+84"}));
}
