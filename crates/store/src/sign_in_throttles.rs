//! Failed sign-ins, counted per account and per address.

use crate::error::StoreError;
use crate::unit::Db;
use chrono::{DateTime, Utc};
use patchbay_model::time::Timestamp;

/// What failures are counted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// The e-mail address that was tried.
    Account,
    /// The network address that tried.
    Address,
}

impl Scope {
    const fn word(self) -> &'static str {
        match self {
            Self::Account => "account",
            Self::Address => "address",
        }
    }
}

/// How often it failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Throttle {
    /// Failures in the window.
    pub failures: u32,
    /// The last of them.
    pub last_failed_at: Timestamp,
}

fn throttle(failures: i32, last_failed_at: DateTime<Utc>) -> Throttle {
    Throttle { failures: failures.unsigned_abs(), last_failed_at: last_failed_at.into() }
}

/// Finds the failures of a window that began after `window_start`.
pub async fn find<'c>(
    db: impl Db<'c>,
    scope: Scope,
    subject: &str,
    window_start: Timestamp,
) -> Result<Option<Throttle>, StoreError> {
    let found = sqlx::query!(
        "SELECT failures, last_failed_at FROM sign_in_throttles WHERE scope = $1 AND subject = $2 AND window_started_at > $3",
        scope.word(),
        subject,
        window_start.0,
    );
    Ok(found.fetch_optional(db.executor()).await?.map(|row| throttle(row.failures, row.last_failed_at)))
}

/// Counts one more failure, or the first one of a new window when the old one began at `window_start` or before.
pub async fn count<'c>(
    db: impl Db<'c>,
    scope: Scope,
    subject: &str,
    window_start: Timestamp,
    now: Timestamp,
) -> Result<Throttle, StoreError> {
    // One statement: parallel guesses are all counted.
    let counted = sqlx::query!(
        "INSERT INTO sign_in_throttles AS t (scope, subject, failures, window_started_at, last_failed_at)
         VALUES ($1, $2, 1, $4, $4)
         ON CONFLICT (scope, subject) DO UPDATE SET
             failures = CASE WHEN t.window_started_at > $3 THEN t.failures + 1 ELSE 1 END,
             window_started_at = CASE WHEN t.window_started_at > $3 THEN t.window_started_at ELSE excluded.window_started_at END,
             last_failed_at = excluded.last_failed_at
         RETURNING failures, last_failed_at",
        scope.word(),
        subject,
        window_start.0,
        now.0,
    );
    let row = counted.fetch_one(db.executor()).await?;
    Ok(throttle(row.failures, row.last_failed_at))
}

/// Forgets the failures: the owner signed in.
pub async fn delete<'c>(db: impl Db<'c>, scope: Scope, subject: &str) -> Result<(), StoreError> {
    sqlx::query!("DELETE FROM sign_in_throttles WHERE scope = $1 AND subject = $2", scope.word(), subject)
        .execute(db.executor())
        .await?;
    Ok(())
}

/// Deletes what nobody has failed at since `before`.
pub async fn delete_expired<'c>(db: impl Db<'c>, before: Timestamp) -> Result<u64, StoreError> {
    let deleted = sqlx::query!("DELETE FROM sign_in_throttles WHERE last_failed_at < $1", before.0);
    Ok(deleted.execute(db.executor()).await?.rows_affected())
}
