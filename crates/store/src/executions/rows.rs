//! Records turned into rows.

use super::ExecutionRecord;
use crate::copy::copied;
use crate::error::StoreError;
use crate::words::{text, to_json_text, to_json_text_option};
use chrono::{DateTime, Utc};
use patchbay_model::execution::Attempt;
use patchbay_model::id::ExecutionId;
use sqlx::postgres::PgConnection;
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

copied!(
    /// Of the table executions.
    ExecutionRow of "executions" {
        id: Uuid,
        call_center_id: String,
        template_id: Uuid,
        template_name: String,
        endpoint_id: Uuid,
        endpoint_name: String,
        integrator_id: Uuid,
        cause: &'static str,
        conversation: Option<String>,
        status: &'static str,
        error_code: Option<&'static str>,
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

copied!(
    /// Of the table attempts.
    AttemptRow of "attempts" {
        execution_id: Uuid,
        number: i32,
        started_at: DateTime<Utc>,
        resolve_us: i64,
        auth_us: i64,
        connect_us: i64,
        wait_us: i64,
        read_us: i64,
        response_status: Option<i16>,
        error_code: Option<&'static str>,
        error_detail: Option<String>,
    }
);

copied!(
    /// Of the table attempt_bodies.
    BodyRow of "attempt_bodies" {
        execution_id: Uuid,
        number: i32,
        request: Option<String>,
        response: Option<String>,
    }
);

impl ExecutionRow {
    fn of(record: &ExecutionRecord) -> Result<Self, StoreError> {
        let ExecutionRecord { execution, actor, key_id } = record;
        let summary = &execution.summary;
        Ok(Self {
            id: summary.id.0,
            call_center_id: summary.call_center_id.to_string(),
            template_id: summary.template_id.0,
            template_name: text(&summary.template),
            endpoint_id: summary.endpoint_id.0,
            endpoint_name: text(&summary.endpoint),
            integrator_id: summary.integrator_id.0,
            cause: summary.cause.as_str(),
            conversation: summary.conversation.as_deref().map(text),
            status: summary.status.as_str(),
            error_code: execution.failure.as_ref().map(|failure| failure.code.as_str()),
            error_detail: execution.failure.as_ref().map(|failure| text(&failure.detail)),
            response_status: status(summary.response_status),
            attempt_count: count(summary.attempt_count),
            created_at: summary.created_at.0,
            finished_at: summary.finished_at.map(|at| at.0),
            duration_us: number(summary.duration_us),
            configuration_version_id: execution.configuration_version_id.map(|id| id.0),
            request_id: execution.request_id.as_deref().map(text),
            effects: execution.effects.is_noteworthy().then(|| to_json_text(&execution.effects)).transpose()?,
            actor: actor.as_deref().map(text),
            key_id: key_id.map(|id| id.0),
        })
    }
}

/// Inserts executions that are new, without their attempts.
pub(crate) async fn insert_executions(
    connection: &mut PgConnection,
    records: impl Iterator<Item = &ExecutionRecord>,
) -> Result<(), StoreError> {
    let mut rows = ExecutionRow::rows();
    for record in records {
        ExecutionRow::of(record)?.push_to(&mut rows);
    }
    rows.send(connection).await
}

/// Inserts attempts that are new, with their bodies.
pub(crate) async fn insert_attempts(
    connection: &mut PgConnection,
    attempts: &[(ExecutionId, &Attempt)],
) -> Result<(), StoreError> {
    let (mut rows, mut bodies) = (AttemptRow::rows(), BodyRow::rows());
    for &(ExecutionId(execution_id), attempt) in attempts {
        let number_of = count(attempt.number);
        let row = AttemptRow {
            execution_id,
            number: number_of,
            started_at: attempt.started_at.0,
            resolve_us: number(attempt.timings.resolve_us),
            auth_us: number(attempt.timings.auth_us),
            connect_us: number(attempt.timings.connect_us),
            wait_us: number(attempt.timings.wait_us),
            read_us: number(attempt.timings.read_us),
            response_status: status(attempt.response_status),
            error_code: attempt.failure.as_ref().map(|failure| failure.code.as_str()),
            error_detail: attempt.failure.as_ref().map(|failure| text(&failure.detail)),
        };
        row.push_to(&mut rows);
        if attempt.request.is_some() || attempt.response.is_some() {
            let body = BodyRow {
                execution_id,
                number: number_of,
                request: to_json_text_option(attempt.request.as_ref())?,
                response: to_json_text_option(attempt.response.as_ref())?,
            };
            body.push_to(&mut bodies);
        }
    }
    rows.send(connection).await?;
    bodies.send(connection).await
}
