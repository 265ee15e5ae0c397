//! Endpoints of templates.

mod row;
mod silence;
mod write;

pub(crate) use row::Row;
pub use silence::{Silenced, silence};
pub use write::{delete, insert, update};

use crate::cursor::{self, list_in_order};
use crate::error::StoreError;
use crate::reach::Reach;
use crate::unit::Db;
use patchbay_model::endpoint::Endpoint;
use patchbay_model::id::{EndpointId, TemplateId};
use patchbay_model::page::{Page, PageRequest, Sort};
use patchbay_model::view::EndpointUsage;

/// The most endpoints that [`all`] gives.
pub const MAXIMUM_ENDPOINTS: i64 = 1000;

// An endpoint is within reach when its template is.
macro_rules! select {
    ($tail:literal $(+ $more:literal)*, $($argument:expr),* $(,)?) => {
        sqlx::query_as!(
            Row,
            r#"SELECT e.id, e.template_id, e.name, e.label, e.type, e.method, e.url, e.description, e.triggers, e.response_type,
                 e.expiry_path, e.expired, e.refresh_token, e.is_default, e.body_format, a.name AS "auth_endpoint?", e.timeout_seconds,
                 e.enabled, e.hard_params, e.parameters, e.request, e.response, e.configuration_version_id, e.version, e.created_at,
                 e.updated_at, lower(e.name) AS "sort_key!"
               FROM endpoints e
               JOIN templates t ON t.id = e.template_id
               LEFT JOIN endpoints a ON a.id = e.auth_endpoint_id "# + $tail $(+ $more)*,
            $($argument),*
        )
    };
}

/// Finds an endpoint.
pub async fn find<'c>(db: impl Db<'c>, reach: &Reach, id: EndpointId) -> Result<Option<Endpoint>, StoreError> {
    select!(
        "WHERE e.id = $1 AND ($2::text IS NULL OR t.call_center_id IS NULL OR t.call_center_id = $2)",
        id.0,
        reach.id(),
    )
    .fetch_optional(db.executor())
    .await?
    .map(Row::read)
    .transpose()
}

/// Finds an endpoint that has to be there.
pub async fn get<'c>(db: impl Db<'c>, reach: &Reach, id: EndpointId) -> Result<Endpoint, StoreError> {
    find(db, reach, id).await?.ok_or(StoreError::NotFound)
}

/// Finds an endpoint of a template by what stands in a path: its id or its name.
pub async fn find_by_key<'c>(
    db: impl Db<'c>,
    reach: &Reach,
    template: TemplateId,
    key: &str,
) -> Result<Option<Endpoint>, StoreError> {
    // A name wins over the id of another endpoint: names are what callers are told to use.
    select!(
        "WHERE e.template_id = $1 AND (e.name = $2 OR e.id = $3)
           AND ($4::text IS NULL OR t.call_center_id IS NULL OR t.call_center_id = $4)
         ORDER BY e.name = $2 DESC LIMIT 1",
        template.0,
        key,
        uuid::Uuid::parse_str(key).unwrap_or_default(),
        reach.id(),
    )
    .fetch_optional(db.executor())
    .await?
    .map(Row::read)
    .transpose()
}

/// Lists the endpoints of a template, by name unless the page says otherwise; `search` is part of the name or label, in
/// any case.
pub async fn list<'c>(
    db: impl Db<'c>,
    reach: &Reach,
    template: TemplateId,
    search: Option<&str>,
    page: &PageRequest,
) -> Result<Page<Endpoint>, StoreError> {
    list_in_order!(
        db.executor(), page, or Name, Row::read, select,
        where "WHERE e.template_id = $2 AND ($3::text IS NULL OR t.call_center_id IS NULL OR t.call_center_id = $3)
             AND ($4::text IS NULL OR strpos(lower(e.name), lower($4)) > 0 OR strpos(lower(e.label), lower($4)) > 0)",
        name r#"lower(e.name) COLLATE "C""#, id "e.id", keys "$5" "$6",
        template.0, reach.id(), search,
    )
}

/// All endpoints of a template, by name: for export, copy and checking a draft against its neighbours.
pub async fn all<'c>(db: impl Db<'c>, reach: &Reach, template: TemplateId) -> Result<Vec<Endpoint>, StoreError> {
    let found = select!(
        r#"WHERE e.template_id = $1 AND ($2::text IS NULL OR t.call_center_id IS NULL OR t.call_center_id = $2)
           ORDER BY lower(e.name) COLLATE "C", e.id LIMIT $3"#,
        template.0,
        reach.id(),
        MAXIMUM_ENDPOINTS,
    );
    found.fetch_all(db.executor()).await?.into_iter().map(Row::read).collect()
}

/// Tells what uses an endpoint, within reach.
pub async fn usage<'c>(db: impl Db<'c>, reach: &Reach, id: EndpointId) -> Result<EndpointUsage, StoreError> {
    let found = sqlx::query!(
        r#"SELECT
             (SELECT count(*) FROM integrators i
              WHERE i.template_id = t.id AND ($2::text IS NULL OR i.call_center_id = $2)) AS "integrators!",
             ARRAY(
               SELECT o.name FROM endpoints o
               WHERE o.template_id = e.template_id AND o.id <> e.id
                 AND (o.auth_endpoint_id = e.id
                      OR (e.is_default AND o.auth_endpoint_id IS NULL AND o.parameters @> '[{"source": "accessToken"}]'))
               ORDER BY lower(o.name) COLLATE "C"
             ) AS "signs_in!"
           FROM endpoints e JOIN templates t ON t.id = e.template_id
           WHERE e.id = $1 AND ($2::text IS NULL OR t.call_center_id IS NULL OR t.call_center_id = $2)"#,
        id.0,
        reach.id(),
    );
    let row = found.fetch_one(db.executor()).await?;
    // A template is plugged in once per call center: one count is the other.
    Ok(EndpointUsage { integrators: row.integrators, call_centers: row.integrators, signs_in: row.signs_in })
}
