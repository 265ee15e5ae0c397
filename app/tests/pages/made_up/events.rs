//! The portal's traits about events, answered from memory.

use super::events_data as data;
use super::messaging_data;
use super::portal::{MadeUp, newest};
use async_trait::async_trait;
use patchbay_app::portal::*;
use patchbay_model::conversation::{ConversationDetail, ConversationQuery, ConversationSummary, TimelineEvent};
use patchbay_model::event::{AcceptedEvent, Applicability, PostedEvents};
use patchbay_model::event_integration::*;
use patchbay_model::id::*;
use patchbay_model::page::{Page, PageRequest};
use patchbay_model::queue::*;
use patchbay_model::valid::{Valid, Validate};
use std::time::Duration;

#[async_trait]
impl Queues for MadeUp {
    async fn list_queues(
        &self,
        _: &Actor,
        _: &CallCenterId,
        _: QueueQuery,
        _: PageRequest,
    ) -> PortalResult<Page<Queue>> {
        self.page(data::queues())
    }
    async fn queue(&self, _: &Actor, _: &CallCenterId, id: &QueueId) -> PortalResult<Queue> {
        self.one(data::queues(), |one| one.id == *id)
    }
    async fn create_queue(&self, _: &Actor, _: &CallCenterId, draft: QueueDraft) -> PortalResult<Queue> {
        Valid::check(draft)?;
        self.one(data::queues(), |_| true)
    }
    async fn update_queue(
        &self,
        _: &Actor,
        _: &CallCenterId,
        change: Change<QueueId>,
        draft: QueueDraft,
    ) -> PortalResult<Queue> {
        newest(&change)?;
        if draft.address != "sales" {
            let detail = "Lifecycle names it: take it out of its triggers first".into();
            return Err(PortalError::Conflict { pointer: "/address".into(), detail });
        }
        self.one(data::queues(), |_| true)
    }
    async fn queue_usage(&self, _: &Actor, _: &CallCenterId, _: &QueueId) -> PortalResult<Vec<QueueUse>> {
        Ok(data::queue_usage())
    }
    async fn delete_queue(&self, _: &Actor, _: &CallCenterId, _: Change<QueueId>) -> PortalResult<()> {
        Err(PortalError::Conflict { pointer: String::new(), detail: "Lifecycle names it".into() })
    }
}

#[async_trait]
impl EventIntegrations for MadeUp {
    async fn list_event_integrations(
        &self,
        _: &Actor,
        _: &CallCenterId,
        _: EventIntegrationQuery,
        _: PageRequest,
    ) -> PortalResult<Page<EventIntegration>> {
        self.page(data::event_integrations())
    }
    async fn event_integration(
        &self,
        _: &Actor,
        _: &CallCenterId,
        id: EventIntegrationId,
    ) -> PortalResult<EventIntegration> {
        self.one(data::event_integrations(), |one| one.id == id)
    }
    async fn check_event_integration(
        &self,
        _: &Actor,
        _: &CallCenterId,
        _: Option<EventIntegrationId>,
        draft: EventIntegrationDraft,
    ) -> PortalResult<EventIntegrationCheck> {
        Ok(EventIntegrationCheck {
            violations: draft.validate().into_vec(),
            warnings: draft.warnings().into_vec(),
            overlaps: data::overlaps(),
        })
    }
    async fn create_event_integration(
        &self,
        _: &Actor,
        _: &CallCenterId,
        draft: EventIntegrationDraft,
    ) -> PortalResult<EventIntegration> {
        Valid::check(draft)?;
        self.one(data::event_integrations(), |_| true)
    }
    async fn update_event_integration(
        &self,
        _: &Actor,
        _: &CallCenterId,
        change: Change<EventIntegrationId>,
        draft: EventIntegrationDraft,
    ) -> PortalResult<EventIntegration> {
        newest(&change)?;
        assert!(!draft.configuration.contains('\r'), "the text is kept as it was typed");
        Valid::check(draft)?;
        self.one(data::event_integrations(), |one| one.id == change.id)
    }
    async fn copy_event_integration(
        &self,
        _: &Actor,
        _: &CallCenterId,
        _: EventIntegrationId,
        name: String,
    ) -> PortalResult<EventIntegration> {
        if name == "Lifecycle" {
            let detail = "another one has this name: choose another".into();
            return Err(PortalError::Conflict { pointer: "/name".into(), detail });
        }
        self.one(data::event_integrations(), |one| !one.is_enabled())
    }
    async fn event_integration_gallery(&self, _: &Actor) -> PortalResult<Vec<EventIntegrationDocument>> {
        Ok(self.page(data::event_integrations())?.items.iter().map(EventIntegrationDocument::of).collect())
    }
    async fn import_event_integration(
        &self,
        _: &Actor,
        _: &CallCenterId,
        document: EventIntegrationDocument,
    ) -> PortalResult<EventIntegration> {
        self.one(data::event_integrations(), |one| one.name == document.name)
    }
    async fn export_event_integration(
        &self,
        _: &Actor,
        _: &CallCenterId,
        id: EventIntegrationId,
    ) -> PortalResult<EventIntegrationDocument> {
        let found = self.one(data::event_integrations(), |one| one.id == id)?;
        Ok(EventIntegrationDocument::of(&found))
    }
    async fn delete_event_integration(
        &self,
        _: &Actor,
        _: &CallCenterId,
        change: Change<EventIntegrationId>,
    ) -> PortalResult<()> {
        newest(&change)
    }
    async fn overlaps(&self, _: &Actor, _: &CallCenterId) -> PortalResult<Vec<Overlap>> {
        Ok(self.page(data::overlaps())?.items)
    }
    async fn applicability(&self, _: &Actor) -> PortalResult<Applicability> {
        Ok(Applicability::documented())
    }
}

#[async_trait]
impl Conversations for MadeUp {
    async fn post_events(
        &self,
        _: &Actor,
        _: &CallCenterId,
        events: PostedEvents,
        wait: Option<Duration>,
    ) -> PortalResult<Vec<AcceptedEvent>> {
        assert!(wait.is_some(), "effects come to who waits");
        let events = Valid::check(events)?.into_inner().into_vec();
        Ok(events.iter().map(|event| data::accepted(&event.id)).collect())
    }
    async fn list_conversations(
        &self,
        _: &Actor,
        _: &CallCenterId,
        _: ConversationQuery,
        _: PageRequest,
    ) -> PortalResult<Page<ConversationSummary>> {
        self.page(data::conversations())
    }
    async fn conversation(&self, _: &Actor, _: &CallCenterId, id: &str) -> PortalResult<ConversationDetail> {
        self.one(vec![data::conversation(), messaging_data::conversation()], |one| one.id == id)
    }
    async fn timeline(
        &self,
        _: &Actor,
        _: &CallCenterId,
        id: &str,
        _: PageRequest,
    ) -> PortalResult<Page<TimelineEvent>> {
        let told = data::timeline().into_iter().filter(|told| told.event.conversation.id == id);
        self.page(told.collect())
    }
}
