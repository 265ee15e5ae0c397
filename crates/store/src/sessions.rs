//! Portal sessions, found by the hash of the id that the cookie holds.

use crate::error::StoreError;
use crate::unit::Db;
use patchbay_model::id::UserId;
use patchbay_model::time::Timestamp;

/// SHA-256 of a session's id.
pub type SessionHash = [u8; 32];

/// A session as kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Whose, once signed in.
    pub user_id: Option<UserId>,
    /// What the session layer keeps in it.
    pub data: Vec<u8>,
    /// When it began; bounds its life however busy it is.
    pub created_at: Timestamp,
    /// When it ends unless it is used.
    pub expires_at: Timestamp,
}

/// Finds a session that has not expired.
pub async fn find<'c>(db: impl Db<'c>, id: &SessionHash, now: Timestamp) -> Result<Option<Session>, StoreError> {
    let found = sqlx::query!(
        "SELECT user_id, data, created_at, expires_at FROM sessions WHERE id_hash = $1 AND expires_at > $2",
        id,
        now.0,
    );
    Ok(found.fetch_optional(db.executor()).await?.map(|row| Session {
        user_id: row.user_id.map(UserId),
        data: row.data,
        created_at: row.created_at.into(),
        expires_at: row.expires_at.into(),
    }))
}

/// Begins a session. False: the id is taken, choose another.
pub async fn insert<'c>(db: impl Db<'c>, id: &SessionHash, session: &Session) -> Result<bool, StoreError> {
    let inserted = sqlx::query!(
        "INSERT INTO sessions (id_hash, user_id, data, created_at, expires_at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (id_hash) DO NOTHING",
        id,
        session.user_id.map(|id| id.0),
        session.data,
        session.created_at.0,
        session.expires_at.0,
    );
    Ok(inserted.execute(db.executor()).await?.rows_affected() == 1)
}

/// Saves a session. False: it was ended meanwhile, and stays so. A save must not bring back what disabling a user ended.
pub async fn update<'c>(db: impl Db<'c>, id: &SessionHash, session: &Session) -> Result<bool, StoreError> {
    let updated = sqlx::query!(
        "UPDATE sessions SET user_id = $2, data = $3, expires_at = $4 WHERE id_hash = $1",
        id,
        session.user_id.map(|id| id.0),
        session.data,
        session.expires_at.0,
    );
    Ok(updated.execute(db.executor()).await?.rows_affected() == 1)
}

/// Ends a session.
pub async fn delete<'c>(db: impl Db<'c>, id: &SessionHash) -> Result<(), StoreError> {
    sqlx::query!("DELETE FROM sessions WHERE id_hash = $1", id).execute(db.executor()).await?;
    Ok(())
}

/// Ends every session of a user, except `keep`: a changed password ends the others.
pub async fn delete_by_user<'c>(db: impl Db<'c>, user: UserId, keep: Option<&SessionHash>) -> Result<u64, StoreError> {
    let deleted = sqlx::query!(
        "DELETE FROM sessions WHERE user_id = $1 AND id_hash IS DISTINCT FROM $2",
        user.0,
        keep.map(|id| id.as_slice()),
    );
    Ok(deleted.execute(db.executor()).await?.rows_affected())
}

/// Deletes what has expired.
pub async fn delete_expired<'c>(db: impl Db<'c>, now: Timestamp) -> Result<u64, StoreError> {
    let deleted = sqlx::query!("DELETE FROM sessions WHERE expires_at <= $1", now.0);
    Ok(deleted.execute(db.executor()).await?.rows_affected())
}
