//! Bodies: JSON, read strictly, with line and column of what is wrong.

use crate::problem::ApiError;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, StatusCode, header};
use patchbay_model::json;
use patchbay_model::problem::ProblemCode;
use serde::de::DeserializeOwned;

/// A body that has to be there. Broken JSON answers 400; an unknown, missing or mistyped member 422.
#[derive(Debug, Clone)]
pub struct Json<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Json<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, Self::Rejection> {
        check_type(request.headers())?;
        read(&bytes(request, state).await?).map(Self)
    }
}

/// A body that may be absent (spec/api.md, Execute).
#[derive(Debug, Clone)]
pub struct OptionalJson<T>(pub Option<T>);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for OptionalJson<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, Self::Rejection> {
        let typed = check_type(request.headers());
        let bytes = bytes(request, state).await?;
        if bytes.is_empty() {
            return Ok(Self(None));
        }
        typed?;
        read(&bytes).map(|value| Self(Some(value)))
    }
}

/// A JSON body as text, for what is read by hand and tells places in it.
#[derive(Debug, Clone)]
pub struct JsonText(pub String);

impl<S: Send + Sync> FromRequest<S> for JsonText {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, Self::Rejection> {
        check_type(request.headers())?;
        let bytes = bytes(request, state).await?;
        text_of(&bytes).map(|text| Self(text.to_owned()))
    }
}

/// What is said of a body that is not stated to be JSON.
pub const SEND_JSON: &str = "send the body with content-type application/json";

/// What is said of a body that is longer than it may be.
pub const TOO_LARGE: &str = "the body is over the limit of this deployment";

/// What a body is stated to be, in lower case and without parameters; empty when nothing is stated.
#[must_use]
pub fn essence(headers: &HeaderMap) -> String {
    let stated = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    stated.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// Whether a body is stated to be JSON, plain or of a kind with a name of its own (RFC 6839).
#[must_use]
pub fn is_json(headers: &HeaderMap) -> bool {
    let essence = essence(headers);
    essence == "application/json" || (essence.starts_with("application/") && essence.ends_with("+json"))
}

fn check_type(headers: &HeaderMap) -> Result<(), ApiError> {
    if is_json(headers) { Ok(()) } else { Err(ApiError::new(ProblemCode::UnsupportedMediaType, SEND_JSON)) }
}

async fn bytes<S: Send + Sync>(request: Request, state: &S) -> Result<Bytes, ApiError> {
    Bytes::from_request(request, state).await.map_err(|rejection: BytesRejection| {
        if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE {
            return ApiError::new(ProblemCode::BodyTooLarge, TOO_LARGE);
        }
        ApiError::new(ProblemCode::InvalidRequest, "the body ended before it was complete")
    })
}

fn read<T: DeserializeOwned>(bytes: &Bytes) -> Result<T, ApiError> {
    Ok(json::parse(text_of(bytes)?)?)
}

fn text_of(bytes: &Bytes) -> Result<&str, ApiError> {
    std::str::from_utf8(bytes).map_err(|error| {
        let detail = format!("the body is not UTF-8: the first wrong byte is number {}", error.valid_up_to() + 1);
        ApiError::new(ProblemCode::MalformedJson, detail)
    })
}
