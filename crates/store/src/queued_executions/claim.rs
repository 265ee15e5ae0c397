//! Handing out work, fairly.

use super::{Claimed, Lease};
use crate::error::StoreError;
use crate::store::Store;
use crate::unit::Unit;
use crate::words::Place;
use patchbay_model::id::{CallCenterId, EndpointId, ExecutionId, IntegratorId, TemplateId};
use patchbay_model::time::Timestamp;
use serde_json::Value;
use std::collections::BTreeSet;
use uuid::Uuid;

/// Rows per wake-up: the rest is woken by the next.
const WOKEN: i64 = 1000;

/// Where a worker's turn among the integrators ended: the next claim goes on behind it. Every integrator with work gets
/// its turn, whatever the others have waiting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimCursor {
    call_center: String,
    integrator: Uuid,
}

impl Default for ClaimCursor {
    fn default() -> Self {
        Self { call_center: String::new(), integrator: Uuid::nil() }
    }
}

/// What a worker asks for.
#[derive(Debug, Clone)]
pub struct Claim<'a> {
    /// Whose it will be, and until when.
    pub lease: Lease,
    /// So many at most.
    pub limit: i64,
    /// Of one integrator so many at most.
    pub per_integrator: i64,
    /// Nothing of these: so much of theirs runs already that more would only take the place of others.
    pub busy_integrators: &'a [IntegratorId],
    /// Nothing of these either.
    pub busy_call_centers: &'a BTreeSet<CallCenterId>,
}

/// Makes ready what has waited long enough; tells how many.
pub async fn wake(store: &Store, now: Timestamp) -> Result<u64, StoreError> {
    let woken = sqlx::query!(
        "UPDATE queued_executions SET state = 'ready'
         WHERE execution_id IN (
             SELECT execution_id FROM queued_executions WHERE state = 'waiting' AND run_at <= $1
             ORDER BY run_at LIMIT $2
             FOR NO KEY UPDATE SKIP LOCKED -- another worker wakes it
         )",
        now.0,
        WOKEN,
    );
    Ok(woken.execute(&store.pool).await?.rows_affected())
}

/// Claims executions that can run now. Goes round all integrators that have some, from `cursor` on, and takes from each
/// its most urgent ones; when a round gives less than was asked for, it was a whole one.
pub async fn claim(store: &Store, claim: &Claim<'_>, cursor: &mut ClaimCursor) -> Result<Vec<Claimed>, StoreError> {
    let mut unit = store.begin().await?;
    // The queue is empty one second and long the next: statistics of it are worth nothing, and a plan that reads the
    // whole table would be chosen just when it is long.
    sqlx::query!(
        "SELECT set_config('enable_seqscan', 'off', true) AS scan, set_config('enable_sort', 'off', true) AS sort"
    )
    .fetch_one(unit.connection())
    .await?;
    let mut claimed = claim_from(&mut unit, claim, cursor, None, claim.limit).await?;
    let missing = claim.limit - i64::try_from(claimed.len()).unwrap_or(claim.limit);
    if missing > 0 && *cursor != ClaimCursor::default() {
        claimed.extend(claim_from(&mut unit, claim, &ClaimCursor::default(), Some(cursor), missing).await?);
    }
    unit.commit().await?;
    // Less than asked for: everybody had a turn. The next round begins behind whoever came last all the same.
    if let Some(last) = claimed.last() {
        *cursor = ClaimCursor { call_center: last.call_center_id.to_string(), integrator: last.integrator_id.0 };
    }
    Ok(claimed)
}

async fn claim_from(
    unit: &mut Unit,
    claim: &Claim<'_>,
    after: &ClaimCursor,
    until: Option<&ClaimCursor>,
    limit: i64,
) -> Result<Vec<Claimed>, StoreError> {
    let busy_integrators: Vec<Uuid> = claim.busy_integrators.iter().map(|id| id.0).collect();
    let busy_call_centers: Vec<String> = claim.busy_call_centers.iter().map(ToString::to_string).collect();
    let found = sqlx::query_as!(
        Row,
        r#"WITH RECURSIVE lanes AS (
             -- A loose index scan: one probe per integrator that has work, not one per row.
             (SELECT call_center_id, integrator_id FROM queued_executions
              WHERE state = 'ready' AND (call_center_id, integrator_id) > ($1, $2)
              ORDER BY call_center_id, integrator_id LIMIT 1)
             UNION ALL
             SELECT next.call_center_id, next.integrator_id FROM lanes l CROSS JOIN LATERAL (
               SELECT q.call_center_id, q.integrator_id FROM queued_executions q
               WHERE q.state = 'ready' AND (q.call_center_id, q.integrator_id) > (l.call_center_id, l.integrator_id)
               ORDER BY q.call_center_id, q.integrator_id LIMIT 1
             ) next
           ), picked AS MATERIALIZED (
             SELECT p.execution_id FROM lanes l CROSS JOIN LATERAL (
               SELECT q.execution_id FROM queued_executions q
               WHERE q.state = 'ready' AND q.call_center_id = l.call_center_id AND q.integrator_id = l.integrator_id
               ORDER BY q.priority, q.position LIMIT $3
               FOR NO KEY UPDATE SKIP LOCKED -- a locked row belongs to another worker: do not wait for it
             ) p
             WHERE l.integrator_id <> ALL ($5) AND l.call_center_id <> ALL ($6)
               AND ($9::text IS NULL OR (l.call_center_id, l.integrator_id) <= ($9, $10))
             LIMIT $4
           ), claimed AS (
             UPDATE queued_executions q SET state = 'leased', lease_owner = $7, leased_until = $8
             FROM picked WHERE q.execution_id = picked.execution_id
             RETURNING q.*
           )
           SELECT execution_id AS "execution_id!", call_center_id AS "call_center_id!", template_id AS "template_id!",
             endpoint_id AS "endpoint_id!", integrator_id AS "integrator_id!", cause AS "cause!", conversation_id,
             attempt_count AS "attempt_count!", input AS "input!", created_at AS "created_at!", run_at AS "run_at!",
             priority AS "priority!", position AS "position!"
           FROM claimed"#,
        after.call_center,
        after.integrator,
        claim.per_integrator,
        limit,
        &busy_integrators,
        &busy_call_centers,
        claim.lease.owner,
        claim.lease.until.0,
        until.map(|until| until.call_center.as_str()),
        until.map_or(Uuid::nil(), |until| until.integrator),
    );
    let mut found = found.fetch_all(unit.connection()).await?;
    // What an update returns has no order.
    found.sort_by(|a, b| {
        let key = |row: &Row| (row.integrator_id, row.priority, row.position);
        a.call_center_id.cmp(&b.call_center_id).then(key(a).cmp(&key(b)))
    });
    found.into_iter().map(Row::read).collect()
}

struct Row {
    execution_id: Uuid,
    call_center_id: String,
    template_id: Uuid,
    endpoint_id: Uuid,
    integrator_id: Uuid,
    cause: String,
    conversation_id: Option<String>,
    attempt_count: i32,
    input: Value,
    created_at: chrono::DateTime<chrono::Utc>,
    run_at: chrono::DateTime<chrono::Utc>,
    priority: i16,
    position: i64,
}

impl Row {
    fn read(self) -> Result<Claimed, StoreError> {
        let place = Place { table: "queued_executions", row: &self.execution_id };
        Ok(Claimed {
            execution_id: ExecutionId(self.execution_id),
            call_center_id: place.call_center(&self.call_center_id)?,
            template_id: TemplateId(self.template_id),
            endpoint_id: EndpointId(self.endpoint_id),
            integrator_id: IntegratorId(self.integrator_id),
            cause: place.word(self.cause)?,
            conversation: self.conversation_id,
            attempt_count: place.number(self.attempt_count)?,
            input: self.input,
            created_at: self.created_at.into(),
            run_at: self.run_at.into(),
        })
    }
}
