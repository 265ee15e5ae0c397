//! What is committed before an SMS goes out: a crash in the middle shows as unknown, and an idempotency key can't send
//! twice (spec/execution.md, Effect class).

use super::ending::Note;
use patchbay_store::idempotency_keys::Lease;
use patchbay_store::{Store, StoreError, executions};

/// Commits the intent.
pub(super) async fn commit(store: &Store, note: &Note, lease: Option<&Lease>) -> Result<(), StoreError> {
    executions::insert_running(store, &note.record(), lease).await
}
