//! The ledger, and the rows of events.

use super::Arrival;
use crate::error::StoreError;
use crate::executions::columns::columns;
use crate::store::Store;
use crate::unit::Unit;
use crate::words::to_json_text;
use chrono::{DateTime, Utc};
use patchbay_model::conversation::Standing;
use patchbay_model::id::ExecutionId;
use patchbay_model::time::Timestamp;
use std::collections::HashSet;
use uuid::Uuid;

/// Rows per statement of a clean-up: one that deletes everything at once would hold its locks all that long.
const ROWS: i64 = 5000;

columns!(
    /// Of the table conversation_events.
    EventColumns {
        id: Uuid,
        call_center_id: String,
        conversation_id: String,
        event_id: String,
        event_type: String,
        standing: String,
        occurred_at: DateTime<Utc>,
        event: String,
        execution_ids: String,
    }
);

impl EventColumns {
    pub fn push(&mut self, arrival: &Arrival<'_>, standing: Standing, ids: &[ExecutionId]) -> Result<(), StoreError> {
        let event = arrival.event;
        self.id.push(arrival.id);
        self.call_center_id.push(arrival.call_center_id.to_string());
        self.conversation_id.push(event.conversation.id.clone());
        self.event_id.push(event.id.clone());
        self.event_type.push(event.event_type.to_string());
        self.standing.push(standing.to_string());
        self.occurred_at.push(event.occurred_at.0);
        self.event.push(to_json_text(event)?);
        // An array of arrays would be taken for a table: as text, one by one.
        let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
        self.execution_ids.push(format!("{{{}}}", ids.join(",")));
        Ok(())
    }
}

/// Notes events in the ledger and tells of each whether it is new; of two with one id in the same batch the first is.
pub(super) async fn note_in_ledger(
    unit: &mut Unit,
    arrivals: &[Arrival<'_>],
    at: Timestamp,
) -> Result<Vec<bool>, StoreError> {
    let call_centers: Vec<String> = arrivals.iter().map(|arrival| arrival.call_center_id.to_string()).collect();
    let ids: Vec<String> = arrivals.iter().map(|arrival| arrival.event.id.clone()).collect();
    let noted = sqlx::query!(
        "INSERT INTO event_ledger (call_center_id, event_id, received_at)
         SELECT call_center_id, event_id, $3 FROM UNNEST($1::text[], $2::text[]) AS e (call_center_id, event_id)
         ORDER BY call_center_id, event_id -- in another order two batches could wait for each other
         ON CONFLICT (call_center_id, event_id) DO NOTHING
         RETURNING call_center_id, event_id",
        &call_centers,
        &ids,
        at.0,
    );
    let noted = noted.fetch_all(unit.connection()).await?;
    let mut new: HashSet<(String, String)> = noted.into_iter().map(|row| (row.call_center_id, row.event_id)).collect();
    Ok(call_centers.into_iter().zip(ids).map(|key| new.remove(&key)).collect())
}

pub(super) async fn insert_events(unit: &mut Unit, c: &EventColumns) -> Result<(), StoreError> {
    if c.id.is_empty() {
        return Ok(());
    }
    sqlx::query!(
        "INSERT INTO conversation_events (id, call_center_id, conversation_id, event_id, type, standing, occurred_at, event,
             execution_ids)
         SELECT id, call_center_id, conversation_id, event_id, type, standing, occurred_at, event, execution_ids::uuid[]
         FROM UNNEST($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::timestamptz[],
             $8::text[]::json[], $9::text[])
             AS e (id, call_center_id, conversation_id, event_id, type, standing, occurred_at, event, execution_ids)",
        &c.id,
        &c.call_center_id,
        &c.conversation_id,
        &c.event_id,
        &c.event_type,
        &c.standing,
        &c.occurred_at,
        &c.event,
        &c.execution_ids,
    )
    .execute(unit.connection())
    .await?;
    Ok(())
}

/// Forgets events that were accepted before `before`: the same ids would be new then.
pub async fn delete_expired(store: &Store, before: Timestamp) -> Result<u64, StoreError> {
    let mut total = 0;
    loop {
        let deleted = sqlx::query!(
            "DELETE FROM event_ledger WHERE (call_center_id, event_id) IN (
                 SELECT call_center_id, event_id FROM event_ledger WHERE received_at < $1 ORDER BY received_at LIMIT $2
             )",
            before.0,
            ROWS,
        );
        let deleted = deleted.execute(&store.pool).await?.rows_affected();
        total += deleted;
        if deleted < ROWS.unsigned_abs() {
            return Ok(total);
        }
    }
}
