//! The history that third parties read: messages of a whole call center, by page number (spec/omnichannel.md, Read APIs).

use super::{Row, StoredMessage};
use crate::error::StoreError;
use crate::partitions;
use crate::unit::Db;
use chrono::{DateTime, Utc};
use patchbay_model::id::CallCenterId;
use patchbay_model::messaging::{ChatId, ContactId};
use patchbay_model::time::Timestamp;
use uuid::Uuid;

/// Which messages are asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HistoryQuery {
    /// Only over these channels, in lower case.
    pub channels: Option<Vec<String>>,
    /// Only of these customers: contacts' ids, or their addresses.
    pub customers: Option<Vec<String>>,
    /// Only by these adapters or people.
    pub authors: Option<Vec<String>>,
    /// Only of this chat.
    pub chat: Option<ChatId>,
    /// Not before.
    pub since: Option<Timestamp>,
    /// Before.
    pub until: Option<Timestamp>,
}

/// A message with what a reader wants to know of its chat.
#[derive(Debug, Clone, PartialEq)]
pub struct HistoryEntry {
    /// The message.
    pub stored: StoredMessage,
    /// The channel of its chat.
    pub channel: String,
    /// The customer.
    pub contact_id: ContactId,
}

struct EntryRow {
    id: Uuid,
    chat_id: Uuid,
    session_id: Uuid,
    direction: String,
    author: String,
    author_id: Option<String>,
    content: serde_json::Value,
    provider_message_id: Option<String>,
    execution_id: Option<Uuid>,
    created_at: DateTime<Utc>,
    channel: String,
    contact_id: Uuid,
}

/// Messages of a call center, oldest first, from the `start`-th on. The dialect counts, so this does: pages far behind the
/// beginning cost what lies before them.
pub async fn history<'c>(
    db: impl Db<'c>,
    call_center: &CallCenterId,
    query: &HistoryQuery,
    (start, limit): (i64, i64),
) -> Result<Vec<HistoryEntry>, StoreError> {
    let found = sqlx::query_as!(
        EntryRow,
        r#"SELECT m.id, m.chat_id, m.session_id, m.direction, m.author, m.author_id, m.content, m.provider_message_id,
             m.execution_id, m.created_at, c.channel, c.contact_id
           FROM messages m JOIN chats c ON c.call_center_id = m.call_center_id AND c.id = m.chat_id
           WHERE m.call_center_id = $1 AND ($2::uuid IS NULL OR m.chat_id = $2)
             AND ($3::uuid IS NULL OR m.id >= $3) AND ($4::uuid IS NULL OR m.id < $4)
             AND ($5::text[] IS NULL OR lower(c.channel) = ANY ($5))
             AND ($6::text[] IS NULL OR c.client_id = ANY ($6) OR replace(c.contact_id::text, '-', '') = ANY ($6)
                  OR c.contact_id::text = ANY ($6))
             AND ($7::text[] IS NULL OR m.author_id = ANY ($7))
           ORDER BY m.id LIMIT $8 OFFSET $9"#,
        call_center.as_str(),
        query.chat.map(|chat| chat.0),
        query.since.map(partitions::first_id_at),
        query.until.map(partitions::first_id_at),
        query.channels.as_deref(),
        query.customers.as_deref(),
        query.authors.as_deref(),
        limit,
        start,
    );
    let found = found.fetch_all(db.executor()).await?;
    found
        .into_iter()
        .map(|row| {
            let (channel, contact_id) = (row.channel, ContactId(row.contact_id));
            let stored = Row {
                id: row.id,
                chat_id: row.chat_id,
                session_id: row.session_id,
                direction: row.direction,
                author: row.author,
                author_id: row.author_id,
                content: row.content,
                provider_message_id: row.provider_message_id,
                execution_id: row.execution_id,
                created_at: row.created_at,
            };
            Ok(HistoryEntry { stored: stored.read()?, channel, contact_id })
        })
        .collect()
}
