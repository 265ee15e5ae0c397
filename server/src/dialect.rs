//! What the messaging faces share: how a body is read after its sender is known, and what the portal's refusals are called
//! in their dialects. Each writes its own answers.

use crate::caller::Turned;
use crate::extract::{SEND_JSON, is_json};
use crate::problem::{ApiError, chain};
use crate::settings::Settings;
use axum::Json;
use axum::body::Body;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use patchbay_app::portal::PortalError;
use patchbay_model::json;
use patchbay_model::messaging::refusal::{Refusal, RefusalCode};
use serde::Serialize;
use serde_json::Value;

/// Fifty messages of 4,096 characters fit, whatever the characters, and also written as escapes: twelve bytes for an emoji.
const LEAST_LIMIT: usize = 3 * 1024 * 1024;

/// The most bytes of a body.
#[must_use]
pub fn body_limit(settings: &Settings) -> usize {
    settings.body_limit_bytes.max(LEAST_LIMIT)
}

/// The body as text. Asked for after the sender: who may not come in is not read.
///
/// # Errors
/// 415, 413, or 400 for what is no text.
pub async fn read_body(headers: &HeaderMap, body: Body, limit: usize) -> Result<String, Refusal> {
    if !is_json(headers) {
        return Err(Refusal::new(RefusalCode::UnsupportedMediaType, SEND_JSON));
    }
    let bytes = axum::body::to_bytes(body, limit)
        .await
        .map_err(|_| Refusal::new(RefusalCode::BodyTooLarge, format!("the body is over the limit of {limit} bytes")))?;
    String::from_utf8(bytes.into()).map_err(|_| Refusal::new(RefusalCode::MalformedJson, "the body is not UTF-8"))
}

/// A refusal of the portal, with the seconds to wait. What it found wrong is about the channel or the target: what is wrong
/// with the body the dialect has found before.
pub fn turned(error: PortalError) -> Turned {
    let code = match &error {
        PortalError::NotFound(_) => RefusalCode::NotFound,
        PortalError::Forbidden => RefusalCode::Forbidden,
        PortalError::Invalid(_) => RefusalCode::ChannelNotAllowed,
        PortalError::Conflict { .. } | PortalError::Stale => RefusalCode::SessionClosed,
        PortalError::Throttled { .. } | PortalError::Busy { .. } => RefusalCode::TooManyRequests,
        PortalError::Unavailable => RefusalCode::Unavailable,
        PortalError::WrongCredentials => RefusalCode::Unauthenticated,
        PortalError::Internal(source) => {
            tracing::error!(error = %chain(source.as_ref()), "a request failed");
            RefusalCode::Internal
        }
    };
    let retry_after = match &error {
        PortalError::Throttled { seconds } | PortalError::Busy { seconds } => Some(*seconds),
        PortalError::Unavailable => Some(1),
        _ => None,
    };
    let refusal = match error {
        PortalError::Invalid(found) => match found.into_iter().next() {
            Some(first) => Refusal { code, message: first.message.to_string(), pointer: Some(first.pointer) },
            None => Refusal::new(code, "something has to be corrected"),
        },
        other => Refusal::new(code, other.to_string()),
    };
    Turned { refusal, retry_after }
}

/// The answer to what was refused, which `written` says in the dialect.
pub fn answer<T: Serialize>(turned: Turned, written: impl FnOnce(Refusal) -> T) -> Response {
    let Turned { refusal, retry_after } = turned;
    let status = StatusCode::from_u16(refusal.code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = (status, Json(written(refusal))).into_response();
    if let Some(seconds) = retry_after {
        response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
    }
    response
}

/// What a dialect refuses where the API's own words are spoken: broken JSON is 400 with its line, the rest 422 with its place.
pub fn problem_of(refusal: Refusal, text: &str) -> ApiError {
    if refusal.code == RefusalCode::MalformedJson
        && let Err(error) = json::parse::<Value>(text)
    {
        return error.into();
    }
    PortalError::Invalid(vec![refusal.into()]).into()
}
