//! Large bodies, both ways.

use super::patchbay::Patchbay;
use super::{client, writing};
use serde_json::{Value, json};

/// `count` letters of two bytes each. httpbin answers twelve for each: as an escape in `data`, and again in `json`.
fn letters(count: usize) -> Value {
    json!({"text": "é".repeat(count)})
}

#[tokio::test]
async fn a_large_body_goes_both_ways_up_to_the_limit() {
    let patchbay = Patchbay::start().await;
    patchbay.endpoint("echo", "/post", writing("json", json!({"parameters": [client("text", "body")]}))).await;
    let fits = letters(80_000);
    assert_eq!(patchbay.answer("echo", &fits).await["json"], fits, "0.96 MB");
    // 1.08 MB.
    patchbay.execute("echo", &letters(90_000)).await.problem(502, "response_too_large");
}

#[tokio::test]
async fn a_body_that_announces_too_much_is_not_read_at_all() {
    let patchbay = Patchbay::start().await;
    // httpbin needs minutes for these two megabytes: it writes them one by one.
    let hard = |name: &str, value: &str| json!({"name": name, "location": "query", "value": value});
    let members = json!({"timeoutSeconds": 10, "hardParams": [hard("numbytes", "2000000"), hard("duration", "0")]});
    patchbay.endpoint("drip", "/drip", members).await;
    patchbay.execute("drip", &json!({})).await.problem(502, "response_too_large");
}
