//! Short-lived tokens of agents' front ends.

use crate::error::StoreError;
use crate::store::Store;
use crate::unit::Db;
use crate::words::Place;
use patchbay_model::id::{CallCenterId, KeyId};
use patchbay_model::time::Timestamp;

/// A token as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallboxToken {
    /// Whose endpoints it runs.
    pub call_center_id: CallCenterId,
    /// The key that asked for it, and with which it ends; none: a person did.
    pub key_id: Option<KeyId>,
    /// Who asked for it, as the audit trail names them.
    pub issued_by: String,
    /// The pages that may use it.
    pub allowed_origins: Vec<String>,
    /// When it stops working.
    pub expires_at: Timestamp,
}

/// Keeps a new token by its SHA-256.
///
/// # Errors
/// A reference to [`CALLBOX_TOKEN_CALL_CENTER`](crate::constraint::CALLBOX_TOKEN_CALL_CENTER).
pub async fn insert<'c>(
    db: impl Db<'c>,
    hash: &[u8; 32],
    token: &CallboxToken,
    at: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO callbox_tokens (hash, call_center_id, key_id, issued_by, allowed_origins, created_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        hash,
        token.call_center_id.as_str(),
        token.key_id.map(|id| id.0),
        token.issued_by,
        &token.allowed_origins,
        at.0,
        token.expires_at.0,
    )
    .execute(db.executor())
    .await?;
    Ok(())
}

/// Finds the token that a caller presents; none when its key was revoked. One that has expired is found too: the caller
/// looks at `expires_at`.
pub async fn find_by_hash<'c>(db: impl Db<'c>, hash: &[u8; 32]) -> Result<Option<CallboxToken>, StoreError> {
    let found = sqlx::query!(
        "SELECT t.call_center_id, t.key_id, t.issued_by, t.allowed_origins, t.expires_at FROM callbox_tokens t
         WHERE t.hash = $1 AND NOT EXISTS (SELECT FROM keys k WHERE k.id = t.key_id AND k.revoked_at IS NOT NULL)",
        hash,
    );
    let found = found.fetch_optional(db.executor()).await?.map(|row| {
        Ok(CallboxToken {
            call_center_id: Place { table: "callbox_tokens", row: &"a hash" }.call_center(&row.call_center_id)?,
            key_id: row.key_id.map(KeyId),
            issued_by: row.issued_by,
            allowed_origins: row.allowed_origins,
            expires_at: row.expires_at.into(),
        })
    });
    found.transpose()
}

/// Whether a page of this origin has a token of the call center, or had one lately: what has expired has to be able to
/// read that it has.
pub async fn is_known_origin<'c>(
    db: impl Db<'c>,
    call_center: &CallCenterId,
    origin: &str,
) -> Result<bool, StoreError> {
    let found = sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT FROM callbox_tokens WHERE call_center_id = $1 AND $2 = ANY (allowed_origins)) AS "found!""#,
        call_center.as_str(),
        origin,
    );
    Ok(found.fetch_one(db.executor()).await?)
}

/// Deletes tokens that expired before `before`.
pub async fn delete_expired(store: &Store, before: Timestamp) -> Result<u64, StoreError> {
    let deleted = sqlx::query!("DELETE FROM callbox_tokens WHERE expires_at < $1", before.0);
    Ok(deleted.execute(&store.pool).await?.rows_affected())
}
