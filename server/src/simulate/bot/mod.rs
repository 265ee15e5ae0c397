//! A TwoWay bot: takes messages, handovers and events of one adapter, and answers through its outbound URL.
//!
//! It answers before it says that it has taken a message, under ids made of the message's own: whatever breaks in the
//! middle is sent to it again, and is said once.

mod patchbay;
mod talk;

use super::caller::{Caller, Reached};
use super::other_side::OtherSide;
use crate::error::ServerError;
use axum::extract::State;
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Json, Router};
use patchbay::Patchbay;
use patchbay_model::secret::Secret;
use patchbay_vault::standard_webhooks::SigningSecret;
use serde_json::{Value, json};
use std::sync::Arc;
use talk::{Reply, Then, reply};

/// The header of product tokens.
const TOKEN_HEADER: &str = "X-Cm-Producttoken";

/// What a bot has to know.
pub struct BotSettings {
    /// Its adapter's outbound URL.
    pub outbound_url: String,
    /// A product token with `message:send` and `session:update`.
    pub token: Secret,
    /// The id of the adapter that `agent` hands over to; none: the first that Patchbay names, rather a person's.
    pub hand_over_to: Option<String>,
    /// The adapter's signing secrets; none: signatures are not checked.
    pub signing_secrets: Vec<SigningSecret>,
}

/// A bot that can be asked.
#[derive(Clone)]
pub struct Bot {
    side: OtherSide,
    patchbay: Arc<Patchbay>,
    caller: Caller,
    hand_over_to: Option<String>,
}

impl Bot {
    /// Makes one.
    ///
    /// # Errors
    /// The outbound URL is none.
    pub fn new(settings: BotSettings) -> Result<Self, ServerError> {
        let BotSettings { outbound_url, token, hand_over_to, signing_secrets } = settings;
        let patchbay = Arc::new(Patchbay::of(&outbound_url)?);
        let caller = Caller::new(&outbound_url, TOKEN_HEADER, token)?;
        Ok(Self { side: OtherSide::new(signing_secrets), patchbay, caller, hand_over_to })
    }

    /// What it received, and how it misbehaves.
    #[must_use]
    pub fn side(&self) -> &OtherSide {
        &self.side
    }

    /// Everything that it answers: `/message`, `/handover`, `/events`, `/received`, `/faults`.
    pub fn router(&self) -> Router {
        let webhooks = Router::new()
            .route("/message", post(take_message))
            // It has been told; there is nothing to say before the customer does.
            .route("/handover", post(async || StatusCode::CREATED))
            .route("/events", post(async || StatusCode::CREATED))
            .with_state(self.clone());
        self.side.around(webhooks)
    }

    /// Says and does what there is to say and do about a payload, as far as it is not done yet.
    async fn answer(&self, payload: &Value) -> Reached {
        let target = self.target(payload);
        for message in payload["conversationMessages"].as_array().into_iter().flatten() {
            let Reply { content, then } = reply(message, target.is_some());
            let said = self.say(payload, message, content).await;
            if !matches!(said, Reached::Taken) {
                return said;
            }
            let done = match (then, target) {
                (Then::HandOver, Some(target)) => self.hand_over(payload, target).await,
                (Then::End, _) => self.end(payload).await,
                (Then::Nothing | Then::HandOver, _) => Reached::Taken,
            };
            if !matches!(done, Reached::Taken) {
                return done;
            }
        }
        Reached::Taken
    }

    async fn say(&self, payload: &Value, message: &Value, mut content: Value) -> Reached {
        content["id"] = json!(format!("re-{}", message["id"].as_str().unwrap_or_default()));
        let body = json!({"chat": payload["chat"], "conversationMessages": [content]});
        let url = self.patchbay.outbound();
        if self.side.switches().get().twice {
            // Patchbay says once what comes twice under one id.
            self.caller.call(Method::POST, &url, &body).await;
        }
        self.caller.call(Method::POST, &url, &body).await
    }

    async fn hand_over(&self, payload: &Value, target: &str) -> Reached {
        let chat = chat_of(payload);
        let mutation = json!({"$type": "ruleMutation", "action": "Enable", "operator": "And",
            "sourceAdapterId": self.patchbay.adapter, "targetAdapterId": target});
        let body =
            json!({"ChatId": chat, "Mutations": [mutation], "Context": {"reason": "the customer asked for a person"}});
        self.caller.call(Method::POST, &self.patchbay.routing(chat), &body).await
    }

    async fn end(&self, payload: &Value) -> Reached {
        let url = self.patchbay.end(chat_of(payload));
        self.caller.call(Method::PUT, &url, &json!({})).await
    }

    /// Whom `agent` hands over to.
    fn target<'a>(&'a self, payload: &'a Value) -> Option<&'a str> {
        let known = payload["targetAdaptersInfo"].as_array();
        let offered = || known.into_iter().flatten();
        let named = offered().find(|adapter| adapter["isBot"] == false).or_else(|| offered().next());
        self.hand_over_to.as_deref().or_else(|| named?["adapterId"].as_str())
    }
}

fn chat_of(payload: &Value) -> &str {
    payload["chat"]["id"].as_str().unwrap_or_default()
}

async fn take_message(State(bot): State<Bot>, Json(payload): Json<Value>) -> Response {
    let refused = bot.answer(&payload).await.refusal();
    refused.unwrap_or_else(|| StatusCode::CREATED.into_response())
}
