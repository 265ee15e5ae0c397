//! How a simulated other side calls Patchbay.

use crate::error::ServerError;
use axum::Json;
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse, Response};
use patchbay_engine::net::{AllowList, LaneLimits, NetError, OutboundClient, OutboundRequest, OutboundSettings};
use patchbay_model::secret::Secret;
use patchbay_model::webhook::host_of;
use serde_json::{Value, json};
use std::num::{NonZeroU32, NonZeroUsize};
use std::sync::Arc;

/// Calls one Patchbay, which may be on this machine, with one secret.
#[derive(Clone)]
pub(super) struct Caller {
    client: Arc<OutboundClient>,
    header: &'static str,
    shown: Secret,
}

/// What became of a call.
pub(super) enum Reached {
    /// It was taken.
    Taken,
    /// There is nobody to say it to any more: the session has ended, or somebody else has the chat.
    TooLate,
    /// It was not taken. The sender of what led to it has to send that again.
    Refused(String),
}

impl Caller {
    /// One that calls the host of `url` and shows `shown` in `header`.
    pub(super) fn new(url: &str, header: &'static str, shown: Secret) -> Result<Self, ServerError> {
        let plain = if url.starts_with("http://") { "http://" } else { "" };
        let allow_list = format!("{plain}{}", host_of(url))
            .parse::<AllowList>()
            .map_err(|error| ServerError::Refused(format!("{url} can't be called: {error}")))?;
        // It answers as often as it is asked: the limits are Patchbay's.
        let most = NonZeroU32::MAX;
        let concurrency = NonZeroUsize::MIN.saturating_add(255);
        let lanes = LaneLimits { concurrency, per_second: most, burst: most };
        let settings = OutboundSettings { allow_list, lanes, ..OutboundSettings::default() };
        let client = OutboundClient::new(&settings).map_err(|error| ServerError::Failed(error.to_string()))?;
        Ok(Self { client: Arc::new(client), header, shown })
    }

    pub(super) async fn call(&self, method: Method, url: &str, body: &Value) -> Reached {
        let mut request = OutboundRequest::new(method, url);
        request.headers.push((self.header.to_owned(), self.shown.expose().into()));
        request.content_type = Some("application/json".to_owned());
        request.body = body.to_string().into();
        match self.client.send(&request).await {
            Ok(response) if response.answer.is_success() => Reached::Taken,
            Ok(response) if response.answer.status == StatusCode::CONFLICT.as_u16() => Reached::TooLate,
            Ok(response) => {
                let answer = response.answer;
                let said = String::from_utf8_lossy(&answer.body).into_owned();
                Reached::Refused(format!("Patchbay answered {}: {said}", answer.status))
            }
            Err(error) => Reached::Refused(told(&error)),
        }
    }
}

fn told(error: &NetError) -> String {
    format!("Patchbay was not reached: {error}")
}

impl Reached {
    /// What a webhook is answered whose answer could not be given: send it again.
    pub(super) fn refusal(self) -> Option<Response> {
        let Self::Refused(why) = self else { return None };
        tracing::warn!(why, "an answer was not taken");
        Some((StatusCode::SERVICE_UNAVAILABLE, Json(json!({"error": why}))).into_response())
    }
}
