//! Short-lived tokens of third parties that read contacts and histories: never the token itself, only its SHA-256.

use crate::error::StoreError;
use crate::store::Store;
use crate::unit::{Db, Unit};
use crate::words::Place;
use patchbay_model::id::CallCenterId;
use patchbay_model::messaging::AdapterId;
use patchbay_model::time::Timestamp;

/// A token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GraphToken {
    /// The tenant.
    pub call_center_id: CallCenterId,
    /// The adapter whose third party asked for it.
    pub adapter_id: AdapterId,
    /// Until when it counts.
    pub expires_at: Timestamp,
}

/// Creates a token.
pub async fn insert<'c>(db: impl Db<'c>, hash: &[u8; 32], token: &GraphToken) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO graph_tokens (hash, call_center_id, adapter_id, expires_at) VALUES ($1, $2, $3, $4)",
        hash,
        token.call_center_id.as_str(),
        token.adapter_id.0,
        token.expires_at.0,
    )
    .execute(db.executor())
    .await?;
    Ok(())
}

/// Finds the token that is shown, by its SHA-256, if it still counts.
pub async fn find_by_hash<'c>(
    db: impl Db<'c>,
    hash: &[u8; 32],
    now: Timestamp,
) -> Result<Option<GraphToken>, StoreError> {
    let found = sqlx::query!(
        "SELECT call_center_id, adapter_id, expires_at FROM graph_tokens WHERE hash = $1 AND expires_at > $2",
        hash,
        now.0,
    );
    let Some(row) = found.fetch_optional(db.executor()).await? else { return Ok(None) };
    let place = Place { table: "graph_tokens", row: &row.adapter_id };
    Ok(Some(GraphToken {
        call_center_id: place.call_center(&row.call_center_id)?,
        adapter_id: AdapterId(row.adapter_id),
        expires_at: row.expires_at.into(),
    }))
}

/// Ends all tokens of an adapter.
pub(crate) async fn delete_of_adapter(unit: &mut Unit, adapter: AdapterId) -> Result<(), StoreError> {
    let deleted = sqlx::query!("DELETE FROM graph_tokens WHERE adapter_id = $1", adapter.0);
    deleted.execute(unit.connection()).await?;
    Ok(())
}

/// Forgets tokens that ended before `before`.
pub async fn delete_expired(store: &Store, before: Timestamp) -> Result<u64, StoreError> {
    let deleted = sqlx::query!("DELETE FROM graph_tokens WHERE expires_at < $1", before.0);
    Ok(deleted.execute(&store.pool).await?.rows_affected())
}
