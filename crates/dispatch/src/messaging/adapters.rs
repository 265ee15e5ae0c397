//! What adapters and operators say to customers.

use super::customers::{begin_session, upsert_contact};
use super::error::MessagingError;
use super::roster::Line;
use super::sessions::hand_over_in;
use super::work::{Abort, Deed, Outcome, Work};
use crate::dispatcher::Dispatcher;
use async_trait::async_trait;
use patchbay_model::event::EventType;
use patchbay_model::id::CallCenterId;
use patchbay_model::messaging::adapter::Adapter;
use patchbay_model::messaging::channel::Channel;
use patchbay_model::messaging::chat::Chat;
use patchbay_model::messaging::content::Content;
use patchbay_model::messaging::event::EventContent;
use patchbay_model::messaging::message::{Message, MessageDirection};
use patchbay_model::messaging::twoway::Sent;
use patchbay_model::messaging::{ChannelId, ChatId, MessageId};
use patchbay_store::chats::{self, Session, StoredChat};
use patchbay_store::messages::{self, Author, Noted, StoredMessage};

impl Dispatcher {
    /// Takes what a TwoWay adapter posted to its outbound URL: all of it or nothing. Messages whose sender's ids were
    /// taken before are left out, so that whoever posts again says nothing twice.
    ///
    /// # Errors
    /// The channel is not the adapter's, the session has ended, or is another adapter's.
    pub async fn accept_sent(
        &self,
        call_center: CallCenterId,
        adapter: Adapter,
        sent: Sent,
    ) -> Result<Chat, MessagingError> {
        self.in_chat(call_center, FromAdapter { adapter, sent }).await
    }

    /// Takes one message of an adapter, or of an operator, to a chat that has a live session.
    ///
    /// # Errors
    /// There is no such chat, its session has ended, or is another adapter's.
    pub async fn say(
        &self,
        call_center: CallCenterId,
        chat: ChatId,
        by: Speaker,
        content: Content,
    ) -> Result<MessageId, MessagingError> {
        self.in_chat(call_center, Saying { chat, by, content }).await
    }
}

struct FromAdapter {
    adapter: Adapter,
    sent: Sent,
}

#[async_trait]
impl Deed for FromAdapter {
    type Done = Chat;

    fn chat(&self, call_center: &CallCenterId) -> ChatId {
        self.sent.key.id(call_center)
    }

    async fn run(&self, work: &mut Work) -> Result<Outcome<Chat>, Abort> {
        accept_sent(work, &self.adapter, &self.sent).await
    }
}

struct Saying {
    chat: ChatId,
    by: Speaker,
    content: Content,
}

#[async_trait]
impl Deed for Saying {
    type Done = MessageId;

    fn chat(&self, _: &CallCenterId) -> ChatId {
        self.chat
    }

    async fn run(&self, work: &mut Work) -> Result<Outcome<MessageId>, Abort> {
        say(work, self.chat, &self.by, &self.content).await
    }
}

/// Who says something in a chat that is there already.
#[derive(Debug, Clone, PartialEq)]
pub enum Speaker {
    /// An adapter, which has to be the host.
    Adapter(Box<Adapter>),
    /// A person in the portal.
    Operator(String),
}

async fn accept_sent(work: &mut Work, adapter: &Adapter, sent: &Sent) -> Result<Outcome<Chat>, Abort> {
    let not_allowed = || MessagingError::ChannelNotAllowed { channel: sent.key.channel.to_string() };
    if !adapter.channels.iter().any(|channel| channel.is(sent.key.channel.as_str())) {
        return Err(not_allowed().into());
    }
    let line = work.line(sent.key.channel.as_str())?.ok_or_else(not_allowed)?;
    // The id depends on the case, and the call center's spelling counts.
    let mut key = sent.key.clone();
    key.channel = line.channel.name.clone();
    let known = chats::lock(&mut work.unit, &work.call_center, key.id(&work.call_center)).await?;
    let (chat, session) = match known {
        Some(chat) => {
            let session = live(work, &chat, Some(adapter)).await?;
            if sent.session_id.is_some_and(|meant| meant != session.id) {
                return Err(MessagingError::SessionClosed.into());
            }
            (chat, session)
        }
        None => begin(work, adapter, &line.channel, sent).await?,
    };
    let mut said = 0;
    for posted in &sent.messages {
        let message = Message {
            id: MessageId(work.core.clock.new_id()),
            direction: MessageDirection::ClientTerminated,
            created_on: work.now,
            content: posted.content.clone(),
        };
        if let Some(sender_id) = &posted.sender_id {
            // Adapters' ids and channels' never meet: both are UUIDv7 of ours.
            let ledger = ChannelId(adapter.id.0);
            let noted = messages::note_in_ledger(
                &mut work.unit,
                &work.call_center,
                ledger,
                sender_id,
                (chat.id, message.id),
                work.now,
            );
            if noted.await? != Noted::New {
                continue;
            }
        }
        let author = Author::Adapter(adapter.id.to_string());
        keep(work, (&line, &chat, &session), message, (author, Some(&adapter.name)), posted.sender_id.clone()).await?;
        said += 1;
    }
    if said > 0 {
        note_answer(work, &chat, &session).await?;
    }
    for event in &sent.events {
        match &event.content {
            EventContent::HandOverRequested(wanted) => {
                hand_over_in(work, &chat, &session, wanted).await?;
            }
            content => drop(work.note(&chat, Some(session.id), content.clone())),
        }
    }
    let answer = chat.chat(Some(session.id));
    Ok(Outcome::Write(chat, answer))
}

/// An adapter writes first: the chat begins with it as the host.
async fn begin(
    work: &mut Work,
    adapter: &Adapter,
    channel: &Channel,
    sent: &Sent,
) -> Result<(StoredChat, Session), Abort> {
    let mut key = sent.key.clone();
    key.channel = channel.name.clone();
    let name = sent.client_name.as_deref();
    let contact_id = upsert_contact(work, channel, &key.client_id, name).await?;
    let chat = StoredChat {
        id: key.id(&work.call_center),
        call_center_id: work.call_center.clone(),
        key,
        client_name: name.unwrap_or_default().trim().to_owned(),
        contact_id,
        created_at: work.now,
    };
    let chat = chats::upsert(&mut work.unit, &chat, work.now).await?;
    let session = begin_session(work, &chat, adapter.id).await?;
    let started = work.note(&chat, Some(session.id), EventContent::RouterSessionStarted);
    if let Some(host) = work.host(adapter.id)? {
        work.tell_adapter(&host, &chat, Some(&session), &[started]).await?;
    }
    Ok((chat, session))
}

async fn say(work: &mut Work, chat: ChatId, by: &Speaker, content: &Content) -> Result<Outcome<MessageId>, Abort> {
    let chat = chats::lock(&mut work.unit, &work.call_center, chat).await?.ok_or(MessagingError::NoChat)?;
    let (author, name, host) = match by {
        Speaker::Adapter(adapter) => {
            (Author::Adapter(adapter.id.to_string()), Some(adapter.name.clone()), Some(&**adapter))
        }
        Speaker::Operator(name) => (Author::Operator(name.clone()), None, None),
    };
    let session = live(work, &chat, host).await?;
    let not_allowed = || MessagingError::ChannelNotAllowed { channel: chat.key.channel.to_string() };
    let line = work.line(chat.key.channel.as_str())?.ok_or_else(not_allowed)?;
    let message = Message {
        id: MessageId(work.core.clock.new_id()),
        direction: MessageDirection::ClientTerminated,
        created_on: work.now,
        content: content.clone(),
    };
    let id = message.id;
    keep(work, (&line, &chat, &session), message, (author, name.as_deref()), None).await?;
    note_answer(work, &chat, &session).await?;
    Ok(Outcome::Write(chat, id))
}

/// Keeps a message to the customer and queues its delivery.
async fn keep(
    work: &mut Work,
    (line, chat, session): (&Line, &StoredChat, &Session),
    message: Message,
    (author, name): (Author, Option<&str>),
    provider_message_id: Option<String>,
) -> Result<(), Abort> {
    let execution_id = work.deliver_to_customer(line, chat, &message, name).await?;
    work.messages.push(StoredMessage {
        message,
        chat_id: chat.id,
        session_id: session.id,
        author,
        provider_message_id,
        execution_id,
    });
    Ok(())
}

/// The first answer connects the conversation.
async fn note_answer(work: &mut Work, chat: &StoredChat, session: &Session) -> Result<(), Abort> {
    if session.answered_at.is_none() && chats::note_answer(&mut work.unit, session.id, work.now).await? {
        work.tell(EventType::Accepted, chat, session.id);
    }
    Ok(())
}

/// The live session of a locked chat, which `host` has to hold.
pub(super) async fn live(work: &mut Work, chat: &StoredChat, host: Option<&Adapter>) -> Result<Session, Abort> {
    let session = chats::live_session(&mut work.unit, &work.call_center, chat.id).await?;
    let session = session.ok_or(MessagingError::SessionClosed)?;
    if host.is_some_and(|host| host.id != session.adapter_id) {
        return Err(MessagingError::NotTheHost.into());
    }
    Ok(session)
}
