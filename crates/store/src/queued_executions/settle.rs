//! Taking back what was claimed.

use crate::changes::{Change, announce};
use crate::error::StoreError;
use crate::executions::{ExecutionRecord, update_many};
use crate::figures::Tally;
use crate::partitions;
use crate::store::Store;
use crate::unit::Unit;
use chrono::{DateTime, Utc};
use patchbay_model::id::ExecutionId;
use patchbay_model::time::Timestamp;
use std::collections::{BTreeSet, HashSet};
use uuid::Uuid;

/// What came of a claimed execution.
#[derive(Debug, Clone, PartialEq)]
pub struct Settlement {
    /// Where it stands now, with the attempts that this claim made; they are numbered after those before.
    pub record: ExecutionRecord,
    /// What becomes of it.
    pub next: Next,
}

/// What becomes of a claimed execution.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// It has ended.
    Ends,
    /// It runs again, not before then.
    RunsAt(Timestamp),
}

/// Writes what came of claimed executions: history, attempts and figures; ends or reschedules them, and wakes what stood
/// behind them. One transaction for all. Tells which of them were still the worker's: the others were taken over
/// meanwhile, and nothing of them was written.
pub async fn settle(
    store: &Store,
    owner: Uuid,
    settlements: &[Settlement],
    at: Timestamp,
) -> Result<HashSet<ExecutionId>, StoreError> {
    if settlements.is_empty() {
        return Ok(HashSet::new());
    }
    match try_settle(store, owner, settlements, at).await {
        Err(StoreError::PartitionMissing) => {
            let ids = settlements.iter().map(|settlement| settlement.record.execution.summary.id);
            partitions::create_for(store, ids).await?;
            try_settle(store, owner, settlements, at).await
        }
        outcome => outcome,
    }
}

async fn try_settle(
    store: &Store,
    owner: Uuid,
    settlements: &[Settlement],
    at: Timestamp,
) -> Result<HashSet<ExecutionId>, StoreError> {
    let mut unit = store.begin().await?;
    let ids: Vec<Uuid> = settlements.iter().map(|settlement| settlement.record.execution.summary.id.0).collect();
    let owned = sqlx::query_scalar!(
        r#"SELECT execution_id FROM queued_executions WHERE execution_id = ANY ($1) AND lease_owner = $2
           -- The order of those who put something behind them.
           ORDER BY call_center_id COLLATE "C", order_key COLLATE "C", position
           FOR UPDATE"#,
        &ids,
        owner,
    );
    let owned: HashSet<ExecutionId> = owned.fetch_all(unit.connection()).await?.into_iter().map(ExecutionId).collect();
    let own: Vec<&Settlement> =
        settlements.iter().filter(|settlement| owned.contains(&settlement.record.execution.summary.id)).collect();
    let records: Vec<&ExecutionRecord> = own.iter().map(|settlement| &settlement.record).collect();
    update_many(&mut unit, &records).await?;
    let mut tally = Tally::default();
    let (mut ended, mut replayable) = (Vec::new(), Vec::new());
    let (mut retried, mut times, mut counts) = (Vec::new(), Vec::new(), Vec::new());
    for Settlement { record, next } in &own {
        let summary = &record.execution.summary;
        match next {
            Next::Ends => {
                tally.add(summary, summary.status, 1);
                ended.push(summary.id.0);
                if summary.status.can_be_replayed() {
                    replayable.push(summary.id.0);
                }
            }
            Next::RunsAt(run_at) => {
                retried.push(summary.id.0);
                times.push(run_at.0);
                counts.push(i32::try_from(summary.attempt_count).unwrap_or(i32::MAX));
            }
        }
    }
    tally.settle(&mut unit).await?;
    reschedule(&mut unit, &retried, &times, &counts).await?;
    remove(&mut unit, &ended, &replayable, at).await?;
    let call_centers = records.iter().map(|record| record.execution.summary.call_center_id.clone()).collect();
    announce(&mut unit, &Change::Executions(call_centers)).await?;
    unit.commit().await?;
    Ok(owned)
}

async fn reschedule(
    unit: &mut Unit,
    ids: &[Uuid],
    times: &[DateTime<Utc>],
    attempts: &[i32],
) -> Result<(), StoreError> {
    if ids.is_empty() {
        return Ok(());
    }
    sqlx::query!(
        "UPDATE queued_executions q SET state = 'waiting', run_at = u.run_at, attempt_count = u.attempt_count,
             lease_owner = NULL, leased_until = NULL, sending_since = NULL
         FROM UNNEST($1::uuid[], $2::timestamptz[], $3::int4[]) AS u (execution_id, run_at, attempt_count)
         WHERE q.execution_id = u.execution_id",
        ids,
        times,
        attempts,
    )
    .execute(unit.connection())
    .await?;
    Ok(())
}

/// Removes what has ended, which is locked, keeps the input of what can be replayed, and wakes what stood behind it.
pub(super) async fn remove(
    unit: &mut Unit,
    ended: &[Uuid],
    replayable: &[Uuid],
    at: Timestamp,
) -> Result<(), StoreError> {
    if ended.is_empty() {
        return Ok(());
    }
    if !replayable.is_empty() {
        sqlx::query!(
            "INSERT INTO execution_inputs (execution_id, call_center_id, input, order_key)
             SELECT execution_id, call_center_id, input, order_key FROM queued_executions WHERE execution_id = ANY ($1)
             ON CONFLICT (execution_id) DO NOTHING",
            replayable,
        )
        .execute(unit.connection())
        .await?;
    }
    let removed = sqlx::query!(
        "DELETE FROM queued_executions WHERE execution_id = ANY ($1) RETURNING call_center_id, order_key",
        ended,
    );
    let removed = removed.fetch_all(unit.connection()).await?;
    let keys: BTreeSet<(String, String)> =
        removed.into_iter().filter_map(|row| Some((row.call_center_id, row.order_key?))).collect();
    if keys.is_empty() {
        return Ok(());
    }
    let (call_centers, keys): (Vec<String>, Vec<String>) = keys.into_iter().unzip();
    let woken = sqlx::query_scalar!(
        r#"UPDATE queued_executions q SET state = CASE WHEN q.run_at <= $3 THEN 'ready' ELSE 'waiting' END,
             -- It could not have run before.
             run_at = GREATEST(q.run_at, $3)
           FROM UNNEST($1::text[], $2::text[]) AS k (call_center_id, order_key)
           CROSS JOIN LATERAL (
             SELECT n.execution_id FROM queued_executions n
             WHERE n.call_center_id = k.call_center_id AND n.order_key = k.order_key
             ORDER BY n.position LIMIT 1
           ) next
           WHERE q.execution_id = next.execution_id AND q.state = 'blocked'
           RETURNING q.state"#,
        &call_centers,
        &keys,
        at.0,
    );
    if woken.fetch_all(unit.connection()).await?.iter().any(|state| state == "ready") {
        announce(unit, &Change::Work).await?;
    }
    Ok(())
}
