//! `patchbay secrets rotate`

use super::print;
use crate::clock;
use crate::deployment::Deployment;
use crate::error::ServerError;
use clap::Subcommand;
use patchbay_store::{Sealed, Store, data_keys};
use patchbay_vault::KeyRing;

/// Rows read at once: a rotation of any size stays small in memory, and no transaction lasts.
const BATCH: i64 = 100;

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Wraps every call center's data key with the first key of PATCHBAY_SECRET_KEY, while servers go on working. The
    /// keys in use until now have to stand behind it; they can go when this has ended.
    Rotate,
}

pub(super) async fn run(deployment: &Deployment, Command::Rotate: Command) -> Result<(), ServerError> {
    let count = rotate(&deployment.store, &deployment.keys).await?;
    print(&format!("{count} data keys are wrapped with {} now", deployment.keys.current_id()))
}

/// The secrets themselves stay as they are: a data key seals them, and only its wrapping changes.
async fn rotate(store: &Store, keys: &KeyRing) -> Result<usize, ServerError> {
    let current = keys.current_id().to_string();
    let mut count = 0;
    loop {
        let batch = data_keys::list_wrapped_otherwise(store, &current, BATCH).await?;
        if batch.is_empty() {
            return Ok(count);
        }
        for key in batch {
            // Wrapped with the current key although the row says otherwise: then the row is put right.
            let wrapped = keys.rewrap(&key.call_center_id, &key.wrapped.0)?.unwrap_or_else(|| key.wrapped.0.clone());
            let mut unit = store.begin().await?;
            if data_keys::update(&mut unit, &key, &Sealed(wrapped), &current, clock::now()).await? {
                count += 1;
            }
            unit.commit().await?;
        }
    }
}
