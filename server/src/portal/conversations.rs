//! Calls and chats, and what platforms tell of them.

use super::executions::exists;
use super::messaging::shown;
use super::{ServerPortal, endpoint_runs, refusal, rights};
use async_trait::async_trait;
use patchbay_app::portal::{Actor, Conversations, PortalError, PortalResult};
use patchbay_dispatch::{Arrived, EventAnswer, EventsError, Post};
use patchbay_model::access::Permission;
use patchbay_model::conversation::{ConversationDetail, ConversationQuery, ConversationSummary, TimelineEvent};
use patchbay_model::event::{AcceptedEvent, PostedEvents};
use patchbay_model::id::CallCenterId;
use patchbay_model::messaging::ChatId;
use patchbay_model::page::{Page, PageRequest};
use patchbay_model::sentence;
use patchbay_model::sentence::Sentence;
use patchbay_model::valid::Valid;
use patchbay_store::conversations;
use patchbay_store::messages::{self, Part};
use std::time::Duration;

const NOUN: Sentence = sentence!("conversation");
/// So many messages stand in the answer about a conversation; the rest is read page by page.
const MESSAGES: i64 = 200;

#[async_trait]
impl Conversations for ServerPortal {
    async fn post_events(
        &self,
        actor: &Actor,
        call_center: &CallCenterId,
        events: PostedEvents,
        wait: Option<Duration>,
    ) -> PortalResult<Vec<AcceptedEvent>> {
        rights::require_in(actor, Permission::WriteEvents, call_center, sentence!("call center"))?;
        let events = Valid::check(events)?.into_inner().into_vec();
        let post = Post { call_center: call_center.clone(), events, wait };
        let answers = self.dispatcher.post_events(post).await.map_err(not_accepted)?;
        Ok(answers.into_iter().map(|answer| accepted(answer, wait)).collect())
    }

    async fn list_conversations(
        &self,
        actor: &Actor,
        call_center: &CallCenterId,
        query: ConversationQuery,
        page: PageRequest,
    ) -> PortalResult<Page<ConversationSummary>> {
        rights::require_in(actor, Permission::ReadConversations, call_center, sentence!("call center"))?;
        exists(self, actor, call_center).await?;
        conversations::list(&self.store, call_center, &query, &page).await.map_err(refusal::of_store(NOUN))
    }

    async fn conversation(
        &self,
        actor: &Actor,
        call_center: &CallCenterId,
        id: &str,
    ) -> PortalResult<ConversationDetail> {
        rights::require_in(actor, Permission::ReadConversations, call_center, NOUN)?;
        let known = conversations::get(&self.store, call_center, id).await.map_err(refusal::of_store(NOUN))?;
        let effects = conversations::effects(&self.store, call_center, id).await.map_err(refusal::of_store(NOUN))?;
        let messages = match (found_chat(id), rights::require_in(actor, Permission::ReadMessages, call_center, NOUN)) {
            (Some(chat), Ok(())) => {
                messages::newest(&self.store, call_center, Part { chat, session: None }, MESSAGES).await
            }
            _ => Ok(Vec::new()),
        };
        let messages = messages.map_err(refusal::of_store(NOUN))?.into_iter().map(shown).collect();
        let found = known.conversation;
        Ok(ConversationDetail {
            id: id.to_owned(),
            call_center_id: call_center.clone(),
            state: found.state,
            facts: found.facts,
            forwarding_queue: found.forwarding_queue,
            routing: found.routing,
            attached_data: found.data,
            terminal: found.terminal,
            first_event_at: found.first_event_at,
            last_event_at: found.last_event_at,
            connected_at: found.connected_at,
            ended_at: found.ended_at,
            effects,
            messages,
        })
    }

    async fn timeline(
        &self,
        actor: &Actor,
        call_center: &CallCenterId,
        id: &str,
        page: PageRequest,
    ) -> PortalResult<Page<TimelineEvent>> {
        rights::require_in(actor, Permission::ReadConversations, call_center, NOUN)?;
        conversations::get(&self.store, call_center, id).await.map_err(refusal::of_store(NOUN))?;
        conversations::timeline(&self.store, call_center, id, &page).await.map_err(refusal::of_store(NOUN))
    }
}

/// The chat that a conversation is, if its id can be one.
fn found_chat(id: &str) -> Option<ChatId> {
    id.parse().ok()
}

fn accepted(answer: EventAnswer, wait: Option<Duration>) -> AcceptedEvent {
    AcceptedEvent {
        event_id: answer.event_id,
        executions: answer.executions.len(),
        duplicate: answer.standing == Arrived::Duplicate,
        // Whoever waits is told even that nothing changed.
        effects: wait.map(|_| answer.effects.unwrap_or_default()),
    }
}

fn not_accepted(error: EventsError) -> PortalError {
    match error {
        // Rounded up: a second early is a second refusal.
        EventsError::TooManyEvents { retry_after } => {
            PortalError::Busy { seconds: retry_after.as_millis().div_ceil(1000) as u64 }
        }
        EventsError::Dispatch(error) => endpoint_runs::not_run(error),
    }
}
