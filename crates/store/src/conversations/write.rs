//! Writing many conversations at once.

use super::{KnownConversation, read};
use crate::batches::{ROWS, in_batches};
use crate::columns::columns;
use crate::error::StoreError;
use crate::partitions;
use crate::store::Store;
use crate::unit::Unit;
use crate::words::{Place, text, to_json_text, to_json_text_option};
use chrono::{DateTime, Utc};
use patchbay_model::id::CallCenterId;
use patchbay_model::time::Timestamp;
use std::collections::HashMap;
use uuid::Uuid;

/// What names a conversation: of two call centers both may have a `c-1`.
pub(crate) type Key = (CallCenterId, String);

columns!(
    /// Of the table conversations.
    Column {
        call_center_id: String,
        conversation_id: String,
        id: Uuid,
        state: String,
        channel_type: String,
        direction: String,
        queue: Option<String>,
        source: Option<String>,
        destination: Option<String>,
        ended_at: Option<DateTime<Utc>>,
        messaging_channel: Option<String>,
        document: String,
        held_event: Option<String>,
    }
);

/// A messaging channel's name as it is looked for: events tell 50 characters of it (spec/events.md).
pub(crate) fn folded(name: &str) -> String {
    text(&name.chars().take(50).collect::<String>().to_lowercase())
}

impl Column {
    pub fn push(&mut self, (call_center, name): &Key, id: Uuid, known: &KnownConversation) -> Result<(), StoreError> {
        let conversation = &known.conversation;
        let facts = &conversation.facts;
        let queue = conversation.routing.queue.as_ref().or(facts.queue.as_ref());
        let queue = queue.and_then(|queue| queue.address.as_deref().or(queue.id.as_deref()));
        self.call_center_id.push(call_center.to_string());
        self.conversation_id.push(name.clone());
        self.id.push(id);
        self.state.push(conversation.state.to_string());
        self.channel_type.push(facts.channel_type.to_string());
        self.direction.push(facts.direction.to_string());
        self.queue.push(queue.map(text));
        self.source.push(facts.source.as_deref().map(text));
        self.destination.push(facts.destination.as_deref().map(text));
        self.ended_at.push(conversation.ended_at.map(|at| at.0));
        self.messaging_channel.push(facts.channel_sub_type.as_deref().map(folded));
        self.document.push(to_json_text(conversation)?);
        self.held_event.push(to_json_text_option(known.held.as_ref())?);
        Ok(())
    }
}

/// Locks those of the conversations that are known. In one order for everybody: two batches that lock the same
/// conversations in different orders would wait for each other in a circle.
pub(crate) async fn lock(
    unit: &mut Unit,
    call_centers: &[String],
    names: &[String],
) -> Result<HashMap<Key, KnownConversation>, StoreError> {
    let found = sqlx::query!(
        r#"SELECT c.call_center_id, c.conversation_id, c.document, c.held_event
           FROM UNNEST($1::text[], $2::text[]) AS k (call_center_id, conversation_id)
           JOIN conversations c ON c.call_center_id = k.call_center_id AND c.conversation_id = k.conversation_id
           ORDER BY c.call_center_id, c.conversation_id
           FOR UPDATE OF c"#,
        call_centers,
        names,
    );
    let found = found.fetch_all(unit.connection()).await?;
    found
        .into_iter()
        .map(|row| {
            let place = Place { table: "conversations", row: &row.conversation_id };
            let call_center = place.call_center(&row.call_center_id)?;
            let known = read(&row.conversation_id, row.document, row.held_event)?;
            Ok(((call_center, row.conversation_id), known))
        })
        .collect()
}

/// Inserts conversations that are new, and tells how many were: fewer when another process was faster with one of them.
pub(crate) async fn insert_new(unit: &mut Unit, c: &Column, at: Timestamp) -> Result<u64, StoreError> {
    if c.id.is_empty() {
        return Ok(0);
    }
    let inserted = sqlx::query!(
        "INSERT INTO conversations (call_center_id, conversation_id, id, state, channel_type, direction, queue, source,
             destination, ended_at, messaging_channel, document, held_event, created_at, updated_at)
         SELECT *, $14::timestamptz, $14 FROM UNNEST($1::text[], $2::text[], $3::uuid[], $4::text[], $5::text[], $6::text[],
             $7::text[], $8::text[], $9::text[], $10::timestamptz[], $11::text[], $12::text[]::json[], $13::text[]::json[])
             AS c (call_center_id, conversation_id)
         ORDER BY c.call_center_id, c.conversation_id -- see lock
         ON CONFLICT (call_center_id, conversation_id) DO NOTHING",
        &c.call_center_id,
        &c.conversation_id,
        &c.id,
        &c.state,
        &c.channel_type,
        &c.direction,
        &c.queue as &[Option<String>],
        &c.source as &[Option<String>],
        &c.destination as &[Option<String>],
        &c.ended_at as &[Option<DateTime<Utc>>],
        &c.messaging_channel as &[Option<String>],
        &c.document,
        &c.held_event as &[Option<String>],
        at.0,
    );
    Ok(inserted.execute(unit.connection()).await?.rows_affected())
}

/// Saves conversations that are locked.
pub(crate) async fn update_known(unit: &mut Unit, c: &Column, at: Timestamp) -> Result<(), StoreError> {
    if c.id.is_empty() {
        return Ok(());
    }
    sqlx::query!(
        "UPDATE conversations c SET state = u.state, queue = u.queue, source = u.source, destination = u.destination,
             ended_at = u.ended_at, document = u.document, held_event = u.held_event, updated_at = $10
         FROM UNNEST($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::timestamptz[],
             $8::text[]::json[], $9::text[]::json[])
             AS u (call_center_id, conversation_id, state, queue, source, destination, ended_at, document, held_event)
         WHERE c.call_center_id = u.call_center_id AND c.conversation_id = u.conversation_id",
        &c.call_center_id,
        &c.conversation_id,
        &c.state,
        &c.queue as &[Option<String>],
        &c.source as &[Option<String>],
        &c.destination as &[Option<String>],
        &c.ended_at as &[Option<DateTime<Utc>>],
        &c.document,
        &c.held_event as &[Option<String>],
        at.0,
    )
    .execute(unit.connection())
    .await?;
    Ok(())
}

/// Deletes conversations that were first heard of before `before` and have not changed since either.
pub async fn delete_old(store: &Store, before: Timestamp) -> Result<u64, StoreError> {
    in_batches(|| async move {
        let deleted = sqlx::query!(
            "DELETE FROM conversations WHERE (call_center_id, conversation_id) IN (
                 SELECT call_center_id, conversation_id FROM conversations WHERE id < $1 AND updated_at < $2
                 ORDER BY id LIMIT $3
                 FOR UPDATE SKIP LOCKED -- one that something happens to right now is not old
             )",
            partitions::first_id_at(before),
            before.0,
            ROWS,
        );
        Ok(deleted.execute(&store.pool).await?.rows_affected())
    })
    .await
}
