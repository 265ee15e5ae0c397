//! The third-party system: signs in, answers a look-up with a small contact, and takes events and remembers when.

use crate::error::BenchError;
use crate::events::now_micros;
use axum::extract::{Path, State};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};

/// When each event came first, by its id.
type Seen = Arc<Mutex<HashMap<String, u64>>>;

/// Serves until it is stopped.
pub async fn serve(listen: SocketAddr) -> Result<(), BenchError> {
    let router = Router::new()
        .route("/oauth/token", post(token))
        .route("/contacts/{id}", get(contact))
        .route("/events/{id}", post(event))
        .route("/seen", get(count))
        .route("/seen/{id}", get(seen))
        .with_state(Seen::default());
    let listener =
        tokio::net::TcpListener::bind(listen).await.map_err(BenchError::io(format!("listening on {listen}")))?;
    axum::serve(listener, router).await.map_err(BenchError::io("serving the upstream"))
}

async fn token() -> Json<Value> {
    Json(json!({"access_token": "bench-token", "expires_in": 3600}))
}

async fn contact(Path(id): Path<String>) -> Json<Value> {
    Json(json!({"id": id, "firstName": "Ana", "lastName": "Lovelace", "phone": "+84901234567", "tags": ["vip", "sms"]}))
}

async fn event(State(known): State<Seen>, Path(id): Path<String>) -> Json<Value> {
    let at = now_micros();
    known.lock().unwrap_or_else(PoisonError::into_inner).entry(id).or_insert(at);
    Json(json!({"ok": true}))
}

async fn count(State(known): State<Seen>) -> Json<Value> {
    Json(json!({"count": known.lock().unwrap_or_else(PoisonError::into_inner).len()}))
}

async fn seen(State(known): State<Seen>, Path(id): Path<String>) -> Json<Value> {
    let at = known.lock().unwrap_or_else(PoisonError::into_inner).get(&id).copied();
    Json(json!({"at": at}))
}
