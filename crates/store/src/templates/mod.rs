//! Templates with their parameters.

mod list;
mod write;

pub use list::list;
pub use write::{delete, insert, update};
pub(crate) use write::{lock, lock_shared};

use crate::error::StoreError;
use crate::reach::Reach;
use crate::unit::Db;
use crate::words::Place;
use chrono::{DateTime, Utc};
use patchbay_model::id::{CallCenterId, ConfigurationVersionId, TemplateId, Version};
use patchbay_model::template::{Template, Visibility};
use patchbay_model::view::TemplateUsage;
use serde_json::Value;
use uuid::Uuid;

struct Row {
    id: Uuid,
    name: String,
    label: String,
    r#type: String,
    description: String,
    info_enabled: bool,
    iframe_enabled: bool,
    call_center_id: Option<String>,
    version: i64,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
    parameters: Value,
}

impl Row {
    fn read(self) -> Result<Template, StoreError> {
        let place = Place { table: "templates", row: &self.id };
        let call_center_id = place.call_center_option(self.call_center_id.as_deref())?;
        Ok(Template {
            id: TemplateId(self.id),
            name: self.name,
            label: self.label,
            template_type: place.word(self.r#type)?,
            description: self.description,
            info_enabled: self.info_enabled,
            iframe_enabled: self.iframe_enabled,
            visibility: if call_center_id.is_some() { Visibility::Private } else { Visibility::Published },
            call_center_id,
            parameters: place.document(self.parameters)?,
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
            r#"SELECT id, name, label, type, description, info_enabled, iframe_enabled, call_center_id, version,
                 created_at, updated_at, template_parameters_json(id) AS "parameters!"
               FROM templates "# + $tail,
            $($argument),*
        )
    };
}

/// Finds a template: a published one, or a private one within reach.
pub async fn find<'c>(db: impl Db<'c>, reach: &Reach, id: TemplateId) -> Result<Option<Template>, StoreError> {
    select!("WHERE id = $1 AND ($2::text IS NULL OR call_center_id IS NULL OR call_center_id = $2)", id.0, reach.id())
        .fetch_optional(db.executor())
        .await?
        .map(Row::read)
        .transpose()
}

/// Finds a template that has to be there.
pub async fn get<'c>(db: impl Db<'c>, reach: &Reach, id: TemplateId) -> Result<Template, StoreError> {
    find(db, reach, id).await?.ok_or(StoreError::NotFound)
}

/// Finds a template by what stands in a path: its id, or its name as `call_center` sees it. Without a call center only
/// published templates have names (spec/api.md: a private one is named with `?callCenterId=` or by id).
pub async fn find_by_key<'c>(
    db: impl Db<'c>,
    reach: &Reach,
    call_center: Option<&CallCenterId>,
    key: &str,
) -> Result<Option<Template>, StoreError> {
    // An id wins over a template that someone named like it.
    select!(
        "WHERE (id = $1 OR (name = $2 AND (call_center_id IS NULL OR call_center_id = $3)))
           AND ($4::text IS NULL OR call_center_id IS NULL OR call_center_id = $4)
         ORDER BY id = $1 DESC LIMIT 1",
        Uuid::parse_str(key).unwrap_or_default(),
        key,
        call_center.map(CallCenterId::as_str),
        reach.id(),
    )
    .fetch_optional(db.executor())
    .await?
    .map(Row::read)
    .transpose()
}

/// Finds which configuration version a template has now.
pub async fn find_version<'c>(db: impl Db<'c>, id: TemplateId) -> Result<Option<ConfigurationVersionId>, StoreError> {
    let found = sqlx::query_scalar!("SELECT configuration_version_id FROM templates WHERE id = $1", id.0);
    Ok(found.fetch_optional(db.executor()).await?.map(ConfigurationVersionId))
}

/// Counts what would be deleted with a template, within reach.
pub async fn usage<'c>(db: impl Db<'c>, reach: &Reach, id: TemplateId) -> Result<TemplateUsage, StoreError> {
    let found = sqlx::query!(
        r#"SELECT
             (SELECT count(*) FROM integrators WHERE template_id = t.id AND ($2::text IS NULL OR call_center_id = $2)) AS "integrators!",
             (SELECT count(*) FROM endpoints WHERE template_id = t.id) AS "endpoints!"
           FROM templates t
           WHERE id = $1 AND ($2::text IS NULL OR t.call_center_id IS NULL OR t.call_center_id = $2)"#,
        id.0,
        reach.id(),
    );
    let row = found.fetch_one(db.executor()).await?;
    // A template is plugged in once per call center: one count is the other.
    Ok(TemplateUsage { integrators: row.integrators, call_centers: row.integrators, endpoints: row.endpoints })
}
