//! The call centers' data keys: opened when needed, made when there is none yet.

use crate::clock::Clock;
use patchbay_model::id::CallCenterId;
use patchbay_store::data_keys::{self, WrappedDataKey};
use patchbay_store::{Sealed, Store, StoreError};
use patchbay_vault::{DataKey, KeyRing, VaultError};
use std::sync::Arc;

/// Opens and makes data keys.
#[derive(Clone)]
pub struct SecretKeeper {
    store: Store,
    ring: Arc<KeyRing>,
    clock: Arc<dyn Clock>,
}

/// Why there is no data key.
#[derive(Debug, thiserror::Error)]
pub enum KeeperError {
    /// The operator's keys don't open it, or there is no randomness.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// The database is away.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl SecretKeeper {
    /// A keeper with the operator's keys.
    #[must_use]
    pub fn new(store: Store, ring: Arc<KeyRing>, clock: Arc<dyn Clock>) -> Self {
        Self { store, ring, clock }
    }

    /// Opens what the database gave.
    pub(crate) fn open(&self, wrapped: &WrappedDataKey) -> Result<DataKey, VaultError> {
        self.ring.open(&wrapped.call_center_id, &wrapped.wrapped.0)
    }

    /// The call center's key. Of two processes that make the first one at once, the database keeps one for both.
    ///
    /// # Errors
    /// [`KeeperError`].
    pub async fn data_key(&self, call_center: &CallCenterId) -> Result<DataKey, KeeperError> {
        if let Some(wrapped) = data_keys::find(&self.store, call_center).await? {
            return Ok(self.open(&wrapped)?);
        }
        let made = DataKey::generate()?;
        let wrapped = WrappedDataKey {
            call_center_id: call_center.clone(),
            wrapped: Sealed(self.ring.wrap(call_center, &made)?),
            master_key_id: self.ring.current_id().to_string(),
        };
        let mut unit = self.store.begin().await?;
        let kept = data_keys::insert(&mut unit, &wrapped, self.clock.now()).await?;
        unit.commit().await?;
        Ok(self.open(&kept)?)
    }
}
