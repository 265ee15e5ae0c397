//! What stands around the webhooks of every simulated other side: the record, the signature, the faults.

use super::faults::{HungUp, Switches, misbehave, switchboard};
use super::inbox::{Inbox, Received, Signature};
use crate::clock;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use patchbay_vault::standard_webhooks::{ID_HEADER, SigningSecret};
use serde_json::{Value, json};
use std::sync::Arc;

/// Larger than anything that is sent.
const BODY_LIMIT: usize = 4 * 1024 * 1024;

/// One simulated other side.
#[derive(Clone, Default)]
pub struct OtherSide {
    inbox: Inbox,
    switches: Switches,
    secrets: Arc<[SigningSecret]>,
}

impl OtherSide {
    /// One that checks signatures with these secrets; with none it takes everything.
    #[must_use]
    pub fn new(secrets: Vec<SigningSecret>) -> Self {
        Self { secrets: secrets.into(), ..Self::default() }
    }

    /// How it misbehaves.
    #[must_use]
    pub fn switches(&self) -> &Switches {
        &self.switches
    }

    /// Everything that it received, the oldest first.
    #[must_use]
    pub fn received(&self) -> Vec<Received> {
        self.inbox.all()
    }

    /// Its addresses: the webhooks, and for people and tests what was received and how it is to fail.
    pub(super) fn around(&self, webhooks: Router) -> Router {
        let inbox = self.inbox.clone();
        webhooks
            .layer(from_fn_with_state(self.switches.clone(), misbehave))
            .layer(from_fn_with_state(self.clone(), note))
            .route("/received", get(async move || Json(json!({"items": inbox.all()}))))
            .route("/faults", switchboard(self.switches.clone()))
    }
}

/// Keeps each request, whatever comes of it, and turns away what is not signed as it should be.
async fn note(State(side): State<OtherSide>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let Ok(body) = axum::body::to_bytes(body, BODY_LIMIT).await else {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    };
    let at = clock::now();
    let signature = Signature::of(&parts.headers, &body, &side.secrets, at);
    let webhook_id = parts.headers.get(ID_HEADER).and_then(|id| id.to_str().ok()).map(str::to_owned);
    let number = side.inbox.keep(Received {
        number: 0,
        at,
        path: parts.uri.path().to_owned(),
        webhook_id,
        signature,
        answered: None,
        body: serde_json::from_slice(&body).unwrap_or(Value::Null),
    });
    let answer = if signature == Signature::Refused {
        (StatusCode::UNAUTHORIZED, Json(json!({"error": "the signature does not fit"}))).into_response()
    } else {
        next.run(Request::from_parts(parts, Body::from(body))).await
    };
    if answer.extensions().get::<HungUp>().is_none() {
        side.inbox.answered(number, answer.status().as_u16());
    }
    answer
}
