//! The webhook's answers to what is refused: problems, as everywhere below `/api`.

use crate::caller::Turned;
use crate::problem::ApiError;
use patchbay_app::portal::PortalError;
use patchbay_model::json;
use patchbay_model::messaging::refusal::{Refusal, RefusalCode};
use patchbay_model::problem::ProblemCode;
use serde_json::Value;

/// Who was not let in, and why.
pub(super) fn not_let_in(turned: Turned) -> ApiError {
    let Turned { refusal, retry_after } = turned;
    let code = match refusal.code {
        RefusalCode::TooManyRequests => ProblemCode::TooManyRequests,
        RefusalCode::Unavailable => ProblemCode::Unavailable,
        _ => ProblemCode::Unauthenticated,
    };
    let refused = ApiError::new(code, refusal.message);
    match retry_after {
        Some(seconds) => refused.retry_after(seconds),
        None => refused,
    }
}

/// What of a post can't be used: broken JSON is 400 with its line, the rest 422 with its place.
pub(super) fn not_read(refusal: Refusal, text: &str) -> ApiError {
    if refusal.code == RefusalCode::MalformedJson
        && let Err(error) = json::parse::<Value>(text)
    {
        return error.into();
    }
    PortalError::Invalid(vec![refusal.into()]).into()
}
