//! The webhook's answers to what is refused: problems, as everywhere below `/api`.

use crate::caller::Turned;
use crate::problem::ApiError;
use patchbay_model::messaging::refusal::RefusalCode;
use patchbay_model::problem::ProblemCode;

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
