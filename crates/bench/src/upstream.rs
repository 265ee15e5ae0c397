//! The third-party system: signs in, and answers a look-up with a small contact.

use crate::error::BenchError;
use axum::routing::{get, post};
use axum::{Json, Router};
use serde_json::{Value, json};
use std::net::SocketAddr;

/// Serves until it is stopped.
pub async fn serve(listen: SocketAddr) -> Result<(), BenchError> {
    let router = Router::new().route("/oauth/token", post(token)).route("/contacts/{id}", get(contact));
    let listener =
        tokio::net::TcpListener::bind(listen).await.map_err(BenchError::io(format!("listening on {listen}")))?;
    axum::serve(listener, router).await.map_err(BenchError::io("serving the upstream"))
}

async fn token() -> Json<Value> {
    Json(json!({"access_token": "bench-token", "expires_in": 3600}))
}

async fn contact(axum::extract::Path(id): axum::extract::Path<String>) -> Json<Value> {
    Json(json!({"id": id, "firstName": "Ana", "lastName": "Lovelace", "phone": "+84901234567", "tags": ["vip", "sms"]}))
}
