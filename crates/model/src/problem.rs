//! What an error looks like on the wire (RFC 9457; spec/api.md).

use crate::execution::{ErrorCode, ResponseView};
use crate::id::ExecutionId;
use crate::sentence;
use crate::sentence::Sentence;
use crate::trigger::closed_set;
use crate::valid::Violation;
use serde::{Deserialize, Serialize};

closed_set!(
    /// Errors of the contract itself; an execution's own are [`ErrorCode`].
    ProblemCode {
        /// The JSON text can't be read.
        MalformedJson = "malformed_json",
        /// A path, query or header can't be read.
        InvalidRequest = "invalid_request",
        /// No, an unknown, or an expired session or key.
        Unauthenticated = "unauthenticated",
        /// The role or the key's scopes don't allow it.
        Forbidden = "forbidden",
        /// No such thing, or not yours.
        NotFound = "not_found",
        /// The path knows other methods.
        MethodNotAllowed = "method_not_allowed",
        /// The name is taken, or something still depends on it.
        Conflict = "conflict",
        /// The idempotency key came with another body.
        IdempotencyConflict = "idempotency_conflict",
        /// Someone else was faster.
        Stale = "stale",
        /// The body is over the limit.
        BodyTooLarge = "body_too_large",
        /// The body is of a type that is not taken here.
        UnsupportedMediaType = "unsupported_media_type",
        /// The document breaks a rule; `errors` says which.
        Invalid = "invalid",
        /// Too many requests.
        TooManyRequests = "too_many_requests",
        /// A defect of ours.
        Internal = "internal_error",
        /// The database is away, or the server is stopping.
        Unavailable = "unavailable",
    }
);

/// A `application/problem+json` document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Problem {
    /// Stable URI that ends in the error code.
    #[serde(rename = "type")]
    pub problem_type: String,
    /// The error in few words, the same for every occurrence.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What is wrong this time and what to do.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub detail: Sentence,
    /// Names the request in the logs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
    /// JSON pointer of the first violation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pointer: Option<String>,
    /// Line of it, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// Column of it, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<u32>,
    /// The execution, once one exists.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub execution_id: Option<ExecutionId>,
    /// Every violation.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<Violation>,
    /// What came back from the other side, when something did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub response: Option<ResponseView>,
    /// When to try again, as far as somebody said so. Travels as the header `Retry-After`, not in the document.
    #[serde(skip)]
    pub retry_after_seconds: Option<u64>,
}

impl Problem {
    /// What `type` starts with; the code follows.
    pub const TYPE_PREFIX: &'static str = "urn:patchbay:problem:";

    /// A problem of the contract.
    #[must_use]
    pub fn new(code: ProblemCode, detail: impl Into<Sentence>) -> Self {
        Self::of(code.as_str(), code.status(), code.title(), detail.into())
    }

    /// A problem of an execution.
    #[must_use]
    pub fn execution(code: ErrorCode, detail: impl Into<Sentence>) -> Self {
        Self::of(code.as_str(), code.status(), code.title(), detail.into())
    }

    /// A document that breaks rules; the first violation also stands in `pointer`, `line` and `column`.
    #[must_use]
    pub fn invalid(errors: Vec<Violation>) -> Self {
        let first = errors.first().cloned();
        let detail = match &first {
            None => sentence!("the document breaks a rule"),
            Some(v) if v.pointer.is_empty() => v.message.clone(),
            Some(v) => sentence!("%{pointer}: %{message}", pointer = &v.pointer, message = v.message.clone()),
        };
        let mut problem = Self::new(ProblemCode::Invalid, detail);
        if let Some(first) = first {
            problem.pointer = Some(first.pointer);
            problem.line = first.line;
            problem.column = first.column;
        }
        problem.errors = errors;
        problem
    }

    fn of(code: &str, status: u16, title: &str, detail: Sentence) -> Self {
        Self {
            problem_type: format!("{}{code}", Self::TYPE_PREFIX),
            title: title.to_owned(),
            status,
            detail,
            request_id: None,
            pointer: None,
            line: None,
            column: None,
            execution_id: None,
            errors: Vec::new(),
            response: None,
            retry_after_seconds: None,
        }
    }

    /// The error code: what `type` ends in.
    #[must_use]
    pub fn code(&self) -> &str {
        self.problem_type.rsplit(':').next().unwrap_or_default()
    }
}

impl ProblemCode {
    /// The HTTP status.
    #[must_use]
    pub const fn status(self) -> u16 {
        match self {
            Self::MalformedJson | Self::InvalidRequest => 400,
            Self::Unauthenticated => 401,
            Self::Forbidden => 403,
            Self::NotFound => 404,
            Self::MethodNotAllowed => 405,
            Self::Conflict | Self::IdempotencyConflict => 409,
            Self::Stale => 412,
            Self::BodyTooLarge => 413,
            Self::UnsupportedMediaType => 415,
            Self::Invalid => 422,
            Self::TooManyRequests => 429,
            Self::Internal => 500,
            Self::Unavailable => 503,
        }
    }

    /// The error in few words.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::MalformedJson => "The JSON can't be read",
            Self::InvalidRequest => "The request can't be read",
            Self::Unauthenticated => "Sign in or send a valid key",
            Self::Forbidden => "Not allowed",
            Self::NotFound => "Not found",
            Self::MethodNotAllowed => "Method not allowed",
            Self::Conflict => "In conflict with what is there",
            Self::IdempotencyConflict => "The idempotency key was used with another body",
            Self::Stale => "Someone else saved first",
            Self::BodyTooLarge => "The body is too large",
            Self::UnsupportedMediaType => "This media type is not taken",
            Self::Invalid => "Something has to be corrected",
            Self::TooManyRequests => "Too many requests",
            Self::Internal => "Something went wrong here",
            Self::Unavailable => "Not available right now",
        }
    }
}

impl ErrorCode {
    /// The HTTP status that the execute API answers with (spec/api.md, Execute).
    #[must_use]
    pub const fn status(self) -> u16 {
        match self {
            Self::ConfigInvalid | Self::InputMissing | Self::PlaceholderUnresolved | Self::CredentialMissing => 422,
            Self::RateLimited => 429,
            Self::AuthFailed
            | Self::DestinationRefused
            | Self::DnsFailed
            | Self::ConnectFailed
            | Self::TlsFailed
            | Self::ResponseTooLarge
            | Self::UpstreamStatus
            | Self::ResponseInvalid => 502,
            Self::CircuitOpen => 503,
            Self::Timeout => 504,
            Self::Internal => 500,
        }
    }

    /// The error in few words.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::ConfigInvalid => "The configuration can't be run",
            Self::InputMissing => "A required value is missing",
            Self::PlaceholderUnresolved => "A placeholder has no value",
            Self::CredentialMissing => "A credential is not set",
            Self::AuthFailed => "Signing in to the other side failed",
            Self::DestinationRefused => "The destination is not allowed",
            Self::DnsFailed => "The host's name has no address",
            Self::ConnectFailed => "No connection to the other side",
            Self::TlsFailed => "No trusted connection to the other side",
            Self::Timeout => "The other side took too long",
            Self::ResponseTooLarge => "The answer is too large",
            Self::UpstreamStatus => "The other side refused",
            Self::ResponseInvalid => "The answer can't be read",
            Self::RateLimited => "Too many calls",
            Self::CircuitOpen => "Calls are paused after many failures",
            Self::Internal => "Something went wrong here",
        }
    }
}
