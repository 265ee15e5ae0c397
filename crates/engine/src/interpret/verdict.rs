//! Whether the other side took the request (spec/execution.md, Retry).

use crate::answer::Answer;
use crate::error::{EngineError, Verdict};
use chrono::DateTime;
use http::StatusCode;
use patchbay_model::execution::ErrorCode;
use patchbay_model::time::Timestamp;
use std::time::Duration;

/// The longest wait that the other side can ask for: what comes later is no news any more.
const LONGEST_WAIT: Duration = Duration::from_secs(24 * 60 * 60);

/// Judges an answer by its status.
///
/// # Errors
/// Everything but 2xx: [`ErrorCode::RateLimited`] for 429, [`ErrorCode::UpstreamStatus`] for the rest. 408, 425, 429
/// and 5xx may be tried again, not before `Retry-After`.
pub fn judge(answer: &Answer, now: Timestamp) -> Result<(), EngineError> {
    if answer.is_success() {
        return Ok(());
    }
    let reason = StatusCode::from_u16(answer.status).ok().and_then(|status| status.canonical_reason());
    let detail = match (answer.status, reason) {
        (300..400, _) => {
            format!("the other side answered {}: redirects are not followed", answer.status)
        }
        (status, Some(reason)) => format!("the other side answered {status} {reason}"),
        (status, None) => format!("the other side answered {status}"),
    };
    let code = if answer.status == 429 { ErrorCode::RateLimited } else { ErrorCode::UpstreamStatus };
    let verdict = match answer.status {
        408 | 425 | 429 | 500..600 => Verdict::Retry { not_before: retry_after(answer, now) },
        _ => Verdict::Fail,
    };
    Err(EngineError::fail(code, detail).with(verdict))
}

/// `Retry-After` in either of its forms (RFC 9110, section 10.2.3).
fn retry_after(answer: &Answer, now: Timestamp) -> Option<Duration> {
    let text = answer.header("retry-after")?.trim();
    let wait = match text.parse::<u64>() {
        Ok(seconds) => Duration::from_secs(seconds),
        Err(_) => {
            let at = DateTime::parse_from_rfc2822(text).ok()?;
            // A time that has passed means now.
            at.signed_duration_since(now.0).to_std().unwrap_or(Duration::ZERO)
        }
    };
    Some(wait.min(LONGEST_WAIT))
}
