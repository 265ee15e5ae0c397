//! Workers that live, die or stop.

use super::settle::remove;
use crate::changes::{Change, announce};
use crate::error::StoreError;
use crate::figures::Tally;
use crate::partitions;
use crate::store::Store;
use crate::words::Place;
use patchbay_model::execution::{ErrorCode, ExecutionStatus};
use patchbay_model::id::{ExecutionId, TemplateId};
use patchbay_model::time::Timestamp;
use std::collections::BTreeSet;
use uuid::Uuid;

const DETAIL: &str = "The server stopped before the answer was recorded. Look at the other side whether it happened.";
/// Rows per call: a transaction that takes over everything at once would lock it all that long.
const ROWS: i64 = 500;

/// What was taken over from workers that died.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TakenOver {
    /// Executions that run again.
    pub ready: usize,
    /// Executions of which nobody knows whether they happened.
    pub unknown: usize,
}

/// Says that the worker lives and still works on these.
pub async fn extend(store: &Store, owner: Uuid, ids: &[ExecutionId], until: Timestamp) -> Result<u64, StoreError> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    let extended = sqlx::query!(
        "UPDATE queued_executions SET leased_until = $3
         WHERE execution_id IN (
             SELECT execution_id FROM queued_executions WHERE execution_id = ANY ($1) AND lease_owner = $2
             FOR NO KEY UPDATE SKIP LOCKED -- it is being settled: nothing to keep
         )",
        &ids,
        owner,
        until.0,
    );
    Ok(extended.execute(&store.pool).await?.rows_affected())
}

/// Gives back what was claimed and not begun.
pub async fn release(store: &Store, owner: Uuid, ids: &[ExecutionId]) -> Result<u64, StoreError> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    let mut unit = store.begin().await?;
    let released = sqlx::query!(
        "UPDATE queued_executions SET state = 'ready', lease_owner = NULL, leased_until = NULL
         WHERE execution_id = ANY ($1) AND lease_owner = $2 AND sending_since IS NULL",
        &ids,
        owner,
    );
    let released = released.execute(unit.connection()).await?.rows_affected();
    if released > 0 {
        announce(&mut unit, &Change::Work).await?;
    }
    unit.commit().await?;
    Ok(released)
}

/// Commits the intent to send what must not be sent twice: from now on only an answer, or a person, can tell whether it
/// was. False: the execution is not the worker's any more, and nothing must be sent.
pub async fn mark_sending(store: &Store, owner: Uuid, id: ExecutionId, now: Timestamp) -> Result<bool, StoreError> {
    let mut unit = store.begin().await?;
    let marked = sqlx::query_scalar!(
        "UPDATE queued_executions SET sending_since = $3
         WHERE execution_id = $1 AND lease_owner = $2 AND leased_until > $3 AND sending_since IS NULL
         RETURNING call_center_id",
        id.0,
        owner,
        now.0,
    );
    let Some(call_center) = marked.fetch_optional(unit.connection()).await? else { return Ok(false) };
    sqlx::query!("UPDATE executions SET status = 'running' WHERE id = $1", id.0).execute(unit.connection()).await?;
    let call_center = Place { table: "queued_executions", row: &id }.call_center(&call_center)?;
    announce(&mut unit, &Change::Executions(BTreeSet::from([call_center]))).await?;
    unit.commit().await?;
    Ok(true)
}

/// Takes over what dead workers had: what may have been sent and must not be sent twice becomes unknown, everything else
/// runs again, one attempt older. Some hundred per call.
pub async fn take_over(store: &Store, now: Timestamp) -> Result<TakenOver, StoreError> {
    match try_take_over(store, now).await {
        Err(StoreError::PartitionMissing) => {
            // Of the inputs: those of the day on which the oldest of these was queued.
            let expired = sqlx::query_scalar!(
                "SELECT execution_id FROM queued_executions WHERE state = 'leased' AND leased_until < $1",
                now.0,
            );
            let expired = expired.fetch_all(&store.pool).await?;
            partitions::create_for(store, expired.into_iter().map(ExecutionId)).await?;
            try_take_over(store, now).await
        }
        outcome => outcome,
    }
}

async fn try_take_over(store: &Store, now: Timestamp) -> Result<TakenOver, StoreError> {
    let mut unit = store.begin().await?;
    let expired = sqlx::query!(
        r#"SELECT execution_id, call_center_id, template_id, created_at, sending_since IS NOT NULL AS "is_ambiguous!"
           FROM queued_executions WHERE state = 'leased' AND leased_until < $1
           ORDER BY call_center_id COLLATE "C", order_key COLLATE "C", position LIMIT $2
           FOR UPDATE SKIP LOCKED -- another worker takes it over, or its own settles it after all"#,
        now.0,
        ROWS,
    );
    let (ambiguous, ready): (Vec<_>, Vec<_>) =
        expired.fetch_all(unit.connection()).await?.into_iter().partition(|row| row.is_ambiguous);
    let taken = TakenOver { ready: ready.len(), unknown: ambiguous.len() };
    if taken == TakenOver::default() {
        return Ok(taken);
    }
    let ready: Vec<Uuid> = ready.iter().map(|row| row.execution_id).collect();
    sqlx::query!(
        "UPDATE queued_executions SET state = 'ready', lease_owner = NULL, leased_until = NULL, attempt_count = attempt_count + 1
         WHERE execution_id = ANY ($1)",
        &ready,
    )
    .execute(unit.connection())
    .await?;
    let unknown: Vec<Uuid> = ambiguous.iter().map(|row| row.execution_id).collect();
    sqlx::query!(
        "UPDATE executions SET status = 'unknown', error_code = $2, error_detail = $3, finished_at = $4 WHERE id = ANY ($1)",
        &unknown,
        ErrorCode::Internal.as_str(),
        DETAIL,
        now.0,
    )
    .execute(unit.connection())
    .await?;
    remove(&mut unit, &unknown, &unknown, now).await?;
    let (mut tally, mut call_centers) = (Tally::default(), BTreeSet::new());
    for row in &ambiguous {
        let call_center =
            Place { table: "queued_executions", row: &row.execution_id }.call_center(&row.call_center_id)?;
        tally.count(TemplateId(row.template_id), &call_center, row.created_at.into(), ExecutionStatus::Unknown, 1);
        call_centers.insert(call_center);
    }
    tally.settle(&mut unit).await?;
    if !call_centers.is_empty() {
        announce(&mut unit, &Change::Executions(call_centers)).await?;
    }
    if taken.ready > 0 {
        announce(&mut unit, &Change::Work).await?;
    }
    unit.commit().await?;
    Ok(taken)
}
