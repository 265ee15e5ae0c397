//! A customer's message: over a gateway, the web chat or SMS.

use super::error::MessagingError;
use super::facts::sms_received;
use super::work::{Abort, Deed, Outcome, Work};
use crate::dispatcher::Dispatcher;
use async_trait::async_trait;
use patchbay_model::event::EventType;
use patchbay_model::id::CallCenterId;
use patchbay_model::messaging::channel::{Channel, ChannelKind};
use patchbay_model::messaging::event::EventContent;
use patchbay_model::messaging::gateway::{AcceptedMessage, GatewayMessage};
use patchbay_model::messaging::message::{Message, MessageDirection};
use patchbay_model::messaging::{AdapterId, ChatEventId, ChatId, ContactId, MessageId, SessionId};
use patchbay_store::chats::{self, Session, StoredChat};
use patchbay_store::contacts::{self, Client};
use patchbay_store::messages::{self, Author, Noted, StoredMessage};
use patchbay_store::{StoreError, constraint};

/// The state of a session that nobody has set.
pub(super) const FIRST_STATE: &str = "open";

impl Dispatcher {
    /// Takes a customer's message; the same one again is answered with the same ids and delivered to nobody.
    ///
    /// # Errors
    /// [`MessagingError::NoAdapter`], or the database is away: nothing was taken.
    pub async fn accept_customer_message(
        &self,
        call_center: CallCenterId,
        channel: Channel,
        message: GatewayMessage,
    ) -> Result<AcceptedMessage, MessagingError> {
        self.in_chat(call_center, FromCustomer { channel, message }).await
    }
}

struct FromCustomer {
    channel: Channel,
    message: GatewayMessage,
}

#[async_trait]
impl Deed for FromCustomer {
    type Done = AcceptedMessage;

    fn chat(&self, call_center: &CallCenterId) -> ChatId {
        self.message.chat_key(self.channel.name.clone()).id(call_center)
    }

    async fn run(&self, work: &mut Work) -> Result<Outcome<AcceptedMessage>, Abort> {
        accept(work, &self.channel, &self.message).await
    }
}

async fn accept(
    work: &mut Work,
    channel: &Channel,
    posted: &GatewayMessage,
) -> Result<Outcome<AcceptedMessage>, Abort> {
    let key = posted.chat_key(channel.name.clone());
    let chat_id = key.id(&work.call_center);
    // If it begins a session, that comes before it.
    let started_id = ChatEventId(work.core.clock.new_id());
    let message_id = MessageId(work.core.clock.new_id());
    // Whoever says something else in this chat may share the transaction: the chat is locked before anything of the message.
    chats::lock(&mut work.unit, &work.call_center, chat_id).await?;
    let noted = messages::note_in_ledger(
        &mut work.unit,
        &work.call_center,
        channel.id,
        &posted.id,
        (chat_id, message_id),
        work.now,
    );
    if let Noted::Before { chat, message } = noted.await? {
        return Ok(Outcome::Nothing(accepted(chat, message)));
    }
    let contact = upsert_contact(work, channel, &posted.from.id, posted.from.name.as_deref()).await?;
    let chat = StoredChat {
        id: chat_id,
        call_center_id: work.call_center.clone(),
        key,
        client_name: posted.from.name.clone().unwrap_or_default().trim().to_owned(),
        contact_id: contact,
        created_at: work.now,
    };
    let chat = chats::upsert(&mut work.unit, &chat, work.now).await?;
    let session = match chats::live_session(&mut work.unit, &work.call_center, chat.id).await? {
        Some(session) => session,
        None => {
            let name = channel.name.as_str();
            let host = work.host_of(name)?.ok_or_else(|| MessagingError::NoAdapter { channel: name.to_owned() })?;
            let session = begin_session(work, &chat, host.adapter.id).await?;
            work.tell(EventType::Received, &chat, session.id);
            let started = work.note_as(started_id, &chat, Some(session.id), EventContent::RouterSessionStarted);
            work.tell_adapter(&host, &chat, Some(&session), &[started]).await?;
            session
        }
    };
    let message = Message {
        id: message_id,
        direction: MessageDirection::ClientOriginated,
        created_on: work.now,
        content: posted.message.clone(),
    };
    let execution_id = work.deliver_to_host(&chat, &session, &message).await?;
    if channel.kind == ChannelKind::Sms {
        work.facts.push(sms_received(&chat, session.id, &message));
    }
    work.messages.push(StoredMessage {
        message,
        chat_id: chat.id,
        session_id: session.id,
        author: Author::Client,
        provider_message_id: Some(posted.id.clone()),
        execution_id,
    });
    Ok(Outcome::Write(chat, accepted(chat_id, message_id)))
}

fn accepted(chat: ChatId, message: MessageId) -> AcceptedMessage {
    AcceptedMessage { conversation_id: chat.ticket_number(), message_id: message }
}

pub(super) async fn upsert_contact(
    work: &mut Work,
    channel: &Channel,
    client_id: &str,
    name: Option<&str>,
) -> Result<ContactId, Abort> {
    let id = ContactId(work.core.clock.new_id());
    let client = Client { channel: &channel.name, client_id, name };
    Ok(contacts::upsert(&mut work.unit, id, &work.call_center, client, work.now).await?)
}

/// Begins a session with `host`, under the lock of its chat.
pub(super) async fn begin_session(work: &mut Work, chat: &StoredChat, host: AdapterId) -> Result<Session, Abort> {
    let session = Session {
        id: SessionId(work.core.clock.new_id()),
        chat_id: chat.id,
        adapter_id: host,
        state: FIRST_STATE.to_owned(),
        state_context: None,
        answered_at: None,
        started_at: work.now,
        ended_at: None,
        end_reason: None,
    };
    match chats::open_session(&mut work.unit, &work.call_center, &session).await {
        Ok(()) => Ok(session),
        Err(error) if error.is_about(constraint::CHAT_SESSION) => Err(Abort::Again),
        Err(StoreError::NotFound) => Err(Abort::Again),
        Err(why) => Err(why.into()),
    }
}
