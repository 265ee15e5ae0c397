//! The portal's traits about messaging, answered from memory. What no page asks for is away.

use super::messaging_data as data;
use super::portal::{MadeUp, newest};
use async_trait::async_trait;
use futures_core::stream::BoxStream;
use patchbay_app::portal::*;
use patchbay_model::conversation::{ChatDetail, GraphContact, GraphQuery, TranscriptEntry};
use patchbay_model::execution::TestRun;
use patchbay_model::id::CallCenterId;
use patchbay_model::messaging::adapter::*;
use patchbay_model::messaging::channel::*;
use patchbay_model::messaging::chat::Chat;
use patchbay_model::messaging::content::Content;
use patchbay_model::messaging::event::HandOver;
use patchbay_model::messaging::gateway::{AcceptedMessage, GatewayMessage};
use patchbay_model::messaging::omnichannel::{CommandEvent, OutgoingEvent};
use patchbay_model::messaging::signing::{CreatedSigningSecret, SigningSecret};
use patchbay_model::messaging::twoway::Sent;
use patchbay_model::messaging::twoway::control::{SessionHistory, SessionView, StateChange};
use patchbay_model::messaging::*;
use patchbay_model::page::{Page, PageRequest};
use patchbay_model::valid::Valid;
use patchbay_model::webhook::WebhookRole;
use serde_json::Value;

#[async_trait]
impl Adapters for MadeUp {
    async fn list_adapters(
        &self,
        _: &Actor,
        _: &CallCenterId,
        query: AdapterQuery,
        _: PageRequest,
    ) -> PortalResult<Page<Adapter>> {
        let lists = |adapter: &Adapter| {
            query.channel.as_ref().is_none_or(|name| adapter.channels.iter().any(|one| one.is(name)))
        };
        let of_kind = |adapter: &Adapter| query.kind.is_none_or(|kind| adapter.kind == kind);
        self.page(data::adapters().into_iter().filter(|adapter| lists(adapter) && of_kind(adapter)).collect())
    }
    async fn adapter(&self, _: &Actor, _: &CallCenterId, id: AdapterId) -> PortalResult<Adapter> {
        self.one(data::adapters(), |one| one.id == id)
    }
    async fn create_adapter(&self, _: &Actor, _: &CallCenterId, draft: AdapterDraft) -> PortalResult<CreatedAdapter> {
        let draft = Valid::check(draft)?;
        let adapter = self.one(data::adapters(), |one| one.kind == draft.kind)?;
        Ok(CreatedAdapter { adapter, signing_secret: data::created_secret().secret })
    }
    async fn adapter_chats(&self, _: &Actor, _: &CallCenterId, id: AdapterId) -> PortalResult<u64> {
        Ok(if id.to_string() == data::BOT { 2 } else { 0 })
    }
    async fn update_adapter(
        &self,
        _: &Actor,
        _: &CallCenterId,
        change: Change<AdapterId>,
        draft: AdapterDraft,
    ) -> PortalResult<Adapter> {
        newest(&change)?;
        assert!(
            draft.handover_endpoint.as_ref().is_none_or(|handover| !handover.body.contains('\r')),
            "kept as it was typed"
        );
        Valid::check(draft)?;
        self.one(data::adapters(), |one| one.id == change.id)
    }
    async fn delete_adapter(&self, _: &Actor, _: &CallCenterId, change: Change<AdapterId>) -> PortalResult<()> {
        newest(&change)?;
        let detail = "it hosts chats: close them, or hand them over".into();
        if change.id.to_string() == data::BOT {
            Err(PortalError::Conflict { pointer: String::new(), detail })
        } else {
            Ok(())
        }
    }
    async fn rotate_adapter_secret(
        &self,
        _: &Actor,
        _: &CallCenterId,
        _: AdapterId,
    ) -> PortalResult<CreatedSigningSecret> {
        Ok(data::created_secret())
    }
    async fn test_adapter(&self, _: &Actor, _: &CallCenterId, _: AdapterId, _: WebhookRole) -> PortalResult<TestRun> {
        Ok(super::data::test_run())
    }
    async fn list_adapter_tokens(&self, _: &Actor, _: &CallCenterId, _: AdapterId) -> PortalResult<Vec<AdapterToken>> {
        Ok(self.page(data::tokens())?.items)
    }
    async fn create_adapter_token(
        &self,
        _: &Actor,
        _: &CallCenterId,
        _: AdapterId,
        draft: AdapterTokenDraft,
    ) -> PortalResult<CreatedAdapterToken> {
        Valid::check(draft)?;
        Ok(data::created_token())
    }
    async fn revoke_adapter_token(
        &self,
        _: &Actor,
        _: &CallCenterId,
        _: AdapterId,
        _: AdapterTokenId,
    ) -> PortalResult<()> {
        Ok(())
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
        self.page(data::channels())
    }
    async fn channel(&self, _: &Actor, _: &CallCenterId, key: &str) -> PortalResult<Channel> {
        self.one(data::channels(), |one| one.id.to_string() == key || one.name.is(key))
    }
    async fn create_channel(&self, _: &Actor, _: &CallCenterId, draft: ChannelDraft) -> PortalResult<CreatedChannel> {
        let draft = Valid::check(draft)?;
        let channel = self.one(data::channels(), |one| one.kind == draft.kind)?;
        Ok(CreatedChannel {
            signing_secret: (channel.kind == ChannelKind::Gateway).then(|| data::created_secret().secret),
            token: (channel.kind == ChannelKind::Sms).then(|| data::created_inbound_token().token),
            channel,
        })
    }
    async fn channel_chats(&self, _: &Actor, _: &CallCenterId, _: &str) -> PortalResult<u64> {
        Ok(1001)
    }
    async fn rotate_inbound_token(&self, _: &Actor, _: &CallCenterId, _: &str) -> PortalResult<CreatedInboundToken> {
        Ok(data::created_inbound_token())
    }
    async fn update_channel(
        &self,
        _: &Actor,
        _: &CallCenterId,
        change: Change<ChannelId>,
        draft: ChannelDraft,
    ) -> PortalResult<Channel> {
        newest(&change)?;
        Valid::check(draft)?;
        self.one(data::channels(), |one| one.id == change.id)
    }
    async fn delete_channel(&self, _: &Actor, _: &CallCenterId, change: Change<ChannelId>) -> PortalResult<()> {
        newest(&change)
    }
    async fn channel_secrets(&self, _: &Actor, _: &CallCenterId, _: &str) -> PortalResult<Vec<SigningSecret>> {
        Ok(data::secrets())
    }
    async fn rotate_channel_secret(&self, _: &Actor, _: &CallCenterId, _: &str) -> PortalResult<CreatedSigningSecret> {
        Ok(data::created_secret())
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
}

#[async_trait]
impl Chats for MadeUp {
    async fn reply(&self, _: &Actor, _: &CallCenterId, _: ChatId, content: Content) -> PortalResult<MessageId> {
        let Content::Text(said) = &content else { return Err(PortalError::Unavailable) };
        assert!(!said.text.contains('\r'), "a line break is one character");
        content.validate().map_err(|refusal| PortalError::Invalid(vec![refusal.into()]))?;
        Ok(data::chat_messages()[0].id)
    }
    async fn hand_over(&self, _: &Actor, _: &CallCenterId, _: ChatId, to: HandOver) -> PortalResult<()> {
        let (target, context) = (to.target_adapter_id.to_string(), to.context.unwrap());
        assert_eq!((target.as_str(), &context["reason"]), (data::SUITE, &"asks".into()));
        Ok(())
    }
    async fn set_session_state(&self, _: &Actor, _: &CallCenterId, _: ChatId, _: StateChange) -> PortalResult<()> {
        Err(PortalError::Unavailable)
    }
    async fn end_chat(&self, _: &Actor, _: &CallCenterId, _: ChatId) -> PortalResult<()> {
        Ok(())
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
    async fn chat(&self, _: &Actor, _: &CallCenterId, chat: ChatId) -> PortalResult<ChatDetail> {
        self.one(vec![data::chat()], |one| one.id == chat)
    }
    async fn transcript(
        &self,
        _: &Actor,
        _: &CallCenterId,
        _: ChatId,
        page: PageRequest,
    ) -> PortalResult<Page<TranscriptEntry>> {
        data::transcript(page.cursor.as_deref())
    }
    async fn watch_chat(&self, _: &Actor, _: &CallCenterId, _: ChatId) -> PortalResult<BoxStream<'static, ()>> {
        Err(PortalError::Unavailable)
    }
}

#[async_trait]
impl ThirdParties for MadeUp {
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
