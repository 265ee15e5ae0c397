use super::{Actor, PortalResult};
use async_trait::async_trait;
use patchbay_model::conversation::{ConversationDetail, ConversationQuery, ConversationSummary, TimelineEvent};
use patchbay_model::event::{AcceptedEvent, PostedEvents};
use patchbay_model::id::CallCenterId;
use patchbay_model::page::{Page, PageRequest};
use std::time::Duration;

/// Calls and chats, and what happens to them.
#[async_trait]
pub trait Conversations {
    /// Accepts events; answers after the commit, and with `wait` when the blocking triggers have answered or that much
    /// time is over (spec/api.md, Events).
    async fn post_events(
        &self,
        actor: &Actor,
        call_center: &CallCenterId,
        events: PostedEvents,
        wait: Option<Duration>,
    ) -> PortalResult<Vec<AcceptedEvent>>;

    /// A call center's, by when each was first heard of, newest first.
    async fn list_conversations(
        &self,
        actor: &Actor,
        call_center: &CallCenterId,
        query: ConversationQuery,
        page: PageRequest,
    ) -> PortalResult<Page<ConversationSummary>>;

    /// One by the platform's id: state, routing, attached data, and what became of effects.
    async fn conversation(
        &self,
        actor: &Actor,
        call_center: &CallCenterId,
        id: &str,
    ) -> PortalResult<ConversationDetail>;

    /// Its events, in the order in which they were accepted.
    async fn timeline(
        &self,
        actor: &Actor,
        call_center: &CallCenterId,
        id: &str,
        page: PageRequest,
    ) -> PortalResult<Page<TimelineEvent>>;
}
