//! Sessions: from when to when an adapter hosts a chat.

use crate::error::StoreError;
use crate::unit::{Db, Unit};
use crate::words::{Place, to_json_text_option};
use chrono::{DateTime, Utc};
use patchbay_model::id::CallCenterId;
use patchbay_model::messaging::event::EndReason;
use patchbay_model::messaging::{AdapterId, ChatId, SessionId};
use patchbay_model::time::Timestamp;
use serde_json::Value;
use uuid::Uuid;

/// A session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// A UUIDv7.
    pub id: SessionId,
    /// Its chat.
    pub chat_id: ChatId,
    /// The host.
    pub adapter_id: AdapterId,
    /// The name of its state, as clients set it.
    pub state: String,
    /// What was said with it.
    pub state_context: Option<Value>,
    /// When an adapter said something first.
    pub answered_at: Option<Timestamp>,
    /// When it began.
    pub started_at: Timestamp,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
    /// Why it ended.
    pub end_reason: Option<EndReason>,
}

struct Row {
    id: Uuid,
    chat_id: Uuid,
    adapter_id: Uuid,
    state: String,
    state_context: Option<Value>,
    answered_at: Option<DateTime<Utc>>,
    started_at: DateTime<Utc>,
    ended_at: Option<DateTime<Utc>>,
    end_reason: Option<String>,
}

impl Row {
    fn read(self) -> Result<Session, StoreError> {
        let place = Place { table: "chat_sessions", row: &self.id };
        Ok(Session {
            id: SessionId(self.id),
            chat_id: ChatId(self.chat_id),
            adapter_id: AdapterId(self.adapter_id),
            state: self.state,
            state_context: self.state_context,
            answered_at: self.answered_at.map(Timestamp),
            started_at: self.started_at.into(),
            ended_at: self.ended_at.map(Timestamp),
            end_reason: self.end_reason.map(|word| place.word(word)).transpose()?,
        })
    }
}

macro_rules! select {
    ($tail:literal, $($argument:expr),* $(,)?) => {
        sqlx::query_as!(
            Row,
            "SELECT id, chat_id, adapter_id, state, state_context, answered_at, started_at, ended_at, end_reason FROM chat_sessions " + $tail,
            $($argument),*
        )
    };
}

/// Finds a session.
pub async fn find_session<'c>(
    db: impl Db<'c>,
    call_center: &CallCenterId,
    id: SessionId,
) -> Result<Option<Session>, StoreError> {
    let found = select!("WHERE id = $1 AND call_center_id = $2", id.0, call_center.as_str());
    found.fetch_optional(db.executor()).await?.map(Row::read).transpose()
}

/// Finds the live session of a chat.
pub async fn live_session<'c>(
    db: impl Db<'c>,
    call_center: &CallCenterId,
    chat: ChatId,
) -> Result<Option<Session>, StoreError> {
    let found =
        select!("WHERE call_center_id = $1 AND chat_id = $2 AND ended_at IS NULL", call_center.as_str(), chat.0);
    found.fetch_optional(db.executor()).await?.map(Row::read).transpose()
}

/// Finds the newest session of a chat, live or not.
pub async fn last_session<'c>(
    db: impl Db<'c>,
    call_center: &CallCenterId,
    chat: ChatId,
) -> Result<Option<Session>, StoreError> {
    let found =
        select!("WHERE call_center_id = $1 AND chat_id = $2 ORDER BY id DESC LIMIT 1", call_center.as_str(), chat.0);
    found.fetch_optional(db.executor()).await?.map(Row::read).transpose()
}

/// Begins a session.
///
/// # Errors
/// A conflict with [`CHAT_SESSION`](crate::constraint::CHAT_SESSION) when the chat has a live one.
pub async fn open_session(unit: &mut Unit, call_center: &CallCenterId, session: &Session) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO chat_sessions (id, call_center_id, chat_id, adapter_id, state, started_at) VALUES ($1, $2, $3, $4, $5, $6)",
        session.id.0,
        call_center.as_str(),
        session.chat_id.0,
        session.adapter_id.0,
        session.state,
        session.started_at.0,
    )
    .execute(unit.connection())
    .await?;
    Ok(())
}

/// Ends a live session.
pub async fn end_session(unit: &mut Unit, id: SessionId, reason: EndReason, at: Timestamp) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE chat_sessions SET ended_at = $2, end_reason = $3 WHERE id = $1 AND ended_at IS NULL",
        id.0,
        at.0,
        reason.as_str(),
    )
    .execute(unit.connection())
    .await?;
    Ok(())
}

/// Gives a live session another host.
pub async fn hand_over(unit: &mut Unit, id: SessionId, to: AdapterId) -> Result<(), StoreError> {
    sqlx::query!("UPDATE chat_sessions SET adapter_id = $2 WHERE id = $1 AND ended_at IS NULL", id.0, to.0)
        .execute(unit.connection())
        .await?;
    Ok(())
}

/// Sets the state of a live session.
pub async fn set_state(unit: &mut Unit, id: SessionId, state: &str, context: Option<&Value>) -> Result<(), StoreError> {
    let context = to_json_text_option(context)?;
    let set = sqlx::query!(
        "UPDATE chat_sessions SET state = $2, state_context = $3::text::json WHERE id = $1 AND ended_at IS NULL",
        id.0,
        state,
        context,
    );
    set.execute(unit.connection()).await?;
    Ok(())
}

/// Notes that an adapter has said something in a session. True: it is the first time.
pub async fn note_answer(unit: &mut Unit, id: SessionId, at: Timestamp) -> Result<bool, StoreError> {
    let noted =
        sqlx::query!("UPDATE chat_sessions SET answered_at = $2 WHERE id = $1 AND answered_at IS NULL", id.0, at.0,);
    Ok(noted.execute(unit.connection()).await?.rows_affected() > 0)
}
