//! A third-party omnichannel suite: takes Incoming Events, answers with Outgoing Events, and closes tickets.

use super::caller::{Caller, Reached};
use super::other_side::OtherSide;
use crate::error::ServerError;
use axum::extract::State;
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Json, Router};
use patchbay_model::messaging::omnichannel::Answer;
use patchbay_model::secret::Secret;
use patchbay_vault::standard_webhooks::{ID_HEADER, SigningSecret};
use serde_json::{Value, json};
use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

/// Who answers there.
const AGENT: &str = "Farah";
/// What a ticket is closed with.
const CLOSE: &str = "close";
/// Messages whose answers are remembered.
const MOST: usize = 100_000;

/// What a suite has to know.
pub struct SuiteSettings {
    /// Where Patchbay is: `https://<host>`.
    pub patchbay: String,
    /// The adapter's secret, which it shows to Patchbay.
    pub secret: Secret,
    /// What Patchbay shows to it; none: the same secret.
    pub delivery_secret: Option<Secret>,
    /// The adapter's signing secrets; none: signatures are not checked.
    pub signing_secrets: Vec<SigningSecret>,
}

/// A suite that can be asked.
#[derive(Clone)]
pub struct Suite {
    side: OtherSide,
    patchbay: Arc<str>,
    caller: Caller,
    shown: Arc<str>,
    answered: Arc<Mutex<HashSet<String>>>,
}

impl Suite {
    /// Makes one.
    ///
    /// # Errors
    /// Patchbay's address can't be called.
    pub fn new(settings: SuiteSettings) -> Result<Self, ServerError> {
        let SuiteSettings { patchbay, secret, delivery_secret, signing_secrets } = settings;
        let shown = format!("Bearer {}", delivery_secret.as_ref().unwrap_or(&secret).expose());
        let bearer = Secret::new(format!("Bearer {}", secret.expose()));
        let caller = Caller::new(&patchbay, "Authorization", bearer)?;
        let (side, patchbay) = (OtherSide::new(signing_secrets), patchbay.trim_end_matches('/').into());
        Ok(Self { side, patchbay, caller, shown: shown.into(), answered: Arc::default() })
    }

    /// What it received, and how it misbehaves.
    #[must_use]
    pub fn side(&self) -> &OtherSide {
        &self.side
    }

    /// Everything that it answers: Incoming Events at `/incoming`, `/received`, `/faults`.
    pub fn router(&self) -> Router {
        let webhooks = Router::new().route("/incoming", post(take_message)).with_state(self.clone());
        self.side.around(webhooks)
    }

    async fn answer(&self, event: &Value) -> Reached {
        let said = event["message"].as_str().unwrap_or_default();
        let is_close = said.trim().eq_ignore_ascii_case(CLOSE);
        let text = match event["messageType"].as_str() {
            _ if is_close => format!("{AGENT}: Glad that I could help. Good-bye!"),
            Some("text") => format!("{AGENT}: You wrote “{}”. I look into it.", shortened(said)),
            _ => format!("{AGENT}: Thank you, I have it."),
        };
        let mut outgoing = ticket_of(event);
        outgoing["messageType"] = json!("text");
        outgoing["message"] = json!(text);
        outgoing["mediaLink"] = json!("");
        outgoing["customerName"] = event["customerName"].clone();
        let times = if self.side.switches().get().twice { 2 } else { 1 };
        for _ in 0..times {
            let reached = self.post("sendMessage", event, &outgoing).await;
            if !matches!(reached, Reached::Taken) {
                return reached;
            }
        }
        if is_close { self.close(event).await } else { Reached::Taken }
    }

    async fn close(&self, event: &Value) -> Reached {
        let mut command = ticket_of(event);
        command["event"] = json!("Close");
        self.post("command", event, &command).await
    }

    async fn post(&self, name: &str, event: &Value, body: &Value) -> Reached {
        let owner = event["owner"].as_str().unwrap_or_default();
        self.caller.call(Method::POST, &format!("{}/ext/{owner}/{name}", self.patchbay), body).await
    }

    /// Whether it has not answered this one yet: the bridge has no ids for answers, so whoever is sent something again has
    /// to know.
    fn is_new(&self, webhook_id: &str) -> bool {
        let answered = self.answered.lock().unwrap_or_else(PoisonError::into_inner);
        !answered.contains(webhook_id)
    }

    fn note(&self, webhook_id: String) {
        let mut answered = self.answered.lock().unwrap_or_else(PoisonError::into_inner);
        if answered.len() >= MOST {
            answered.clear();
        }
        answered.insert(webhook_id);
    }
}

/// What every event about a ticket says.
fn ticket_of(event: &Value) -> Value {
    json!({"ticketNumber": event["ticketNumber"], "channel": event["channel"], "owner": event["owner"]})
}

fn shortened(text: &str) -> String {
    const LONGEST: usize = 500;
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    text.chars().take(LONGEST).chain(['…']).collect()
}

async fn take_message(State(suite): State<Suite>, headers: HeaderMap, Json(event): Json<Value>) -> Response {
    let shown = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if shown != &*suite.shown {
        return (StatusCode::UNAUTHORIZED, Json(json!({"status": "error", "message": "another secret"})))
            .into_response();
    }
    let webhook_id = headers.get(ID_HEADER).and_then(|id| id.to_str().ok()).unwrap_or_default().to_owned();
    if suite.is_new(&webhook_id) {
        if let Some(refusal) = suite.answer(&event).await.refusal() {
            return refusal;
        }
        suite.note(webhook_id);
    }
    Json(Answer::Success).into_response()
}
