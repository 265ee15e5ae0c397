//! One wrapped data key per call center.

use crate::Sealed;
use crate::changes::{Change, announce};
use crate::error::StoreError;
use crate::unit::{Db, Unit};
use crate::words::Place;
use patchbay_model::id::CallCenterId;
use patchbay_model::time::Timestamp;

/// A call center's data key, wrapped by a master key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrappedDataKey {
    /// Whose secrets it seals.
    pub call_center_id: CallCenterId,
    /// The key as wrapped.
    pub wrapped: Sealed,
    /// The master key that wrapped it.
    pub master_key_id: String,
}

/// Finds the data key of a call center.
pub async fn find<'c>(db: impl Db<'c>, call_center: &CallCenterId) -> Result<Option<WrappedDataKey>, StoreError> {
    let found =
        sqlx::query!("SELECT wrapped, master_key_id FROM data_keys WHERE call_center_id = $1", call_center.as_str());
    Ok(found.fetch_optional(db.executor()).await?.map(|row| WrappedDataKey {
        call_center_id: call_center.clone(),
        wrapped: Sealed(row.wrapped),
        master_key_id: row.master_key_id,
    }))
}

/// Keeps a new data key, unless another process kept one first: what counts is the one that comes back.
pub async fn insert(unit: &mut Unit, key: &WrappedDataKey, at: Timestamp) -> Result<WrappedDataKey, StoreError> {
    sqlx::query!(
        "INSERT INTO data_keys (call_center_id, wrapped, master_key_id, created_at, updated_at) VALUES ($1, $2, $3, $4, $4)
         ON CONFLICT (call_center_id) DO NOTHING",
        key.call_center_id.as_str(),
        key.wrapped.0,
        key.master_key_id,
        at.0,
    )
    .execute(unit.connection())
    .await?;
    find(unit, &key.call_center_id).await?.ok_or(StoreError::NotFound)
}

/// Lists data keys that another master key than `master_key_id` wrapped, at most `limit`; for the rotation, which asks
/// until nothing is left.
pub async fn list_wrapped_otherwise<'c>(
    db: impl Db<'c>,
    master_key_id: &str,
    limit: i64,
) -> Result<Vec<WrappedDataKey>, StoreError> {
    let found = sqlx::query!(
        "SELECT call_center_id, wrapped, master_key_id FROM data_keys WHERE master_key_id <> $1 ORDER BY call_center_id LIMIT $2",
        master_key_id,
        limit,
    );
    let rows = found.fetch_all(db.executor()).await?;
    rows.into_iter()
        .map(|row| {
            let place = Place { table: "data_keys", row: &row.call_center_id };
            Ok(WrappedDataKey {
                call_center_id: place.call_center(&row.call_center_id)?,
                wrapped: Sealed(row.wrapped),
                master_key_id: row.master_key_id,
            })
        })
        .collect()
}

/// Replaces what `old` wrapped by what a new master key wrapped. False: another process was faster.
pub async fn update(
    unit: &mut Unit,
    old: &WrappedDataKey,
    wrapped: &Sealed,
    master_key_id: &str,
    at: Timestamp,
) -> Result<bool, StoreError> {
    let updated = sqlx::query!(
        "UPDATE data_keys SET wrapped = $3, master_key_id = $4, updated_at = $5 WHERE call_center_id = $1 AND wrapped = $2",
        old.call_center_id.as_str(),
        old.wrapped.0,
        wrapped.0,
        master_key_id,
        at.0,
    );
    let done = updated.execute(unit.connection()).await?.rows_affected() == 1;
    if done {
        announce(unit, &Change::CallCenter(old.call_center_id.clone())).await?;
    }
    Ok(done)
}
