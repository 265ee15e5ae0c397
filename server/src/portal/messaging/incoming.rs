//! What comes in: customers' messages over channels, and what the other sides of adapters say.

use super::not_said;
use crate::portal::{ServerPortal, endpoint_runs, refusal, rights};
use async_trait::async_trait;
use patchbay_app::portal::{Actor, Messaging, PortalError, PortalResult};
use patchbay_dispatch::messaging::Speaker;
use patchbay_model::access::{Identity, Permission};
use patchbay_model::id::CallCenterId;
use patchbay_model::messaging::adapter::{Adapter, AdapterKind};
use patchbay_model::messaging::chat::Chat;
use patchbay_model::messaging::gateway::{AcceptedMessage, GatewayMessage};
use patchbay_model::messaging::omnichannel::{Command, CommandEvent, OutgoingEvent};
use patchbay_model::messaging::twoway::Sent;
use patchbay_model::messaging::{AdapterId, ChatId};
use patchbay_model::sentence;
use patchbay_store::chats::{self, StoredChat};

#[async_trait]
impl Messaging for ServerPortal {
    async fn post_customer_message(
        &self,
        actor: &Actor,
        call_center: &CallCenterId,
        channel: &str,
        message: GatewayMessage,
    ) -> PortalResult<AcceptedMessage> {
        rights::require_in(actor, Permission::WriteMessages, call_center, sentence!("channel"))?;
        let found = self.dispatcher.channel(call_center, channel).await.map_err(endpoint_runs::not_run)?;
        let found = found.ok_or(PortalError::NotFound(sentence!("channel")))?;
        // A gateway's token speaks for its own channel, whatever the right says.
        if matches!(actor.identity, Identity::Channel { id } if id != found.id) {
            return Err(PortalError::NotFound(sentence!("channel")));
        }
        self.dispatcher.accept_customer_message(call_center.clone(), found, message).await.map_err(not_said)
    }

    async fn post_twoway(
        &self,
        actor: &Actor,
        account: &CallCenterId,
        adapter: AdapterId,
        sent: Sent,
    ) -> PortalResult<Chat> {
        rights::require_in(actor, Permission::SendMessages, account, sentence!("adapter"))?;
        let found = self.adapter(account, adapter).await?;
        if found.kind != AdapterKind::Twoway {
            return Err(PortalError::NotFound(sentence!("adapter")));
        }
        self.dispatcher.accept_sent(account.clone(), found, sent).await.map_err(not_said)
    }

    async fn post_outgoing(&self, actor: &Actor, owner: &CallCenterId, event: OutgoingEvent) -> PortalResult<()> {
        rights::require_in(actor, Permission::SendMessages, owner, sentence!("ticket"))?;
        let adapter = self.own_adapter(actor, owner).await?;
        let chat = self.ticket(owner, event.chat_id(), |chat| event.names(&chat.key.channel, owner)).await?;
        let by = Speaker::Adapter(Box::new(adapter));
        self.dispatcher.say(owner.clone(), chat, by, event.content).await.map(drop).map_err(not_said)
    }

    async fn post_command(&self, actor: &Actor, owner: &CallCenterId, event: CommandEvent) -> PortalResult<()> {
        rights::require_in(actor, Permission::ControlChats, owner, sentence!("ticket"))?;
        let adapter = self.own_adapter(actor, owner).await?;
        let chat = self.ticket(owner, event.chat_id(), |chat| event.names(&chat.key.channel, owner)).await?;
        let Command::Close = event.event;
        // Whoever handed the ticket over may say Close once more, and nothing happens to its next host.
        self.dispatcher.end_session_of(owner.clone(), chat, adapter.id).await.map(drop).map_err(not_said)
    }
}

impl ServerPortal {
    /// The ticket that a third party names, if it is as it says.
    async fn ticket(
        &self,
        owner: &CallCenterId,
        id: Option<ChatId>,
        is_named: impl Fn(&StoredChat) -> bool + Send,
    ) -> PortalResult<ChatId> {
        let id = id.ok_or(PortalError::NotFound(sentence!("ticket")))?;
        let found = chats::find(&self.store, owner, id).await.map_err(refusal::of_store(sentence!("ticket")))?;
        let found = found.filter(is_named).ok_or(PortalError::NotFound(sentence!("ticket")))?;
        Ok(found.id)
    }

    /// The adapter whose other side asks.
    async fn own_adapter(&self, actor: &Actor, owner: &CallCenterId) -> PortalResult<Adapter> {
        let Identity::Adapter { id, .. } = actor.identity else {
            let detail =
                sentence!("only the third party of an adapter says this: people reply in the chat and close it there");
            return Err(refusal::conflict("", detail));
        };
        self.adapter(owner, id).await
    }

    async fn adapter(&self, owner: &CallCenterId, id: AdapterId) -> PortalResult<Adapter> {
        let found = self.dispatcher.adapter(owner, id).await.map_err(endpoint_runs::not_run)?;
        found.ok_or(PortalError::NotFound(sentence!("adapter")))
    }
}
