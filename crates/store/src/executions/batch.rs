//! Writing many executions at once.

use super::ExecutionRecord;
use super::columns::{insert_attempts, insert_executions};
use crate::changes::{Change, announce};
use crate::error::StoreError;
use crate::figures::Tally;
use crate::partitions;
use crate::store::Store;

/// Inserts executions with their attempts, figures and the notification in one transaction of four or five statements;
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
        outcome => outcome,
    }
}

async fn try_insert_batch(store: &Store, records: &[ExecutionRecord]) -> Result<(), StoreError> {
    let mut unit = store.begin().await?;
    let new = insert_executions(unit.connection(), records.iter()).await?;
    let new = || records.iter().map(|record| &record.execution).filter(|execution| new.contains(&execution.summary.id));
    // Collected: an iterator of closures held across an await is not known to be Send.
    let attempts: Vec<_> =
        new().flat_map(|execution| execution.attempts.iter().map(|attempt| (execution.summary.id, attempt))).collect();
    insert_attempts(unit.connection(), &attempts).await?;
    let mut tally = Tally::default();
    for execution in new() {
        tally.add(&execution.summary, execution.summary.status, 1);
    }
    tally.settle(&mut unit).await?;
    let call_centers = new().map(|execution| execution.summary.call_center_id.clone()).collect();
    announce(&mut unit, &Change::Executions(call_centers)).await?;
    unit.commit().await
}
