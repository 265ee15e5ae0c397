//! One-time links: a password for a user, or the set-up of the first administrator.

use crate::error::StoreError;
use crate::unit::{Db, Unit};
use patchbay_model::id::UserId;
use patchbay_model::time::Timestamp;

/// What a link is good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// The user sets a password.
    Password(UserId),
    /// The first administrator is made.
    SetUp,
}

impl Purpose {
    fn user(self) -> Option<uuid::Uuid> {
        match self {
            Self::Password(id) => Some(id.0),
            Self::SetUp => None,
        }
    }

    fn of(user: Option<uuid::Uuid>) -> Self {
        user.map_or(Self::SetUp, |id| Self::Password(UserId(id)))
    }
}

/// Keeps a new link by the SHA-256 of its token; earlier ones for the same purpose stop working.
pub async fn insert(
    unit: &mut Unit,
    token_hash: &[u8; 32],
    purpose: Purpose,
    at: Timestamp,
    expires_at: Timestamp,
) -> Result<(), StoreError> {
    let user = purpose.user();
    sqlx::query!("DELETE FROM invitations WHERE user_id IS NOT DISTINCT FROM $1 AND used_at IS NULL", user)
        .execute(unit.connection())
        .await?;
    sqlx::query!(
        "INSERT INTO invitations (token_hash, user_id, created_at, expires_at) VALUES ($1, $2, $3, $4)",
        token_hash,
        user,
        at.0,
        expires_at.0,
    )
    .execute(unit.connection())
    .await?;
    Ok(())
}

/// Finds what a link is good for, unless it was used or has expired.
pub async fn find<'c>(db: impl Db<'c>, token_hash: &[u8; 32], now: Timestamp) -> Result<Option<Purpose>, StoreError> {
    let found = sqlx::query_scalar!(
        "SELECT user_id FROM invitations WHERE token_hash = $1 AND used_at IS NULL AND expires_at > $2",
        token_hash,
        now.0,
    );
    Ok(found.fetch_optional(db.executor()).await?.map(Purpose::of))
}

/// Uses a link up. None: unknown, expired, or somebody else was faster.
pub async fn claim(unit: &mut Unit, token_hash: &[u8; 32], now: Timestamp) -> Result<Option<Purpose>, StoreError> {
    let claimed = sqlx::query_scalar!(
        "UPDATE invitations SET used_at = $2 WHERE token_hash = $1 AND used_at IS NULL AND expires_at > $2 RETURNING user_id",
        token_hash,
        now.0,
    );
    Ok(claimed.fetch_optional(unit.connection()).await?.map(Purpose::of))
}

/// Deletes what has expired.
pub async fn delete_expired<'c>(db: impl Db<'c>, now: Timestamp) -> Result<u64, StoreError> {
    let deleted = sqlx::query!("DELETE FROM invitations WHERE expires_at <= $1", now.0);
    Ok(deleted.execute(db.executor()).await?.rows_affected())
}
