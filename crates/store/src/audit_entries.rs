//! The audit trail: written once, never changed.

use crate::cursor::{self, AFTER_EVERY_ID, rows};
use crate::error::StoreError;
use crate::reach::Reach;
use crate::unit::{Db, Unit};
use crate::words::{Place, to_json_text};
use chrono::{DateTime, Utc};
use patchbay_model::audit::{AuditEntry, AuditObject, AuditQuery};
use patchbay_model::id::AuditEntryId;
use patchbay_model::page::{Page, PageRequest};
use serde_json::Value;
use uuid::Uuid;

struct Row {
    id: Uuid,
    at: DateTime<Utc>,
    actor: String,
    action: String,
    object: String,
    object_id: String,
    object_name: String,
    call_center_id: Option<String>,
    changes: Value,
    request_id: Option<String>,
}

impl Row {
    fn read(self) -> Result<AuditEntry, StoreError> {
        let place = Place { table: "audit_entries", row: &self.id };
        Ok(AuditEntry {
            id: AuditEntryId(self.id),
            at: self.at.into(),
            actor: self.actor,
            action: place.word(self.action)?,
            object: place.word(self.object)?,
            object_id: self.object_id,
            object_name: self.object_name,
            call_center_id: place.call_center_option(self.call_center_id.as_deref())?,
            changes: place.document(self.changes)?,
            request_id: self.request_id,
        })
    }
}

/// Writes an entry, together with what it tells of.
pub async fn insert(unit: &mut Unit, entry: &AuditEntry) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO audit_entries (id, at, actor, action, object, object_id, object_name, call_center_id, changes, request_id)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9::text::json, $10)",
        entry.id.0,
        entry.at.0,
        entry.actor,
        entry.action.as_str(),
        entry.object.as_str(),
        entry.object_id,
        entry.object_name,
        entry.call_center_id.as_ref().map(|id| id.as_str()),
        to_json_text(&entry.changes)?,
        entry.request_id,
    )
    .execute(unit.connection())
    .await?;
    Ok(())
}

/// Finds an entry. One of the portal itself belongs to no call center and is in reach of all only.
pub async fn find<'c>(db: impl Db<'c>, reach: &Reach, id: AuditEntryId) -> Result<Option<AuditEntry>, StoreError> {
    sqlx::query_as!(
        Row,
        "SELECT id, at, actor, action, object, object_id, object_name, call_center_id, changes, request_id
         FROM audit_entries WHERE id = $1 AND ($2::text IS NULL OR call_center_id = $2)",
        id.0,
        reach.id(),
    )
    .fetch_optional(db.executor())
    .await?
    .map(Row::read)
    .transpose()
}

/// Finds an entry that has to be there.
pub async fn get<'c>(db: impl Db<'c>, reach: &Reach, id: AuditEntryId) -> Result<AuditEntry, StoreError> {
    find(db, reach, id).await?.ok_or(StoreError::NotFound)
}

// $1 before, $2 limit, $3 object, $4 object id, $5 actor, $6 call center. All parameters stand in every variant; what
// $driver repeats as a plain equation is what the planner can look up in an index.
macro_rules! select {
    ($from:literal, $driver:literal, $arguments:expr) => {{
        let a: &Arguments<'_> = $arguments;
        sqlx::query_as!(
            Row,
            r#"SELECT e.id AS "id!", e.at AS "at!", e.actor AS "actor!", e.action AS "action!", e.object AS "object!",
                 e.object_id AS "object_id!", e.object_name AS "object_name!", e.call_center_id, e.changes AS "changes!",
                 e.request_id
               FROM "# + $from + r#" (
                 SELECT * FROM audit_entries
                 WHERE id < $1 AND ($3::text IS NULL OR object = $3) AND ($4::text IS NULL OR object_id = $4)
                   AND ($6::text IS NULL OR call_center_id = $6) "# + $driver + r#"
                 ORDER BY id DESC LIMIT $2
               ) e
               ORDER BY e.id DESC LIMIT $2"#,
            a.before, a.limit, a.object, a.object_id, a.actor, a.call_center,
        )
    }};
}

struct Arguments<'a> {
    before: Uuid,
    limit: i64,
    object: Option<&'static str>,
    object_id: Option<&'a str>,
    actor: Option<&'a str>,
    call_center: Option<&'a str>,
}

/// Lists entries, newest first. Those of the portal itself belong to no call center and are in reach of all only.
pub async fn list<'c>(
    db: impl Db<'c>,
    reach: &Reach,
    query: &AuditQuery,
    page: &PageRequest,
) -> Result<Page<AuditEntry>, StoreError> {
    let Some(reach) = reach.narrow(query.call_center_id.as_ref()) else {
        return Ok(cursor::empty());
    };
    let a = Arguments {
        before: cursor::begin(page, AFTER_EVERY_ID)?,
        limit: rows(page),
        object: query.object.map(AuditObject::as_str),
        object_id: query.object_id.as_deref(),
        actor: query.actor.as_deref(),
        call_center: reach.id(),
    };
    let executor = db.executor();
    let found = match (a.object.and(a.object_id), a.actor, a.call_center) {
        (Some(_), ..) => {
            select!(
                "",
                "AND object = $3 AND object_id = $4 AND ($5::text IS NULL OR strpos(lower(actor), lower($5)) > 0)",
                &a
            )
            .fetch_all(executor)
            .await?
        }
        // The actors are few, their entries many: jump from one name to the next in the index, then take the newest
        // entries of each that fits.
        (None, Some(_), _) => {
            select!(
                "(
                   WITH RECURSIVE names AS (
                     (SELECT actor FROM audit_entries ORDER BY actor LIMIT 1)
                     UNION ALL
                     SELECT (SELECT n.actor FROM audit_entries n WHERE n.actor > names.actor ORDER BY n.actor LIMIT 1)
                     FROM names WHERE names.actor IS NOT NULL
                   )
                   SELECT actor AS name FROM names WHERE strpos(lower(actor), lower($5)) > 0
                 ) fitting CROSS JOIN LATERAL",
                "AND actor = fitting.name",
                &a
            )
            .fetch_all(executor)
            .await?
        }
        (None, None, Some(_)) => {
            select!("", "AND call_center_id = $6 AND $5::text IS NULL", &a).fetch_all(executor).await?
        }
        (None, None, None) => select!("", "AND $5::text IS NULL", &a).fetch_all(executor).await?,
    };
    cursor::end(page, found, |row| row.id, Row::read)
}
