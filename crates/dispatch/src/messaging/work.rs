//! One transaction about chats of a call center: everything that comes of it is collected and written together.

use super::error::MessagingError;
use super::facts::conversation_event;
use super::roster::{Host, Line, Roster};
use crate::dispatcher::Dispatcher;
use crate::events::Folder;
use crate::recipe::Recipe;
use crate::run::Core;
use crate::triggers::Triggers;
use crate::worker::Worker;
use async_trait::async_trait;
use patchbay_model::event::{Event, EventType};
use patchbay_model::execution::ExecutionSummary;
use patchbay_model::id::CallCenterId;
use patchbay_model::messaging::event::{ChatEvent, EventContent};
use patchbay_model::messaging::visit::{HOST_ID, VisitEvent};
use patchbay_model::messaging::{AdapterId, ChatEventId, ChatId, SessionId};
use patchbay_model::time::Timestamp;
use patchbay_store::changes::{Change, announce};
use patchbay_store::chats::StoredChat;
use patchbay_store::events::{Arrival, Group, accept_in};
use patchbay_store::messages::{self, StoredEvent, StoredMessage};
use patchbay_store::queued_executions::{NewExecution, enqueue_in};
use patchbay_store::visitors::{self, EntryId};
use patchbay_store::{StoreError, Unit};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

/// Why a transaction is thrown away.
pub(super) enum Abort {
    /// A recipe is not in memory: reading it takes a connection of its own, which nobody should wait for who holds one.
    Cold { template: String, endpoint: String },
    /// Somebody is not in the roster, which may be too old.
    Unknown,
    /// Another process was faster with the same chat or conversation.
    Again,
    /// It is refused.
    Refused(MessagingError),
}

impl From<StoreError> for Abort {
    fn from(error: StoreError) -> Self {
        Self::Refused(error.into())
    }
}

impl From<MessagingError> for Abort {
    fn from(error: MessagingError) -> Self {
        Self::Refused(error)
    }
}

/// The transaction, and what is collected in it.
pub(super) struct Work {
    pub(super) core: Arc<Core>,
    pub(super) unit: Unit,
    pub(super) call_center: CallCenterId,
    pub(super) now: Timestamp,
    pub(super) messages: Vec<StoredMessage>,
    pub(super) events: Vec<StoredEvent>,
    pub(super) executions: Vec<NewExecution>,
    /// What the conversation is told.
    pub(super) facts: Vec<Event>,
    roster: Arc<Roster>,
    /// Whether the roster was read for this transaction: who is not in it then does not exist.
    roster_is_new: bool,
    triggers: Arc<Triggers>,
    worker: Worker,
}

impl Work {
    pub(super) async fn begin(
        dispatcher: &Dispatcher,
        call_center: &CallCenterId,
        roster_is_new: bool,
    ) -> Result<Self, MessagingError> {
        let core = dispatcher.shared_core();
        let triggers = core.triggers.get(call_center, &core.recipes).await?;
        let rosters = &core.rosters;
        let roster = if roster_is_new { rosters.reload(call_center).await? } else { rosters.get(call_center).await? };
        let now = core.clock.now();
        Ok(Self {
            unit: core.store.begin().await?,
            core,
            call_center: call_center.clone(),
            now,
            messages: Vec::new(),
            events: Vec::new(),
            executions: Vec::new(),
            facts: Vec::new(),
            roster,
            roster_is_new,
            triggers,
            worker: dispatcher.worker().clone(),
        })
    }

    /// A recipe, if it is in memory; otherwise the transaction begins again when it is.
    pub(super) async fn recipe(&self, template: &str, endpoint: &str) -> Result<Arc<Recipe>, Abort> {
        let known = self.core.recipes.peek(&self.call_center, template, endpoint).await;
        known.ok_or_else(|| Abort::Cold { template: template.to_owned(), endpoint: endpoint.to_owned() })
    }

    /// An adapter.
    pub(super) fn host(&self, id: AdapterId) -> Result<Option<Arc<Host>>, Abort> {
        self.found(self.roster.host(id))
    }

    /// The adapter that takes new chats of a channel.
    pub(super) fn host_of(&self, channel: &str) -> Result<Option<Arc<Host>>, Abort> {
        self.found(self.roster.first_host_of(channel))
    }

    /// A channel.
    pub(super) fn line(&self, channel: &str) -> Result<Option<Arc<Line>>, Abort> {
        self.found(self.roster.line(channel))
    }

    /// The call center's channels and adapters.
    pub(super) fn roster(&self) -> &Roster {
        &self.roster
    }

    fn found<T>(&self, found: Option<T>) -> Result<Option<T>, Abort> {
        if found.is_none() && !self.roster_is_new { Err(Abort::Unknown) } else { Ok(found) }
    }

    /// Notes what happened in a chat.
    pub(super) fn note(&mut self, chat: &StoredChat, session: Option<SessionId>, content: EventContent) -> ChatEvent {
        self.note_as(ChatEventId(self.core.clock.new_id()), chat, session, content)
    }

    /// The same under an id that was made before others: their order is what is read.
    pub(super) fn note_as(
        &mut self,
        id: ChatEventId,
        chat: &StoredChat,
        session: Option<SessionId>,
        content: EventContent,
    ) -> ChatEvent {
        let event = ChatEvent { id, created_on: self.now, content };
        self.events.push(StoredEvent { event: event.clone(), chat_id: chat.id, session_id: session });
        event
    }

    /// Notes what the conversation is told.
    pub(super) fn tell(&mut self, event_type: EventType, chat: &StoredChat, session: SessionId) {
        self.facts.push(conversation_event(event_type, chat, session, self.now));
    }

    /// What the visitor of a web chat is shown of it.
    fn seen_by_visitor(&self, chat: ChatId) -> Vec<EntryId> {
        let said = self.messages.iter().filter(|stored| stored.chat_id == chat);
        let said = said.map(|stored| EntryId::Message(stored.message.id));
        let happened = self.events.iter().filter(|stored| stored.chat_id == chat).map(|stored| &stored.event);
        let happened = happened.filter(|event| VisitEvent::of_event(event).is_some());
        said.chain(happened.map(|event| EntryId::Event(event.id))).collect()
    }

    /// Throws everything away.
    pub(super) async fn give_up(self) -> Result<(), Abort> {
        Ok(self.unit.rollback().await?)
    }

    /// Writes what was collected of these chats and commits; then it runs. None: there is nothing to write.
    pub(super) async fn finish(mut self, chats: &[StoredChat]) -> Result<(), Abort> {
        if chats.is_empty() {
            return self.give_up().await;
        }
        let chats: BTreeMap<ChatId, &StoredChat> = chats.iter().map(|chat| (chat.id, chat)).collect();
        messages::insert(&mut self.unit, &self.call_center, &self.messages).await?;
        messages::insert_events(&mut self.unit, &self.call_center, &self.events).await?;
        for chat in chats.values().filter(|chat| chat.key.host_id == HOST_ID) {
            let seen = self.seen_by_visitor(chat.id);
            visitors::append(&mut self.unit, &self.call_center, chat.id, &seen, self.now).await?;
        }
        let arrivals: Vec<Arrival<'_>> = self
            .facts
            .iter()
            .map(|event| Arrival { id: self.core.clock.new_id(), call_center_id: &self.call_center, event })
            .collect();
        let mut executions = Vec::new();
        if !arrivals.is_empty() {
            let triggers: HashMap<&CallCenterId, &Triggers> = HashMap::from([(&self.call_center, &*self.triggers)]);
            let nobody = HashSet::new();
            let mut folder = Folder {
                core: &self.core,
                triggers: &triggers,
                awaited: &nobody,
                lease: self.worker.lease(self.now),
                now: self.now,
                blocking: HashMap::new(),
            };
            let mut fold = |mut group: Group<'_>| {
                // A customer who writes again begins anew: the ticket has the same number, the conversation is another.
                let begins = group.arrivals.first().is_some_and(|first| first.event.event_type == EventType::Received);
                group.known = group.known.filter(|known| !(begins && known.conversation.is_over()));
                folder.fold(group)
            };
            let accepted = accept_in(&mut self.unit, &arrivals, self.now, &mut fold).await?;
            let Some((_, of_triggers)) = accepted else { return Err(Abort::Again) };
            executions = of_triggers;
        }
        executions.append(&mut self.executions);
        let queued: Vec<&NewExecution> = executions.iter().collect();
        let mut seats = self.worker.seats(self.now);
        let seat = &mut |summary: &ExecutionSummary| seats.give(summary);
        let seated = enqueue_in(&mut self.unit, &queued, self.now, seat).await?;
        for chat in chats.into_keys() {
            announce(&mut self.unit, &Change::Chat(self.call_center.clone(), chat)).await?;
        }
        self.unit.commit().await?;
        seats.run(seated);
        Ok(())
    }
}

/// What a transaction came to.
pub(super) enum Outcome<T> {
    /// It is to be written.
    Write(StoredChat, T),
    /// There is nothing to write.
    Nothing(T),
}

/// What is done about one chat in a transaction, which others may share. It may have to be done again.
#[async_trait]
pub(super) trait Deed: Send + Sync + 'static {
    /// What whoever asked is told.
    type Done: Send + 'static;

    /// The chat that it is about, as far as can be told beforehand.
    fn chat(&self, call_center: &CallCenterId) -> ChatId;

    /// Does it, as far as the commit.
    async fn run(&self, work: &mut Work) -> Result<Outcome<Self::Done>, Abort>;
}
