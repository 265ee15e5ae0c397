//! How durable executions ended, or how far they came: many at once.

use super::ExecutionRecord;
use super::rows::{count, insert_attempts, number, status};
use crate::columns::columns;
use crate::error::StoreError;
use crate::unit::Unit;
use crate::words::{text, to_json_text};
use chrono::{DateTime, Utc};
use uuid::Uuid;

columns!(
    /// Of the table executions, as far as they change.
    EndedColumns {
        id: Uuid,
        status: String,
        error_code: Option<String>,
        error_detail: Option<String>,
        response_status: Option<i16>,
        attempt_count: i32,
        finished_at: Option<DateTime<Utc>>,
        duration_us: i64,
        configuration_version_id: Option<Uuid>,
        effects: Option<String>,
    }
);

impl EndedColumns {
    fn push(&mut self, record: &ExecutionRecord) -> Result<(), StoreError> {
        let (execution, summary) = (&record.execution, &record.execution.summary);
        self.id.push(summary.id.0);
        self.status.push(summary.status.to_string());
        self.error_code.push(execution.failure.as_ref().map(|failure| failure.code.to_string()));
        self.error_detail.push(execution.failure.as_ref().map(|failure| text(&failure.detail)));
        self.response_status.push(status(summary.response_status));
        self.attempt_count.push(count(summary.attempt_count));
        self.finished_at.push(summary.finished_at.map(|at| at.0));
        self.duration_us.push(number(summary.duration_us));
        self.configuration_version_id.push(execution.configuration_version_id.map(|id| id.0));
        self.effects.push(execution.effects.is_noteworthy().then(|| to_json_text(&execution.effects)).transpose()?);
        Ok(())
    }
}

/// Writes where queued executions stand now, with the attempts that came since. Durations add up.
pub(crate) async fn update_many(unit: &mut Unit, records: &[&ExecutionRecord]) -> Result<(), StoreError> {
    let mut c = EndedColumns::default();
    for record in records {
        c.push(record)?;
    }
    let (Some(first), Some(last)) = (c.id.iter().min(), c.id.iter().max()) else { return Ok(()) };
    sqlx::query!(
        "UPDATE executions e SET status = u.status, error_code = u.error_code, error_detail = u.error_detail,
             response_status = u.response_status, attempt_count = u.attempt_count, finished_at = u.finished_at,
             duration_us = e.duration_us + u.duration_us, effects = u.effects,
             configuration_version_id = COALESCE(u.configuration_version_id, e.configuration_version_id)
         FROM UNNEST($3::uuid[], $4::text[], $5::text[], $6::text[], $7::int2[], $8::int4[], $9::timestamptz[], $10::int8[],
             $11::uuid[], $12::text[]::json[])
             AS u (id, status, error_code, error_detail, response_status, attempt_count, finished_at, duration_us,
                   configuration_version_id, effects)
         WHERE e.id = u.id AND e.id BETWEEN $1 AND $2 -- so that other partitions are left alone",
        first,
        last,
        &c.id,
        &c.status,
        &c.error_code as &[Option<String>],
        &c.error_detail as &[Option<String>],
        &c.response_status as &[Option<i16>],
        &c.attempt_count,
        &c.finished_at as &[Option<DateTime<Utc>>],
        &c.duration_us,
        &c.configuration_version_id as &[Option<Uuid>],
        &c.effects as &[Option<String>],
    )
    .execute(unit.connection())
    .await?;
    // Collected: an iterator of closures held across an await is not known to be Send.
    let attempts: Vec<_> = records
        .iter()
        .flat_map(|record| record.execution.attempts.iter().map(|attempt| (record.execution.summary.id, attempt)))
        .collect();
    insert_attempts(unit.connection(), &attempts).await
}
