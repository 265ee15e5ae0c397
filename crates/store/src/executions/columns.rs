//! Records turned into columns: one array per column is one statement for hundreds of rows.

use super::ExecutionRecord;
use crate::error::StoreError;
use crate::words::{text, to_json_text, to_json_text_option};
use chrono::{DateTime, Utc};
use patchbay_model::execution::Attempt;
use patchbay_model::id::ExecutionId;
use sqlx::postgres::PgConnection;
use std::collections::HashSet;
use uuid::Uuid;

pub(super) fn status(status: Option<u16>) -> Option<i16> {
    status.map(|status| i16::try_from(status).unwrap_or(i16::MAX))
}

pub(super) fn number(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

pub(super) fn count(count: u32) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

/// One array per column of a table.
macro_rules! columns {
    ($(#[$doc:meta])* $name:ident { $($column:ident: $type:ty),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Default)]
        pub(crate) struct $name { $(pub $column: Vec<$type>),+ }
    };
}
pub(crate) use columns;

columns!(
    /// Of the table executions.
    ExecutionColumns {
        id: Uuid,
        call_center_id: String,
        template_id: Uuid,
        template_name: String,
        endpoint_id: Uuid,
        endpoint_name: String,
        integrator_id: Uuid,
        cause: String,
        conversation: Option<String>,
        status: String,
        error_code: Option<String>,
        error_detail: Option<String>,
        response_status: Option<i16>,
        attempt_count: i32,
        created_at: DateTime<Utc>,
        finished_at: Option<DateTime<Utc>>,
        duration_us: i64,
        configuration_version_id: Option<Uuid>,
        request_id: Option<String>,
        effects: Option<String>,
        actor: Option<String>,
        key_id: Option<Uuid>,
    }
);

columns!(
    /// Of the table attempts.
    AttemptColumns {
        execution_id: Uuid,
        number: i32,
        started_at: DateTime<Utc>,
        resolve_us: i64,
        auth_us: i64,
        connect_us: i64,
        wait_us: i64,
        read_us: i64,
        response_status: Option<i16>,
        error_code: Option<String>,
        error_detail: Option<String>,
    }
);

columns!(
    /// Of the table attempt_bodies.
    BodyColumns {
        execution_id: Uuid,
        number: i32,
        request: Option<String>,
        response: Option<String>,
    }
);

impl ExecutionColumns {
    fn push(&mut self, record: &ExecutionRecord) -> Result<(), StoreError> {
        let ExecutionRecord { execution, actor, key_id } = record;
        let summary = &execution.summary;
        self.id.push(summary.id.0);
        self.call_center_id.push(summary.call_center_id.to_string());
        self.template_id.push(summary.template_id.0);
        self.template_name.push(text(&summary.template));
        self.endpoint_id.push(summary.endpoint_id.0);
        self.endpoint_name.push(text(&summary.endpoint));
        self.integrator_id.push(summary.integrator_id.0);
        self.cause.push(summary.cause.to_string());
        self.conversation.push(summary.conversation.as_deref().map(text));
        self.status.push(summary.status.to_string());
        self.error_code.push(execution.failure.as_ref().map(|failure| failure.code.to_string()));
        self.error_detail.push(execution.failure.as_ref().map(|failure| text(&failure.detail)));
        self.response_status.push(status(summary.response_status));
        self.attempt_count.push(count(summary.attempt_count));
        self.created_at.push(summary.created_at.0);
        self.finished_at.push(summary.finished_at.map(|at| at.0));
        self.duration_us.push(number(summary.duration_us));
        self.configuration_version_id.push(execution.configuration_version_id.map(|id| id.0));
        self.request_id.push(execution.request_id.as_deref().map(text));
        self.effects.push((!execution.effects.is_empty()).then(|| to_json_text(&execution.effects)).transpose()?);
        self.actor.push(actor.as_deref().map(text));
        self.key_id.push(key_id.map(|id| id.0));
        Ok(())
    }
}

/// Inserts executions, without attempts; tells which are new. One that is there already was written by an earlier try
/// whose answer was lost.
pub(crate) async fn insert_executions<'a>(
    connection: &mut PgConnection,
    records: impl Iterator<Item = &'a ExecutionRecord>,
) -> Result<HashSet<ExecutionId>, StoreError> {
    let mut c = ExecutionColumns::default();
    for record in records {
        c.push(record)?;
    }
    let inserted = sqlx::query_scalar!(
        "INSERT INTO executions (id, call_center_id, template_id, template_name, endpoint_id, endpoint_name, integrator_id,
             cause, conversation, status, error_code, error_detail, response_status, attempt_count, created_at, finished_at,
             duration_us, configuration_version_id, request_id, effects, actor, key_id)
         SELECT * FROM UNNEST($1::uuid[], $2::text[], $3::uuid[], $4::text[], $5::uuid[], $6::text[], $7::uuid[], $8::text[],
             $9::text[], $10::text[], $11::text[], $12::text[], $13::int2[], $14::int4[], $15::timestamptz[],
             $16::timestamptz[], $17::int8[], $18::uuid[], $19::text[], $20::text[]::json[], $21::text[], $22::uuid[])
         ON CONFLICT (id) DO NOTHING
         RETURNING id",
        &c.id,
        &c.call_center_id,
        &c.template_id,
        &c.template_name,
        &c.endpoint_id,
        &c.endpoint_name,
        &c.integrator_id,
        &c.cause,
        &c.conversation as &[Option<String>],
        &c.status,
        &c.error_code as &[Option<String>],
        &c.error_detail as &[Option<String>],
        &c.response_status as &[Option<i16>],
        &c.attempt_count,
        &c.created_at,
        &c.finished_at as &[Option<DateTime<Utc>>],
        &c.duration_us,
        &c.configuration_version_id as &[Option<Uuid>],
        &c.request_id as &[Option<String>],
        &c.effects as &[Option<String>],
        &c.actor as &[Option<String>],
        &c.key_id as &[Option<Uuid>],
    );
    Ok(inserted.fetch_all(connection).await?.into_iter().map(ExecutionId).collect())
}

/// Inserts attempts with their bodies.
pub(crate) async fn insert_attempts(
    connection: &mut PgConnection,
    attempts: &[(ExecutionId, &Attempt)],
) -> Result<(), StoreError> {
    let (mut a, mut b) = (AttemptColumns::default(), BodyColumns::default());
    for (id, attempt) in attempts {
        a.execution_id.push(id.0);
        a.number.push(count(attempt.number));
        a.started_at.push(attempt.started_at.0);
        a.resolve_us.push(number(attempt.timings.resolve_us));
        a.auth_us.push(number(attempt.timings.auth_us));
        a.connect_us.push(number(attempt.timings.connect_us));
        a.wait_us.push(number(attempt.timings.wait_us));
        a.read_us.push(number(attempt.timings.read_us));
        a.response_status.push(status(attempt.response_status));
        a.error_code.push(attempt.failure.as_ref().map(|failure| failure.code.to_string()));
        a.error_detail.push(attempt.failure.as_ref().map(|failure| text(&failure.detail)));
        if attempt.request.is_some() || attempt.response.is_some() {
            b.execution_id.push(id.0);
            b.number.push(count(attempt.number));
            b.request.push(to_json_text_option(attempt.request.as_ref())?);
            b.response.push(to_json_text_option(attempt.response.as_ref())?);
        }
    }
    if a.execution_id.is_empty() {
        return Ok(());
    }
    sqlx::query!(
        "INSERT INTO attempts (execution_id, number, started_at, resolve_us, auth_us, connect_us, wait_us, read_us,
             response_status, error_code, error_detail)
         SELECT * FROM UNNEST($1::uuid[], $2::int4[], $3::timestamptz[], $4::int8[], $5::int8[], $6::int8[], $7::int8[],
             $8::int8[], $9::int2[], $10::text[], $11::text[])
         ON CONFLICT (execution_id, number) DO NOTHING",
        &a.execution_id,
        &a.number,
        &a.started_at,
        &a.resolve_us,
        &a.auth_us,
        &a.connect_us,
        &a.wait_us,
        &a.read_us,
        &a.response_status as &[Option<i16>],
        &a.error_code as &[Option<String>],
        &a.error_detail as &[Option<String>],
    )
    .execute(&mut *connection)
    .await?;
    if b.execution_id.is_empty() {
        return Ok(());
    }
    sqlx::query!(
        "INSERT INTO attempt_bodies (execution_id, number, request, response)
         SELECT * FROM UNNEST($1::uuid[], $2::int4[], $3::text[]::json[], $4::text[]::json[])
         ON CONFLICT (execution_id, number) DO NOTHING",
        &b.execution_id,
        &b.number,
        &b.request as &[Option<String>],
        &b.response as &[Option<String>],
    )
    .execute(connection)
    .await?;
    Ok(())
}
