//! When keys were last used: noted in memory, written once a minute, so that a request never waits for it.

use crate::clock;
use patchbay_model::id::KeyId;
use patchbay_model::time::Timestamp;
use patchbay_store::{Store, keys};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Uses not written yet.
#[derive(Debug, Clone, Default)]
pub struct KeyUses(Arc<Mutex<HashMap<KeyId, Timestamp>>>);

impl KeyUses {
    /// Notes a use now.
    pub fn note(&self, id: KeyId) {
        // A poisoned map is as good as before: an insertion is all that happens under the lock.
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(id, clock::now());
    }

    /// Writes what was noted. A failure loses a minute of "last used", nothing else.
    pub async fn write(&self, store: &Store) {
        let noted = std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        if noted.is_empty() {
            return;
        }
        let uses: Vec<_> = noted.into_iter().collect();
        if let Err(error) = keys::touch(store, &uses).await {
            tracing::warn!(%error, "can't note when keys were last used");
        }
    }
}
