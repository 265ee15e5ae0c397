//! Executions with their attempts: the history.

mod abandoned;
mod batch;
mod ended;
mod list;
mod replay;
mod rows;
mod running;

pub use abandoned::settle_abandoned;
pub use batch::insert_batch;
pub(crate) use ended::update_many;
pub use list::list;
pub use replay::{Replay, replay, replay_many};
pub(crate) use rows::insert_executions;
pub use running::{finish, insert_running};

use crate::error::StoreError;
use crate::reach::Reach;
use crate::unit::Db;
use crate::words::Place;
use chrono::{DateTime, Utc};
use patchbay_model::execution::{Execution, Failure};
use patchbay_model::id::{ConfigurationVersionId, ExecutionId, KeyId};
use patchbay_model::time::Timestamp;
use serde_json::Value;
use uuid::Uuid;

/// An execution as written.
#[derive(Debug, Clone, PartialEq)]
pub struct ExecutionRecord {
    /// The execution with its attempts, redacted.
    pub execution: Execution,
    /// Who asked for it, as the audit trail names them.
    pub actor: Option<String>,
    /// With which key.
    pub key_id: Option<KeyId>,
}

struct Row {
    summary: list::Row,
    configuration_version_id: Option<Uuid>,
    request_id: Option<String>,
    next_attempt_at: Option<DateTime<Utc>>,
    error_detail: Option<String>,
    effects: Option<Value>,
    attempts: Value,
}

impl Row {
    fn read(self) -> Result<Execution, StoreError> {
        let id = self.summary.id;
        let place = Place { table: "executions", row: &id };
        let summary = self.summary.read()?;
        let failure = summary.error_code.map(|code| Failure { code, detail: self.error_detail.unwrap_or_default() });
        Ok(Execution {
            summary,
            configuration_version_id: self.configuration_version_id.map(ConfigurationVersionId),
            request_id: self.request_id,
            next_attempt_at: self.next_attempt_at.map(Timestamp),
            failure,
            effects: self.effects.map(|value| place.document(value)).transpose()?.unwrap_or_default(),
            attempts: place.document(self.attempts)?,
        })
    }
}

/// Finds an execution with its attempts; bodies that retention has dropped are absent.
pub async fn find<'c>(db: impl Db<'c>, reach: &Reach, id: ExecutionId) -> Result<Option<Execution>, StoreError> {
    // Attempts and bodies are compared with the parameter and not with e.id, so that their partition is known at once.
    let found = sqlx::query!(
        r#"SELECT id, call_center_id, template_id, template_name, endpoint_id, endpoint_name, integrator_id, cause, conversation,
             status, error_code, error_detail, response_status, attempt_count, created_at, finished_at, duration_us,
             configuration_version_id, request_id, effects,
             (SELECT q.run_at FROM queued_executions q
              WHERE q.execution_id = $1 AND q.state IN ('ready', 'waiting')) AS next_attempt_at,
             (SELECT COALESCE(json_agg(json_build_object(
                  'number', a.number, 'startedAt', a.started_at,
                  'timings', json_build_object('resolveUs', a.resolve_us, 'authUs', a.auth_us, 'connectUs', a.connect_us,
                                               'waitUs', a.wait_us, 'readUs', a.read_us),
                  'responseStatus', a.response_status,
                  'failure', CASE WHEN a.error_code IS NOT NULL
                               THEN json_build_object('code', a.error_code, 'detail', COALESCE(a.error_detail, '')) END,
                  'request', b.request, 'response', b.response
                ) ORDER BY a.number), '[]')
              FROM attempts a
              LEFT JOIN attempt_bodies b ON b.execution_id = $1 AND b.number = a.number
              WHERE a.execution_id = $1) AS "attempts!"
           FROM executions e
           WHERE id = $1 AND ($2::text IS NULL OR call_center_id = $2)"#,
        id.0,
        reach.id(),
    );
    let Some(found) = found.fetch_optional(db.executor()).await? else { return Ok(None) };
    let summary = list::Row {
        id: found.id,
        call_center_id: found.call_center_id,
        template_id: found.template_id,
        template_name: found.template_name,
        endpoint_id: found.endpoint_id,
        endpoint_name: found.endpoint_name,
        integrator_id: found.integrator_id,
        cause: found.cause,
        conversation: found.conversation,
        status: found.status,
        error_code: found.error_code,
        response_status: found.response_status,
        attempt_count: found.attempt_count,
        created_at: found.created_at,
        finished_at: found.finished_at,
        duration_us: found.duration_us,
    };
    let row = Row {
        summary,
        configuration_version_id: found.configuration_version_id,
        request_id: found.request_id,
        next_attempt_at: found.next_attempt_at,
        error_detail: found.error_detail,
        effects: found.effects,
        attempts: found.attempts,
    };
    row.read().map(Some)
}

/// Finds an execution that has to be there.
pub async fn get<'c>(db: impl Db<'c>, reach: &Reach, id: ExecutionId) -> Result<Execution, StoreError> {
    find(db, reach, id).await?.ok_or(StoreError::NotFound)
}
