//! Figures: counted while executions are written, so that nobody has to count executions.

use crate::error::StoreError;
use crate::reach::Reach;
use crate::unit::{Db, Unit};
use chrono::{DateTime, SubsecRound, Timelike, Utc};
use patchbay_model::execution::{ExecutionStatus, ExecutionSummary};
use patchbay_model::id::{CallCenterId, TemplateId};
use patchbay_model::time::Timestamp;
use patchbay_model::view::Figures;
use std::collections::BTreeMap;
use uuid::Uuid;

/// What a batch adds, in the order of the primary key: batches that update the same rows in different orders would wait
/// for each other in a circle.
#[derive(Default)]
pub(crate) struct Tally(BTreeMap<(Uuid, DateTime<Utc>, String, &'static str), i64>);

impl Tally {
    pub fn add(&mut self, summary: &ExecutionSummary, status: ExecutionStatus, by: i64) {
        self.count(summary.template_id, &summary.call_center_id, summary.created_at, status, by);
    }

    /// Counts an execution once it has ended.
    pub fn count(
        &mut self,
        template: TemplateId,
        call_center: &CallCenterId,
        created_at: Timestamp,
        status: ExecutionStatus,
        by: i64,
    ) {
        if matches!(status, ExecutionStatus::Queued | ExecutionStatus::Running) {
            return;
        }
        let at = created_at.0.trunc_subsecs(0);
        let hour = at.with_minute(0).and_then(|at| at.with_second(0)).unwrap_or(at);
        *self.0.entry((template.0, hour, call_center.to_string(), status.as_str())).or_default() += by;
    }

    pub async fn settle(self, unit: &mut Unit) -> Result<(), StoreError> {
        if self.0.is_empty() {
            return Ok(());
        }
        let (mut templates, mut hours, mut call_centers) = (Vec::new(), Vec::new(), Vec::new());
        let (mut statuses, mut counts) = (Vec::new(), Vec::new());
        for ((template, hour, call_center, status), count) in self.0 {
            templates.push(template);
            hours.push(hour);
            call_centers.push(call_center);
            statuses.push(status.to_owned());
            counts.push(count);
        }
        sqlx::query!(
            "INSERT INTO execution_hours AS h (template_id, hour, call_center_id, status, count)
             SELECT * FROM UNNEST($1::uuid[], $2::timestamptz[], $3::text[], $4::text[], $5::int8[])
             ON CONFLICT (template_id, hour, call_center_id, status) DO UPDATE SET count = h.count + excluded.count",
            &templates,
            &hours,
            &call_centers,
            &statuses,
            &counts,
        )
        .execute(unit.connection())
        .await?;
        Ok(())
    }
}

/// Reads the figures of a reach; executions since the hour of `since`.
pub async fn find<'c>(db: impl Db<'c>, reach: &Reach, since: Timestamp) -> Result<Figures, StoreError> {
    let executor = db.executor();
    // Of one call center: the index by call center. Of all: the primary key, once per template that there is.
    let figures = match reach {
        Reach::One(call_center) => {
            sqlx::query_as!(
                Figures,
                r#"SELECT 1::bigint AS "call_centers!",
                     (SELECT count(*) FROM templates WHERE call_center_id IS NULL OR call_center_id = $1)
                       - (SELECT count(*) FROM hidden_parts WHERE call_center_id = $1) AS "templates!",
                     (SELECT count(*) FROM integrators WHERE call_center_id = $1)
                       - (SELECT count(*) FROM hidden_parts WHERE call_center_id = $1) AS "integrators!",
                     COALESCE(sum(count) FILTER (WHERE status = 'succeeded'), 0)::bigint AS "succeeded!",
                     COALESCE(sum(count) FILTER (WHERE status IN ('failed', 'dead')), 0)::bigint AS "failed!",
                     COALESCE(sum(count) FILTER (WHERE status = 'unknown'), 0)::bigint AS "unknown!",
                     EXISTS (SELECT FROM executions WHERE call_center_id = $1) AS "has_run!"
                   FROM execution_hours
                   WHERE call_center_id = $1 AND hour >= date_trunc('hour', $2::timestamptz, 'UTC')"#,
                call_center.as_str(),
                since.0,
            )
            .fetch_one(executor)
            .await?
        }
        Reach::All => {
            sqlx::query_as!(
                Figures,
                r#"SELECT (SELECT count(*) FROM call_centers) AS "call_centers!",
                     (SELECT count(*) FROM templates) - (SELECT count(*) FROM hidden_parts) AS "templates!",
                     (SELECT count(*) FROM integrators) - (SELECT count(*) FROM hidden_parts) AS "integrators!",
                     COALESCE(sum(count) FILTER (WHERE status = 'succeeded'), 0)::bigint AS "succeeded!",
                     COALESCE(sum(count) FILTER (WHERE status IN ('failed', 'dead')), 0)::bigint AS "failed!",
                     COALESCE(sum(count) FILTER (WHERE status = 'unknown'), 0)::bigint AS "unknown!",
                     EXISTS (SELECT FROM executions) AS "has_run!"
                   FROM templates t
                   JOIN execution_hours h ON h.template_id = t.id AND hour >= date_trunc('hour', $1::timestamptz, 'UTC')"#,
                since.0,
            )
            .fetch_one(executor)
            .await?
        }
    };
    Ok(figures)
}

/// Deletes hours before `before`; lists look back 24 hours.
pub async fn delete_before<'c>(db: impl Db<'c>, before: Timestamp) -> Result<u64, StoreError> {
    let deleted = sqlx::query!("DELETE FROM execution_hours WHERE hour < $1", before.0);
    Ok(deleted.execute(db.executor()).await?.rows_affected())
}
