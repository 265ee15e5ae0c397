//! Which answers are kept, and how they are taken apart and put together again.

use crate::problem::{ApiError, ApiResult, PROBLEM_JSON};
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use patchbay_model::execution::ErrorCode;
use patchbay_model::problem::{Problem, ProblemCode};
use patchbay_store::idempotency_keys::Answer;
use patchbay_vault::VaultError;
use serde_json::{Map, Value};

/// What belongs to the answer itself; everything else the layers add again.
const HEADERS: [HeaderName; 4] = [header::CONTENT_TYPE, header::LOCATION, header::ETAG, header::RETRY_AFTER];

/// Whether something happened that must not happen again: it succeeded, or an execution may have reached the other side.
/// A request that was refused before did nothing, and its repeat is welcome.
pub(super) fn is_kept(response: &Response) -> bool {
    let refusal = response.extensions().get::<ApiError>();
    response.status().is_success() || refusal.is_some_and(|refusal| may_have_been_sent(refusal.problem()))
}

/// A problem does not say what was written; its code does. A problem with an execution and no code of one is that of an
/// execution whose end nobody saw.
fn may_have_been_sent(problem: &Problem) -> bool {
    let by_code = || problem.code().parse::<ErrorCode>().map_or(true, comes_after_sending);
    problem.execution_id.is_some() && (problem.response.is_some() || by_code())
}

/// Whether a failure without an answer may come after the endpoint's request was written. Signing in does not count, and
/// neither does what was refused for its token: the dispatcher repeats both by itself.
const fn comes_after_sending(code: ErrorCode) -> bool {
    match code {
        ErrorCode::ConfigInvalid
        | ErrorCode::InputMissing
        | ErrorCode::PlaceholderUnresolved
        | ErrorCode::CredentialMissing
        | ErrorCode::AuthFailed
        | ErrorCode::DestinationRefused
        | ErrorCode::DnsFailed
        | ErrorCode::RateLimited
        | ErrorCode::CircuitOpen => false,
        // These three come before as well as after.
        ErrorCode::ConnectFailed | ErrorCode::TlsFailed | ErrorCode::Timeout => true,
        ErrorCode::ResponseTooLarge | ErrorCode::UpstreamStatus | ErrorCode::ResponseInvalid => true,
        ErrorCode::Internal => true,
    }
}

/// What to keep of `response`, and the response itself. Its body is bounded by the limits of what it was made of.
pub(super) async fn parts_of(
    response: Response,
    seal: impl FnOnce(String) -> Result<Vec<u8>, VaultError>,
) -> ApiResult<(Answer, Response)> {
    let (parts, body) = response.into_parts();
    let broken = |detail: String| {
        tracing::error!(detail, "an answer can't be kept");
        ApiError::new(ProblemCode::Internal, "it was done, but the answer could not be kept")
    };
    let bytes = to_bytes(body, usize::MAX).await.map_err(|error| broken(error.to_string()))?;
    let (text, kind) = match parts.extensions.get::<ApiError>() {
        // Written later, by the layer that knows the request's id.
        Some(refusal) => {
            (serde_json::to_string(refusal.problem()).map_err(|error| broken(error.to_string()))?, Some(PROBLEM_JSON))
        }
        None => (String::from_utf8(bytes.to_vec()).map_err(|error| broken(error.to_string()))?, None),
    };
    let mut headers = noted(&parts.headers);
    if let Some(kind) = kind.as_ref().and_then(|kind| kind.to_str().ok()) {
        headers.insert(header::CONTENT_TYPE.to_string(), kind.into());
    }
    let body = seal(text).map_err(|error| broken(error.to_string()))?;
    let answer = Answer { status: parts.status.as_u16(), headers: Value::Object(headers), body };
    Ok((answer, Response::from_parts(parts, Body::from(bytes))))
}

fn noted(headers: &HeaderMap) -> Map<String, Value> {
    let text = |name: &HeaderName| headers.get(name).and_then(|value| value.to_str().ok()).map(Value::from);
    HEADERS.iter().filter_map(|name| Some((name.to_string(), text(name)?))).collect()
}

/// The response that `answer` was made of. A problem gets the id of the request that asks now.
pub(super) fn restored(answer: &Answer, body: &str) -> Response {
    let header = |name: &HeaderName| answer.headers.get(name.as_str()).and_then(Value::as_str);
    if header(&header::CONTENT_TYPE).map(str::as_bytes) == Some(PROBLEM_JSON.as_bytes())
        && let Ok(mut problem) = serde_json::from_str::<Problem>(body)
    {
        problem.retry_after_seconds = header(&header::RETRY_AFTER).and_then(|seconds| seconds.parse().ok());
        return ApiError::from(problem).into_response();
    }
    let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::OK);
    let mut response = (status, body.to_owned()).into_response();
    for name in HEADERS {
        if let Some(value) = header(&name).and_then(|text| HeaderValue::from_str(text).ok()) {
            response.headers_mut().insert(name, value);
        }
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;
    use patchbay_model::execution::ResponseView;
    use patchbay_model::id::ExecutionId;
    use std::collections::BTreeMap;
    use uuid::Uuid;

    fn failed(code: ErrorCode) -> Problem {
        let mut problem = Problem::execution(code, "x");
        problem.execution_id = Some(ExecutionId(Uuid::nil()));
        problem
    }

    #[test]
    fn what_was_never_sent_is_not_kept() {
        for code in [ErrorCode::CircuitOpen, ErrorCode::RateLimited, ErrorCode::InputMissing, ErrorCode::ConfigInvalid]
        {
            assert!(!is_kept(&ApiError::from(failed(code)).into_response()), "{code}");
        }
    }

    #[test]
    fn what_may_have_been_sent_is_kept() {
        for code in [ErrorCode::Timeout, ErrorCode::ConnectFailed, ErrorCode::UpstreamStatus, ErrorCode::Internal] {
            assert!(is_kept(&ApiError::from(failed(code)).into_response()), "{code}");
        }
        // The other side's own 429, and its refusal of two tokens.
        for code in [ErrorCode::RateLimited, ErrorCode::AuthFailed] {
            let mut problem = failed(code);
            problem.response = Some(ResponseView { status: 429, headers: BTreeMap::new(), body: Value::Null });
            assert!(is_kept(&ApiError::from(problem).into_response()), "{code}");
        }
        let mut abandoned = Problem::new(ProblemCode::Conflict, "x");
        abandoned.execution_id = Some(ExecutionId(Uuid::nil()));
        assert!(is_kept(&ApiError::from(abandoned).into_response()));
    }
}
