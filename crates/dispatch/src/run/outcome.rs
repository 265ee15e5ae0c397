//! What the caller of an execution gets.

use patchbay_engine::error::{EngineError, Verdict};
use patchbay_model::execution::{Effects, ErrorCode, ExecutionStatus, ResponseView};
use patchbay_model::id::ExecutionId;
use std::time::Duration;

/// How an execution ended.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// Its id.
    pub execution_id: ExecutionId,
    /// Where it stands.
    pub status: ExecutionStatus,
    /// What came back, when something did.
    pub response: Option<ResponseView>,
    /// Why it did not succeed.
    pub failure: Option<ExecutionFailure>,
    /// What the response changes, secrets removed.
    pub effects: Effects,
    /// How long it took.
    pub duration: Duration,
}

/// Why an execution did not succeed, without a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExecutionFailure {
    /// Which of the closed list.
    pub code: ErrorCode,
    /// What happened and what to do.
    pub detail: String,
    /// JSON pointer into the client body, when a value of it is at fault.
    pub pointer: Option<String>,
    /// When trying again makes sense, if somebody said so: for `Retry-After`.
    pub retry_after: Option<Duration>,
}

impl From<EngineError> for ExecutionFailure {
    fn from(error: EngineError) -> Self {
        let retry_after = match error.verdict {
            Verdict::Retry { not_before } => not_before,
            Verdict::Fail | Verdict::RefreshToken => None,
        };
        Self { code: error.code, detail: error.detail, pointer: error.pointer, retry_after }
    }
}
