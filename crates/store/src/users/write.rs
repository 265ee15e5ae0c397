//! Writing users.

use super::get;
use crate::changes::{Change, announce};
use crate::error::{StoreError, constraint};
use crate::reach::Reach;
use crate::unit::{Db, Unit, check_version};
use patchbay_model::access::Role;
use patchbay_model::id::{UserId, Version};
use patchbay_model::time::Timestamp;
use patchbay_model::user::{User, UserDraft};
use patchbay_model::valid::Valid;

/// Creates a user, without a password: invited, or disabled if the draft says so.
///
/// # Errors
/// A conflict with [`constraint::USER_EMAIL`], a reference to [`constraint::USER_CALL_CENTER`].
pub async fn insert(unit: &mut Unit, id: UserId, draft: &Valid<UserDraft>, at: Timestamp) -> Result<User, StoreError> {
    sqlx::query!(
        "INSERT INTO users (id, email, role, call_center_id, disabled_at, created_at, updated_at)
         VALUES ($1, $2, $3, $4, CASE WHEN $5 THEN $6::timestamptz END, $6, $6)",
        id.0,
        draft.email,
        draft.role.as_str(),
        draft.call_center_id.as_ref().map(|id| id.as_str()),
        draft.disabled,
        at.0,
    )
    .execute(unit.connection())
    .await?;
    announce(unit, &Change::User(id)).await?;
    get(unit, &Reach::All, id).await
}

/// Saves a user; disabling ends every session.
///
/// # Errors
/// As [`insert`], and a conflict with [`constraint::USER_LAST_ADMINISTRATOR`].
pub async fn update(
    unit: &mut Unit,
    reach: &Reach,
    id: UserId,
    draft: &Valid<UserDraft>,
    version: Option<Version>,
    at: Timestamp,
) -> Result<User, StoreError> {
    let administered = lock(unit, reach, id, version).await?;
    sqlx::query!(
        "UPDATE users SET email = $2, role = $3, call_center_id = $4,
             disabled_at = CASE WHEN $5 THEN COALESCE(disabled_at, $6) END, updated_at = $6, version = version + 1
         WHERE id = $1",
        id.0,
        draft.email,
        draft.role.as_str(),
        draft.call_center_id.as_ref().map(|id| id.as_str()),
        draft.disabled,
        at.0,
    )
    .execute(unit.connection())
    .await?;
    if draft.disabled {
        sqlx::query!("DELETE FROM sessions WHERE user_id = $1", id.0).execute(unit.connection()).await?;
    }
    keep_an_administrator(unit, administered).await?;
    announce(unit, &Change::User(id)).await?;
    get(unit, &Reach::All, id).await
}

/// Deletes a user with sessions and invitations.
///
/// # Errors
/// A conflict with [`constraint::USER_LAST_ADMINISTRATOR`].
pub async fn delete(unit: &mut Unit, reach: &Reach, id: UserId, version: Option<Version>) -> Result<(), StoreError> {
    let administered = lock(unit, reach, id, version).await?;
    sqlx::query!("DELETE FROM users WHERE id = $1", id.0).execute(unit.connection()).await?;
    keep_an_administrator(unit, administered).await?;
    announce(unit, &Change::User(id)).await
}

/// Sets the password; an invited user is active from then on.
pub async fn set_password(unit: &mut Unit, id: UserId, password_hash: &str, at: Timestamp) -> Result<(), StoreError> {
    let set = sqlx::query!(
        "UPDATE users SET password_hash = $2, updated_at = $3, version = version + 1 WHERE id = $1",
        id.0,
        password_hash,
        at.0,
    );
    if set.execute(unit.connection()).await?.rows_affected() == 0 {
        return Err(StoreError::NotFound);
    }
    announce(unit, &Change::User(id)).await
}

/// Replaces a hash by one of newer parameters, unless the password was changed meanwhile. Nothing a user could see changes.
pub async fn refresh_password_hash<'c>(db: impl Db<'c>, id: UserId, old: &str, new: &str) -> Result<(), StoreError> {
    let set = sqlx::query!("UPDATE users SET password_hash = $3 WHERE id = $1 AND password_hash = $2", id.0, old, new);
    set.execute(db.executor()).await?;
    Ok(())
}

/// Notes that a user signed in. Not a save: the version stays.
pub async fn touch<'c>(db: impl Db<'c>, id: UserId, at: Timestamp) -> Result<(), StoreError> {
    let touched = sqlx::query!("UPDATE users SET last_signed_in_at = $2 WHERE id = $1", id.0, at.0);
    touched.execute(db.executor()).await?;
    Ok(())
}

/// Whether the locked user was an active portal administrator.
async fn lock(unit: &mut Unit, reach: &Reach, id: UserId, version: Option<Version>) -> Result<bool, StoreError> {
    let row = sqlx::query!(
        "SELECT version, role = $3 AND disabled_at IS NULL AND password_hash IS NOT NULL AS administers FROM users
         WHERE id = $1 AND ($2::text IS NULL OR call_center_id = $2) FOR UPDATE",
        id.0,
        reach.id(),
        Role::PortalAdministrator.as_str(),
    )
    .fetch_one(unit.connection())
    .await?;
    check_version(version, row.version)?;
    Ok(row.administers.unwrap_or(false))
}

/// Refuses to leave the portal without anybody who could let others in.
async fn keep_an_administrator(unit: &mut Unit, administered: bool) -> Result<(), StoreError> {
    if !administered {
        return Ok(());
    }
    // Two administrators who disable each other at the same moment would both find the other one still there.
    sqlx::query!("SELECT pg_advisory_xact_lock(hashtextextended('patchbay administrators', 0))")
        .execute(unit.connection())
        .await?;
    let left = sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT FROM users WHERE role = $1 AND disabled_at IS NULL AND password_hash IS NOT NULL) AS "left!""#,
        Role::PortalAdministrator.as_str(),
    );
    let left = left.fetch_one(unit.connection()).await?;
    if left { Ok(()) } else { Err(StoreError::conflict(constraint::USER_LAST_ADMINISTRATOR)) }
}
