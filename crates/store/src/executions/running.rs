//! Executions that must be known before anything is sent: an SMS whose process dies halfway must show as unknown.

use super::ExecutionRecord;
use super::rows::{insert_attempts, insert_executions};
use crate::changes::{Change, announce};
use crate::error::StoreError;
use crate::figures::Tally;
use crate::idempotency_keys::{self, Lease};
use crate::partitions;
use crate::store::Store;
use crate::unit::Unit;
use crate::words::to_json_text;
use patchbay_model::execution::ExecutionStatus;
use std::collections::BTreeSet;

/// Commits the intent to run: the record, whose status is running, and under which idempotency key it was asked for.
///
/// # Errors
/// A conflict with [`constraint::IDEMPOTENCY_LEASE`] when somebody else holds the key by now: nothing must be sent.
pub async fn insert_running(store: &Store, record: &ExecutionRecord, lease: Option<&Lease>) -> Result<(), StoreError> {
    match try_insert_running(store, record, lease).await {
        Err(StoreError::PartitionMissing) => {
            partitions::create_for(store, [record.execution.summary.id]).await?;
            try_insert_running(store, record, lease).await
        }
        outcome => outcome,
    }
}

async fn try_insert_running(store: &Store, record: &ExecutionRecord, lease: Option<&Lease>) -> Result<(), StoreError> {
    let mut unit = store.begin().await?;
    insert_executions(unit.connection(), [record].into_iter()).await?;
    if let Some(lease) = lease {
        idempotency_keys::note_execution(&mut unit, lease, record.execution.summary.id).await?;
    }
    announce_one(&mut unit, record).await?;
    unit.commit().await
}

/// Writes how a running execution ended. One that was taken for abandoned meanwhile is put right: the outcome is known
/// after all. False: it is not there, or ended already.
pub async fn finish(store: &Store, record: &ExecutionRecord) -> Result<bool, StoreError> {
    match try_finish(store, record).await {
        Err(StoreError::PartitionMissing) => {
            partitions::create_for(store, [record.execution.summary.id]).await?;
            try_finish(store, record).await
        }
        outcome => outcome,
    }
}

async fn try_finish(store: &Store, record: &ExecutionRecord) -> Result<bool, StoreError> {
    let execution = &record.execution;
    let summary = &execution.summary;
    let mut unit = store.begin().await?;
    let before = sqlx::query_scalar!(
        "SELECT status FROM executions WHERE id = $1 AND status IN ('running', 'unknown') FOR UPDATE",
        summary.id.0,
    );
    let Some(before) = before.fetch_optional(unit.connection()).await? else { return Ok(false) };
    sqlx::query!(
        "UPDATE executions SET status = $2, error_code = $3, error_detail = $4, response_status = $5, attempt_count = $6,
             finished_at = $7, duration_us = $8, effects = $9::text::json
         WHERE id = $1",
        summary.id.0,
        summary.status.as_str(),
        execution.failure.as_ref().map(|failure| failure.code.as_str()),
        execution.failure.as_ref().map(|failure| failure.detail.replace('\0', "\u{FFFD}")),
        summary.response_status.map(|status| i16::try_from(status).unwrap_or(i16::MAX)),
        i32::try_from(summary.attempt_count).unwrap_or(i32::MAX),
        summary.finished_at.map(|at| at.0),
        i64::try_from(summary.duration_us).unwrap_or(i64::MAX),
        execution.effects.is_noteworthy().then(|| to_json_text(&execution.effects)).transpose()?,
    )
    .execute(unit.connection())
    .await?;
    // Collected: an iterator of closures held across an await is not known to be Send.
    let attempts: Vec<_> = execution.attempts.iter().map(|attempt| (summary.id, attempt)).collect();
    insert_attempts(unit.connection(), &attempts).await?;
    let mut tally = Tally::default();
    if before == ExecutionStatus::Unknown.as_str() {
        tally.add(summary, ExecutionStatus::Unknown, -1);
    }
    tally.add(summary, summary.status, 1);
    tally.settle(&mut unit).await?;
    announce_one(&mut unit, record).await?;
    unit.commit().await?;
    Ok(true)
}

async fn announce_one(unit: &mut Unit, record: &ExecutionRecord) -> Result<(), StoreError> {
    let call_center = record.execution.summary.call_center_id.clone();
    announce(unit, &Change::Executions(BTreeSet::from([call_center]))).await
}
