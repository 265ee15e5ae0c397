//! Executions whose process died while they ran.

use crate::changes::{Change, announce};
use crate::error::StoreError;
use crate::figures::Tally;
use crate::partitions;
use crate::store::Store;
use crate::words::Place;
use patchbay_model::execution::{ErrorCode, ExecutionStatus};
use patchbay_model::id::TemplateId;
use patchbay_model::time::Timestamp;
use std::collections::BTreeSet;

const DETAIL: &str = "The server stopped before the answer was recorded. Look at the other side whether it happened.";
/// Rows per call: a transaction that settles everything at once would lock it all that long.
const ROWS: i64 = 500;

/// Turns executions that began before `before` and still run into unknown ones, some hundred per call; tells how many.
/// `before` lies further back than any call may take.
pub async fn settle_abandoned(store: &Store, before: Timestamp, now: Timestamp) -> Result<usize, StoreError> {
    let mut unit = store.begin().await?;
    let settled = sqlx::query!(
        "UPDATE executions SET status = 'unknown', error_code = $3, error_detail = $4, finished_at = $2
         WHERE id IN (
             SELECT id FROM executions
             WHERE status = 'running' AND status <> 'succeeded' AND id < $1 -- the index is one of those that did not succeed
               -- Durable ones have a lease that tells better: they may have begun long after they were queued.
               AND NOT EXISTS (SELECT FROM queued_executions q WHERE q.execution_id = executions.id)
             ORDER BY id LIMIT $5
             FOR UPDATE SKIP LOCKED -- a locked one is ending this moment, or another process settles it
         )
         RETURNING id, template_id, call_center_id, created_at",
        partitions::first_id_at(before),
        now.0,
        ErrorCode::Internal.as_str(),
        DETAIL,
        ROWS,
    );
    let settled = settled.fetch_all(unit.connection()).await?;
    let (mut tally, mut call_centers) = (Tally::default(), BTreeSet::new());
    for row in &settled {
        let call_center = Place { table: "executions", row: &row.id }.call_center(&row.call_center_id)?;
        tally.count(TemplateId(row.template_id), &call_center, row.created_at.into(), ExecutionStatus::Unknown, 1);
        call_centers.insert(call_center);
    }
    if !settled.is_empty() {
        tally.settle(&mut unit).await?;
        announce(&mut unit, &Change::Executions(call_centers)).await?;
    }
    unit.commit().await?;
    Ok(settled.len())
}
