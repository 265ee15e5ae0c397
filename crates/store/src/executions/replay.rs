//! Running again what failed: a new execution with the input of the old one. The input goes with it, so that nothing is
//! replayed twice, however often somebody asks.

use super::{ExecutionRecord, get};
use crate::conversations;
use crate::error::{StoreError, constraint};
use crate::partitions;
use crate::queued_executions::{DEFAULT_PRIORITY, NewExecution, Queued, enqueue_in};
use crate::reach::Reach;
use crate::store::Store;
use crate::unit::Unit;
use crate::words::Place;
use patchbay_model::execution::{Cause, Effects, Execution, ExecutionStatus, ExecutionSummary};
use patchbay_model::id::{CallCenterId, EndpointId, ExecutionId, IntegratorId, KeyId, TemplateId};
use patchbay_model::time::Timestamp;
use patchbay_model::work::ReplayQuery;
use serde_json::Value;
use std::collections::BTreeSet;
use uuid::Uuid;

/// Executions per call of [`replay_many`].
const ROWS: i64 = 200;

/// Who replays, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replay {
    /// When; in bulk, when the whole began: what fails again since then is left for a person.
    pub at: Timestamp,
    /// Who asked for it, as the audit trail names them.
    pub actor: Option<String>,
    /// With which key.
    pub key_id: Option<KeyId>,
    /// In which request.
    pub request_id: Option<String>,
}

struct Row {
    execution_id: Uuid,
    input: Value,
    call_center_id: String,
    template_id: Uuid,
    template_name: String,
    endpoint_id: Uuid,
    endpoint_name: String,
    integrator_id: Uuid,
    conversation: Option<String>,
    order_key: Option<String>,
}

macro_rules! select {
    ($tail:literal, $($argument:expr),* $(,)?) => {
        sqlx::query_as!(
            Row,
            r#"SELECT i.execution_id, i.input, i.order_key, e.call_center_id, e.template_id, e.template_name, e.endpoint_id, e.endpoint_name,
                 e.integrator_id, e.conversation
               FROM execution_inputs i JOIN executions e ON e.id = i.execution_id
               WHERE e.status IN ('failed', 'dead', 'unknown') "# + $tail,
            $($argument),*
        )
    };
}

/// Queues an execution again, under a new id.
///
/// # Errors
/// [`StoreError::NotFound`]; a conflict with [`constraint::EXECUTION_NOT_REPLAYABLE`] when it did not fail, was replayed
/// already, or retention has dropped what it was given.
pub async fn replay(
    store: &Store,
    reach: &Reach,
    id: ExecutionId,
    new_id: ExecutionId,
    by: &Replay,
) -> Result<(), StoreError> {
    get(store, reach, id).await?;
    let mut unit = store.begin().await?;
    let found = select!("AND i.execution_id = $1 FOR UPDATE OF i", id.0);
    let Some(row) = found.fetch_optional(unit.connection()).await? else {
        return Err(StoreError::conflict(constraint::EXECUTION_NOT_REPLAYABLE));
    };
    queue_again(&mut unit, vec![row], by, || new_id).await?;
    unit.commit().await
}

/// Queues again what `query` names, some hundred per call, oldest first; none left: it is done.
pub async fn replay_many(
    store: &Store,
    call_center: &CallCenterId,
    query: &ReplayQuery,
    by: &Replay,
    new_id: impl FnMut() -> ExecutionId,
) -> Result<Vec<ExecutionId>, StoreError> {
    let mut unit = store.begin().await?;
    let found = select!(
        "AND i.call_center_id = $1 AND i.execution_id >= $2 AND i.execution_id < $3
           AND ($4::text IS NULL OR e.status = $4) AND ($5::text IS NULL OR e.template_name = $5)
           AND ($6::text IS NULL OR e.endpoint_name = $6) AND ($7::text IS NULL OR e.conversation = $7)
         ORDER BY i.execution_id LIMIT $8
         FOR UPDATE OF i SKIP LOCKED", // another request replays it
        call_center.as_str(),
        partitions::first_id_at(query.since),
        partitions::first_id_at(by.at),
        query.status.map(ExecutionStatus::as_str),
        query.template,
        query.endpoint,
        query.conversation,
        ROWS,
    );
    let found = found.fetch_all(unit.connection()).await?;
    let replayed = queue_again(&mut unit, found, by, new_id).await?;
    unit.commit().await?;
    Ok(replayed)
}

async fn queue_again(
    unit: &mut Unit,
    rows: Vec<Row>,
    by: &Replay,
    mut new_id: impl FnMut() -> ExecutionId,
) -> Result<Vec<ExecutionId>, StoreError> {
    let old: Vec<Uuid> = rows.iter().map(|row| row.execution_id).collect();
    lock_shared(unit, &rows).await?;
    let new: Vec<NewExecution> = rows.into_iter().map(|row| row.again(by, new_id())).collect::<Result<_, _>>()?;
    let new: Vec<&NewExecution> = new.iter().collect();
    sqlx::query!("DELETE FROM execution_inputs WHERE execution_id = ANY ($1)", &old).execute(unit.connection()).await?;
    // Somebody has to look at it again: it may wait its turn.
    enqueue_in(unit, &new, by.at, &mut |_| None).await?;
    Ok(new.iter().map(|new| new.record.execution.summary.id).collect())
}

/// Holds what those share who queue under the same order keys: the chat, and the conversation.
async fn lock_shared(unit: &mut Unit, rows: &[Row]) -> Result<(), StoreError> {
    let ordered = rows.iter().filter(|row| row.order_key.is_some());
    let (call_centers, names): (Vec<String>, Vec<String>) = ordered
        .filter_map(|row| row.conversation.clone().map(|name| (row.call_center_id.clone(), name)))
        .collect::<BTreeSet<_>>()
        .into_iter()
        .unzip();
    if names.is_empty() {
        return Ok(());
    }
    let chats: Vec<Option<Uuid>> = names.iter().map(|name| Uuid::parse_str(name).ok()).collect();
    sqlx::query!(
        "SELECT c.id FROM UNNEST($1::text[], $2::uuid[]) AS k (call_center_id, id)
         JOIN chats c ON c.call_center_id = k.call_center_id AND c.id = k.id
         ORDER BY c.call_center_id, c.id
         FOR NO KEY UPDATE OF c",
        &call_centers,
        &chats as &[Option<Uuid>],
    )
    .fetch_all(unit.connection())
    .await?;
    conversations::lock(unit, &call_centers, &names).await?;
    Ok(())
}

impl Row {
    fn again(self, by: &Replay, id: ExecutionId) -> Result<NewExecution, StoreError> {
        let place = Place { table: "executions", row: &self.execution_id };
        let summary = ExecutionSummary {
            id,
            call_center_id: place.call_center(&self.call_center_id)?,
            template: self.template_name,
            template_id: TemplateId(self.template_id),
            endpoint: self.endpoint_name,
            endpoint_id: EndpointId(self.endpoint_id),
            integrator_id: IntegratorId(self.integrator_id),
            cause: Cause::Replay,
            conversation: self.conversation,
            status: ExecutionStatus::Queued,
            error_code: None,
            response_status: None,
            attempt_count: 0,
            created_at: by.at,
            finished_at: None,
            duration_us: 0,
        };
        let execution = Execution {
            summary,
            configuration_version_id: None,
            request_id: by.request_id.clone(),
            next_attempt_at: None,
            failure: None,
            effects: Effects::default(),
            attempts: Vec::new(),
        };
        let record = ExecutionRecord { execution, actor: by.actor.clone(), key_id: by.key_id };
        let queued = Queued {
            priority: DEFAULT_PRIORITY,
            order_key: self.order_key,
            run_at: by.at,
            lease: None,
            input: self.input,
        };
        Ok(NewExecution { record, queued: Some(queued) })
    }
}
