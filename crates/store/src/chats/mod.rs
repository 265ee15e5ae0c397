//! Chats, and the sessions in which adapters host them.
//!
//! # Invariants
//! Whoever changes a chat, its session, or queues deliveries of it holds the chat's row: of one chat everything happens in
//! one order. A chat has one live session, which a unique index keeps.

mod live;
mod sessions;

pub use live::{count_live_of_host, count_live_over, idle, is_idle};
pub use sessions::{
    Session, end_session, find_session, hand_over, last_session, live_session, note_answer, open_session, set_state,
};

use crate::batches::{ROWS, in_batches};
use crate::error::StoreError;
use crate::store::Store;
use crate::unit::{Db, Unit};
use crate::words::Place;
use chrono::{DateTime, Utc};
use patchbay_model::id::CallCenterId;
use patchbay_model::messaging::chat::{Chat, ChatKey};
use patchbay_model::messaging::{ChatId, ContactId, SessionId};
use patchbay_model::time::Timestamp;
use uuid::Uuid;

/// A chat as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredChat {
    /// Computed from the rest.
    pub id: ChatId,
    /// The tenant.
    pub call_center_id: CallCenterId,
    /// What it is known by.
    pub key: ChatKey,
    /// The customer's name; empty when it is not known.
    pub client_name: String,
    /// The customer.
    pub contact_id: ContactId,
    /// When somebody wrote first.
    pub created_at: Timestamp,
}

impl StoredChat {
    /// As the dialects write it.
    #[must_use]
    pub fn chat(&self, session: Option<SessionId>) -> Chat {
        Chat {
            id: self.id,
            session_id: session,
            account_id: self.call_center_id.clone(),
            key: self.key.clone(),
            client_name: Some(self.client_name.clone()).filter(|name| !name.is_empty()),
        }
    }
}

struct Row {
    id: Uuid,
    call_center_id: String,
    channel: String,
    client_id: String,
    host_id: String,
    client_name: String,
    contact_id: Uuid,
    created_at: DateTime<Utc>,
}

impl Row {
    fn read(self) -> Result<StoredChat, StoreError> {
        let place = Place { table: "chats", row: &self.id };
        Ok(StoredChat {
            id: ChatId(self.id),
            call_center_id: place.call_center(&self.call_center_id)?,
            key: ChatKey {
                channel: self.channel.parse().map_err(|why| place.corrupt(why))?,
                client_id: self.client_id,
                host_id: self.host_id,
            },
            client_name: self.client_name,
            contact_id: ContactId(self.contact_id),
            created_at: self.created_at.into(),
        })
    }
}

/// Finds a chat.
pub async fn find<'c>(
    db: impl Db<'c>,
    call_center: &CallCenterId,
    id: ChatId,
) -> Result<Option<StoredChat>, StoreError> {
    let found = sqlx::query_as!(
        Row,
        "SELECT id, call_center_id, channel, client_id, host_id, client_name, contact_id, created_at
         FROM chats WHERE call_center_id = $1 AND id = $2",
        call_center.as_str(),
        id.0,
    );
    found.fetch_optional(db.executor()).await?.map(Row::read).transpose()
}

/// Finds a chat and holds it until the unit ends.
pub async fn lock(unit: &mut Unit, call_center: &CallCenterId, id: ChatId) -> Result<Option<StoredChat>, StoreError> {
    let found = sqlx::query_as!(
        Row,
        "SELECT id, call_center_id, channel, client_id, host_id, client_name, contact_id, created_at
         FROM chats WHERE call_center_id = $1 AND id = $2 FOR NO KEY UPDATE",
        call_center.as_str(),
        id.0,
    );
    found.fetch_optional(unit.connection()).await?.map(Row::read).transpose()
}

/// Finds or makes a chat and holds it until the unit ends; a name that is known is taken over.
pub async fn upsert(unit: &mut Unit, chat: &StoredChat, at: Timestamp) -> Result<StoredChat, StoreError> {
    let kept = sqlx::query_as!(
        Row,
        "INSERT INTO chats (call_center_id, id, channel, client_id, host_id, client_name, contact_id, created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8)
         ON CONFLICT (call_center_id, id) DO UPDATE SET updated_at = EXCLUDED.updated_at,
             client_name = CASE WHEN EXCLUDED.client_name = '' THEN chats.client_name ELSE EXCLUDED.client_name END
         RETURNING id, call_center_id, channel, client_id, host_id, client_name, contact_id, created_at",
        chat.call_center_id.as_str(),
        chat.id.0,
        chat.key.channel.as_str(),
        chat.key.client_id,
        chat.key.host_id,
        chat.client_name,
        chat.contact_id.0,
        at.0,
    );
    kept.fetch_one(unit.connection()).await?.read()
}

/// Deletes chats in which nothing has happened since `before`, and sessions that ended before it.
pub async fn delete_old(store: &Store, before: Timestamp) -> Result<u64, StoreError> {
    let chats = in_batches(|| async move {
        let deleted = sqlx::query!(
            "DELETE FROM chats WHERE (call_center_id, id) IN (
                 SELECT c.call_center_id, c.id FROM chats c WHERE c.updated_at < $1
                   AND NOT EXISTS (SELECT FROM chat_sessions s WHERE s.call_center_id = c.call_center_id AND s.chat_id = c.id
                                   AND s.ended_at IS NULL)
                 ORDER BY c.updated_at LIMIT $2
                 FOR UPDATE OF c SKIP LOCKED -- one that somebody writes in right now is not old
             )",
            before.0,
            ROWS,
        );
        Ok(deleted.execute(&store.pool).await?.rows_affected())
    });
    let chats = chats.await?;
    let sessions = in_batches(|| async move {
        let deleted = sqlx::query!(
            "DELETE FROM chat_sessions WHERE id IN (
                 SELECT id FROM chat_sessions WHERE id < $1 AND ended_at < $2 ORDER BY id LIMIT $3
             )",
            crate::partitions::first_id_at(before),
            before.0,
            ROWS,
        );
        Ok(deleted.execute(&store.pool).await?.rows_affected())
    });
    Ok(chats + sessions.await?)
}
