//! Why an execution can't go on, and what is to be done about it (spec/execution.md, Statuses and Retry).

use patchbay_model::execution::{ErrorCode, Failure};
use std::time::Duration;

/// A failure of one execution. It never holds a secret: whoever makes one from foreign text scrubs it first.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{code}: {detail}")]
pub struct EngineError {
    /// Which of the closed list.
    pub code: ErrorCode,
    /// What happened and what to do, for a person.
    pub detail: String,
    /// JSON pointer into the client body, when a value of it is at fault.
    pub pointer: Option<String>,
    /// What to do next: callers look at this and never at the code.
    pub verdict: Verdict,
}

/// What a caller does about a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The same request would fail again.
    Fail,
    /// A durable execution tries again, at the earliest after this time if the other side named one.
    Retry {
        /// From `Retry-After`.
        not_before: Option<Duration>,
    },
    /// The access token is no longer good: get another one and try once more.
    RefreshToken,
}

impl EngineError {
    /// A failure that ends the execution.
    #[must_use]
    pub fn fail(code: ErrorCode, detail: impl Into<String>) -> Self {
        Self { code, detail: detail.into(), pointer: None, verdict: Verdict::Fail }
    }

    /// The configuration or an integrator's value can't be run.
    #[must_use]
    pub fn config(detail: impl Into<String>) -> Self {
        Self::fail(ErrorCode::ConfigInvalid, detail)
    }

    /// Says which value of the client body is at fault.
    #[must_use]
    pub fn at(mut self, pointer: impl Into<String>) -> Self {
        self.pointer = Some(pointer.into());
        self
    }

    /// Says what is to be done about it.
    #[must_use]
    pub fn with(mut self, verdict: Verdict) -> Self {
        self.verdict = verdict;
        self
    }
}

impl From<EngineError> for Failure {
    fn from(error: EngineError) -> Self {
        Self { code: error.code, detail: error.detail }
    }
}
