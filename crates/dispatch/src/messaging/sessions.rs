//! Handing over, setting states, ending.

use super::adapters::live;
use super::error::MessagingError;
use super::work::{Abort, Deed, Outcome, Work};
use crate::dispatcher::Dispatcher;
use async_trait::async_trait;
use patchbay_model::event::EventType;
use patchbay_model::id::CallCenterId;
use patchbay_model::messaging::event::{EndReason, EventContent, HandOver};
use patchbay_model::messaging::{AdapterId, ChatId};
use patchbay_store::chats::{self, Session, StoredChat};
use serde_json::Value;

/// Where a chat is to go.
#[derive(Debug, Clone, PartialEq)]
pub struct HandOverTo {
    /// The next host.
    pub target: AdapterId,
    /// What it should know.
    pub context: Option<Value>,
}

/// What became of a session that was to be ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChatState {
    /// It ended now.
    Closed,
    /// It had ended before: nothing changed.
    WasClosed,
}

impl Dispatcher {
    /// Gives a chat another host.
    ///
    /// # Errors
    /// There is no such chat or target, or the session has ended.
    pub async fn hand_over(
        &self,
        call_center: CallCenterId,
        chat: ChatId,
        to: HandOverTo,
    ) -> Result<(), MessagingError> {
        self.in_chat(call_center, HandingOver { chat, to }).await
    }

    /// Sets the state of a chat's session.
    ///
    /// # Errors
    /// There is no such chat, or the session has ended.
    pub async fn set_session_state(
        &self,
        call_center: CallCenterId,
        chat: ChatId,
        state: String,
    ) -> Result<(), MessagingError> {
        self.in_chat(call_center, Naming { chat, state }).await
    }

    /// Ends the session of a chat. Ended again it stays as it is.
    ///
    /// # Errors
    /// There is no such chat.
    pub async fn end_session(
        &self,
        call_center: CallCenterId,
        chat: ChatId,
        reason: EndReason,
    ) -> Result<ChatState, MessagingError> {
        self.in_chat(call_center, Ending { chat, reason }).await
    }
}

struct HandingOver {
    chat: ChatId,
    to: HandOverTo,
}

#[async_trait]
impl Deed for HandingOver {
    type Done = ();

    fn chat(&self, _: &CallCenterId) -> ChatId {
        self.chat
    }

    async fn run(&self, work: &mut Work) -> Result<Outcome<()>, Abort> {
        let chat = known(work, self.chat).await?;
        let session = live(work, &chat, None).await?;
        hand_over_in(work, &chat, &session, &self.to).await?;
        Ok(Outcome::Write(chat, ()))
    }
}

struct Naming {
    chat: ChatId,
    state: String,
}

#[async_trait]
impl Deed for Naming {
    type Done = ();

    fn chat(&self, _: &CallCenterId) -> ChatId {
        self.chat
    }

    async fn run(&self, work: &mut Work) -> Result<Outcome<()>, Abort> {
        let chat = known(work, self.chat).await?;
        let session = live(work, &chat, None).await?;
        chats::set_state(&mut work.unit, session.id, &self.state).await?;
        Ok(Outcome::Write(chat, ()))
    }
}

struct Ending {
    chat: ChatId,
    reason: EndReason,
}

#[async_trait]
impl Deed for Ending {
    type Done = ChatState;

    fn chat(&self, _: &CallCenterId) -> ChatId {
        self.chat
    }

    async fn run(&self, work: &mut Work) -> Result<Outcome<ChatState>, Abort> {
        end(work, self.chat, self.reason).await
    }
}

async fn known(work: &mut Work, chat: ChatId) -> Result<StoredChat, Abort> {
    Ok(chats::lock(&mut work.unit, &work.call_center, chat).await?.ok_or(MessagingError::NoChat)?)
}

/// Moves a session, tells both adapters, and calls the target's handover endpoint.
pub(super) async fn hand_over_in(
    work: &mut Work,
    chat: &StoredChat,
    session: &Session,
    to: &HandOverTo,
) -> Result<(), Abort> {
    let no_target = || MessagingError::NoTarget { adapter: to.target.to_string() };
    let host = work.host(to.target)?.ok_or_else(no_target)?;
    let target = &host.adapter;
    if !target.channels.iter().any(|channel| channel.is(chat.key.channel.as_str())) {
        return Err(no_target().into());
    }
    let hand_over = HandOver {
        source_adapter_id: Some(session.adapter_id),
        target_adapter_id: target.id,
        context: to.context.clone(),
    };
    chats::hand_over(&mut work.unit, session.id, target.id).await?;
    let events = [
        work.note(chat, Some(session.id), EventContent::HandOverRequested(hand_over.clone())),
        work.note(chat, Some(session.id), EventContent::HandOverCompleted(hand_over)),
    ];
    work.announce_handover(&host, chat, session, to.context.as_ref()).await?;
    work.tell_adapter(&host, chat, Some(session), &events).await?;
    if session.adapter_id != target.id
        && let Some(source) = work.host(session.adapter_id)?
    {
        work.tell_adapter(&source, chat, Some(session), &events).await?;
    }
    Ok(())
}

async fn end(work: &mut Work, chat: ChatId, reason: EndReason) -> Result<Outcome<ChatState>, Abort> {
    let chat = known(work, chat).await?;
    let Some(session) = chats::live_session(&mut work.unit, &work.call_center, chat.id).await? else {
        return Ok(Outcome::Nothing(ChatState::WasClosed));
    };
    chats::end_session(&mut work.unit, session.id, reason, work.now).await?;
    let ended = work.note(&chat, Some(session.id), EventContent::RouterSessionEnded { reason });
    if let Some(host) = work.host(session.adapter_id)? {
        work.tell_adapter(&host, &chat, Some(&session), &[ended]).await?;
    }
    // Nobody has answered: it is over without having been connected.
    let over = if session.answered_at.is_some() { EventType::Ended } else { EventType::Abandoned };
    work.tell(over, &chat, session.id);
    Ok(Outcome::Write(chat, ChatState::Closed))
}
