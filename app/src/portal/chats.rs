use super::{Actor, PortalResult};
use async_trait::async_trait;
use futures_core::stream::BoxStream;
use patchbay_model::conversation::{ChatDetail, TranscriptEntry};
use patchbay_model::id::CallCenterId;
use patchbay_model::messaging::content::Content;
use patchbay_model::messaging::event::HandOver;
use patchbay_model::messaging::twoway::control::{SessionHistory, SessionView, StateChange};
use patchbay_model::messaging::{ChatId, MessageId, SessionId};
use patchbay_model::page::{Page, PageRequest};

/// Which parts of a session's history are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HistoryParts {
    /// Whether with what was said.
    pub messages: Wanted,
    /// Whether with what happened.
    pub events: Wanted,
}

/// Whether something is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// It is.
    Yes,
    /// It is not.
    No,
}

/// Chats: what people and programs see of them and do with them.
#[async_trait]
pub trait Chats {
    /// Says something to the customer of a chat, as the person who asks.
    async fn reply(
        &self,
        actor: &Actor,
        call_center: &CallCenterId,
        chat: ChatId,
        content: Content,
    ) -> PortalResult<MessageId>;

    /// Gives a chat another host: moves the session, calls its handover endpoint, tells both. A source that is named has to
    /// be its host.
    async fn hand_over(
        &self,
        actor: &Actor,
        call_center: &CallCenterId,
        chat: ChatId,
        to: HandOver,
    ) -> PortalResult<()>;

    /// Names the state of a chat's session.
    async fn set_session_state(
        &self,
        actor: &Actor,
        call_center: &CallCenterId,
        chat: ChatId,
        state: StateChange,
    ) -> PortalResult<()>;

    /// Ends the session of a chat; again it changes nothing.
    async fn end_chat(&self, actor: &Actor, call_center: &CallCenterId, chat: ChatId) -> PortalResult<()>;

    /// The live session of a chat, or its last.
    async fn chat_session(&self, actor: &Actor, call_center: &CallCenterId, chat: ChatId) -> PortalResult<SessionView>;

    /// What was said and what happened in a session, the first thousand of each.
    async fn session_history(
        &self,
        actor: &Actor,
        call_center: &CallCenterId,
        session: SessionId,
        parts: HistoryParts,
    ) -> PortalResult<SessionHistory>;

    /// A chat: customer, channel, session. Its id is the conversation's.
    async fn chat(&self, actor: &Actor, call_center: &CallCenterId, chat: ChatId) -> PortalResult<ChatDetail>;

    /// What was said and what happened in a chat, newest first.
    async fn transcript(
        &self,
        actor: &Actor,
        call_center: &CallCenterId,
        chat: ChatId,
        page: PageRequest,
    ) -> PortalResult<Page<TranscriptEntry>>;

    /// A pulse whenever something is said or happens in a chat.
    async fn watch_chat(
        &self,
        actor: &Actor,
        call_center: &CallCenterId,
        chat: ChatId,
    ) -> PortalResult<BoxStream<'static, ()>>;
}
