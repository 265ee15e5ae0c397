//! Writing many executions at once.

use super::ExecutionRecord;
use super::rows::{insert_attempts, insert_executions};
use crate::changes::{Change, announce};
use crate::error::StoreError;
use crate::figures::Tally;
use crate::partitions;
use crate::store::Store;
use std::collections::HashSet;
use uuid::Uuid;

/// Inserts executions with their attempts, figures and the notification in one transaction;
/// meant for some hundred records. Safe to repeat after a lost answer: what is there already is left as it is.
pub async fn insert_batch(store: &Store, records: &[ExecutionRecord]) -> Result<(), StoreError> {
    if records.is_empty() {
        return Ok(());
    }
    match try_insert_batch(store, records).await {
        Err(StoreError::PartitionMissing) => {
            // Nobody created it in time: late is better than losing the batch.
            partitions::create_for(store, records.iter().map(|record| record.execution.summary.id)).await?;
            try_insert_batch(store, records).await
        }
        // An earlier try was committed and its answer lost.
        Err(StoreError::Conflict { .. }) => insert_missing(store, records).await,
        outcome => outcome,
    }
}

async fn insert_missing(store: &Store, records: &[ExecutionRecord]) -> Result<(), StoreError> {
    let ids: Vec<Uuid> = records.iter().map(|record| record.execution.summary.id.0).collect();
    let (Some(first), Some(last)) = (ids.iter().min(), ids.iter().max()) else { return Ok(()) };
    let known = sqlx::query_scalar!(
        "SELECT id FROM executions WHERE id = ANY ($1) AND id BETWEEN $2 AND $3 -- so that other partitions are left alone",
        &ids,
        first,
        last,
    );
    let known: HashSet<Uuid> = known.fetch_all(&store.pool).await?.into_iter().collect();
    let missing: Vec<ExecutionRecord> =
        records.iter().filter(|record| !known.contains(&record.execution.summary.id.0)).cloned().collect();
    try_insert_batch(store, &missing).await
}

async fn try_insert_batch(store: &Store, records: &[ExecutionRecord]) -> Result<(), StoreError> {
    let mut unit = store.begin().await?;
    insert_executions(unit.connection(), records.iter()).await?;
    let executions = || records.iter().map(|record| &record.execution);
    // Collected: an iterator of closures held across an await is not known to be Send.
    let attempts: Vec<_> = executions()
        .flat_map(|execution| execution.attempts.iter().map(|attempt| (execution.summary.id, attempt)))
        .collect();
    insert_attempts(unit.connection(), &attempts).await?;
    let mut tally = Tally::default();
    for execution in executions() {
        tally.add(&execution.summary, execution.summary.status, 1);
    }
    tally.settle(&mut unit).await?;
    let call_centers = executions().map(|execution| execution.summary.call_center_id.clone()).collect();
    announce(&mut unit, &Change::Executions(call_centers)).await?;
    unit.commit().await
}
