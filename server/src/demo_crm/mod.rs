//! `patchbay demo-crm`: a small CRM with contacts, tickets, notes and call logs, for whoever wants to see the callbox at
//! work. It keeps everything in memory, signs in with client credentials, lets its tokens expire, and fails when asked to.
//!
//! # Layout
//! `records` is what it keeps, [`faults`](crate::simulate) how it misbehaves, this file its addresses.
//!
//! # Invariants
//! Knows nothing of Patchbay, as no CRM does.

mod records;

use crate::error::ServerError;
use crate::simulate::faults::{Faults, Switches, misbehave};
use crate::simulate::run;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get, post, put};
use axum::{Form, Json, Router};
use records::{Crm, Kind};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// What signs in.
const CLIENT_ID: &str = "patchbay";
const CLIENT_SECRET: &str = "demo-secret";
/// How long an access token lives.
const TOKEN_LIFE: Duration = Duration::from_secs(120);

#[derive(Clone, Default)]
struct Shared {
    crm: Arc<Mutex<Crm>>,
    switches: Switches,
}

impl Shared {
    fn crm(&self) -> MutexGuard<'_, Crm> {
        // Whatever panicked elsewhere left whole records behind.
        self.crm.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Serves it until a signal says to stop.
///
/// # Errors
/// When the address is taken.
pub async fn serve(listen: SocketAddr) -> Result<(), ServerError> {
    let told =
        |at: SocketAddr| format!("The demo's CRM listens on http://{at}; it signs in {CLIENT_ID} with {CLIENT_SECRET}");
    run(listen, router(), told).await
}

/// Everything that it answers.
pub fn router() -> Router {
    let shared = Shared::default();
    let api = Router::new()
        .route("/contacts", creates(Kind::Contact).get(search))
        .route("/calls", creates(Kind::Call))
        .route("/calls/{id}", put(update_call))
        .route("/tickets", creates(Kind::Ticket))
        .route("/notes", creates(Kind::Note))
        .layer(from_fn_with_state(shared.clone(), authenticate));
    Router::new()
        .nest("/api", api)
        .route("/oauth/token", post(token))
        .layer(from_fn_with_state(shared.switches.clone(), misbehave))
        // For people and tests: what is kept, and how it is to fail. It never does here.
        .route("/records", get(records))
        .route("/faults", get(read_faults).put(set_faults))
        .with_state(shared)
}

#[derive(Deserialize)]
struct SignIn {
    client_id: String,
    client_secret: String,
}

async fn token(State(shared): State<Shared>, Form(sign_in): Form<SignIn>) -> Response {
    if sign_in.client_id != CLIENT_ID || sign_in.client_secret != CLIENT_SECRET {
        return (StatusCode::UNAUTHORIZED, Json(json!({"error": "invalid_client"}))).into_response();
    }
    let token = shared.crm().issue_token(TOKEN_LIFE);
    let answer = json!({"access_token": token, "token_type": "Bearer", "expires_in": TOKEN_LIFE.as_secs()});
    Json(answer).into_response()
}

async fn authenticate(
    State(shared): State<Shared>,
    headers: HeaderMap,
    request: axum::extract::Request,
    next: axum::middleware::Next,
) -> Response {
    let presented = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()?.strip_prefix("Bearer "));
    let is_known = presented.is_some_and(|token| shared.crm().knows_token(token));
    if is_known {
        return next.run(request).await;
    }
    let answer = json!({"error": "invalid_token", "message": "sign in again at /oauth/token"});
    (StatusCode::UNAUTHORIZED, Json(answer)).into_response()
}

#[derive(Deserialize)]
struct Search {
    phone: String,
}

async fn search(State(shared): State<Shared>, Query(search): Query<Search>) -> Json<Value> {
    Json(json!(shared.crm().contact(&search.phone)))
}

type Body = Json<Map<String, Value>>;

/// Keeps what is posted.
fn creates(kind: Kind) -> MethodRouter<Shared> {
    post(async move |State(shared): State<Shared>, Json(body): Body| {
        (StatusCode::CREATED, Json(shared.crm().create(kind, body)))
    })
}

async fn update_call(State(shared): State<Shared>, Path(id): Path<String>, Json(body): Body) -> Response {
    match shared.crm().update_call(&id, body) {
        Some(call) => Json(call).into_response(),
        None => (StatusCode::NOT_FOUND, Json(json!({"error": "no such call"}))).into_response(),
    }
}

async fn records(State(shared): State<Shared>) -> Json<Value> {
    Json(shared.crm().records())
}

async fn read_faults(State(shared): State<Shared>) -> Json<Faults> {
    Json(shared.switches.get())
}

async fn set_faults(State(shared): State<Shared>, Json(faults): Json<Faults>) -> Json<Faults> {
    if faults.forget_tokens {
        shared.crm().forget_tokens();
    }
    shared.switches.set(Faults { forget_tokens: false, ..faults });
    Json(faults)
}

#[cfg(test)]
mod tests;
