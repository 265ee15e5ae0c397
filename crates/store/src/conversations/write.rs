//! Writing many conversations at once.

use super::{KnownConversation, read};
use crate::batches::{ROWS, in_batches};
use crate::columns::columns;
use crate::copy::{Rows, copied};
use crate::error::StoreError;
use crate::partitions;
use crate::store::Store;
use crate::unit::Unit;
use crate::words::{Place, text, to_json_text, to_json_text_option};
use chrono::{DateTime, Utc};
use patchbay_model::conversation::Conversation;
use patchbay_model::id::CallCenterId;
use patchbay_model::time::Timestamp;
use std::collections::HashMap;
use uuid::Uuid;

/// The constraint that two of one name break.
const NAME: &str = "conversations_pkey";

/// What names a conversation: of two call centers both may have a `c-1`.
pub(crate) type Key = (CallCenterId, String);

copied!(
    /// A new one, of the table conversations.
    ConversationRow of "conversations" {
        call_center_id: String,
        conversation_id: String,
        id: Uuid,
        state: &'static str,
        channel_type: &'static str,
        direction: &'static str,
        queue: Option<String>,
        source: Option<String>,
        destination: Option<String>,
        ended_at: Option<DateTime<Utc>>,
        messaging_channel: Option<String>,
        document: String,
        held_event: Option<String>,
        created_at: DateTime<Utc>,
        updated_at: DateTime<Utc>,
    }
);

columns!(
    /// What changes of the table conversations.
    Column {
        call_center_id: String,
        conversation_id: String,
        state: String,
        queue: Option<String>,
        source: Option<String>,
        destination: Option<String>,
        ended_at: Option<DateTime<Utc>>,
        document: String,
        held_event: Option<String>,
    }
);

/// A messaging channel's name as it is looked for: events tell 50 characters of it (spec/events.md).
pub(crate) fn folded(name: &str) -> String {
    text(&name.chars().take(50).collect::<String>().to_lowercase())
}

/// Its address, or its id where that is all that was said.
fn queue_of(conversation: &Conversation) -> Option<String> {
    let queue = conversation.routing.queue.as_ref().or(conversation.facts.queue.as_ref());
    queue.and_then(|queue| queue.address.as_deref().or(queue.id.as_deref())).map(text)
}

impl ConversationRow {
    pub fn of(
        (call_center, name): &Key,
        id: Uuid,
        known: &KnownConversation,
        at: Timestamp,
    ) -> Result<Self, StoreError> {
        let conversation = &known.conversation;
        let facts = &conversation.facts;
        Ok(Self {
            call_center_id: call_center.to_string(),
            conversation_id: name.clone(),
            id,
            state: conversation.state.as_str(),
            channel_type: facts.channel_type.as_str(),
            direction: facts.direction.as_str(),
            queue: queue_of(conversation),
            source: facts.source.as_deref().map(text),
            destination: facts.destination.as_deref().map(text),
            ended_at: conversation.ended_at.map(|at| at.0),
            messaging_channel: facts.channel_sub_type.as_deref().map(folded),
            document: to_json_text(conversation)?,
            held_event: to_json_text_option(known.held.as_ref())?,
            created_at: at.0,
            updated_at: at.0,
        })
    }
}

impl Column {
    pub fn push(&mut self, (call_center, name): &Key, known: &KnownConversation) -> Result<(), StoreError> {
        let conversation = &known.conversation;
        let facts = &conversation.facts;
        self.call_center_id.push(call_center.to_string());
        self.conversation_id.push(name.clone());
        self.state.push(conversation.state.to_string());
        self.queue.push(queue_of(conversation));
        self.source.push(facts.source.as_deref().map(text));
        self.destination.push(facts.destination.as_deref().map(text));
        self.ended_at.push(conversation.ended_at.map(|at| at.0));
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

/// Inserts conversations that are new, in the order of [`lock`]. False: another process was faster with one of them, and
/// the transaction can only be rolled back.
pub(crate) async fn insert_new(unit: &mut Unit, new: Rows) -> Result<bool, StoreError> {
    match new.send(unit.connection()).await {
        Ok(()) => Ok(true),
        Err(error) if error.is_about(NAME) => Ok(false),
        Err(error) => Err(error),
    }
}

/// Saves conversations that are locked.
pub(crate) async fn update_known(unit: &mut Unit, c: &Column, at: Timestamp) -> Result<(), StoreError> {
    if c.call_center_id.is_empty() {
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
