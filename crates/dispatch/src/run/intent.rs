//! What is committed before an SMS goes out: a crash in the middle shows as unknown, and an idempotency key can't send
//! twice (spec/execution.md, Effect class).

use super::ending::Note;
use super::state::Durable;
use patchbay_model::time::Timestamp;
use patchbay_store::idempotency_keys::Lease;
use patchbay_store::{Store, StoreError, executions, queued_executions};

/// Commits the intent.
pub(super) async fn commit(store: &Store, note: &Note, lease: Option<&Lease>) -> Result<(), StoreError> {
    executions::insert_running(store, &note.record(), lease).await
}

/// The same of what was claimed from the queue. False: another worker has it by now.
pub(super) async fn mark(store: &Store, durable: Durable, now: Timestamp) -> Result<bool, StoreError> {
    queued_executions::mark_sending(store, durable.owner, durable.id, now).await
}
