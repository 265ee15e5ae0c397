//! What the caller gets when the other side does not do what was asked.

use super::client;
use super::patchbay::Patchbay;
use serde_json::json;
use std::time::{Duration, Instant};

#[tokio::test]
async fn a_refusal_comes_back_with_what_was_answered() {
    let patchbay = Patchbay::start().await;
    for upstream in [400, 404, 418, 429, 500, 503] {
        // Too many calls is told as what it is, so that the caller waits.
        let (status, code) = if upstream == 429 { (429, "rate_limited") } else { (502, "upstream_status") };
        let name = format!("status{upstream}");
        patchbay.endpoint(&name, &format!("/status/{upstream}"), json!({})).await;
        let problem = patchbay.execute(&name, &json!({})).await.problem(status, code);
        assert_eq!(problem["response"]["status"], json!(upstream), "{problem}");
        assert_eq!(patchbay.recorded(&problem).await["status"], json!("failed"));
    }
}

#[tokio::test]
async fn a_redirect_is_told_and_not_followed() {
    let patchbay = Patchbay::start().await;
    patchbay.endpoint("redirect", "/redirect/1", json!({})).await;
    let problem = patchbay.execute("redirect", &json!({})).await.problem(502, "upstream_status");
    assert_eq!(problem["response"]["status"], json!(302));
    assert_eq!(problem["response"]["headers"]["location"], json!("/get"));
    // Nor is another host that the guard would have to judge.
    patchbay
        .endpoint(
            "away",
            "/redirect-to",
            json!({"hardParams": [{"name": "url", "location": "query", "value": "http://169.254.169.254/"}]}),
        )
        .await;
    patchbay.execute("away", &json!({})).await.problem(502, "upstream_status");
}

#[tokio::test]
async fn a_slow_answer_ends_at_the_limit_of_the_endpoint_or_the_caller() {
    let patchbay = Patchbay::start().await;
    patchbay.endpoint("one", "/delay/1", json!({"timeoutSeconds": 5})).await;
    assert!(patchbay.answer("one", &json!({})).await["url"].is_string());
    patchbay.endpoint("three", "/delay/3", json!({"timeoutSeconds": 1})).await;
    patchbay.endpoint("patient", "/delay/3", json!({"timeoutSeconds": 10})).await;
    for (name, deadline_ms) in [("three", 60_000), ("patient", 700)] {
        let started = Instant::now();
        patchbay.execute_within(name, Duration::from_millis(deadline_ms)).await.problem(504, "timeout");
        assert!(started.elapsed() < Duration::from_millis(2500), "{name} took {:?}", started.elapsed());
    }
}

#[tokio::test]
async fn what_is_missing_is_told_before_anything_is_sent() {
    let patchbay = Patchbay::start().await;
    let declared = json!({"name": "phone", "source": "clientBody", "required": true});
    let members =
        json!({"parameters": [declared, client("id", "path")], "request": {"params": {"q": "tel:{client.phone}"}}});
    patchbay.endpoint("find", "/anything/{id}", members).await;
    for (sent, pointer) in [(json!({"id": "1"}), "/phone"), (json!({"phone": "1", "id": null}), "/id")] {
        let problem = patchbay.execute("find", &sent).await.problem(422, "input_missing");
        assert_eq!(problem["pointer"], json!(pointer), "{problem}");
    }
    let answer = patchbay.answer("find", &json!({"id": "1", "phone": "+84"})).await;
    assert_eq!(answer["args"], json!({"q": "tel:+84"}));
}
