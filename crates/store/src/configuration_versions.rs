//! What each save made of a template, endpoint, integrator or private code. Kept when the object is gone: executions refer to it.

use crate::cursor::{self, rows};
use crate::error::StoreError;
use crate::reach::Reach;
use crate::unit::{Db, Stamp, Unit};
use crate::words::to_json_text;
use chrono::{DateTime, Utc};
use patchbay_model::id::{
    CallCenterId, ConfigurationVersionId, EndpointId, IntegratorId, PrivateCodeId, TemplateId, Version,
};
use patchbay_model::page::{Page, PageRequest};
use patchbay_model::view::ConfigurationVersion;
use serde_json::Value;
use uuid::Uuid;

/// What has versions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Object {
    /// A template, with its parameters and the drafts of its endpoints.
    Template(TemplateId),
    /// An endpoint.
    Endpoint(EndpointId),
    /// An integrator, with its secrets as set or not set.
    Integrator(IntegratorId),
    /// The private code of a template.
    PrivateCode(PrivateCodeId),
}

impl Object {
    const fn parts(self) -> (&'static str, Uuid) {
        match self {
            Self::Template(id) => ("template", id.0),
            Self::Endpoint(id) => ("endpoint", id.0),
            Self::Integrator(id) => ("integrator", id.0),
            Self::PrivateCode(id) => ("privateCode", id.0),
        }
    }
}

struct Row {
    id: Uuid,
    version: i64,
    snapshot: Value,
    actor: String,
    created_at: DateTime<Utc>,
}

impl Row {
    fn read(self) -> ConfigurationVersion {
        ConfigurationVersion {
            id: ConfigurationVersionId(self.id),
            version: Version(self.version),
            actor: self.actor,
            created_at: self.created_at.into(),
            snapshot: self.snapshot,
        }
    }
}

/// Finds a version: those of published templates and their endpoints are everybody's.
pub async fn find<'c>(
    db: impl Db<'c>,
    reach: &Reach,
    id: ConfigurationVersionId,
) -> Result<Option<ConfigurationVersion>, StoreError> {
    let found = sqlx::query_as!(
        Row,
        "SELECT id, version, snapshot, actor, created_at FROM configuration_versions
         WHERE id = $1 AND ($2::text IS NULL OR call_center_id IS NULL OR call_center_id = $2)",
        id.0,
        reach.id(),
    );
    Ok(found.fetch_optional(db.executor()).await?.map(Row::read))
}

/// Finds a version that has to be there.
pub async fn get<'c>(
    db: impl Db<'c>,
    reach: &Reach,
    id: ConfigurationVersionId,
) -> Result<ConfigurationVersion, StoreError> {
    find(db, reach, id).await?.ok_or(StoreError::NotFound)
}

/// Lists the versions of an object, newest first.
pub async fn list<'c>(
    db: impl Db<'c>,
    reach: &Reach,
    object: Object,
    page: &PageRequest,
) -> Result<Page<ConfigurationVersion>, StoreError> {
    let (word, object_id) = object.parts();
    let before: i64 = cursor::begin(page, i64::MAX)?;
    let found = sqlx::query_as!(
        Row,
        "SELECT id, version, snapshot, actor, created_at FROM configuration_versions
         WHERE object = $1 AND object_id = $2 AND version < $3
           AND ($4::text IS NULL OR call_center_id IS NULL OR call_center_id = $4)
         ORDER BY version DESC LIMIT $5",
        word,
        object_id,
        before,
        reach.id(),
        rows(page),
    );
    cursor::end(page, found.fetch_all(db.executor()).await?, |row| row.version, |row| Ok(row.read()))
}

/// Keeps what a save made. Called by every save itself, so that none can forget.
pub(crate) async fn insert(
    unit: &mut Unit,
    object: Object,
    owner: Option<&CallCenterId>,
    version: Version,
    snapshot: &Value,
    stamp: &Stamp,
) -> Result<(), StoreError> {
    let (word, object_id) = object.parts();
    sqlx::query!(
        "INSERT INTO configuration_versions (id, object, object_id, call_center_id, version, snapshot, actor, created_at)
         VALUES ($1, $2, $3, $4, $5, $6::text::json, $7, $8)",
        stamp.version_id.0,
        word,
        object_id,
        owner.map(CallCenterId::as_str),
        version.0,
        to_json_text(snapshot)?,
        stamp.actor,
        stamp.at.0,
    )
    .execute(unit.connection())
    .await?;
    Ok(())
}
