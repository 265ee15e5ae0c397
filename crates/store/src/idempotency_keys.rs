//! What was answered under an `Idempotency-Key`.

use crate::error::{StoreError, constraint};
use crate::store::Store;
use crate::unit::{Db, Unit};
use crate::words::to_json_text;
use patchbay_model::id::ExecutionId;
use patchbay_model::time::Timestamp;
use serde_json::Value;
use uuid::Uuid;

/// The right to work on a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lease {
    /// Whose key it is: two owners may use the same text.
    pub owner: String,
    /// The header's value.
    pub key: String,
    /// Names this attempt.
    pub id: Uuid,
}

/// An answer as it was given.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The headers worth giving again.
    pub headers: Value,
    /// The body.
    pub body: Vec<u8>,
}

/// What became of a request under a key.
#[derive(Debug, Clone, PartialEq)]
pub enum Claim {
    /// The first one: run it.
    Claimed,
    /// An earlier one began this execution and never answered; the caller holds the lease and answers with what became
    /// of it instead of running it again.
    Abandoned(ExecutionId),
    /// It was answered: answer the same.
    Answered(Answer),
    /// The key came with another request before.
    Conflict,
    /// The first one still runs, until this time at most.
    Busy(Timestamp),
}

/// Claims a key for a request, until `leased_until` to work on it and until `expires_at` to give the same answer.
pub async fn claim(
    store: &Store,
    lease: &Lease,
    request_hash: &[u8; 32],
    now: Timestamp,
    leased_until: Timestamp,
    expires_at: Timestamp,
) -> Result<Claim, StoreError> {
    // The primary key decides between parallel requests. What has expired begins anew; what was abandoned is taken over
    // with the execution that it began.
    let claimed = sqlx::query!(
        "INSERT INTO idempotency_keys AS k (owner, key, request_hash, lease_id, leased_until, created_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (owner, key) DO UPDATE SET
             request_hash = excluded.request_hash, lease_id = excluded.lease_id, leased_until = excluded.leased_until,
             execution_id = CASE WHEN k.expires_at > $6 THEN k.execution_id END,
             response_status = NULL, response_headers = NULL, response_body = NULL,
             created_at = excluded.created_at, expires_at = excluded.expires_at
         WHERE k.expires_at <= $6 OR (k.leased_until <= $6 AND k.request_hash = excluded.request_hash)
         RETURNING execution_id",
        lease.owner,
        lease.key,
        request_hash,
        lease.id,
        leased_until.0,
        now.0,
        expires_at.0,
    );
    if let Some(row) = claimed.fetch_optional(&store.pool).await? {
        return Ok(row.execution_id.map_or(Claim::Claimed, |id| Claim::Abandoned(ExecutionId(id))));
    }
    let found = sqlx::query!(
        "SELECT request_hash, leased_until, response_status, response_headers, response_body FROM idempotency_keys
         WHERE owner = $1 AND key = $2",
        lease.owner,
        lease.key,
    );
    let Some(row) = found.fetch_optional(&store.pool).await? else {
        return Ok(Claim::Busy(now)); // released this moment: ask again at once
    };
    if row.request_hash != request_hash {
        return Ok(Claim::Conflict);
    }
    let Some(status) = row.response_status else {
        return Ok(Claim::Busy(row.leased_until.map_or(now, Timestamp)));
    };
    Ok(Claim::Answered(Answer {
        status: status.unsigned_abs(),
        headers: row.response_headers.unwrap_or_default(),
        body: row.response_body.unwrap_or_default(),
    }))
}

/// Keeps the answer. False: the lease was lost, and somebody else answers.
pub async fn settle<'c>(db: impl Db<'c>, lease: &Lease, answer: &Answer) -> Result<bool, StoreError> {
    let settled = sqlx::query!(
        "UPDATE idempotency_keys SET lease_id = NULL, leased_until = NULL, response_status = $4, response_headers = $5::text::json,
             response_body = $6
         WHERE owner = $1 AND key = $2 AND lease_id = $3",
        lease.owner,
        lease.key,
        lease.id,
        i16::try_from(answer.status).unwrap_or(i16::MAX),
        to_json_text(&answer.headers)?,
        answer.body,
    );
    Ok(settled.execute(db.executor()).await?.rows_affected() == 1)
}

/// Frees the key: the request did nothing, and a repeat of it may.
pub async fn release<'c>(db: impl Db<'c>, lease: &Lease) -> Result<(), StoreError> {
    sqlx::query!(
        "DELETE FROM idempotency_keys WHERE owner = $1 AND key = $2 AND lease_id = $3",
        lease.owner,
        lease.key,
        lease.id,
    )
    .execute(db.executor())
    .await?;
    Ok(())
}

/// Deletes what has expired.
pub async fn delete_expired<'c>(db: impl Db<'c>, now: Timestamp) -> Result<u64, StoreError> {
    let deleted = sqlx::query!("DELETE FROM idempotency_keys WHERE expires_at <= $1", now.0);
    Ok(deleted.execute(db.executor()).await?.rows_affected())
}

/// Notes what a key's first request started, before anything is sent.
///
/// # Errors
/// A conflict with [`constraint::IDEMPOTENCY_LEASE`] when somebody else holds the key by now.
pub(crate) async fn note_execution(unit: &mut Unit, lease: &Lease, execution: ExecutionId) -> Result<(), StoreError> {
    let noted = sqlx::query!(
        "UPDATE idempotency_keys SET execution_id = $4 WHERE owner = $1 AND key = $2 AND lease_id = $3",
        lease.owner,
        lease.key,
        lease.id,
        execution.0,
    );
    if noted.execute(unit.connection()).await?.rows_affected() == 0 {
        return Err(StoreError::conflict(constraint::IDEMPOTENCY_LEASE));
    }
    Ok(())
}
