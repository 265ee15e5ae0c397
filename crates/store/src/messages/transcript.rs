//! Transcripts: what was said in a chat and what happened in it, together.

use super::{EventRow, Row, StoredEvent, StoredMessage};
use crate::cursor::{self, AFTER_EVERY_ID, rows};
use crate::error::StoreError;
use crate::unit::Db;
use crate::words::Place;
use chrono::{DateTime, Utc};
use patchbay_model::id::CallCenterId;
use patchbay_model::messaging::ChatId;
use patchbay_model::page::{Page, PageRequest};
use serde_json::Value;
use uuid::Uuid;

/// One line of a transcript.
#[derive(Debug, Clone, PartialEq)]
pub enum TranscriptLine {
    /// Somebody said something.
    Said(Box<StoredMessage>),
    /// Something happened.
    Happened(StoredEvent),
}

struct LineRow {
    id: Uuid,
    chat_id: Uuid,
    session_id: Option<Uuid>,
    direction: Option<String>,
    author: Option<String>,
    author_id: Option<String>,
    document: Value,
    execution_id: Option<Uuid>,
    created_at: DateTime<Utc>,
}

impl LineRow {
    fn read(self) -> Result<TranscriptLine, StoreError> {
        let Some((direction, author)) = self.direction.zip(self.author) else {
            let event = EventRow {
                id: self.id,
                chat_id: self.chat_id,
                session_id: self.session_id,
                event: self.document,
                created_at: self.created_at,
            };
            return event.read().map(TranscriptLine::Happened);
        };
        let place = Place { table: "messages", row: &self.id };
        let message = Row {
            id: self.id,
            chat_id: self.chat_id,
            session_id: self.session_id.ok_or_else(|| place.corrupt("a message is of a session"))?,
            direction,
            author,
            author_id: self.author_id,
            content: self.document,
            provider_message_id: None,
            execution_id: self.execution_id,
            created_at: self.created_at,
        };
        message.read().map(|said| TranscriptLine::Said(Box::new(said)))
    }
}

/// The transcript of a chat, newest first. Each half is read backwards on its own index, as far as the page goes.
pub async fn transcript<'c>(
    db: impl Db<'c>,
    call_center: &CallCenterId,
    chat: ChatId,
    page: &PageRequest,
) -> Result<Page<TranscriptLine>, StoreError> {
    let before: Uuid = cursor::begin(page, AFTER_EVERY_ID)?;
    let found = sqlx::query_as!(
        LineRow,
        r#"SELECT id AS "id!", chat_id AS "chat_id!", session_id, direction, author, author_id, document AS "document!",
             execution_id, created_at AS "created_at!"
           FROM (
               (SELECT id, chat_id, session_id, direction, author, author_id, content AS document, execution_id, created_at
                FROM messages WHERE call_center_id = $1 AND chat_id = $2 AND id < $3 ORDER BY id DESC LIMIT $4)
               UNION ALL
               (SELECT id, chat_id, session_id, NULL, NULL, NULL, event, NULL, created_at
                FROM chat_events WHERE call_center_id = $1 AND chat_id = $2 AND id < $3 ORDER BY id DESC LIMIT $4)
           ) AS lines
           ORDER BY id DESC LIMIT $4"#,
        call_center.as_str(),
        chat.0,
        before,
        rows(page),
    );
    let found = found.fetch_all(db.executor()).await?;
    cursor::end(page, found, |row| row.id, LineRow::read)
}
