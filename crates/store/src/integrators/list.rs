//! Lists of integrators.

use super::row::Row;
use super::select;
use crate::cursor::{self, list_by_time, list_in_order};
use crate::error::StoreError;
use crate::reach::Reach;
use crate::unit::Db;
use patchbay_model::integrator::{Integrator, IntegratorQuery};
use patchbay_model::page::{Page, PageRequest, Sort};

/// Lists integrators: those of one template by call center unless the page says otherwise, any others by time, newest first.
/// `search` walks the same index and leaves out what doesn't fit. Those behind event integrations are found by their
/// template only; a tenant has few integrators, and the whole portal some ten thousand.
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
        (Reach::All, Some(template)) => list_in_order!(
            executor, page, or Name, Row::read, select,
            where "WHERE i.template_id = $2
                   AND ($3::text IS NULL OR strpos(lower(i.host), lower($3)) > 0 OR strpos(lower(i.description), lower($3)) > 0
                        OR strpos(lower(i.call_center_id), lower($3)) > 0)",
            name r#"i.call_center_id COLLATE "C""#, id "i.id", keys "$4" "$5",
            template, search,
        ),
        (Reach::All, None) => list_by_time!(
            executor, page, or CreatedDescending, Row::read, select,
            where "WHERE NOT EXISTS (SELECT FROM hidden_parts o WHERE o.integrator_id = i.id)
                   AND ($2::text IS NULL OR strpos(lower(i.host), lower($2)) > 0 OR strpos(lower(i.description), lower($2)) > 0
                        OR strpos(lower(i.call_center_id), lower($2)) > 0)",
            id "i.id", key "$3",
            search,
        ),
        (Reach::One(call_center), template) => list_by_time!(
            executor, page, or CreatedDescending, Row::read, select,
            where "WHERE i.call_center_id = $2 AND ($3::uuid IS NULL OR i.template_id = $3)
                   AND ($3 IS NOT NULL OR NOT EXISTS (SELECT FROM hidden_parts o WHERE o.integrator_id = i.id))
                   AND ($4::text IS NULL OR strpos(lower(i.host), lower($4)) > 0 OR strpos(lower(i.description), lower($4)) > 0
                        OR strpos(lower(i.call_center_id), lower($4)) > 0)",
            id "i.id", key "$5",
            call_center.as_str(), template, search,
        ),
    }
}
