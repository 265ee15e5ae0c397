//! Handing over, setting states, ending.

use super::adapters::live;
use super::error::MessagingError;
use super::roster::takes;
use super::work::{Abort, Deed, Outcome, Work};
use crate::dispatcher::Dispatcher;
use crate::error::DispatchError;
use async_trait::async_trait;
use patchbay_model::event::EventType;
use patchbay_model::id::CallCenterId;
use patchbay_model::messaging::event::{EndReason, EventContent, HandOver};
use patchbay_model::messaging::twoway::control::StateChange;
use patchbay_model::messaging::{AdapterId, ChatId};
use patchbay_model::time::Timestamp;
use patchbay_store::chats::{self, Session, StoredChat};

/// Idle chats that are looked for at a time.
const IDLE_AT_ONCE: i64 = 200;

/// What became of a session that was to be ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChatState {
    /// It ended now.
    Closed,
    /// It had ended before: nothing changed.
    WasClosed,
    /// It was not idle: nothing changed.
    GoesOn,
}

impl Dispatcher {
    /// Gives a chat another host, and tells whether it moved: the one that it has already changes nothing.
    ///
    /// # Errors
    /// There is no such chat or target, the session has ended, or it is with another host than the source that is named.
    pub async fn hand_over(
        &self,
        call_center: CallCenterId,
        chat: ChatId,
        to: HandOver,
    ) -> Result<bool, MessagingError> {
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
        state: StateChange,
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
        self.in_chat(call_center, Ending { chat, reason, of: Whose::Anybodys }).await
    }

    /// The same by its host.
    ///
    /// # Errors
    /// As [`end_session`](Self::end_session); the session is with another adapter.
    pub async fn end_session_of(
        &self,
        call_center: CallCenterId,
        chat: ChatId,
        host: AdapterId,
    ) -> Result<ChatState, MessagingError> {
        self.in_chat(call_center, Ending { chat, reason: EndReason::Host, of: Whose::Of(host) }).await
    }

    /// Ends the session of a chat in which nobody has said anything since `before`; one that goes on stays as it is.
    async fn end_idle_session(
        &self,
        call_center: CallCenterId,
        chat: ChatId,
        before: Timestamp,
    ) -> Result<ChatState, MessagingError> {
        self.in_chat(call_center, Ending { chat, reason: EndReason::Idle, of: Whose::IdleSince(before) }).await
    }
}

impl Dispatcher {
    /// Ends the sessions in which nobody has said anything since `before`, and counts them.
    ///
    /// # Errors
    /// While the database is away.
    pub async fn end_idle_sessions(&self, before: Timestamp) -> Result<u64, DispatchError> {
        let mut ended = 0;
        loop {
            let idle = chats::idle(&self.core().store, before, IDLE_AT_ONCE).await?;
            let mut of_these = 0;
            for (call_center, chat) in idle {
                match self.end_idle_session(call_center, chat, before).await {
                    Ok(ChatState::Closed) => of_these += 1,
                    Ok(ChatState::WasClosed | ChatState::GoesOn) => {}
                    Err(MessagingError::Dispatch(error)) => return Err(error),
                    // One that can't be ended is no reason to let the others go on.
                    Err(error) => tracing::warn!(%error, %chat, "an idle chat could not be ended"),
                }
            }
            ended += of_these;
            if of_these == 0 {
                return Ok(ended);
            }
        }
    }
}

struct HandingOver {
    chat: ChatId,
    to: HandOver,
}

#[async_trait]
impl Deed for HandingOver {
    type Done = bool;

    fn chat(&self, _: &CallCenterId) -> ChatId {
        self.chat
    }

    async fn run(&self, work: &mut Work) -> Result<Outcome<bool>, Abort> {
        let chat = known(work, self.chat).await?;
        let session = live(work, &chat, None).await?;
        Ok(match hand_over_in(work, &chat, &session, &self.to).await? {
            true => Outcome::Write(chat, true),
            false => Outcome::Nothing(false),
        })
    }
}

struct Naming {
    chat: ChatId,
    state: StateChange,
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
        let StateChange { new_state_name_id, context } = &self.state;
        chats::set_state(&mut work.unit, session.id, new_state_name_id, context.as_ref()).await?;
        Ok(Outcome::Write(chat, ()))
    }
}

/// Whose session is ended.
#[derive(Debug, Clone, Copy)]
enum Whose {
    Anybodys,
    Of(AdapterId),
    /// Where nobody said anything since then.
    IdleSince(Timestamp),
}

struct Ending {
    chat: ChatId,
    reason: EndReason,
    of: Whose,
}

#[async_trait]
impl Deed for Ending {
    type Done = ChatState;

    fn chat(&self, _: &CallCenterId) -> ChatId {
        self.chat
    }

    async fn run(&self, work: &mut Work) -> Result<Outcome<ChatState>, Abort> {
        end(work, self).await
    }
}

async fn known(work: &mut Work, chat: ChatId) -> Result<StoredChat, Abort> {
    Ok(chats::lock(&mut work.unit, &work.call_center, chat).await?.ok_or(MessagingError::NoChat)?)
}

/// Moves a session, tells both adapters, and calls the target's handover endpoint. False: the target is its host already.
pub(super) async fn hand_over_in(
    work: &mut Work,
    chat: &StoredChat,
    session: &Session,
    to: &HandOver,
) -> Result<bool, Abort> {
    if to.source_adapter_id.is_some_and(|source| source != session.adapter_id) {
        return Err(MessagingError::NotTheHost.into());
    }
    if to.target_adapter_id == session.adapter_id {
        return Ok(false);
    }
    let no_target = || MessagingError::NoTarget { adapter: to.target_adapter_id.to_string() };
    let host = work.host(to.target_adapter_id)?.ok_or_else(no_target)?;
    let target = &host.adapter;
    if !takes(target, chat.key.channel.as_str()) {
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
    if let Some(source) = work.host(session.adapter_id)? {
        work.tell_adapter(&source, chat, Some(session), &events).await?;
    }
    Ok(true)
}

async fn end(work: &mut Work, &Ending { chat, reason, of }: &Ending) -> Result<Outcome<ChatState>, Abort> {
    let chat = known(work, chat).await?;
    let Some(session) = chats::live_session(&mut work.unit, &work.call_center, chat.id).await? else {
        return Ok(Outcome::Nothing(ChatState::WasClosed));
    };
    // Under the lock of the chat: who asked may have looked before somebody else did something.
    match of {
        Whose::Of(host) if host != session.adapter_id => return Err(MessagingError::NotTheHost.into()),
        Whose::IdleSince(before) if !chats::is_idle(&mut work.unit, &chat, before).await? => {
            return Ok(Outcome::Nothing(ChatState::GoesOn));
        }
        Whose::Anybodys | Whose::Of(_) | Whose::IdleSince(_) => {}
    }
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
