//! What customers and adapters say to each other: rights here, the rest the dispatcher's.

use super::executions::exists;
use super::trail::{self, Deed};
use super::{ServerPortal, endpoint_runs, refusal, rights};
use crate::clock;
use async_trait::async_trait;
use chrono::{Days, NaiveDate, TimeZone as _};
use futures::StreamExt as _;
use futures::stream::{self, BoxStream};
use patchbay_app::portal::{Actor, HistoryParts, Messaging, PortalError, PortalResult, Wanted};
use patchbay_dispatch::messaging::{HandOverTo, MessagingError, Speaker};
use patchbay_model::access::{Identity, Permission};
use patchbay_model::audit::{AuditAction, AuditObject};
use patchbay_model::conversation::{ChatDetail, ConversationMessage, GraphContact, GraphQuery, MessageAuthor};
use patchbay_model::id::CallCenterId;
use patchbay_model::messaging::adapter::{Adapter, AdapterKind};
use patchbay_model::messaging::chat::Chat;
use patchbay_model::messaging::content::Content;
use patchbay_model::messaging::event::{ChatEvent, EndReason};
use patchbay_model::messaging::gateway::{AcceptedMessage, GatewayMessage};
use patchbay_model::messaging::message::MessageDirection;
use patchbay_model::messaging::omnichannel::{Command, CommandEvent, IncomingEvent, OutgoingEvent, Ticket};
use patchbay_model::messaging::twoway::Sent;
use patchbay_model::messaging::twoway::control::{SessionHistory, SessionView};
use patchbay_model::messaging::{AdapterId, ChatId, ContactId, MessageId, SessionId};
use patchbay_model::page::{Page, PageRequest};
use patchbay_model::time::Timestamp;
use patchbay_store::changes::Change;
use patchbay_store::chats::{self, Session, StoredChat};
use patchbay_store::messages::{self, Author, HistoryQuery, Part, StoredEvent, StoredMessage};
use patchbay_store::{Reach, adapters, call_centers, channels, contacts};
use serde_json::{Map, Value, json};

const NOUN: &str = "chat";
/// Messages of a page of the third party's history (spec/omnichannel.md).
const GRAPH_PAGE: u32 = 50;
/// The most messages and events of a session's history.
const MOST_OF_HISTORY: usize = 1000;

#[async_trait]
impl Messaging for ServerPortal {
    async fn post_customer_message(
        &self,
        actor: &Actor,
        call_center: &CallCenterId,
        channel: &str,
        message: GatewayMessage,
    ) -> PortalResult<AcceptedMessage> {
        rights::require_in(actor, Permission::WriteMessages, call_center, "channel")?;
        let found = channels::get(&self.store, call_center, channel).await.map_err(refusal::of_store("channel"))?;
        self.dispatcher.accept_customer_message(call_center.clone(), found, message).await.map_err(not_said)
    }

    async fn post_twoway(
        &self,
        actor: &Actor,
        account: &CallCenterId,
        adapter: AdapterId,
        sent: Sent,
    ) -> PortalResult<Chat> {
        rights::require_in(actor, Permission::SendMessages, account, "adapter")?;
        let found = adapters::get(&self.store, account, adapter).await.map_err(refusal::of_store("adapter"))?;
        if found.kind != AdapterKind::Twoway {
            return Err(PortalError::NotFound("adapter"));
        }
        self.dispatcher.accept_sent(account.clone(), found, sent).await.map_err(not_said)
    }

    async fn post_outgoing(&self, actor: &Actor, owner: &CallCenterId, event: OutgoingEvent) -> PortalResult<()> {
        rights::require_in(actor, Permission::SendMessages, owner, "ticket")?;
        let adapter = self.own_adapter(actor, owner).await?;
        let chat = self.ticket(owner, event.chat_id(), |chat| event.names(&chat.key.channel, owner)).await?;
        let by = Speaker::Adapter(Box::new(adapter));
        self.dispatcher.say(owner.clone(), chat, by, event.content).await.map(drop).map_err(not_said)
    }

    async fn post_command(&self, actor: &Actor, owner: &CallCenterId, event: CommandEvent) -> PortalResult<()> {
        rights::require_in(actor, Permission::ControlChats, owner, "ticket")?;
        let adapter = self.own_adapter(actor, owner).await?;
        let chat = self.ticket(owner, event.chat_id(), |chat| event.names(&chat.key.channel, owner)).await?;
        let session = chats::live_session(&self.store, owner, chat).await.map_err(refusal::of_store(NOUN))?;
        // Whoever handed the ticket over may say Close once more, and nothing happens to its next host.
        if session.is_some_and(|session| session.adapter_id != adapter.id) {
            return Err(not_said(MessagingError::NotTheHost));
        }
        let Command::Close = event.event;
        self.dispatcher.end_session(owner.clone(), chat, EndReason::Host).await.map(drop).map_err(not_said)
    }

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
        self.dispatcher.say(call_center.clone(), chat, by, content).await.map_err(not_said)
    }

    async fn hand_over(
        &self,
        actor: &Actor,
        call_center: &CallCenterId,
        chat: ChatId,
        target: AdapterId,
        context: Option<Value>,
    ) -> PortalResult<()> {
        rights::require_in(actor, Permission::ControlChats, call_center, NOUN)?;
        let to = HandOverTo { target, context };
        self.dispatcher.hand_over(call_center.clone(), chat, to).await.map_err(not_said)?;
        self.note_chat(actor, call_center, chat, json!({"host": target})).await
    }

    async fn set_session_state(
        &self,
        actor: &Actor,
        call_center: &CallCenterId,
        chat: ChatId,
        state: String,
    ) -> PortalResult<()> {
        rights::require_in(actor, Permission::ControlChats, call_center, NOUN)?;
        self.dispatcher.set_session_state(call_center.clone(), chat, state).await.map_err(not_said)
    }

    async fn end_chat(&self, actor: &Actor, call_center: &CallCenterId, chat: ChatId) -> PortalResult<()> {
        rights::require_in(actor, Permission::ControlChats, call_center, NOUN)?;
        self.dispatcher.end_session(call_center.clone(), chat, EndReason::Host).await.map_err(not_said)?;
        self.note_chat(actor, call_center, chat, json!({"session": null})).await
    }

    async fn chat_session(&self, actor: &Actor, call_center: &CallCenterId, chat: ChatId) -> PortalResult<SessionView> {
        rights::require_in(actor, Permission::ReadMessages, call_center, NOUN)?;
        let found = chats::last_session(&self.store, call_center, chat).await.map_err(refusal::of_store(NOUN))?;
        found.map(|session| view(call_center, session)).ok_or(PortalError::NotFound("session"))
    }

    async fn session_history(
        &self,
        actor: &Actor,
        call_center: &CallCenterId,
        session: SessionId,
        parts: HistoryParts,
    ) -> PortalResult<SessionHistory> {
        rights::require_in(actor, Permission::ReadMessages, call_center, "session")?;
        let found = chats::find_session(&self.store, call_center, session).await;
        let found = found.map_err(refusal::of_store("session"))?.ok_or(PortalError::NotFound("session"))?;
        let of = Part { chat: found.chat_id, session: Some(session) };
        let mut entries: Vec<(Timestamp, Value)> = Vec::new();
        if parts.messages == Wanted::Yes {
            let said = self.all_messages(call_center, of).await?;
            entries.extend(said.iter().map(|one| (one.message.created_on, SessionHistory::message(&one.message))));
        }
        if parts.events == Wanted::Yes {
            let happened = self.all_events(call_center, of).await?;
            entries.extend(happened.iter().map(|one| (one.event.created_on, SessionHistory::event(&one.event))));
        }
        // Stable: of one moment messages come before events, each in their own order.
        entries.sort_by_key(|(at, _)| *at);
        let metadata = json!({"HostAdapterId": found.adapter_id, "StateNameId": found.state,
            "StartedOn": found.started_at, "EndedOn": found.ended_at, "EndReason": found.end_reason});
        Ok(SessionHistory {
            account_id: call_center.clone(),
            session_id: session,
            chat_id: found.chat_id,
            conversation_history: entries.into_iter().map(|(_, entry)| entry).collect(),
            metadata: metadata.as_object().cloned().unwrap_or_else(Map::new),
        })
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

    async fn chat_messages(
        &self,
        actor: &Actor,
        call_center: &CallCenterId,
        chat: ChatId,
        page: PageRequest,
    ) -> PortalResult<Page<ConversationMessage>> {
        rights::require_in(actor, Permission::ReadMessages, call_center, NOUN)?;
        self.find_chat(call_center, chat).await?;
        let of = Part { chat, session: None };
        let found = messages::list(&self.store, call_center, of, &page).await.map_err(refusal::of_store(NOUN))?;
        Ok(found.map(shown))
    }

    async fn chat_events(
        &self,
        actor: &Actor,
        call_center: &CallCenterId,
        chat: ChatId,
        page: PageRequest,
    ) -> PortalResult<Page<ChatEvent>> {
        rights::require_in(actor, Permission::ReadMessages, call_center, NOUN)?;
        self.find_chat(call_center, chat).await?;
        let of = Part { chat, session: None };
        let found =
            messages::list_events(&self.store, call_center, of, &page).await.map_err(refusal::of_store(NOUN))?;
        Ok(found.map(|stored| stored.event))
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

    async fn graph_contact(
        &self,
        actor: &Actor,
        owner: &CallCenterId,
        contact: ContactId,
    ) -> PortalResult<GraphContact> {
        rights::require_in(actor, Permission::ReadMessages, owner, "contact")?;
        let found = contacts::find(&self.store, owner, contact).await.map_err(refusal::of_store("contact"))?;
        let found = found.ok_or(PortalError::NotFound("contact"))?;
        Ok(GraphContact {
            id: found.id.undashed(),
            owner: owner.to_string(),
            created_date: found.created_at.0.timestamp_millis(),
            modified_date: found.updated_at.0.timestamp_millis(),
            contact_first_name: found.first_name,
            contact_last_name: found.last_name,
            contact_email: found.emails,
            phones: found.phones,
            additional_fields_object: found.additional_fields,
            socials: found.socials,
        })
    }

    async fn graph_conversations(
        &self,
        actor: &Actor,
        owner: &CallCenterId,
        query: GraphQuery,
        start: u32,
    ) -> PortalResult<(Vec<Value>, Option<u32>)> {
        rights::require_in(actor, Permission::ReadMessages, owner, "call center")?;
        exists(self, actor, owner).await?;
        let reach = Reach::One(owner.clone());
        let of = call_centers::get(&self.store, &reach, owner).await.map_err(refusal::of_store("call center"))?;
        let zone: chrono_tz::Tz = of.time_zone.parse().unwrap_or(chrono_tz::UTC);
        let Some(query) = asked(query, zone)? else { return Ok((Vec::new(), None)) };
        let page = (i64::from(start), i64::from(GRAPH_PAGE) + 1);
        let found = messages::history(&self.store, owner, &query, page).await.map_err(refusal::of_store(NOUN))?;
        let is_more = found.len() > GRAPH_PAGE as usize;
        let entries = found.into_iter().take(GRAPH_PAGE as usize).map(|entry| {
            let message = &entry.stored.message;
            let ticket = Ticket {
                id: entry.stored.chat_id,
                channel: &entry.channel,
                client_id: "",
                contact: entry.contact_id,
                customer_name: "",
                created: message.created_on.0.with_timezone(&zone).fixed_offset(),
                owner,
                sticker_language: &of.language,
                group_id: None,
                language: None,
            };
            let event = IncomingEvent::of(&message.content, &ticket);
            json!({"ticketNumber": event.ticket_number, "channel": event.channel, "contactId": event.contact_id,
                "answer": message.direction == MessageDirection::ClientTerminated, "messageType": event.message_type,
                "message": event.message, "mediaLink": event.media_link, "createdDate": event.created_date})
        });
        Ok((entries.collect(), is_more.then(|| start.saturating_add(GRAPH_PAGE))))
    }
}

impl ServerPortal {
    async fn find_chat(&self, call_center: &CallCenterId, chat: ChatId) -> PortalResult<StoredChat> {
        let found = chats::find(&self.store, call_center, chat).await.map_err(refusal::of_store(NOUN))?;
        found.ok_or(PortalError::NotFound(NOUN))
    }

    /// The ticket that a third party names, if it is as it says.
    async fn ticket(
        &self,
        owner: &CallCenterId,
        id: Option<ChatId>,
        is_named: impl Fn(&StoredChat) -> bool + Send,
    ) -> PortalResult<ChatId> {
        let id = id.ok_or(PortalError::NotFound("ticket"))?;
        let found = chats::find(&self.store, owner, id).await.map_err(refusal::of_store("ticket"))?;
        let found = found.filter(is_named).ok_or(PortalError::NotFound("ticket"))?;
        Ok(found.id)
    }

    /// The adapter whose other side asks.
    async fn own_adapter(&self, actor: &Actor, owner: &CallCenterId) -> PortalResult<Adapter> {
        let Identity::Adapter { id, .. } = actor.identity else {
            let detail = "only the third party of an adapter says this: people reply in the chat and close it there";
            return Err(refusal::conflict("", detail));
        };
        adapters::get(&self.store, owner, id).await.map_err(refusal::of_store("adapter"))
    }

    async fn all_messages(&self, call_center: &CallCenterId, of: Part) -> PortalResult<Vec<StoredMessage>> {
        let (mut all, mut page) = (Vec::new(), PageRequest::longest());
        loop {
            let found = messages::list(&self.store, call_center, of, &page).await.map_err(refusal::of_store(NOUN))?;
            all.extend(found.items);
            if found.next_cursor.is_none() || all.len() >= MOST_OF_HISTORY {
                return Ok(all);
            }
            page = PageRequest { cursor: found.next_cursor, ..PageRequest::longest() };
        }
    }

    async fn all_events(&self, call_center: &CallCenterId, of: Part) -> PortalResult<Vec<StoredEvent>> {
        let (mut all, mut page) = (Vec::new(), PageRequest::longest());
        loop {
            let found = messages::list_events(&self.store, call_center, of, &page).await;
            let found = found.map_err(refusal::of_store(NOUN))?;
            all.extend(found.items);
            if found.next_cursor.is_none() || all.len() >= MOST_OF_HISTORY {
                return Ok(all);
            }
            page = PageRequest { cursor: found.next_cursor, ..PageRequest::longest() };
        }
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

/// A stored message as it is shown.
pub(super) fn shown(stored: StoredMessage) -> ConversationMessage {
    let (author, author_id) = match stored.author {
        Author::Client => (MessageAuthor::Client, None),
        Author::Adapter(id) => (MessageAuthor::Adapter, Some(id)),
        Author::Operator(name) => (MessageAuthor::Operator, Some(name)),
    };
    ConversationMessage {
        id: stored.message.id,
        direction: stored.message.direction,
        created_on: stored.message.created_on,
        author,
        author_id,
        session_id: stored.session_id,
        execution_id: stored.execution_id,
        content: stored.message.content,
    }
}

fn view(call_center: &CallCenterId, session: Session) -> SessionView {
    SessionView {
        account_id: call_center.clone(),
        chat_id: session.chat_id,
        session_id: session.id,
        host_adapter_id: session.adapter_id,
        state_name_id: Some(session.state),
        started_on: session.started_at,
        ended_on: session.ended_at,
    }
}

/// The third party's filters as the store's; none: nothing can fit.
fn asked(query: GraphQuery, zone: chrono_tz::Tz) -> PortalResult<Option<HistoryQuery>> {
    let filled = |list: Option<Vec<String>>| list.filter(|list| !list.is_empty());
    if filled(query.ticket_tag_filters).is_some() {
        return Ok(None);
    }
    let chat = match query.ticket_number.filter(|ticket| !ticket.is_empty()).map(|ticket| ticket.parse::<ChatId>()) {
        Some(Ok(chat)) => Some(chat),
        Some(Err(_)) => return Ok(None),
        None => None,
    };
    let lower = |list: Vec<String>| list.into_iter().map(|name| name.to_lowercase()).collect::<Vec<_>>();
    let channels = filled(query.channel_filters).or(filled(query.channel_type_filters)).map(lower);
    let day = |text: Option<String>, pointer, later| match text.filter(|text| !text.is_empty()) {
        None => Ok(None),
        Some(text) => {
            let day = NaiveDate::parse_from_str(&text, "%Y-%m-%d")
                .ok()
                .and_then(|day| day.checked_add_days(Days::new(later)));
            let midnight =
                day.and_then(|day| zone.from_local_datetime(&day.and_time(chrono::NaiveTime::MIN)).earliest());
            let wrong = || PortalError::invalid(pointer, "write a day as yyyy-MM-dd");
            midnight.map(|at| Some(Timestamp(at.to_utc()))).ok_or_else(wrong)
        }
    };
    Ok(Some(HistoryQuery {
        channels,
        customers: filled(query.customer_filters),
        authors: filled(query.agent_filters),
        chat,
        since: day(query.start_date_filter, "/startDateFilter", 0)?,
        until: day(query.end_date_filter, "/endDateFilter", 1)?,
    }))
}

/// How the dispatcher's refusal is told.
pub(crate) fn not_said(error: MessagingError) -> PortalError {
    let told = error.to_string();
    match error {
        MessagingError::NoChat => PortalError::NotFound(NOUN),
        MessagingError::NoAdapter { .. } | MessagingError::ChannelNotAllowed { .. } => {
            PortalError::invalid("/channel", told)
        }
        MessagingError::NoTarget { .. } => PortalError::invalid("/targetAdapterId", told),
        MessagingError::SessionClosed | MessagingError::NotTheHost => refusal::conflict("", told),
        MessagingError::Dispatch(error) => endpoint_runs::not_run(error),
    }
}
