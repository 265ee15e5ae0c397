//! The portal's traits about messaging: no page of these tests asks for them yet, so all of it is away.

use super::portal::MadeUp;
use async_trait::async_trait;
use futures_core::stream::BoxStream;
use patchbay_app::portal::*;
use patchbay_model::conversation::{ChatDetail, ConversationMessage, GraphContact, GraphQuery};
use patchbay_model::execution::TestRun;
use patchbay_model::id::CallCenterId;
use patchbay_model::messaging::adapter::*;
use patchbay_model::messaging::channel::*;
use patchbay_model::messaging::chat::Chat;
use patchbay_model::messaging::content::Content;
use patchbay_model::messaging::event::ChatEvent;
use patchbay_model::messaging::gateway::{AcceptedMessage, GatewayMessage};
use patchbay_model::messaging::omnichannel::{CommandEvent, OutgoingEvent};
use patchbay_model::messaging::signing::{CreatedSigningSecret, SigningSecret};
use patchbay_model::messaging::twoway::Sent;
use patchbay_model::messaging::twoway::control::{SessionHistory, SessionView};
use patchbay_model::messaging::*;
use patchbay_model::page::{Page, PageRequest};
use patchbay_model::webhook::WebhookRole;
use serde_json::Value;

#[async_trait]
impl Adapters for MadeUp {
    async fn list_adapters(
        &self,
        _: &Actor,
        _: &CallCenterId,
        _: AdapterQuery,
        _: PageRequest,
    ) -> PortalResult<Page<Adapter>> {
        Err(PortalError::Unavailable)
    }
    async fn adapter(&self, _: &Actor, _: &CallCenterId, _: AdapterId) -> PortalResult<Adapter> {
        Err(PortalError::Unavailable)
    }
    async fn create_adapter(&self, _: &Actor, _: &CallCenterId, _: AdapterDraft) -> PortalResult<Adapter> {
        Err(PortalError::Unavailable)
    }
    async fn update_adapter(
        &self,
        _: &Actor,
        _: &CallCenterId,
        _: Change<AdapterId>,
        _: AdapterDraft,
    ) -> PortalResult<Adapter> {
        Err(PortalError::Unavailable)
    }
    async fn delete_adapter(&self, _: &Actor, _: &CallCenterId, _: Change<AdapterId>) -> PortalResult<()> {
        Err(PortalError::Unavailable)
    }
    async fn rotate_adapter_secret(
        &self,
        _: &Actor,
        _: &CallCenterId,
        _: AdapterId,
    ) -> PortalResult<CreatedSigningSecret> {
        Err(PortalError::Unavailable)
    }
    async fn test_adapter(&self, _: &Actor, _: &CallCenterId, _: AdapterId, _: WebhookRole) -> PortalResult<TestRun> {
        Err(PortalError::Unavailable)
    }
    async fn list_adapter_tokens(&self, _: &Actor, _: &CallCenterId, _: AdapterId) -> PortalResult<Vec<AdapterToken>> {
        Err(PortalError::Unavailable)
    }
    async fn create_adapter_token(
        &self,
        _: &Actor,
        _: &CallCenterId,
        _: AdapterId,
        _: AdapterTokenDraft,
    ) -> PortalResult<CreatedAdapterToken> {
        Err(PortalError::Unavailable)
    }
    async fn revoke_adapter_token(
        &self,
        _: &Actor,
        _: &CallCenterId,
        _: AdapterId,
        _: AdapterTokenId,
    ) -> PortalResult<()> {
        Err(PortalError::Unavailable)
    }
}

#[async_trait]
impl Channels for MadeUp {
    async fn list_channels(
        &self,
        _: &Actor,
        _: &CallCenterId,
        _: ChannelQuery,
        _: PageRequest,
    ) -> PortalResult<Page<Channel>> {
        Err(PortalError::Unavailable)
    }
    async fn channel(&self, _: &Actor, _: &CallCenterId, _: &str) -> PortalResult<Channel> {
        Err(PortalError::Unavailable)
    }
    async fn create_channel(&self, _: &Actor, _: &CallCenterId, _: ChannelDraft) -> PortalResult<Channel> {
        Err(PortalError::Unavailable)
    }
    async fn update_channel(
        &self,
        _: &Actor,
        _: &CallCenterId,
        _: Change<ChannelId>,
        _: ChannelDraft,
    ) -> PortalResult<Channel> {
        Err(PortalError::Unavailable)
    }
    async fn delete_channel(&self, _: &Actor, _: &CallCenterId, _: Change<ChannelId>) -> PortalResult<()> {
        Err(PortalError::Unavailable)
    }
    async fn channel_secrets(&self, _: &Actor, _: &CallCenterId, _: &str) -> PortalResult<Vec<SigningSecret>> {
        Err(PortalError::Unavailable)
    }
    async fn rotate_channel_secret(&self, _: &Actor, _: &CallCenterId, _: &str) -> PortalResult<CreatedSigningSecret> {
        Err(PortalError::Unavailable)
    }
}

#[async_trait]
impl Messaging for MadeUp {
    async fn post_customer_message(
        &self,
        _: &Actor,
        _: &CallCenterId,
        _: &str,
        _: GatewayMessage,
    ) -> PortalResult<AcceptedMessage> {
        Err(PortalError::Unavailable)
    }
    async fn post_twoway(&self, _: &Actor, _: &CallCenterId, _: AdapterId, _: Sent) -> PortalResult<Chat> {
        Err(PortalError::Unavailable)
    }
    async fn post_outgoing(&self, _: &Actor, _: &CallCenterId, _: OutgoingEvent) -> PortalResult<()> {
        Err(PortalError::Unavailable)
    }
    async fn post_command(&self, _: &Actor, _: &CallCenterId, _: CommandEvent) -> PortalResult<()> {
        Err(PortalError::Unavailable)
    }
    async fn reply(&self, _: &Actor, _: &CallCenterId, _: ChatId, _: Content) -> PortalResult<MessageId> {
        Err(PortalError::Unavailable)
    }
    async fn hand_over(
        &self,
        _: &Actor,
        _: &CallCenterId,
        _: ChatId,
        _: AdapterId,
        _: Option<Value>,
    ) -> PortalResult<()> {
        Err(PortalError::Unavailable)
    }
    async fn set_session_state(&self, _: &Actor, _: &CallCenterId, _: ChatId, _: String) -> PortalResult<()> {
        Err(PortalError::Unavailable)
    }
    async fn end_chat(&self, _: &Actor, _: &CallCenterId, _: ChatId) -> PortalResult<()> {
        Err(PortalError::Unavailable)
    }
    async fn chat_session(&self, _: &Actor, _: &CallCenterId, _: ChatId) -> PortalResult<SessionView> {
        Err(PortalError::Unavailable)
    }
    async fn session_history(
        &self,
        _: &Actor,
        _: &CallCenterId,
        _: SessionId,
        _: HistoryParts,
    ) -> PortalResult<SessionHistory> {
        Err(PortalError::Unavailable)
    }
    async fn chat(&self, _: &Actor, _: &CallCenterId, _: ChatId) -> PortalResult<ChatDetail> {
        Err(PortalError::Unavailable)
    }
    async fn chat_messages(
        &self,
        _: &Actor,
        _: &CallCenterId,
        _: ChatId,
        _: PageRequest,
    ) -> PortalResult<Page<ConversationMessage>> {
        Err(PortalError::Unavailable)
    }
    async fn chat_events(
        &self,
        _: &Actor,
        _: &CallCenterId,
        _: ChatId,
        _: PageRequest,
    ) -> PortalResult<Page<ChatEvent>> {
        Err(PortalError::Unavailable)
    }
    async fn watch_chat(&self, _: &Actor, _: &CallCenterId, _: ChatId) -> PortalResult<BoxStream<'static, ()>> {
        Err(PortalError::Unavailable)
    }
    async fn graph_contact(&self, _: &Actor, _: &CallCenterId, _: ContactId) -> PortalResult<GraphContact> {
        Err(PortalError::Unavailable)
    }
    async fn graph_conversations(
        &self,
        _: &Actor,
        _: &CallCenterId,
        _: GraphQuery,
        _: u32,
    ) -> PortalResult<(Vec<Value>, Option<u32>)> {
        Err(PortalError::Unavailable)
    }
}
