//! Integrators: templates plugged in for call centers.

mod list;
mod rotation;
mod row;
mod secrets;
mod values;
mod write;

pub use list::list;
pub use rotation::{find_secret, replace_secret};
pub use secrets::{Affected, Held, PlainField, Unbound, affected, list_to_seal, list_unbound, seal_field};
pub use write::{FieldWrite, IntegratorWrite, SecretWrite, delete, insert, update};

use crate::error::StoreError;
use crate::reach::Reach;
use crate::unit::Db;
use patchbay_model::id::{CallCenterId, IntegratorId, TemplateId};
use patchbay_model::integrator::Integrator;
use row::Row;

macro_rules! select {
    ($tail:literal $(+ $more:literal)*, $($argument:expr),* $(,)?) => {
        sqlx::query_as!(
            Row,
            r#"SELECT i.id, i.call_center_id, i.template_id, t.name AS template, i.host, i.description, i.enabled, i.info,
                 i.iframe, integrator_fields_json(i.id, i.template_id) AS "fields!",
                 credentials_json(i.id) AS "credentials!", i.version, i.created_at, i.updated_at,
                 i.call_center_id AS sort_key
               FROM integrators i JOIN templates t ON t.id = i.template_id "# + $tail $(+ $more)*,
            $($argument),*
        )
    };
}
pub(super) use select;

/// Finds an integrator.
pub async fn find<'c>(db: impl Db<'c>, reach: &Reach, id: IntegratorId) -> Result<Option<Integrator>, StoreError> {
    select!("WHERE i.id = $1 AND ($2::text IS NULL OR i.call_center_id = $2)", id.0, reach.id())
        .fetch_optional(db.executor())
        .await?
        .map(Row::read)
        .transpose()
}

/// Finds an integrator that has to be there.
pub async fn get<'c>(db: impl Db<'c>, reach: &Reach, id: IntegratorId) -> Result<Integrator, StoreError> {
    find(db, reach, id).await?.ok_or(StoreError::NotFound)
}

/// Finds the integrator of a call center for a template.
pub async fn find_by_template<'c>(
    db: impl Db<'c>,
    call_center: &CallCenterId,
    template: TemplateId,
) -> Result<Option<Integrator>, StoreError> {
    select!("WHERE i.template_id = $1 AND i.call_center_id = $2", template.0, call_center.as_str())
        .fetch_optional(db.executor())
        .await?
        .map(Row::read)
        .transpose()
}
