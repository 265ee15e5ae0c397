//! Call centers: the tenants.

use crate::changes::{Change, announce};
use crate::cursor::{self, AFTER_EVERY_NAME, AFTER_EVERY_TIME, rows};
use crate::error::StoreError;
use crate::reach::Reach;
use crate::unit::{Db, Unit, check_version};
use crate::words::Place;
use chrono::{DateTime, Utc};
use patchbay_model::call_center::{CallCenter, CallCenterDraft};
use patchbay_model::id::{CallCenterId, Version};
use patchbay_model::page::{Page, PageRequest, Sort};
use patchbay_model::time::Timestamp;
use patchbay_model::valid::Valid;
use patchbay_model::view::CallCenterUsage;

struct Row {
    id: String,
    name: String,
    time_zone: String,
    language: String,
    callbox_origins: Vec<String>,
    version: i64,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
    // Made by the database: its idea of lower case is the one that the index is sorted by.
    sort_key: String,
}

impl Row {
    fn read(self) -> Result<CallCenter, StoreError> {
        let place = Place { table: "call_centers", row: &self.id };
        Ok(CallCenter {
            id: place.call_center(&self.id)?,
            name: self.name,
            time_zone: self.time_zone,
            language: self.language,
            callbox_origins: self.callbox_origins,
            version: Version(self.version),
            created_at: self.created_at.into(),
            updated_at: self.updated_at.into(),
        })
    }
}

/// Finds a call center.
pub async fn find<'c>(db: impl Db<'c>, reach: &Reach, id: &CallCenterId) -> Result<Option<CallCenter>, StoreError> {
    sqlx::query_as!(
        Row,
        r#"SELECT id, name, time_zone, language, callbox_origins, version, created_at, updated_at, lower(name) AS "sort_key!" FROM call_centers
           WHERE id = $1 AND ($2::text IS NULL OR id = $2)"#,
        id.as_str(),
        reach.id(),
    )
    .fetch_optional(db.executor())
    .await?
    .map(Row::read)
    .transpose()
}

/// Whose pages may hold the callbox of a call center in an iframe; none of one that there is not.
pub async fn callbox_origins<'c>(db: impl Db<'c>, id: &CallCenterId) -> Result<Vec<String>, StoreError> {
    let origins = sqlx::query_scalar!("SELECT callbox_origins FROM call_centers WHERE id = $1", id.as_str());
    Ok(origins.fetch_optional(db.executor()).await?.unwrap_or_default())
}

/// Whether PostgreSQL knows the time zone: its copy of the tz database is the one that writes local times.
pub async fn knows_time_zone<'c>(db: impl Db<'c>, time_zone: &str) -> Result<bool, StoreError> {
    let known = sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT 1 FROM pg_timezone_names WHERE name = $1) AS "known!""#,
        time_zone
    )
    .fetch_one(db.executor())
    .await?;
    Ok(known)
}

/// Finds a call center that has to be there.
pub async fn get<'c>(db: impl Db<'c>, reach: &Reach, id: &CallCenterId) -> Result<CallCenter, StoreError> {
    find(db, reach, id).await?.ok_or(StoreError::NotFound)
}

// $1 rows, $2 reach, $3 search, $4 and $5 the key of the row before.
macro_rules! list {
    ($db:expr, $page:expr, $after:literal, $order:literal, $reach:expr, $search:expr, $key:expr, $id:expr) => {
        sqlx::query_as!(
            Row,
            r#"SELECT id, name, time_zone, language, callbox_origins, version, created_at, updated_at, lower(name) AS "sort_key!" FROM call_centers
               WHERE ($2::text IS NULL OR id = $2)
                 AND ($3::text IS NULL OR strpos(lower(name), lower($3)) > 0 OR strpos(lower(id), lower($3)) > 0)
                 AND "# + $after + " ORDER BY " + $order + " LIMIT $1",
            rows($page),
            $reach.id(),
            $search,
            $key,
            $id,
        )
        .fetch_all($db.executor())
        .await?
    };
}

/// Lists call centers, by name unless the page says otherwise; `search` is part of the id or name, in any case.
pub async fn list<'c>(
    db: impl Db<'c>,
    reach: &Reach,
    search: Option<&str>,
    page: &PageRequest,
) -> Result<Page<CallCenter>, StoreError> {
    let by_name = |row: &Row| (row.sort_key.clone(), row.id.clone());
    // Ids are chosen by people and tell no time.
    let by_time = |row: &Row| (row.created_at, row.id.clone());
    match page.sort.unwrap_or(Sort::Name) {
        Sort::Name => {
            let (name, id) = cursor::begin(page, (String::new(), String::new()))?;
            let found = list!(
                db,
                page,
                r#"(lower(name) COLLATE "C", id) > ($4, $5)"#,
                r#"lower(name) COLLATE "C", id"#,
                reach,
                search,
                name,
                id
            );
            cursor::end(page, found, by_name, Row::read)
        }
        Sort::NameDescending => {
            let (name, id) = cursor::begin(page, (AFTER_EVERY_NAME.to_owned(), String::new()))?;
            let found = list!(
                db,
                page,
                r#"(lower(name) COLLATE "C", id) < ($4, $5)"#,
                r#"lower(name) COLLATE "C" DESC, id DESC"#,
                reach,
                search,
                name,
                id
            );
            cursor::end(page, found, by_name, Row::read)
        }
        Sort::Created => {
            let (at, id) = cursor::begin(page, (DateTime::UNIX_EPOCH, String::new()))?;
            let found = list!(db, page, "(created_at, id) > ($4, $5)", "created_at, id", reach, search, at, id);
            cursor::end(page, found, by_time, Row::read)
        }
        Sort::CreatedDescending => {
            let (at, id) = cursor::begin(page, (AFTER_EVERY_TIME, String::new()))?;
            let found =
                list!(db, page, "(created_at, id) < ($4, $5)", "created_at DESC, id DESC", reach, search, at, id);
            cursor::end(page, found, by_time, Row::read)
        }
    }
}

/// Creates a call center.
///
/// # Errors
/// A conflict with [`CALL_CENTER_ID`](crate::constraint::CALL_CENTER_ID).
pub async fn insert(unit: &mut Unit, draft: &Valid<CallCenterDraft>, at: Timestamp) -> Result<CallCenter, StoreError> {
    sqlx::query!(
        "INSERT INTO call_centers (id, name, time_zone, language, callbox_origins, created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $6)",
        draft.id.as_str(),
        draft.name,
        draft.time_zone,
        draft.language,
        &draft.callbox_origins,
        at.0,
    )
    .execute(unit.connection())
    .await?;
    announce(unit, &Change::CallCenter(draft.id.clone())).await?;
    get(unit, &Reach::All, &draft.id).await
}

/// Saves a call center; its id stays what it was.
pub async fn update(
    unit: &mut Unit,
    reach: &Reach,
    id: &CallCenterId,
    draft: &Valid<CallCenterDraft>,
    version: Option<Version>,
    at: Timestamp,
) -> Result<CallCenter, StoreError> {
    lock(unit, reach, id, version).await?;
    sqlx::query!(
        "UPDATE call_centers SET name = $2, time_zone = $3, language = $4, callbox_origins = $5, updated_at = $6, version = version + 1
         WHERE id = $1",
        id.as_str(),
        draft.name,
        draft.time_zone,
        draft.language,
        &draft.callbox_origins,
        at.0,
    )
    .execute(unit.connection())
    .await?;
    announce(unit, &Change::CallCenter(id.clone())).await?;
    get(unit, reach, id).await
}

/// Deletes a call center and everything that belongs to it, except its history.
pub async fn delete(
    unit: &mut Unit,
    reach: &Reach,
    id: &CallCenterId,
    version: Option<Version>,
) -> Result<(), StoreError> {
    lock(unit, reach, id, version).await?;
    sqlx::query!("DELETE FROM call_centers WHERE id = $1", id.as_str()).execute(unit.connection()).await?;
    announce(unit, &Change::CallCenter(id.clone())).await
}

/// Counts what would be deleted with a call center.
pub async fn usage<'c>(db: impl Db<'c>, reach: &Reach, id: &CallCenterId) -> Result<CallCenterUsage, StoreError> {
    let found = sqlx::query_as!(
        CallCenterUsage,
        r#"SELECT
             (SELECT count(*) FROM integrators WHERE call_center_id = c.id) AS "integrators!",
             (SELECT count(*) FROM templates WHERE call_center_id = c.id) AS "templates!",
             (SELECT count(*) FROM users WHERE call_center_id = c.id) AS "users!",
             (SELECT count(*) FROM keys WHERE call_center_id = c.id) AS "keys!"
           FROM call_centers c WHERE id = $1 AND ($2::text IS NULL OR id = $2)"#,
        id.as_str(),
        reach.id(),
    );
    Ok(found.fetch_one(db.executor()).await?)
}

async fn lock(unit: &mut Unit, reach: &Reach, id: &CallCenterId, version: Option<Version>) -> Result<(), StoreError> {
    let current = sqlx::query_scalar!(
        "SELECT version FROM call_centers WHERE id = $1 AND ($2::text IS NULL OR id = $2) FOR UPDATE",
        id.as_str(),
        reach.id(),
    );
    check_version(version, current.fetch_one(unit.connection()).await?)
}
