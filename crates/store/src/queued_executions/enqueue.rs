//! Adding to the queue.

use super::{Claimed, Lease, Priority};
use crate::changes::{Change, announce};
use crate::copy::copied;
use crate::error::StoreError;
use crate::executions::{ExecutionRecord, insert_executions};
use crate::figures::Tally;
use crate::idempotency_keys;
use crate::partitions;
use crate::store::Store;
use crate::unit::Unit;
use crate::words::{text, to_json_text};
use chrono::{DateTime, Utc};
use patchbay_model::execution::ExecutionSummary;
use patchbay_model::time::Timestamp;
use serde_json::Value;
use std::collections::{BTreeSet, HashSet};
use uuid::Uuid;

/// An execution that begins with an event, a replay or an asynchronous call.
#[derive(Debug, Clone, PartialEq)]
pub struct NewExecution {
    /// Its record, without attempts.
    pub record: ExecutionRecord,
    /// How it is to be run; none: it has ended already, skipped by its condition.
    pub queued: Option<Queued>,
}

/// What the queue has to know of an execution.
#[derive(Debug, Clone, PartialEq)]
pub struct Queued {
    /// See [`Priority`].
    pub priority: Priority,
    /// Of one key, within one call center, one runs at a time, in the order in which they were queued.
    pub order_key: Option<String>,
    /// Not before.
    pub run_at: Timestamp,
    /// Whoever queues it runs it as well, at once and before what is in front of it; others take over if that fails.
    pub lease: Option<Lease>,
    /// What it is given.
    pub input: Value,
}

copied!(
    /// Of the table queued_executions. Positions are given in the order of the rows.
    QueueRow of "queued_executions" {
        execution_id: Uuid,
        call_center_id: String,
        template_id: Uuid,
        endpoint_id: Uuid,
        integrator_id: Uuid,
        cause: &'static str,
        conversation_id: Option<String>,
        priority: i16,
        order_key: Option<String>,
        state: &'static str,
        run_at: DateTime<Utc>,
        attempt_count: i32,
        lease_owner: Option<Uuid>,
        leased_until: Option<DateTime<Utc>>,
        input: String,
        created_at: DateTime<Utc>,
    }
);

/// Asked of an execution that could run now: whoever queues it may have room for it, and gives the lease under which it
/// does. Then nobody has to claim it.
pub type Seat<'a> = &'a mut (dyn FnMut(&ExecutionSummary) -> Option<Lease> + Send);

/// Queues executions, and keeps those that have ended already, in one transaction; the first of them under the
/// idempotency key that it was asked for with. Gives those that got a seat; they are to be run once it is committed.
///
/// # Errors
/// A conflict with [`IDEMPOTENCY_LEASE`](crate::constraint::IDEMPOTENCY_LEASE) when somebody else holds the key by now.
pub async fn enqueue(
    store: &Store,
    new: &[NewExecution],
    key: Option<&idempotency_keys::Lease>,
    at: Timestamp,
    seat: Seat<'_>,
) -> Result<Vec<Claimed>, StoreError> {
    match try_enqueue(store, new, key, at, seat).await {
        Err(StoreError::PartitionMissing) => {
            partitions::create_for(store, new.iter().map(|new| new.record.execution.summary.id)).await?;
            try_enqueue(store, new, key, at, seat).await
        }
        outcome => outcome,
    }
}

async fn try_enqueue(
    store: &Store,
    new: &[NewExecution],
    key: Option<&idempotency_keys::Lease>,
    at: Timestamp,
    seat: Seat<'_>,
) -> Result<Vec<Claimed>, StoreError> {
    let mut unit = store.begin().await?;
    if let (Some(key), Some(first)) = (key, new.first()) {
        idempotency_keys::note_execution(&mut unit, key, first.record.execution.summary.id).await?;
    }
    let new: Vec<&NewExecution> = new.iter().collect();
    let seated = enqueue_in(&mut unit, &new, at, seat).await?;
    unit.commit().await?;
    Ok(seated)
}

/// The same in a transaction that goes on. Whoever queues executions of one order key holds a lock on something that
/// they share, their conversation: the order of their positions is the order of those locks.
pub async fn enqueue_in(
    unit: &mut Unit,
    new: &[&NewExecution],
    at: Timestamp,
    seat: Seat<'_>,
) -> Result<Vec<Claimed>, StoreError> {
    let mut seated = Vec::new();
    if new.is_empty() {
        return Ok(seated);
    }
    insert_executions(unit.connection(), new.iter().map(|new| &new.record)).await?;
    let mut taken = taken_keys(unit, new).await?;
    let (mut rows, mut runs_now) = (QueueRow::rows(), false);
    for new in new {
        let Some(queued) = &new.queued else { continue };
        let (mut state, mut lease) = (state(new, queued, &mut taken, at), queued.lease);
        if state == "ready"
            && let Some(given) = seat(&new.record.execution.summary)
        {
            (state, lease) = ("leased", Some(given));
            let summary = &new.record.execution.summary;
            seated.push(Claimed::first(summary, queued.input.clone(), at, queued.run_at));
        }
        runs_now |= state == "ready";
        QueueRow::of(new, queued, (state, lease), at)?.push_to(&mut rows);
    }
    rows.send(unit.connection()).await?;
    // Figures after the queue, as whoever settles does: in another order the two would wait for each other in a circle.
    let mut tally = Tally::default();
    let mut call_centers = BTreeSet::new();
    for new in new {
        let summary = &new.record.execution.summary;
        tally.add(summary, summary.status, 1);
        call_centers.insert(summary.call_center_id.clone());
    }
    tally.settle(unit).await?;
    announce(unit, &Change::Executions(call_centers)).await?;
    if runs_now {
        announce(unit, &Change::Work).await?;
    }
    Ok(seated)
}

type OrderKey = (String, String);

fn order_key(new: &NewExecution, queued: &Queued) -> Option<OrderKey> {
    let call_center = new.record.execution.summary.call_center_id.to_string();
    queued.order_key.as_deref().map(|key| (call_center, text(key)))
}

fn state(new: &NewExecution, queued: &Queued, taken: &mut HashSet<OrderKey>, at: Timestamp) -> &'static str {
    let is_behind = order_key(new, queued).is_some_and(|key| !taken.insert(key));
    match queued {
        Queued { lease: Some(_), .. } => "leased",
        _ if is_behind => "blocked",
        Queued { run_at, .. } if *run_at > at => "waiting",
        _ => "ready",
    }
}

/// Which of the order keys have somebody in the queue already. The last of each is held until the unit ends: whoever
/// removes it then sees what was put behind it, and wakes it.
async fn taken_keys(unit: &mut Unit, new: &[&NewExecution]) -> Result<HashSet<OrderKey>, StoreError> {
    // A set in the order of bytes: everybody locks in this order, see settle.
    let keys: BTreeSet<OrderKey> =
        new.iter().filter_map(|new| new.queued.as_ref().and_then(|queued| order_key(new, queued))).collect();
    if keys.is_empty() {
        return Ok(HashSet::new());
    }
    let (call_centers, keys): (Vec<String>, Vec<String>) = keys.into_iter().unzip();
    let found = sqlx::query!(
        r#"SELECT last.call_center_id AS "call_center_id!", last.order_key AS "order_key!"
           FROM UNNEST($1::text[], $2::text[]) AS k (call_center_id, order_key)
           CROSS JOIN LATERAL (
             SELECT q.call_center_id, q.order_key FROM queued_executions q
             WHERE q.call_center_id = k.call_center_id AND q.order_key = k.order_key
             ORDER BY q.position DESC LIMIT 1
             FOR KEY SHARE -- keeps it from being deleted, not from being claimed
           ) last"#,
        &call_centers,
        &keys,
    );
    let found = found.fetch_all(unit.connection()).await?;
    Ok(found.into_iter().map(|row| (row.call_center_id, row.order_key)).collect())
}

impl QueueRow {
    fn of(
        new: &NewExecution,
        queued: &Queued,
        (state, lease): (&'static str, Option<Lease>),
        at: Timestamp,
    ) -> Result<Self, StoreError> {
        let summary = &new.record.execution.summary;
        Ok(Self {
            execution_id: summary.id.0,
            call_center_id: summary.call_center_id.to_string(),
            template_id: summary.template_id.0,
            endpoint_id: summary.endpoint_id.0,
            integrator_id: summary.integrator_id.0,
            cause: summary.cause.as_str(),
            conversation_id: summary.conversation.as_deref().map(text),
            priority: queued.priority,
            order_key: queued.order_key.as_deref().map(text),
            state,
            run_at: queued.run_at.0,
            attempt_count: 0,
            lease_owner: lease.map(|lease| lease.owner),
            leased_until: lease.map(|lease| lease.until.0),
            input: to_json_text(&queued.input)?,
            created_at: at.0,
        })
    }
}
