//! New messages and events, and the ledger.

use super::{Author, StoredEvent, StoredMessage};
use crate::batches::{ROWS, in_batches};
use crate::copy::copied;
use crate::error::StoreError;
use crate::store::Store;
use crate::unit::Unit;
use crate::words::{text, to_json_text};
use chrono::{DateTime, Utc};
use patchbay_model::id::CallCenterId;
use patchbay_model::messaging::{ChannelId, ChatId, MessageId};
use patchbay_model::time::Timestamp;
use uuid::Uuid;

copied!(
    /// Of the table messages.
    MessageRow of "messages" {
        id: Uuid,
        call_center_id: String,
        chat_id: Uuid,
        session_id: Uuid,
        direction: &'static str,
        author: &'static str,
        author_id: Option<String>,
        content_type as "type": &'static str,
        content: String,
        provider_message_id: Option<String>,
        execution_id: Option<Uuid>,
        created_at: DateTime<Utc>,
    }
);

copied!(
    /// Of the table chat_events.
    EventRow of "chat_events" {
        id: Uuid,
        call_center_id: String,
        chat_id: Uuid,
        session_id: Option<Uuid>,
        event_type as "type": &'static str,
        event: String,
        created_at: DateTime<Utc>,
    }
);

/// Keeps messages.
///
/// # Errors
/// [`StoreError::PartitionMissing`]: make it, and do all of it again.
pub async fn insert(unit: &mut Unit, call_center: &CallCenterId, new: &[StoredMessage]) -> Result<(), StoreError> {
    let mut rows = MessageRow::rows();
    for StoredMessage { message, chat_id, session_id, author, provider_message_id, execution_id } in new {
        let (author, who) = match author {
            Author::Client => ("client", None),
            Author::Adapter(id) => ("adapter", Some(id)),
            Author::Operator(name) => ("operator", Some(name)),
        };
        let row = MessageRow {
            id: message.id.0,
            call_center_id: call_center.to_string(),
            chat_id: chat_id.0,
            session_id: session_id.0,
            direction: message.direction.as_str(),
            author,
            author_id: who.map(|who| text(who)),
            content_type: message.content.content_type().as_str(),
            content: to_json_text(&message.content)?,
            provider_message_id: provider_message_id.as_deref().map(text),
            execution_id: execution_id.map(|id| id.0),
            created_at: message.created_on.0,
        };
        row.push_to(&mut rows);
    }
    rows.send(unit.connection()).await
}

/// Keeps events of chats.
///
/// # Errors
/// As [`insert`].
pub async fn insert_events(unit: &mut Unit, call_center: &CallCenterId, new: &[StoredEvent]) -> Result<(), StoreError> {
    let mut rows = EventRow::rows();
    for StoredEvent { event, chat_id, session_id } in new {
        let row = EventRow {
            id: event.id.0,
            call_center_id: call_center.to_string(),
            chat_id: chat_id.0,
            session_id: session_id.map(|id| id.0),
            event_type: event.content.event_type().as_str(),
            event: to_json_text(&event.content)?,
            created_at: event.created_on.0,
        };
        row.push_to(&mut rows);
    }
    rows.send(unit.connection()).await
}

/// What the ledger knows of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Noted {
    /// It is new.
    New,
    /// It was taken before, as this one.
    Before {
        /// In this chat.
        chat: ChatId,
        /// Under this id.
        message: MessageId,
    },
}

/// Notes a provider's message and tells whether it is new.
pub async fn note_in_ledger(
    unit: &mut Unit,
    call_center: &CallCenterId,
    channel: ChannelId,
    provider_message_id: &str,
    (chat, message): (ChatId, MessageId),
    at: Timestamp,
) -> Result<Noted, StoreError> {
    let noted = sqlx::query!(
        "INSERT INTO message_ledger (call_center_id, channel_id, provider_message_id, chat_id, message_id, received_at)
         VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (call_center_id, channel_id, provider_message_id) DO NOTHING",
        call_center.as_str(),
        channel.0,
        text(provider_message_id),
        chat.0,
        message.0,
        at.0,
    );
    if noted.execute(unit.connection()).await?.rows_affected() > 0 {
        return Ok(Noted::New);
    }
    let before = sqlx::query!(
        "SELECT chat_id, message_id FROM message_ledger
         WHERE call_center_id = $1 AND channel_id = $2 AND provider_message_id = $3",
        call_center.as_str(),
        channel.0,
        text(provider_message_id),
    );
    let row = before.fetch_one(unit.connection()).await?;
    Ok(Noted::Before { chat: ChatId(row.chat_id), message: MessageId(row.message_id) })
}

/// Forgets messages that were taken before `before`: the same ids would be new then.
pub async fn delete_expired(store: &Store, before: Timestamp) -> Result<u64, StoreError> {
    in_batches(|| async move {
        let deleted = sqlx::query!(
            "DELETE FROM message_ledger WHERE (call_center_id, channel_id, provider_message_id) IN (
                 SELECT call_center_id, channel_id, provider_message_id FROM message_ledger
                 WHERE received_at < $1 ORDER BY received_at LIMIT $2
             )",
            before.0,
            ROWS,
        );
        Ok(deleted.execute(&store.pool).await?.rows_affected())
    })
    .await
}
