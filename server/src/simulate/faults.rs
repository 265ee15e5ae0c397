//! How a stand-in fails when it is asked to.

use axum::Json;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// The longest that an answer is held back.
const LONGEST_MS: u64 = 30_000;

/// The switches. Each stand-in has all of them; what it does not do can't go wrong.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct Faults {
    /// Answers 503 to everything.
    pub down: bool,
    /// Answers this status to everything; 0: it does not.
    pub status: u16,
    /// Answers so many milliseconds late, 30,000 at most.
    pub late_ms: u64,
    /// Answers 429, to be tried again after so many seconds; 0: it does not.
    pub busy_seconds: u32,
    /// Closes the connection instead of answering.
    pub hang_up: bool,
    /// Does what it is asked and answers 200 with another body than it should.
    pub other_body: bool,
    /// Posts each of its own messages twice.
    pub twice: bool,
    /// Only one of so many requests goes wrong; 0 and 1: all of them do.
    pub every: u32,
    /// Forgets every access token, once.
    pub forget_tokens: bool,
}

/// The switches of one stand-in, as they are now.
#[derive(Clone, Default)]
pub struct Switches(Arc<Mutex<Switched>>);

#[derive(Default)]
struct Switched {
    faults: Faults,
    requests: u32,
}

impl Switches {
    /// Switches all of them.
    pub fn set(&self, faults: Faults) {
        self.lock().faults = faults;
    }

    /// How they are switched.
    #[must_use]
    pub fn get(&self) -> Faults {
        self.lock().faults
    }

    /// What goes wrong with this request.
    fn turn(&self) -> Faults {
        let mut switched = self.lock();
        switched.requests = switched.requests.wrapping_add(1);
        if switched.requests.is_multiple_of(switched.faults.every.max(1)) { switched.faults } else { Faults::default() }
    }

    fn lock(&self) -> MutexGuard<'_, Switched> {
        // Whatever panicked elsewhere left whole switches behind.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Shows the switches and takes new ones. It never fails by itself.
pub fn switchboard<S: Clone + Send + Sync + 'static>(switches: Switches) -> MethodRouter<S> {
    let (shown, put, posted) = (switches.clone(), switches.clone(), switches);
    get(async move || Json(shown.get()))
        .put(async move |Json(faults): Json<Faults>| switched(&put, faults))
        .post(async move |Json(faults): Json<Faults>| switched(&posted, faults))
}

fn switched(switches: &Switches, faults: Faults) -> Json<Faults> {
    switches.set(faults);
    Json(faults)
}

/// Stands in front of everything that can go wrong.
pub async fn misbehave(State(switches): State<Switches>, request: Request, next: Next) -> Response {
    let faults = switches.turn();
    if faults.late_ms > 0 {
        tokio::time::sleep(Duration::from_millis(faults.late_ms.min(LONGEST_MS))).await;
    }
    if faults.hang_up {
        return hang_up();
    }
    if faults.down {
        return (StatusCode::SERVICE_UNAVAILABLE, Json(json!({"error": "down for maintenance"}))).into_response();
    }
    if faults.busy_seconds > 0 {
        let headers = [(header::RETRY_AFTER, faults.busy_seconds.to_string())];
        return (StatusCode::TOO_MANY_REQUESTS, headers, Json(json!({"error": "too many requests"}))).into_response();
    }
    if let Ok(status) = StatusCode::from_u16(faults.status) {
        return (status, Json(json!({"error": "as it was asked to"}))).into_response();
    }
    let answer = next.run(request).await;
    if faults.other_body && answer.status().is_success() {
        return Json(json!({"result": "something else"})).into_response();
    }
    answer
}

/// Marks what is no answer, although it looks like one on its way to the connection.
#[derive(Debug, Clone, Copy)]
pub(super) struct HungUp;

/// A body that breaks before its first byte takes the head with it: the connection ends without an answer.
fn hang_up() -> Response {
    let broken = futures::stream::once(async { Err::<bytes::Bytes, _>(std::io::Error::other("hung up on request")) });
    let mut response = Body::from_stream(broken).into_response();
    response.extensions_mut().insert(HungUp);
    response
}
