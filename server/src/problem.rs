//! RFC 9457: the one place where errors become HTTP.
//!
//! Whoever refuses a request says so with an [`ApiError`]. It travels as a document in the response's extensions and
//! becomes bytes in [`finish`], the layer that knows the request's id. Whatever framework code answered in its own way,
//! such as an unknown path, leaves the API as a problem too.

use crate::request_id::RequestId;
use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use patchbay_app::portal::PortalError;
use patchbay_model::json::{JsonError, JsonErrorKind};
use patchbay_model::problem::{Problem, ProblemCode};
use patchbay_model::sentence::Sentence;

/// The media type of a problem.
pub const PROBLEM_JSON: HeaderValue = HeaderValue::from_static("application/problem+json");

/// What a handler answers with.
pub type ApiResult<T> = Result<T, ApiError>;

/// A refusal on its way out.
#[derive(Debug, Clone)]
pub struct ApiError {
    problem: Box<Problem>,
    retry_after_seconds: Option<u64>,
}

impl ApiError {
    /// A refusal of the contract.
    #[must_use]
    pub fn new(code: ProblemCode, detail: impl Into<Sentence>) -> Self {
        Problem::new(code, detail).into()
    }

    /// Nothing by that name, or nothing that the caller may see.
    #[must_use]
    pub fn not_found(what: &'static str) -> Self {
        PortalError::NotFound(what.into()).into()
    }

    /// Tells when to come again.
    #[must_use]
    pub fn retry_after(mut self, seconds: u64) -> Self {
        self.retry_after_seconds = Some(seconds);
        self
    }

    /// The document.
    #[must_use]
    pub fn problem(&self) -> &Problem {
        &self.problem
    }
}

impl From<Problem> for ApiError {
    fn from(problem: Problem) -> Self {
        // Whoever is told to come again later is told when, also by those who can't know.
        let soon = matches!(problem.status, 429 | 503).then_some(1);
        let retry_after_seconds = problem.retry_after_seconds.or(soon);
        Self { problem: Box::new(problem), retry_after_seconds }
    }
}

impl From<PortalError> for ApiError {
    fn from(error: PortalError) -> Self {
        match &error {
            PortalError::Internal(source) => {
                tracing::error!(error = %chain(source.as_ref()), "a request failed")
            }
            PortalError::Unavailable => tracing::warn!("the database does not answer"),
            _ => {}
        }
        let refusal = Self::from(error.problem());
        match error {
            PortalError::Throttled { seconds } | PortalError::Busy { seconds } => refusal.retry_after(seconds),
            _ => refusal,
        }
    }
}

impl From<JsonError> for ApiError {
    fn from(error: JsonError) -> Self {
        if error.kind == JsonErrorKind::Unfitting {
            return Problem::invalid(vec![error.into_violation()]).into();
        }
        let mut problem = Problem::new(ProblemCode::MalformedJson, error.to_string());
        problem.line = Some(error.line);
        problem.column = Some(error.column);
        problem.pointer = Some(error.pointer);
        problem.into()
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = status.into_response();
        if let Some(seconds) = self.retry_after_seconds {
            response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
        }
        if status == StatusCode::UNAUTHORIZED {
            response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response.extensions_mut().insert(self);
        response
    }
}

/// Writes the problem of a refused request, with the request's id. Answers of the API that carry an error and no
/// document get one.
pub fn finish(mut response: Response, of_api: bool, id: &RequestId) -> Response {
    let refusal = response.extensions_mut().remove::<ApiError>();
    let problem = match refusal {
        Some(refusal) => *refusal.problem,
        None if of_api && is_bare_error(&response) => for_status(response.status()),
        None => return response,
    };
    write(response, problem, id)
}

fn write(mut response: Response, mut problem: Problem, id: &RequestId) -> Response {
    problem.request_id = Some(id.to_string());
    let body = serde_json::to_vec(&problem).unwrap_or_default();
    if let Ok(status) = StatusCode::from_u16(problem.status) {
        *response.status_mut() = status;
    }
    response.headers_mut().remove(header::CONTENT_LENGTH);
    response.headers_mut().insert(header::CONTENT_TYPE, PROBLEM_JSON);
    *response.body_mut() = Body::from(body);
    response
}

/// Whether programs read the answers of this path.
#[must_use]
pub fn is_of_api(path: &str) -> bool {
    path.starts_with("/api/") && !path.starts_with("/api/ui/")
}

fn is_bare_error(response: &Response) -> bool {
    let status = response.status();
    let described = response.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().ends_with(b"json"));
    (status.is_client_error() || status.is_server_error()) && !described
}

fn for_status(status: StatusCode) -> Problem {
    let (code, detail) = match status {
        StatusCode::NOT_FOUND => (ProblemCode::NotFound, "there is nothing at this address: see /api/docs"),
        StatusCode::METHOD_NOT_ALLOWED => {
            (ProblemCode::MethodNotAllowed, "this address knows other methods: see the Allow header")
        }
        StatusCode::PAYLOAD_TOO_LARGE => (ProblemCode::BodyTooLarge, "the body is over the limit"),
        StatusCode::UNSUPPORTED_MEDIA_TYPE => (ProblemCode::UnsupportedMediaType, "send application/json"),
        StatusCode::REQUEST_TIMEOUT | StatusCode::GATEWAY_TIMEOUT | StatusCode::SERVICE_UNAVAILABLE => {
            (ProblemCode::Unavailable, "the request took too long here: try again")
        }
        status if status.is_client_error() => (ProblemCode::InvalidRequest, "the request can't be read"),
        _ => (ProblemCode::Internal, "something went wrong here: the request id names it in the log"),
    };
    Problem::new(code, detail)
}

/// An error with what caused it, for the log only.
pub fn chain(error: &(dyn std::error::Error + 'static)) -> String {
    let causes = std::iter::successors(error.source(), |cause| cause.source());
    causes.fold(error.to_string(), |text, cause| format!("{text}: {cause}"))
}
