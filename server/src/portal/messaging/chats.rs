//! Chats as people and programs see and control them.

use super::{NOUN, not_said, shown, view};
use crate::clock;
use crate::portal::trail::{self, Deed};
use crate::portal::{ServerPortal, refusal, rights};
use async_trait::async_trait;
use futures::StreamExt as _;
use futures::stream::{self, BoxStream};
use patchbay_app::portal::{Actor, Chats, HistoryParts, PortalError, PortalResult};
use patchbay_dispatch::messaging::{ChatState, Speaker};
use patchbay_model::access::Permission;
use patchbay_model::audit::{AuditAction, AuditObject};
use patchbay_model::conversation::{ChatDetail, TranscriptEntry};
use patchbay_model::id::CallCenterId;
use patchbay_model::messaging::content::Content;
use patchbay_model::messaging::event::{EndReason, HandOver};
use patchbay_model::messaging::twoway::control::{SessionHistory, SessionView, StateChange};
use patchbay_model::messaging::{ChatId, MessageId, SessionId};
use patchbay_model::page::{Page, PageRequest};
use patchbay_model::sentence;
use patchbay_store::changes::Change;
use patchbay_store::chats::{self, StoredChat};
use patchbay_store::messages::{self, TranscriptLine};
use serde_json::{Value, json};

#[async_trait]
impl Chats for ServerPortal {
    async fn reply(
        &self,
        actor: &Actor,
        call_center: &CallCenterId,
        chat: ChatId,
        content: Content,
    ) -> PortalResult<MessageId> {
        rights::require_in(actor, Permission::SendMessages, call_center, NOUN)?;
        content.validate().map_err(|refusal| PortalError::Invalid(vec![refusal.into()]))?;
        let by = Speaker::Operator(actor.name.clone());
        let said = self.dispatcher.say(call_center.clone(), chat, by, content).await.map_err(not_said)?;
        // Which, not what: the text stands in the chat, whose retention is its own.
        self.note_chat(actor, call_center, chat, json!({"reply": said})).await?;
        Ok(said)
    }

    async fn hand_over(
        &self,
        actor: &Actor,
        call_center: &CallCenterId,
        chat: ChatId,
        to: HandOver,
    ) -> PortalResult<()> {
        rights::require_in(actor, Permission::ControlChats, call_center, NOUN)?;
        let target = to.target_adapter_id;
        match self.dispatcher.hand_over(call_center.clone(), chat, to).await.map_err(not_said)? {
            true => self.note_chat(actor, call_center, chat, json!({"host": target})).await,
            false => Ok(()),
        }
    }

    async fn set_session_state(
        &self,
        actor: &Actor,
        call_center: &CallCenterId,
        chat: ChatId,
        state: StateChange,
    ) -> PortalResult<()> {
        rights::require_in(actor, Permission::ControlChats, call_center, NOUN)?;
        let after = json!({"state": state.new_state_name_id});
        self.dispatcher.set_session_state(call_center.clone(), chat, state).await.map_err(not_said)?;
        self.note_chat(actor, call_center, chat, after).await
    }

    async fn end_chat(&self, actor: &Actor, call_center: &CallCenterId, chat: ChatId) -> PortalResult<()> {
        rights::require_in(actor, Permission::ControlChats, call_center, NOUN)?;
        let state = self.dispatcher.end_session(call_center.clone(), chat, EndReason::Host).await.map_err(not_said)?;
        match state {
            ChatState::Closed => self.note_chat(actor, call_center, chat, json!({"session": "ended"})).await,
            ChatState::WasClosed | ChatState::GoesOn => Ok(()),
        }
    }

    async fn chat_session(&self, actor: &Actor, call_center: &CallCenterId, chat: ChatId) -> PortalResult<SessionView> {
        rights::require_in(actor, Permission::ReadMessages, call_center, NOUN)?;
        let found = chats::last_session(&self.store, call_center, chat).await.map_err(refusal::of_store(NOUN))?;
        found.map(|session| view(call_center, session)).ok_or(PortalError::NotFound(sentence!("session")))
    }

    async fn session_history(
        &self,
        actor: &Actor,
        call_center: &CallCenterId,
        session: SessionId,
        parts: HistoryParts,
    ) -> PortalResult<SessionHistory> {
        rights::require_in(actor, Permission::ReadMessages, call_center, sentence!("session"))?;
        self.history_of(call_center, session, parts).await
    }

    async fn chat(&self, actor: &Actor, call_center: &CallCenterId, chat: ChatId) -> PortalResult<ChatDetail> {
        rights::require_in(actor, Permission::ReadMessages, call_center, NOUN)?;
        let found = self.find_chat(call_center, chat).await?;
        let session = chats::last_session(&self.store, call_center, chat).await.map_err(refusal::of_store(NOUN))?;
        Ok(ChatDetail {
            id: found.id,
            channel: found.key.channel.to_string(),
            client_id: found.key.client_id,
            client_name: found.client_name,
            host_id: found.key.host_id,
            contact_id: found.contact_id,
            session: session.map(|session| view(call_center, session)),
            created_at: found.created_at,
        })
    }

    async fn transcript(
        &self,
        actor: &Actor,
        call_center: &CallCenterId,
        chat: ChatId,
        page: PageRequest,
    ) -> PortalResult<Page<TranscriptEntry>> {
        rights::require_in(actor, Permission::ReadMessages, call_center, NOUN)?;
        self.find_chat(call_center, chat).await?;
        let found = messages::transcript(&self.store, call_center, chat, &page).await;
        Ok(found.map_err(refusal::of_store(NOUN))?.map(|line| match line {
            TranscriptLine::Said(message) => TranscriptEntry::Message(Box::new(shown(*message))),
            TranscriptLine::Happened(stored) => TranscriptEntry::Event(Box::new(stored.event)),
        }))
    }

    async fn watch_chat(
        &self,
        actor: &Actor,
        call_center: &CallCenterId,
        chat: ChatId,
    ) -> PortalResult<BoxStream<'static, ()>> {
        rights::require_in(actor, Permission::ReadMessages, call_center, NOUN)?;
        self.find_chat(call_center, chat).await?;
        let of = (call_center.clone(), chat);
        let pulses = stream::unfold((self.changes.subscribe(), of), |(mut heard, of)| async move {
            loop {
                match heard.next().await? {
                    Change::Chat(call_center, chat) if (&call_center, chat) == (&of.0, of.1) => {
                        return Some(((), (heard, of)));
                    }
                    Change::Everything => return Some(((), (heard, of))),
                    _ => {}
                }
            }
        });
        Ok(pulses.boxed())
    }
}

impl ServerPortal {
    async fn find_chat(&self, call_center: &CallCenterId, chat: ChatId) -> PortalResult<StoredChat> {
        let found = chats::find(&self.store, call_center, chat).await.map_err(refusal::of_store(NOUN))?;
        found.ok_or(PortalError::NotFound(NOUN))
    }

    /// What people and programs do to a chat is told in the trail; what its adapters say stands in the chat.
    async fn note_chat(
        &self,
        actor: &Actor,
        call_center: &CallCenterId,
        chat: ChatId,
        after: Value,
    ) -> PortalResult<()> {
        let mut unit = self.begin().await?;
        let name = chat.ticket_number();
        let deed = Deed {
            action: AuditAction::Updated,
            object: AuditObject::Chat,
            id: chat.to_string(),
            name: &name,
            call_center: Some(call_center),
            before: Value::Null,
            after,
        };
        trail::note(&mut unit, actor, clock::now(), deed).await?;
        self.commit(unit).await
    }
}
