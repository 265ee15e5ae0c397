//! Queues of call centers.

use crate::changes::{Change, announce};
use crate::cursor::{self, rows};
use crate::error::{StoreError, constraint};
use crate::unit::{Db, Unit, check_version};
use crate::words::Place;
use chrono::{DateTime, Utc};
use patchbay_model::id::{CallCenterId, Version};
use patchbay_model::page::{Page, PageRequest};
use patchbay_model::queue::{Queue, QueueDraft, QueueId, QueueQuery, QueueUse};
use patchbay_model::time::Timestamp;
use patchbay_model::valid::Valid;

struct Row {
    id: String,
    call_center_id: String,
    address: String,
    name: String,
    channel_types: Vec<String>,
    version: i64,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
    sort_key: String,
}

impl Row {
    fn read(self) -> Result<Queue, StoreError> {
        let place = Place { table: "queues", row: &self.id };
        Ok(Queue {
            id: self.id.parse().map_err(|why| place.corrupt(why))?,
            call_center_id: place.call_center(&self.call_center_id)?,
            address: self.address,
            name: self.name,
            channel_types: self.channel_types.into_iter().map(|word| place.word(word)).collect::<Result<_, _>>()?,
            version: Version(self.version),
            created_at: self.created_at.into(),
            updated_at: self.updated_at.into(),
        })
    }
}

macro_rules! select {
    ($tail:literal, $($argument:expr),* $(,)?) => {
        sqlx::query_as!(
            Row,
            r#"SELECT id, call_center_id, address, name, channel_types, version, created_at, updated_at,
                 lower(name) AS "sort_key!"
               FROM queues "# + $tail,
            $($argument),*
        )
    };
}

/// Finds a queue.
pub async fn find<'c>(db: impl Db<'c>, call_center: &CallCenterId, id: &QueueId) -> Result<Option<Queue>, StoreError> {
    let found = select!("WHERE call_center_id = $1 AND id = $2", call_center.as_str(), id.as_str());
    found.fetch_optional(db.executor()).await?.map(Row::read).transpose()
}

/// Finds a queue that has to be there.
pub async fn get<'c>(db: impl Db<'c>, call_center: &CallCenterId, id: &QueueId) -> Result<Queue, StoreError> {
    find(db, call_center, id).await?.ok_or(StoreError::NotFound)
}

/// Lists the queues of a call center by name.
pub async fn list<'c>(
    db: impl Db<'c>,
    call_center: &CallCenterId,
    query: &QueueQuery,
    page: &PageRequest,
) -> Result<Page<Queue>, StoreError> {
    let (name, id) = cursor::begin(page, (String::new(), String::new()))?;
    let found = select!(
        r#"WHERE call_center_id = $1 AND (lower(name) COLLATE "C", id) > ($2, $3)
             AND ($4::text IS NULL OR strpos(lower(name), lower($4)) > 0 OR strpos(lower(address), lower($4)) > 0)
           ORDER BY lower(name) COLLATE "C", id LIMIT $5"#,
        call_center.as_str(),
        name,
        id,
        query.search.as_deref(),
        rows(page),
    );
    let found = found.fetch_all(db.executor()).await?;
    cursor::end(page, found, |row| (row.sort_key.clone(), row.id.clone()), Row::read)
}

/// All queues of a call center: what events and effects are held against.
pub async fn all<'c>(db: impl Db<'c>, call_center: &CallCenterId) -> Result<Vec<Queue>, StoreError> {
    let found = select!("WHERE call_center_id = $1 ORDER BY id", call_center.as_str());
    found.fetch_all(db.executor()).await?.into_iter().map(Row::read).collect()
}

/// Creates a queue.
///
/// # Errors
/// A conflict with [`constraint::QUEUE_ID`] or [`constraint::QUEUE_ADDRESS`], a reference to
/// [`constraint::QUEUE_CALL_CENTER`].
pub async fn insert(
    unit: &mut Unit,
    call_center: &CallCenterId,
    draft: &Valid<QueueDraft>,
    at: Timestamp,
) -> Result<Queue, StoreError> {
    sqlx::query!(
        "INSERT INTO queues (call_center_id, id, address, name, channel_types, created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $6)",
        call_center.as_str(),
        draft.id.as_str(),
        draft.address,
        draft.name,
        &channels(draft),
        at.0,
    )
    .execute(unit.connection())
    .await?;
    announce(unit, &Change::Queues(call_center.clone())).await?;
    get(unit, call_center, &draft.id).await
}

/// Saves a queue; its id stays what it was.
///
/// # Errors
/// A conflict with [`constraint::QUEUE_ADDRESS`], and with [`constraint::QUEUE_IN_USE`] when it gets another address
/// while triggers name the old one.
pub async fn update(
    unit: &mut Unit,
    call_center: &CallCenterId,
    id: &QueueId,
    draft: &Valid<QueueDraft>,
    version: Option<Version>,
    at: Timestamp,
) -> Result<Queue, StoreError> {
    let address = lock(unit, call_center, id, version).await?;
    if address != draft.address {
        refuse_in_use(unit, call_center, &address).await?;
    }
    sqlx::query!(
        "UPDATE queues SET address = $3, name = $4, channel_types = $5, updated_at = $6, version = version + 1
         WHERE call_center_id = $1 AND id = $2",
        call_center.as_str(),
        id.as_str(),
        draft.address,
        draft.name,
        &channels(draft),
        at.0,
    )
    .execute(unit.connection())
    .await?;
    announce(unit, &Change::Queues(call_center.clone())).await?;
    get(unit, call_center, id).await
}

/// Deletes a queue.
///
/// # Errors
/// A conflict with [`constraint::QUEUE_IN_USE`]; see [`usage`].
pub async fn delete(
    unit: &mut Unit,
    call_center: &CallCenterId,
    id: &QueueId,
    version: Option<Version>,
) -> Result<(), StoreError> {
    let address = lock(unit, call_center, id, version).await?;
    refuse_in_use(unit, call_center, &address).await?;
    sqlx::query!("DELETE FROM queues WHERE call_center_id = $1 AND id = $2", call_center.as_str(), id.as_str())
        .execute(unit.connection())
        .await?;
    announce(unit, &Change::Queues(call_center.clone())).await
}

/// Tells what names a queue's address in its triggers, of all that the call center has plugged in.
pub async fn usage<'c>(
    db: impl Db<'c>,
    call_center: &CallCenterId,
    address: &str,
) -> Result<Vec<QueueUse>, StoreError> {
    let found = sqlx::query!(
        r#"SELECT t.name AS template, e.name AS endpoint, t.call_center_id IS NOT NULL AS "is_own!"
           FROM integrators i
           JOIN templates t ON t.id = i.template_id
           JOIN endpoints e ON e.template_id = t.id
           WHERE i.call_center_id = $1 AND e.triggers @> jsonb_build_array(jsonb_build_object('queues', jsonb_build_array($2::text)))
           ORDER BY lower(t.name) COLLATE "C", lower(e.name) COLLATE "C""#,
        call_center.as_str(),
        address,
    );
    let found = found.fetch_all(db.executor()).await?.into_iter().map(|row| QueueUse {
        template: row.template,
        endpoint: row.endpoint,
        own: row.is_own,
    });
    Ok(found.collect())
}

async fn refuse_in_use(unit: &mut Unit, call_center: &CallCenterId, address: &str) -> Result<(), StoreError> {
    let uses = usage(unit, call_center, address).await?;
    if uses.iter().any(|found| found.own) {
        return Err(StoreError::conflict(constraint::QUEUE_IN_USE));
    }
    Ok(())
}

async fn lock(
    unit: &mut Unit,
    call_center: &CallCenterId,
    id: &QueueId,
    version: Option<Version>,
) -> Result<String, StoreError> {
    let found = sqlx::query!(
        "SELECT version, address FROM queues WHERE call_center_id = $1 AND id = $2 FOR UPDATE",
        call_center.as_str(),
        id.as_str(),
    );
    let row = found.fetch_one(unit.connection()).await?;
    check_version(version, row.version)?;
    Ok(row.address)
}

fn channels(draft: &QueueDraft) -> Vec<String> {
    draft.channel_types.iter().map(ToString::to_string).collect()
}
