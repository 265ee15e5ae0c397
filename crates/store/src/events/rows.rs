//! The ledger, and the rows of events.

use super::Arrival;
use crate::batches::{ROWS, in_batches};
use crate::copy::copied;
use crate::error::StoreError;
use crate::store::Store;
use crate::unit::Unit;
use crate::words::to_json_text;
use chrono::{DateTime, Utc};
use patchbay_model::conversation::Standing;
use patchbay_model::id::ExecutionId;
use patchbay_model::time::Timestamp;
use std::collections::HashSet;
use uuid::Uuid;

copied!(
    /// Of the table conversation_events.
    EventRow of "conversation_events" {
        id: Uuid,
        call_center_id: String,
        conversation_id: String,
        event_id: String,
        event_type as "type": &'static str,
        standing: &'static str,
        occurred_at: DateTime<Utc>,
        event: String,
        execution_ids: Vec<Uuid>,
    }
);

impl EventRow {
    pub fn of(arrival: &Arrival<'_>, standing: Standing, ids: &[ExecutionId]) -> Result<Self, StoreError> {
        let event = arrival.event;
        Ok(Self {
            id: arrival.id,
            call_center_id: arrival.call_center_id.to_string(),
            conversation_id: event.conversation.id.clone(),
            event_id: event.id.clone(),
            event_type: event.event_type.as_str(),
            standing: standing.as_str(),
            occurred_at: event.occurred_at.0,
            event: to_json_text(event)?,
            execution_ids: ids.iter().map(|id| id.0).collect(),
        })
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

/// Forgets events that were accepted before `before`: the same ids would be new then.
pub async fn delete_expired(store: &Store, before: Timestamp) -> Result<u64, StoreError> {
    in_batches(|| async move {
        let deleted = sqlx::query!(
            "DELETE FROM event_ledger WHERE (call_center_id, event_id) IN (
                 SELECT call_center_id, event_id FROM event_ledger WHERE received_at < $1 ORDER BY received_at LIMIT $2
             )",
            before.0,
            ROWS,
        );
        Ok(deleted.execute(&store.pool).await?.rows_affected())
    })
    .await
}
