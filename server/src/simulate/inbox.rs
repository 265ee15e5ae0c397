//! What a stand-in received, and whether it came from whom it says.

use axum::http::HeaderMap;
use patchbay_model::time::Timestamp;
use patchbay_vault::standard_webhooks::{ID_HEADER, SIGNATURE_HEADER, SigningSecret, TIMESTAMP_HEADER, verify};
use serde::Serialize;
use serde_json::Value;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Requests that are remembered; the oldest go first.
const MOST: usize = 20_000;

/// One request, as `GET /received` shows it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Received {
    /// From 1, in the order of arrival.
    pub number: u64,
    /// When it came.
    pub at: Timestamp,
    /// Where it was posted to.
    pub path: String,
    /// The header `webhook-id`: the same for every attempt.
    pub webhook_id: Option<String>,
    /// What the signature was worth.
    pub signature: Signature,
    /// The status that it was answered with; none while it is not, and when the connection was closed instead.
    pub answered: Option<u16>,
    /// The body; null when it was no JSON.
    pub body: Value,
}

/// What a signature was worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Signature {
    /// Nobody has said which secret to check it with.
    Unchecked,
    /// It is by one of the secrets.
    Verified,
    /// There is none, it is too old, or by another secret.
    Refused,
}

impl Signature {
    /// Checks the headers of a request with this body.
    pub(super) fn of(headers: &HeaderMap, body: &[u8], secrets: &[SigningSecret], now: Timestamp) -> Self {
        if secrets.is_empty() {
            return Self::Unchecked;
        }
        let header = |name| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let Ok(timestamp) = header(TIMESTAMP_HEADER).parse() else { return Self::Refused };
        let (id, signatures) = (header(ID_HEADER), header(SIGNATURE_HEADER));
        match verify(id, timestamp, body, signatures, secrets, now.0.timestamp()) {
            Ok(()) => Self::Verified,
            Err(_) => Self::Refused,
        }
    }
}

/// What was received so far.
#[derive(Clone, Default)]
pub(super) struct Inbox(Arc<Mutex<Kept>>);

#[derive(Default)]
struct Kept {
    received: VecDeque<Received>,
    last: u64,
}

impl Inbox {
    /// Keeps a request and gives its number.
    pub(super) fn keep(&self, mut received: Received) -> u64 {
        let mut kept = self.lock();
        kept.last += 1;
        received.number = kept.last;
        if kept.received.len() == MOST {
            kept.received.pop_front();
        }
        kept.received.push_back(received);
        kept.last
    }

    /// Notes what a request was answered with.
    pub(super) fn answered(&self, number: u64, status: u16) {
        let mut kept = self.lock();
        if let Some(received) = kept.received.iter_mut().rfind(|received| received.number == number) {
            received.answered = Some(status);
        }
    }

    pub(super) fn all(&self) -> Vec<Received> {
        self.lock().received.iter().cloned().collect()
    }

    fn lock(&self) -> MutexGuard<'_, Kept> {
        // Whatever panicked elsewhere left whole requests behind.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
