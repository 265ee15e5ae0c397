//! The baseline: what one would write by hand in an afternoon, without tenants, guard, limits or records.

use crate::error::BenchError;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::post;
use axum::{Json, Router};
use serde_json::{Value, json};
use std::net::SocketAddr;

#[derive(Clone)]
struct Forwarder {
    client: reqwest::Client,
    upstream: SocketAddr,
    own: SocketAddr,
}

impl Forwarder {
    async fn pass_on(&self, path: &str, body: &Value) -> Result<StatusCode, StatusCode> {
        let request = self.client.post(format!("http://{}{path}", self.upstream)).json(body);
        // Its way back, as the other one's bot has it.
        let request = request.header("x-outbound-url", format!("http://{}/outbound", self.own));
        let answer = request.header("x-outbound-token", "bench-token").send().await;
        let status = answer.map_err(|_| StatusCode::BAD_GATEWAY)?.status().as_u16();
        StatusCode::from_u16(status).map_err(|_| StatusCode::BAD_GATEWAY)
    }
}

/// Serves until it is stopped.
pub async fn serve(listen: SocketAddr, upstream: SocketAddr) -> Result<(), BenchError> {
    let client = reqwest::Client::builder().no_proxy().build()?;
    let router = Router::new()
        .route("/forward", post(forward))
        .route("/messages", post(message))
        .route("/outbound", post(outbound))
        .with_state(Forwarder { client, upstream, own: listen });
    let listener =
        tokio::net::TcpListener::bind(listen).await.map_err(BenchError::io(format!("listening on {listen}")))?;
    axum::serve(listener, router).await.map_err(BenchError::io("serving the forwarder"))
}

/// The same request that Patchbay renders: five values, a bearer token.
async fn forward(State(forwarder): State<Forwarder>, Json(body): Json<Value>) -> Result<Json<Value>, StatusCode> {
    let id = body["contact"]["id"].as_str().ok_or(StatusCode::UNPROCESSABLE_ENTITY)?;
    let phone = body["phone"].as_str().ok_or(StatusCode::UNPROCESSABLE_ENTITY)?;
    let response = forwarder
        .client
        .get(format!("http://{}/contacts/{id}", forwarder.upstream))
        .query(&[("limit", "1"), ("phone", phone)])
        .header("x-key", "s3cret")
        .bearer_auth("bench-token")
        .send()
        .await
        .map_err(|_| StatusCode::BAD_GATEWAY)?;
    let status = response.status().as_u16();
    let body: Value = response.json().await.map_err(|_| StatusCode::BAD_GATEWAY)?;
    Ok(Json(json!({"response": {"status": status, "body": body}})))
}

/// A customer's message to the bot, in the shape that it knows.
async fn message(State(forwarder): State<Forwarder>, Json(body): Json<Value>) -> Result<StatusCode, StatusCode> {
    let mut message = body["message"].clone();
    message["id"] = body["id"].clone();
    let chat = json!({"accountId": "bench", "channel": "WhatsApp", "conversationClientId": body["from"]["id"]});
    forwarder.pass_on("/bot", &json!({"chat": chat, "conversationMessages": [message]})).await
}

/// What the bot says to the customer.
async fn outbound(State(forwarder): State<Forwarder>, Json(body): Json<Value>) -> Result<StatusCode, StatusCode> {
    let to = &body["chat"]["conversationClientId"];
    forwarder.pass_on("/callback", &json!({"to": to, "message": body["conversationMessages"][0]})).await
}
