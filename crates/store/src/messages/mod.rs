//! What is said in chats, what happens in them, and which messages of a provider were taken already.

mod history;
mod transcript;
mod write;

pub use history::{HistoryEntry, HistoryQuery, history};
pub use transcript::{TranscriptLine, transcript};
pub use write::{Noted, delete_expired, insert, insert_events, note_in_ledger};

use crate::error::StoreError;
use crate::unit::Db;
use crate::words::Place;
use chrono::{DateTime, Utc};
use patchbay_model::id::{CallCenterId, ExecutionId};
use patchbay_model::messaging::content::Content;
use patchbay_model::messaging::event::{ChatEvent, EventContent};
use patchbay_model::messaging::message::{Message, MessageDirection};
use patchbay_model::messaging::{ChatEventId, ChatId, MessageId, SessionId};
use serde_json::Value;
use uuid::Uuid;

/// Who said something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Author {
    /// The customer.
    Client,
    /// An adapter, by id.
    Adapter(String),
    /// A person in the portal, by e-mail address.
    Operator(String),
}

/// A message as stored.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredMessage {
    /// The message.
    pub message: Message,
    /// Its chat.
    pub chat_id: ChatId,
    /// The session that it was said in.
    pub session_id: SessionId,
    /// Who said it.
    pub author: Author,
    /// The provider's name of it.
    pub provider_message_id: Option<String>,
    /// Its delivery.
    pub execution_id: Option<ExecutionId>,
}

/// An event of a chat as stored.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredEvent {
    /// The event.
    pub event: ChatEvent,
    /// Its chat.
    pub chat_id: ChatId,
    /// The session that it happened in.
    pub session_id: Option<SessionId>,
}

struct Row {
    id: Uuid,
    chat_id: Uuid,
    session_id: Uuid,
    direction: String,
    author: String,
    author_id: Option<String>,
    content: Value,
    provider_message_id: Option<String>,
    execution_id: Option<Uuid>,
    created_at: DateTime<Utc>,
}

impl Row {
    fn read(self) -> Result<StoredMessage, StoreError> {
        let place = Place { table: "messages", row: &self.id };
        let direction: MessageDirection = place.word(self.direction)?;
        let content: Content = place.document(self.content)?;
        let who = self.author_id.unwrap_or_default();
        Ok(StoredMessage {
            message: Message { id: MessageId(self.id), direction, created_on: self.created_at.into(), content },
            chat_id: ChatId(self.chat_id),
            session_id: SessionId(self.session_id),
            author: match self.author.as_str() {
                "client" => Author::Client,
                "adapter" => Author::Adapter(who),
                _ => Author::Operator(who),
            },
            provider_message_id: self.provider_message_id,
            execution_id: self.execution_id.map(ExecutionId),
        })
    }
}

struct EventRow {
    id: Uuid,
    chat_id: Uuid,
    session_id: Option<Uuid>,
    event: Value,
    created_at: DateTime<Utc>,
}

impl EventRow {
    fn read(self) -> Result<StoredEvent, StoreError> {
        let place = Place { table: "chat_events", row: &self.id };
        let content: EventContent = place.document(self.event)?;
        Ok(StoredEvent {
            event: ChatEvent { id: ChatEventId(self.id), created_on: self.created_at.into(), content },
            chat_id: ChatId(self.chat_id),
            session_id: self.session_id.map(SessionId),
        })
    }
}

/// Which part of a chat is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// The chat.
    pub chat: ChatId,
    /// One session of it; none: all.
    pub session: Option<SessionId>,
}

/// The newest messages of a chat or of a session, oldest of them first: what is there when somebody opens it.
pub async fn newest<'c>(
    db: impl Db<'c>,
    call_center: &CallCenterId,
    of: Part,
    limit: i64,
) -> Result<Vec<StoredMessage>, StoreError> {
    let found = sqlx::query_as!(
        Row,
        "SELECT id, chat_id, session_id, direction, author, author_id, content, provider_message_id, execution_id, created_at
         FROM messages WHERE call_center_id = $1 AND chat_id = $2 AND ($3::uuid IS NULL OR session_id = $3)
         ORDER BY id DESC LIMIT $4",
        call_center.as_str(),
        of.chat.0,
        of.session.map(|session| session.0),
        limit,
    );
    found.fetch_all(db.executor()).await?.into_iter().rev().map(Row::read).collect()
}

/// The messages of a chat after one, oldest first: what a stream tells next.
pub async fn after<'c>(
    db: impl Db<'c>,
    call_center: &CallCenterId,
    chat: ChatId,
    after: Uuid,
    limit: i64,
) -> Result<Vec<StoredMessage>, StoreError> {
    let found = sqlx::query_as!(
        Row,
        "SELECT id, chat_id, session_id, direction, author, author_id, content, provider_message_id, execution_id, created_at
         FROM messages WHERE call_center_id = $1 AND chat_id = $2 AND id > $3 ORDER BY id LIMIT $4",
        call_center.as_str(),
        chat.0,
        after,
        limit,
    );
    found.fetch_all(db.executor()).await?.into_iter().map(Row::read).collect()
}

/// The newest events of a chat or of a session, oldest of them first.
pub async fn newest_events<'c>(
    db: impl Db<'c>,
    call_center: &CallCenterId,
    of: Part,
    limit: i64,
) -> Result<Vec<StoredEvent>, StoreError> {
    let found = sqlx::query_as!(
        EventRow,
        "SELECT id, chat_id, session_id, event, created_at FROM chat_events
         WHERE call_center_id = $1 AND chat_id = $2 AND ($3::uuid IS NULL OR session_id = $3)
         ORDER BY id DESC LIMIT $4",
        call_center.as_str(),
        of.chat.0,
        of.session.map(|session| session.0),
        limit,
    );
    found.fetch_all(db.executor()).await?.into_iter().rev().map(EventRow::read).collect()
}

/// The messages of a chat with these ids, in no order.
pub async fn find_all<'c>(
    db: impl Db<'c>,
    call_center: &CallCenterId,
    chat: ChatId,
    ids: &[Uuid],
) -> Result<Vec<StoredMessage>, StoreError> {
    let found = sqlx::query_as!(
        Row,
        "SELECT id, chat_id, session_id, direction, author, author_id, content, provider_message_id, execution_id, created_at
         FROM messages WHERE call_center_id = $1 AND chat_id = $2 AND id = ANY ($3)",
        call_center.as_str(),
        chat.0,
        ids,
    );
    found.fetch_all(db.executor()).await?.into_iter().map(Row::read).collect()
}

/// The events of a chat with these ids, in no order.
pub async fn find_all_events<'c>(
    db: impl Db<'c>,
    call_center: &CallCenterId,
    chat: ChatId,
    ids: &[Uuid],
) -> Result<Vec<StoredEvent>, StoreError> {
    let found = sqlx::query_as!(
        EventRow,
        "SELECT id, chat_id, session_id, event, created_at FROM chat_events
         WHERE call_center_id = $1 AND chat_id = $2 AND id = ANY ($3)",
        call_center.as_str(),
        chat.0,
        ids,
    );
    found.fetch_all(db.executor()).await?.into_iter().map(EventRow::read).collect()
}
