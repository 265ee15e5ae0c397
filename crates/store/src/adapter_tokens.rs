//! Product tokens of TwoWay clients, two of an adapter at a time so that a client can change over.

use crate::error::{StoreError, constraint};
use crate::unit::{Db, Unit};
use crate::words::Place;
use chrono::{DateTime, Duration, Utc};
use patchbay_model::id::CallCenterId;
use patchbay_model::messaging::adapter::{AdapterToken, AdapterTokenDraft};
use patchbay_model::messaging::{AdapterId, AdapterTokenId};
use patchbay_model::time::Timestamp;
use patchbay_model::valid::Valid;
use uuid::Uuid;

/// So many count at a time.
const MOST_ACTIVE: i64 = 2;
/// How exactly one is told when a token was used.
const USE_NOTED_EVERY: Duration = Duration::minutes(1);

struct Row {
    id: Uuid,
    call_center_id: String,
    adapter_id: Uuid,
    name: String,
    rights: Vec<String>,
    prefix: String,
    last_used_at: Option<DateTime<Utc>>,
    revoked_at: Option<DateTime<Utc>>,
    created_at: DateTime<Utc>,
}

impl Row {
    fn read(self) -> Result<AdapterToken, StoreError> {
        let place = Place { table: "adapter_tokens", row: &self.id };
        Ok(AdapterToken {
            id: AdapterTokenId(self.id),
            call_center_id: place.call_center(&self.call_center_id)?,
            adapter_id: AdapterId(self.adapter_id),
            name: self.name,
            rights: self.rights.into_iter().map(|word| place.word(word)).collect::<Result<_, _>>()?,
            prefix: self.prefix,
            last_used_at: self.last_used_at.map(Timestamp),
            revoked_at: self.revoked_at.map(Timestamp),
            created_at: self.created_at.into(),
        })
    }
}

macro_rules! select {
    ($tail:literal, $($argument:expr),* $(,)?) => {
        sqlx::query_as!(
            Row,
            "SELECT id, call_center_id, adapter_id, name, rights, prefix, last_used_at, revoked_at, created_at
             FROM adapter_tokens " + $tail,
            $($argument),*
        )
    };
}

/// Finds the token that a client shows, by its SHA-256; a revoked one is none.
pub async fn find_by_hash<'c>(db: impl Db<'c>, hash: &[u8; 32]) -> Result<Option<AdapterToken>, StoreError> {
    let found = select!("WHERE hash = $1 AND revoked_at IS NULL", hash);
    found.fetch_optional(db.executor()).await?.map(Row::read).transpose()
}

/// All tokens of an adapter, newest first, the last hundred.
pub async fn all<'c>(
    db: impl Db<'c>,
    call_center: &CallCenterId,
    adapter: AdapterId,
) -> Result<Vec<AdapterToken>, StoreError> {
    let found = select!(
        "WHERE adapter_id = $1 AND call_center_id = $2 ORDER BY id DESC LIMIT 100",
        adapter.0,
        call_center.as_str(),
    );
    found.fetch_all(db.executor()).await?.into_iter().map(Row::read).collect()
}

/// Creates a token.
///
/// # Errors
/// A conflict with [`ADAPTER_TOKENS`](constraint::ADAPTER_TOKENS) when two others count; not found without the adapter.
pub async fn insert(
    unit: &mut Unit,
    id: AdapterTokenId,
    call_center: &CallCenterId,
    adapter: AdapterId,
    draft: &Valid<AdapterTokenDraft>,
    (hash, prefix): (&[u8; 32], &str),
    at: Timestamp,
) -> Result<AdapterToken, StoreError> {
    // Two at once must not both find one.
    let locked = sqlx::query_scalar!(
        "SELECT id FROM adapters WHERE id = $1 AND call_center_id = $2 FOR UPDATE",
        adapter.0,
        call_center.as_str(),
    );
    locked.fetch_one(unit.connection()).await?;
    let active = sqlx::query_scalar!(
        r#"SELECT count(*) AS "count!" FROM adapter_tokens WHERE adapter_id = $1 AND revoked_at IS NULL"#,
        adapter.0,
    );
    if active.fetch_one(unit.connection()).await? >= MOST_ACTIVE {
        return Err(StoreError::conflict(constraint::ADAPTER_TOKENS));
    }
    let rights: Vec<String> = draft.rights.iter().map(ToString::to_string).collect();
    sqlx::query!(
        "INSERT INTO adapter_tokens (id, call_center_id, adapter_id, name, rights, prefix, hash, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        id.0,
        call_center.as_str(),
        adapter.0,
        draft.name,
        &rights,
        prefix,
        hash,
        at.0,
    )
    .execute(unit.connection())
    .await?;
    find(unit, call_center, adapter, id).await
}

/// Ends a token. One that is revoked already stays as it is.
pub async fn revoke(
    unit: &mut Unit,
    call_center: &CallCenterId,
    adapter: AdapterId,
    id: AdapterTokenId,
    at: Timestamp,
) -> Result<AdapterToken, StoreError> {
    sqlx::query!(
        "UPDATE adapter_tokens SET revoked_at = $4
         WHERE id = $1 AND adapter_id = $2 AND call_center_id = $3 AND revoked_at IS NULL",
        id.0,
        adapter.0,
        call_center.as_str(),
        at.0,
    )
    .execute(unit.connection())
    .await?;
    find(unit, call_center, adapter, id).await
}

/// Notes that a token was used, once a minute.
pub async fn touch<'c>(db: impl Db<'c>, id: AdapterTokenId, at: Timestamp) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE adapter_tokens SET last_used_at = $2 WHERE id = $1 AND (last_used_at IS NULL OR last_used_at < $3)",
        id.0,
        at.0,
        at.0 - USE_NOTED_EVERY,
    )
    .execute(db.executor())
    .await?;
    Ok(())
}

async fn find<'c>(
    db: impl Db<'c>,
    call_center: &CallCenterId,
    adapter: AdapterId,
    id: AdapterTokenId,
) -> Result<AdapterToken, StoreError> {
    let found =
        select!("WHERE id = $1 AND adapter_id = $2 AND call_center_id = $3", id.0, adapter.0, call_center.as_str(),);
    found.fetch_one(db.executor()).await?.read()
}
