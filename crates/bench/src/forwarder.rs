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
}

/// Serves until it is stopped.
pub async fn serve(listen: SocketAddr, upstream: SocketAddr) -> Result<(), BenchError> {
    let client = reqwest::Client::builder().no_proxy().build()?;
    let router = Router::new().route("/forward", post(forward)).with_state(Forwarder { client, upstream });
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
