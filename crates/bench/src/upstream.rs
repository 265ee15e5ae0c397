//! The third-party system: signs in, answers a look-up with a small contact, takes events and messages and remembers when,
//! and is a bot that says everything again.

use crate::error::BenchError;
use crate::events::now_micros;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};

/// When each event came first, by its id.
type Seen = Arc<Mutex<HashMap<String, u64>>>;
/// How many messages came back, by the way that they went.
type Counts = Arc<Mutex<HashMap<String, u64>>>;

/// Serves until it is stopped.
pub async fn serve(listen: SocketAddr) -> Result<(), BenchError> {
    let known = Seen::default();
    let router = Router::new()
        .route("/oauth/token", post(token))
        .route("/contacts/{id}", get(contact))
        .route("/events/{id}", post(event))
        .route("/seen", get(count))
        .route("/seen/{id}", get(seen))
        .with_state(known.clone())
        .merge(messages(known)?);
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

/// The bot's webhook and the gateway's callback.
fn messages(known: Seen) -> Result<Router, BenchError> {
    let client = reqwest::Client::builder().no_proxy().build()?;
    let router = Router::new()
        .route("/bot", post(bot))
        .route("/callback", post(callback))
        .route("/messages/{way}", get(came_back))
        .with_state(Messages { known, back: Counts::default(), client });
    Ok(router)
}

#[derive(Clone)]
struct Messages {
    known: Seen,
    back: Counts,
    client: reqwest::Client,
}

impl Messages {
    /// Notes when a message came, and whether for the first time.
    fn note(&self, whither: &str, text: &str) -> bool {
        let at = now_micros();
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let before = known.len();
        known.entry(format!("{whither}-{text}")).or_insert(at);
        known.len() > before
    }
}

/// Says the same again where its webhook's headers say.
async fn bot(
    State(messages): State<Messages>,
    headers: HeaderMap,
    Json(payload): Json<Value>,
) -> Result<StatusCode, StatusCode> {
    let message = &payload["conversationMessages"][0];
    let text = message["text"].as_str().ok_or(StatusCode::BAD_REQUEST)?;
    messages.note("there", text);
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).ok_or(StatusCode::BAD_REQUEST);
    let answer = json!({"chat": payload["chat"], "conversationMessages": [
        {"$type": "text", "id": format!("re-{}", message["id"].as_str().unwrap_or_default()), "text": text}]});
    let request =
        messages.client.post(header("x-outbound-url")?).header("x-cm-producttoken", header("x-outbound-token")?);
    let answered = request.json(&answer).send().await.map_err(|_| StatusCode::BAD_GATEWAY)?;
    if answered.status().is_success() { Ok(StatusCode::CREATED) } else { Err(StatusCode::BAD_GATEWAY) }
}

async fn callback(State(messages): State<Messages>, Json(message): Json<Value>) -> StatusCode {
    let text = message["message"]["text"].as_str().unwrap_or_default();
    if messages.note("back", text) {
        let way = text.split('-').next().unwrap_or_default().to_owned();
        *messages.back.lock().unwrap_or_else(PoisonError::into_inner).entry(way).or_default() += 1;
    }
    StatusCode::OK
}

/// How many came back that went this way.
async fn came_back(State(messages): State<Messages>, Path(way): Path<String>) -> Json<Value> {
    let back = messages.back.lock().unwrap_or_else(PoisonError::into_inner);
    Json(json!({"count": back.get(&way).copied().unwrap_or_default()}))
}

async fn count(State(known): State<Seen>) -> Json<Value> {
    Json(json!({"count": known.lock().unwrap_or_else(PoisonError::into_inner).len()}))
}

async fn seen(State(known): State<Seen>, Path(id): Path<String>) -> Json<Value> {
    let at = known.lock().unwrap_or_else(PoisonError::into_inner).get(&id).copied();
    Json(json!({"at": at}))
}
