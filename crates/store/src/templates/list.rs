//! The list of templates, with what one wants to know of each at a glance. Those behind event integrations have a list of
//! their own.

use super::Row;
use crate::cursor::{self, AFTER_EVERY_ID, AFTER_EVERY_NAME, rows};
use crate::error::StoreError;
use crate::reach::Reach;
use crate::unit::Db;
use crate::words::template_type;
use chrono::{DateTime, Utc};
use patchbay_model::page::{Page, PageRequest, Sort};
use patchbay_model::template::{TemplateQuery, TemplateSummary, Visibility};
use patchbay_model::time::Timestamp;
use serde_json::Value;
use uuid::Uuid;

struct SummaryRow {
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
    sort_key: String,
    integrator_count: i64,
    endpoint_count: i64,
    succeeded_count: i64,
    failed_count: i64,
    unknown_count: i64,
}

impl SummaryRow {
    fn read(self) -> Result<TemplateSummary, StoreError> {
        let row = Row {
            id: self.id,
            name: self.name,
            label: self.label,
            r#type: self.r#type,
            description: self.description,
            info_enabled: self.info_enabled,
            iframe_enabled: self.iframe_enabled,
            call_center_id: self.call_center_id,
            version: self.version,
            created_at: self.created_at,
            updated_at: self.updated_at,
            parameters: self.parameters,
        };
        Ok(TemplateSummary {
            template: row.read()?,
            integrator_count: self.integrator_count,
            endpoint_count: self.endpoint_count,
            succeeded_count: self.succeeded_count,
            failed_count: self.failed_count,
            unknown_count: self.unknown_count,
        })
    }
}

// $1 call center, $2 search, $3 type, $4 published, $5 since, $6 limit. The page is cut before anything is counted.
// Figures of one call center come from the index by call center, those of all from the primary key.
macro_rules! select {
    ($after:literal, $order:literal, $outer_order:literal, $($argument:expr),* $(,)?) => {
        sqlx::query_as!(
            SummaryRow,
            r#"SELECT t.id, t.name, t.label, t.type, t.description, t.info_enabled, t.iframe_enabled, t.call_center_id, t.version,
                 t.created_at, t.updated_at, template_parameters_json(t.id) AS "parameters!", lower(t.name) AS "sort_key!",
                 (SELECT count(*) FROM integrators i
                  WHERE i.template_id = t.id AND ($1::text IS NULL OR i.call_center_id = $1)) AS "integrator_count!",
                 (SELECT count(*) FROM endpoints e WHERE e.template_id = t.id) AS "endpoint_count!",
                 h.succeeded AS "succeeded_count!", h.failed AS "failed_count!", h.unknown AS "unknown_count!"
               FROM (
                 SELECT * FROM templates
                 WHERE ($1::text IS NULL OR call_center_id IS NULL OR call_center_id = $1)
                   AND ($2::text IS NULL OR strpos(lower(name), lower($2)) > 0 OR strpos(lower(label), lower($2)) > 0)
                   AND ($3::text IS NULL OR type = $3)
                   AND ($4::bool IS NULL OR (call_center_id IS NULL) = $4)
                   AND NOT EXISTS (SELECT FROM hidden_parts o WHERE o.template_id = templates.id)
                   AND "# + $after + " ORDER BY " + $order + r#" LIMIT $6
               ) t
               CROSS JOIN LATERAL (
                 SELECT COALESCE(sum(count) FILTER (WHERE status = 'succeeded'), 0)::bigint AS succeeded,
                        COALESCE(sum(count) FILTER (WHERE status IN ('failed', 'dead')), 0)::bigint AS failed,
                        COALESCE(sum(count) FILTER (WHERE status = 'unknown'), 0)::bigint AS unknown
                 FROM execution_hours
                 WHERE template_id = t.id AND hour >= date_trunc('hour', $5::timestamptz, 'UTC')
                   AND ($1::text IS NULL OR call_center_id = $1)
               ) h
               ORDER BY "# + $outer_order,
            $($argument),*
        )
    };
}

/// Lists the templates that `reach` sees, by name unless the page says otherwise. Integrators and executions are counted within reach, executions since the hour
/// of `since`.
pub async fn list<'c>(
    db: impl Db<'c>,
    reach: &Reach,
    query: &TemplateQuery,
    since: Timestamp,
    page: &PageRequest,
) -> Result<Page<TemplateSummary>, StoreError> {
    let Some(reach) = reach.narrow(query.call_center_id.as_ref()) else {
        return Ok(cursor::empty());
    };
    let call_center = reach.id();
    let search = query.search.as_deref();
    let kind = query.template_type.map(template_type);
    let published = query.visibility.map(|visibility| visibility == Visibility::Published);
    let executor = db.executor();
    match page.sort.unwrap_or(Sort::Name) {
        Sort::Name => {
            let (name, id) = cursor::begin(page, (String::new(), Uuid::nil()))?;
            let found = select!(
                r#"(lower(name) COLLATE "C", id) > ($7, $8)"#,
                r#"lower(name) COLLATE "C", id"#,
                r#"lower(t.name) COLLATE "C", t.id"#,
                call_center,
                search,
                kind,
                published,
                since.0,
                rows(page),
                name,
                id,
            );
            cursor::end(page, found.fetch_all(executor).await?, by_name, SummaryRow::read)
        }
        Sort::NameDescending => {
            let (name, id) = cursor::begin(page, (AFTER_EVERY_NAME.to_owned(), AFTER_EVERY_ID))?;
            let found = select!(
                r#"(lower(name) COLLATE "C", id) < ($7, $8)"#,
                r#"lower(name) COLLATE "C" DESC, id DESC"#,
                r#"lower(t.name) COLLATE "C" DESC, t.id DESC"#,
                call_center,
                search,
                kind,
                published,
                since.0,
                rows(page),
                name,
                id,
            );
            cursor::end(page, found.fetch_all(executor).await?, by_name, SummaryRow::read)
        }
        Sort::Created => {
            let id: Uuid = cursor::begin(page, Uuid::nil())?;
            let found =
                select!("id > $7", "id", "t.id", call_center, search, kind, published, since.0, rows(page), id,);
            cursor::end(page, found.fetch_all(executor).await?, |row| row.id, SummaryRow::read)
        }
        Sort::CreatedDescending => {
            let id: Uuid = cursor::begin(page, AFTER_EVERY_ID)?;
            let found = select!(
                "id < $7",
                "id DESC",
                "t.id DESC",
                call_center,
                search,
                kind,
                published,
                since.0,
                rows(page),
                id,
            );
            cursor::end(page, found.fetch_all(executor).await?, |row| row.id, SummaryRow::read)
        }
    }
}

fn by_name(row: &SummaryRow) -> (String, Uuid) {
    (row.sort_key.clone(), row.id)
}
