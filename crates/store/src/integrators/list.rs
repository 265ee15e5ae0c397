//! Lists of integrators.

use super::row::Row;
use super::select;
use crate::cursor::{self, AFTER_EVERY_ID, rows};
use crate::error::StoreError;
use crate::reach::Reach;
use crate::unit::Db;
use patchbay_model::integrator::{Integrator, IntegratorQuery};
use patchbay_model::page::{Page, PageRequest};
use uuid::Uuid;

/// Lists integrators: those of one template by call center, any others newest first. `search` walks the same index and
/// leaves out what doesn't fit. Those behind event integrations are found by their template only; a tenant has few integrators, and the whole portal some ten thousand.
pub async fn list<'c>(
    db: impl Db<'c>,
    reach: &Reach,
    query: &IntegratorQuery,
    page: &PageRequest,
) -> Result<Page<Integrator>, StoreError> {
    let search = query.search.as_deref();
    let template = query.template_id.map(|id| id.0);
    let executor = db.executor();
    match (reach, template) {
        (Reach::All, Some(template)) => {
            let after: String = cursor::begin(page, String::new())?;
            let found = select!(
                "WHERE i.template_id = $1 AND i.call_center_id > $2
                   AND ($3::text IS NULL OR strpos(lower(i.host), lower($3)) > 0 OR strpos(lower(i.description), lower($3)) > 0
                        OR strpos(lower(i.call_center_id), lower($3)) > 0)
                 ORDER BY i.call_center_id LIMIT $4",
                template,
                after,
                search,
                rows(page),
            );
            let found = found.fetch_all(executor).await?;
            cursor::end(page, found, |row| row.call_center_id.clone(), Row::read)
        }
        (Reach::All, None) => {
            let before: Uuid = cursor::begin(page, AFTER_EVERY_ID)?;
            let found = select!(
                "WHERE i.id < $1 AND NOT EXISTS (SELECT FROM event_integrations o WHERE o.integrator_id = i.id)
                   AND ($2::text IS NULL OR strpos(lower(i.host), lower($2)) > 0 OR strpos(lower(i.description), lower($2)) > 0
                        OR strpos(lower(i.call_center_id), lower($2)) > 0)
                 ORDER BY i.id DESC LIMIT $3",
                before,
                search,
                rows(page),
            );
            cursor::end(page, found.fetch_all(executor).await?, |row| row.id, Row::read)
        }
        (Reach::One(call_center), template) => {
            let before: Uuid = cursor::begin(page, AFTER_EVERY_ID)?;
            let found = select!(
                "WHERE i.call_center_id = $1 AND i.id < $2 AND ($3::uuid IS NULL OR i.template_id = $3)
                   AND ($3 IS NOT NULL OR NOT EXISTS (SELECT FROM event_integrations o WHERE o.integrator_id = i.id))
                   AND ($4::text IS NULL OR strpos(lower(i.host), lower($4)) > 0 OR strpos(lower(i.description), lower($4)) > 0
                        OR strpos(lower(i.call_center_id), lower($4)) > 0)
                 ORDER BY i.id DESC LIMIT $5",
                call_center.as_str(),
                before,
                template,
                search,
                rows(page),
            );
            cursor::end(page, found.fetch_all(executor).await?, |row| row.id, Row::read)
        }
    }
}
