//! What a visitor may see of a chat, by number.

use crate::batches::{ROWS, in_batches};
use crate::cursor::{self, rows};
use crate::error::StoreError;
use crate::store::Store;
use crate::unit::{Db, Unit};
use patchbay_model::id::CallCenterId;
use patchbay_model::messaging::{ChatEventId, ChatId, MessageId};
use patchbay_model::page::{Page, PageRequest};
use patchbay_model::time::Timestamp;
use uuid::Uuid;

/// What an entry is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EntryId {
    /// A message.
    Message(MessageId),
    /// An event.
    Event(ChatEventId),
}

/// An entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// Its place, from 1.
    pub number: i64,
    /// What it is about.
    pub id: EntryId,
}

struct Row {
    number: i64,
    message_id: Option<Uuid>,
    event_id: Option<Uuid>,
}

impl Row {
    fn read(self) -> Entry {
        // A constraint says that one of them is there.
        let id = match self.message_id {
            Some(id) => EntryId::Message(MessageId(id)),
            None => EntryId::Event(ChatEventId(self.event_id.unwrap_or_default())),
        };
        Entry { number: self.number, id }
    }
}

/// Counts on. The chat is locked by `unit`, so that nobody else counts.
pub async fn append(
    unit: &mut Unit,
    call_center: &CallCenterId,
    chat: ChatId,
    new: &[EntryId],
    at: Timestamp,
) -> Result<(), StoreError> {
    if new.is_empty() {
        return Ok(());
    }
    let (ids, are_messages): (Vec<Uuid>, Vec<bool>) = new
        .iter()
        .map(|id| match id {
            EntryId::Message(id) => (id.0, true),
            EntryId::Event(id) => (id.0, false),
        })
        .unzip();
    sqlx::query!(
        "INSERT INTO visitor_entries (call_center_id, chat_id, number, message_id, event_id, created_at)
         SELECT $1, $2,
           COALESCE((SELECT max(number) FROM visitor_entries WHERE call_center_id = $1 AND chat_id = $2), 0) + n.place,
           CASE WHEN n.is_message THEN n.id END, CASE WHEN NOT n.is_message THEN n.id END, $5
         FROM unnest($3::uuid[], $4::bool[]) WITH ORDINALITY AS n(id, is_message, place)",
        call_center.as_str(),
        chat.0,
        &ids,
        &are_messages,
        at.0,
    )
    .execute(unit.connection())
    .await?;
    Ok(())
}

/// The number of the last entry, 0 when there is none.
pub async fn last_number<'c>(db: impl Db<'c>, call_center: &CallCenterId, chat: ChatId) -> Result<i64, StoreError> {
    let found = sqlx::query_scalar!(
        r#"SELECT COALESCE(max(number), 0) AS "last!" FROM visitor_entries WHERE call_center_id = $1 AND chat_id = $2"#,
        call_center.as_str(),
        chat.0,
    );
    Ok(found.fetch_one(db.executor()).await?)
}

/// The entries after a number, in order: what a stream tells next.
pub async fn after<'c>(
    db: impl Db<'c>,
    call_center: &CallCenterId,
    chat: ChatId,
    number: i64,
    limit: i64,
) -> Result<Vec<Entry>, StoreError> {
    let found = sqlx::query_as!(
        Row,
        "SELECT number, message_id, event_id FROM visitor_entries
         WHERE call_center_id = $1 AND chat_id = $2 AND number > $3 ORDER BY number LIMIT $4",
        call_center.as_str(),
        chat.0,
        number,
        limit,
    );
    Ok(found.fetch_all(db.executor()).await?.into_iter().map(Row::read).collect())
}

/// The entries, newest first: what somebody reads who scrolls back.
pub async fn before<'c>(
    db: impl Db<'c>,
    call_center: &CallCenterId,
    chat: ChatId,
    page: &PageRequest,
) -> Result<Page<Entry>, StoreError> {
    let before = cursor::begin(page, i64::MAX)?;
    let found = sqlx::query_as!(
        Row,
        "SELECT number, message_id, event_id FROM visitor_entries
         WHERE call_center_id = $1 AND chat_id = $2 AND number < $3 ORDER BY number DESC LIMIT $4",
        call_center.as_str(),
        chat.0,
        before,
        rows(page),
    );
    let found = found.fetch_all(db.executor()).await?;
    cursor::end(page, found, |row| row.number, |row| Ok(row.read()))
}

/// Deletes what was counted before `before`: its messages are gone too.
pub async fn delete_old_entries(store: &Store, before: Timestamp) -> Result<u64, StoreError> {
    in_batches(|| async move {
        let deleted = sqlx::query!(
            "DELETE FROM visitor_entries WHERE (call_center_id, chat_id, number) IN (
                 SELECT call_center_id, chat_id, number FROM visitor_entries
                 WHERE created_at < $1 ORDER BY created_at LIMIT $2
             )",
            before.0,
            ROWS,
        );
        Ok(deleted.execute(&store.pool).await?.rows_affected())
    })
    .await
}
