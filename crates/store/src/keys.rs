//! API keys of programs.

use crate::changes::{Change, announce};
use crate::cursor::{self, list_in_order};
use crate::error::StoreError;
use crate::reach::Reach;
use crate::unit::{Db, Unit, check_version};
use crate::words::Place;
use chrono::{DateTime, Utc};
use patchbay_model::id::{KeyId, Version};
use patchbay_model::key::{Key, KeyDraft};
use patchbay_model::page::{Page, PageRequest, Sort};
use patchbay_model::time::Timestamp;
use patchbay_model::valid::Valid;
use uuid::Uuid;

struct Row {
    id: Uuid,
    name: String,
    prefix: String,
    scopes: Vec<String>,
    call_center_id: Option<String>,
    last_used_at: Option<DateTime<Utc>>,
    revoked_at: Option<DateTime<Utc>>,
    version: i64,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
    // Made by the database: its idea of lower case is the one that the index is sorted by.
    sort_key: String,
}

impl Row {
    fn read(self) -> Result<Key, StoreError> {
        let place = Place { table: "keys", row: &self.id };
        Ok(Key {
            id: KeyId(self.id),
            name: self.name,
            prefix: self.prefix,
            call_center_id: place.call_center_option(self.call_center_id.as_deref())?,
            scopes: self.scopes.into_iter().map(|scope| place.word(scope)).collect::<Result<_, _>>()?,
            last_used_at: self.last_used_at.map(Timestamp),
            revoked_at: self.revoked_at.map(Timestamp),
            version: Version(self.version),
            created_at: self.created_at.into(),
            updated_at: self.updated_at.into(),
        })
    }
}

macro_rules! select {
    ($tail:literal $(+ $more:literal)*, $($argument:expr),* $(,)?) => {
        sqlx::query_as!(
            Row,
            r#"SELECT id, name, prefix, scopes, call_center_id, last_used_at, revoked_at, version, created_at, updated_at,
                 lower(name) AS "sort_key!"
               FROM keys "# + $tail $(+ $more)*,
            $($argument),*
        )
    };
}

/// Finds a key.
pub async fn find<'c>(db: impl Db<'c>, reach: &Reach, id: KeyId) -> Result<Option<Key>, StoreError> {
    select!("WHERE id = $1 AND ($2::text IS NULL OR call_center_id = $2)", id.0, reach.id())
        .fetch_optional(db.executor())
        .await?
        .map(Row::read)
        .transpose()
}

/// Finds a key that has to be there.
pub async fn get<'c>(db: impl Db<'c>, reach: &Reach, id: KeyId) -> Result<Key, StoreError> {
    find(db, reach, id).await?.ok_or(StoreError::NotFound)
}

/// Finds the key that a caller presents, by its SHA-256. A revoked one is found too: the caller looks at `revoked_at`.
pub async fn find_by_hash<'c>(db: impl Db<'c>, hash: &[u8; 32]) -> Result<Option<Key>, StoreError> {
    select!("WHERE hash = $1", hash).fetch_optional(db.executor()).await?.map(Row::read).transpose()
}

/// Lists keys, newest first unless the page says otherwise; `search` is part of the name or of what is shown of the key.
pub async fn list<'c>(
    db: impl Db<'c>,
    reach: &Reach,
    search: Option<&str>,
    page: &PageRequest,
) -> Result<Page<Key>, StoreError> {
    let executor = db.executor();
    match reach {
        Reach::All => list_in_order!(
            executor, page, or CreatedDescending, Row::read, select,
            where "WHERE ($2::text IS NULL OR strpos(lower(name), lower($2)) > 0 OR strpos(prefix, $2) > 0)",
            name r#"lower(name) COLLATE "C""#, id "id", keys "$3" "$4",
            search,
        ),
        Reach::One(call_center) => list_in_order!(
            executor, page, or CreatedDescending, Row::read, select,
            where "WHERE call_center_id = $2 AND ($3::text IS NULL OR strpos(lower(name), lower($3)) > 0 OR strpos(prefix, $3) > 0)",
            name r#"lower(name) COLLATE "C""#, id "id", keys "$4" "$5",
            call_center.as_str(), search,
        ),
    }
}

/// Creates a key, of which only `prefix` can be read back.
///
/// # Errors
/// A reference to [`KEY_CALL_CENTER`](crate::constraint::KEY_CALL_CENTER).
pub async fn insert(
    unit: &mut Unit,
    id: KeyId,
    draft: &Valid<KeyDraft>,
    hash: &[u8; 32],
    prefix: &str,
    at: Timestamp,
) -> Result<Key, StoreError> {
    let scopes: Vec<String> = draft.scopes.iter().map(ToString::to_string).collect();
    sqlx::query!(
        "INSERT INTO keys (id, name, prefix, hash, scopes, call_center_id, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $7)",
        id.0,
        draft.name,
        prefix,
        hash,
        &scopes,
        draft.call_center_id.as_ref().map(|id| id.as_str()),
        at.0,
    )
    .execute(unit.connection())
    .await?;
    announce(unit, &Change::Key(id)).await?;
    get(unit, &Reach::All, id).await
}

/// Changes a key's name and scopes; its call center stays.
pub async fn update(
    unit: &mut Unit,
    reach: &Reach,
    id: KeyId,
    draft: &Valid<KeyDraft>,
    version: Option<Version>,
    at: Timestamp,
) -> Result<Key, StoreError> {
    let current = sqlx::query_scalar!(
        "SELECT version FROM keys WHERE id = $1 AND ($2::text IS NULL OR call_center_id = $2) FOR UPDATE",
        id.0,
        reach.id(),
    );
    check_version(version, current.fetch_one(unit.connection()).await?)?;
    let scopes: Vec<String> = draft.scopes.iter().map(ToString::to_string).collect();
    sqlx::query!(
        "UPDATE keys SET name = $2, scopes = $3, updated_at = $4, version = version + 1 WHERE id = $1",
        id.0,
        draft.name,
        &scopes,
        at.0,
    )
    .execute(unit.connection())
    .await?;
    announce(unit, &Change::Key(id)).await?;
    get(unit, reach, id).await
}

/// Ends a key. One that is revoked already stays as it is.
pub async fn revoke(
    unit: &mut Unit,
    reach: &Reach,
    id: KeyId,
    version: Option<Version>,
    at: Timestamp,
) -> Result<Key, StoreError> {
    let current = sqlx::query_scalar!(
        "SELECT version FROM keys WHERE id = $1 AND ($2::text IS NULL OR call_center_id = $2) FOR UPDATE",
        id.0,
        reach.id(),
    );
    check_version(version, current.fetch_one(unit.connection()).await?)?;
    sqlx::query!(
        "UPDATE keys SET revoked_at = $2, updated_at = $2, version = version + 1 WHERE id = $1 AND revoked_at IS NULL",
        id.0,
        at.0,
    )
    .execute(unit.connection())
    .await?;
    announce(unit, &Change::Key(id)).await?;
    get(unit, reach, id).await
}

/// Notes when keys were last used, many at once. Not a save: the version stays.
pub async fn touch<'c>(db: impl Db<'c>, uses: &[(KeyId, Timestamp)]) -> Result<(), StoreError> {
    let (ids, times): (Vec<Uuid>, Vec<DateTime<Utc>>) = uses.iter().map(|(id, at)| (id.0, at.0)).unzip();
    // In the order of ids: two processes that touch the same keys must not wait for each other in a circle.
    sqlx::query!(
        "UPDATE keys SET last_used_at = used.at
         FROM (SELECT k.id, u.at FROM keys k JOIN UNNEST($1::uuid[], $2::timestamptz[]) AS u (id, at) ON u.id = k.id
               WHERE k.last_used_at IS NULL OR k.last_used_at < u.at ORDER BY k.id FOR UPDATE OF k) AS used
         WHERE keys.id = used.id",
        &ids,
        &times,
    )
    .execute(db.executor())
    .await?;
    Ok(())
}
