//! Why there is no execution at all. Why an execution failed is its own [`crate::ExecutionFailure`].

use patchbay_store::{StoreError, constraint};
use std::sync::Arc;

/// Nothing was run.
#[derive(Debug, Clone, thiserror::Error)]
pub enum DispatchError {
    /// The call center has no such thing, or it is switched off: 404.
    #[error("{0}")]
    NotFound(#[from] Missing),
    /// The database is away or holds what can't be read. Shared, because several callers may have waited for one answer.
    #[error("{0}")]
    Store(Arc<StoreError>),
    /// Another request holds the idempotency key by now: nothing was sent.
    #[error("another request holds this idempotency key")]
    KeyTaken,
    /// Another worker has the execution by now: nothing was sent.
    #[error("another worker has taken the execution over")]
    TakenOver,
    /// The process is stopping: nothing new is begun.
    #[error("the server is stopping")]
    Stopping,
}

impl DispatchError {
    /// Why an intent was not committed.
    pub(crate) fn from_intent(error: StoreError) -> Self {
        if error.is_about(constraint::IDEMPOTENCY_LEASE) { Self::KeyTaken } else { error.into() }
    }

    /// Whether a row had no partition to go into.
    pub(crate) fn lacks_partition(&self) -> bool {
        matches!(self, Self::Store(error) if matches!(**error, StoreError::PartitionMissing))
    }

    /// Whether a transaction gave way to another that waited for it.
    pub(crate) fn is_deadlock(&self) -> bool {
        matches!(self, Self::Store(error) if error.is_deadlock())
    }
}

impl From<StoreError> for DispatchError {
    fn from(error: StoreError) -> Self {
        Self::Store(Arc::new(error))
    }
}

/// What was not found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Missing {
    /// There is no such call center.
    #[error("there is no such call center")]
    CallCenter,
    /// No template of this name is seen by the call center.
    #[error("there is no such integration")]
    Template,
    /// The template has no endpoint of this name.
    #[error("the integration has no such endpoint")]
    Endpoint,
    /// The call center has not plugged the template in.
    #[error("the call center has no integrator for this integration")]
    Integrator,
    /// The endpoint is switched off.
    #[error("the endpoint is disabled")]
    EndpointDisabled,
    /// The integrator is switched off.
    #[error("the integrator is disabled")]
    IntegratorDisabled,
}
