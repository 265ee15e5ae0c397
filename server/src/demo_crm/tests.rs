use super::router;
use axum::body::Body;
use axum::http::Request;
use serde_json::{Value, json};
use tower::ServiceExt as _;

struct Asked(u16, Value);

async fn ask(app: &axum::Router, method: &str, path: &str, token: &str, body: Value) -> Asked {
    let request = Request::builder().method(method).uri(path).header("authorization", format!("Bearer {token}"));
    let request = request.header("content-type", "application/json").body(Body::from(body.to_string())).unwrap();
    let answer = app.clone().oneshot(request).await.unwrap();
    let status = answer.status().as_u16();
    let bytes = axum::body::to_bytes(answer.into_body(), 1 << 20).await.unwrap();
    Asked(status, serde_json::from_slice(&bytes).unwrap_or_default())
}

async fn sign_in(app: &axum::Router) -> String {
    let form = "grant_type=client_credentials&client_id=patchbay&client_secret=demo-secret";
    let request = Request::post("/oauth/token").header("content-type", "application/x-www-form-urlencoded");
    let answer = app.clone().oneshot(request.body(Body::from(form)).unwrap()).await.unwrap();
    let bytes = axum::body::to_bytes(answer.into_body(), 1 << 20).await.unwrap();
    serde_json::from_slice::<Value>(&bytes).unwrap()["access_token"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_call_is_created_updated_and_read_back() {
    let app = router();
    let Asked(status, _) = ask(&app, "GET", "/api/contacts?phone=%2B442079460101", "made up", json!({})).await;
    assert_eq!(status, 401);
    let token = sign_in(&app).await;
    let Asked(_, found) = ask(&app, "GET", "/api/contacts?phone=%2B442079460101", &token, json!({})).await;
    assert_eq!(found["name"], "Ann Lee");
    let Asked(status, call) = ask(&app, "POST", "/api/calls", &token, json!({"phone": "+44"})).await;
    assert_eq!(status, 201);
    let path = format!("/api/calls/{}", call["id"].as_str().unwrap());
    let Asked(status, _) = ask(&app, "PUT", &path, &token, json!({"seconds": 7, "id": "0"})).await;
    assert_eq!(status, 200);
    assert_eq!(ask(&app, "PUT", "/api/calls/0", &token, json!({})).await.0, 404);
    let Asked(_, records) = ask(&app, "GET", "/records", "", json!({})).await;
    assert_eq!(records["calls"], json!([{"phone": "+44", "seconds": 7, "id": call["id"]}]));
}

#[tokio::test]
async fn it_fails_as_it_is_told_and_recovers() {
    let app = router();
    let token = sign_in(&app).await;
    let set = async |faults: Value| assert_eq!(ask(&app, "PUT", "/faults", "", faults).await.0, 200);
    let status = async || ask(&app, "POST", "/api/notes", &token, json!({})).await.0;
    set(json!({"down": true})).await;
    assert_eq!(status().await, 503);
    set(json!({"busySeconds": 3})).await;
    assert_eq!(status().await, 429);
    set(json!({})).await;
    assert_eq!(status().await, 201);
    set(json!({"forgetTokens": true})).await;
    assert_eq!(status().await, 401);
}
