use super::{Actor, PortalResult};
use async_trait::async_trait;
use futures_core::stream::BoxStream;
use patchbay_model::conversation::{ChatDetail, ConversationMessage, GraphContact, GraphQuery};
use patchbay_model::id::CallCenterId;
use patchbay_model::messaging::chat::Chat;
use patchbay_model::messaging::content::Content;
use patchbay_model::messaging::event::ChatEvent;
use patchbay_model::messaging::gateway::{AcceptedMessage, GatewayMessage};
use patchbay_model::messaging::omnichannel::{CommandEvent, OutgoingEvent};
use patchbay_model::messaging::twoway::Sent;
use patchbay_model::messaging::twoway::control::{SessionHistory, SessionView};
use patchbay_model::messaging::{AdapterId, ChatId, ContactId, MessageId, SessionId};
use patchbay_model::page::{Page, PageRequest};
use serde_json::Value;

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

/// What customers and adapters say to each other.
#[async_trait]
pub trait Messaging {
    /// Takes a customer's message of a channel; the same one again is answered with the same ids.
    async fn post_customer_message(
        &self,
        actor: &Actor,
        call_center: &CallCenterId,
        channel: &str,
        message: GatewayMessage,
    ) -> PortalResult<AcceptedMessage>;

    /// Takes what a TwoWay client posted to the outbound URL of an adapter: all of it or nothing.
    async fn post_twoway(
        &self,
        actor: &Actor,
        account: &CallCenterId,
        adapter: AdapterId,
        sent: Sent,
    ) -> PortalResult<Chat>;

    /// Takes a message of a third party to a customer. A ticket of another channel or owner does not exist.
    async fn post_outgoing(&self, actor: &Actor, owner: &CallCenterId, event: OutgoingEvent) -> PortalResult<()>;

    /// Does what a third party commands: closes a ticket, and again without a change.
    async fn post_command(&self, actor: &Actor, owner: &CallCenterId, event: CommandEvent) -> PortalResult<()>;

    /// Says something to the customer of a chat, as the person who asks.
    async fn reply(
        &self,
        actor: &Actor,
        call_center: &CallCenterId,
        chat: ChatId,
        content: Content,
    ) -> PortalResult<MessageId>;

    /// Gives a chat another host: moves the session, calls its handover endpoint, tells both.
    async fn hand_over(
        &self,
        actor: &Actor,
        call_center: &CallCenterId,
        chat: ChatId,
        target: AdapterId,
        context: Option<Value>,
    ) -> PortalResult<()>;

    /// Names the state of a chat's session.
    async fn set_session_state(
        &self,
        actor: &Actor,
        call_center: &CallCenterId,
        chat: ChatId,
        state: String,
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

    /// What was said in a chat, oldest first.
    async fn chat_messages(
        &self,
        actor: &Actor,
        call_center: &CallCenterId,
        chat: ChatId,
        page: PageRequest,
    ) -> PortalResult<Page<ConversationMessage>>;

    /// What happened in a chat, oldest first.
    async fn chat_events(
        &self,
        actor: &Actor,
        call_center: &CallCenterId,
        chat: ChatId,
        page: PageRequest,
    ) -> PortalResult<Page<ChatEvent>>;

    /// A pulse whenever something is said or happens in a chat.
    async fn watch_chat(
        &self,
        actor: &Actor,
        call_center: &CallCenterId,
        chat: ChatId,
    ) -> PortalResult<BoxStream<'static, ()>>;

    /// A customer, as third parties read it.
    async fn graph_contact(
        &self,
        actor: &Actor,
        owner: &CallCenterId,
        contact: ContactId,
    ) -> PortalResult<GraphContact>;

    /// Messages of the call center, as third parties read them: 50 from `start` on, and where the next page begins.
    async fn graph_conversations(
        &self,
        actor: &Actor,
        owner: &CallCenterId,
        query: GraphQuery,
        start: u32,
    ) -> PortalResult<(Vec<Value>, Option<u32>)>;
}
