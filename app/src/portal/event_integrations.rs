use super::{Actor, Change, PortalResult};
use async_trait::async_trait;
use patchbay_model::event::Applicability;
use patchbay_model::event_integration::{
    EventIntegration, EventIntegrationCheck, EventIntegrationDocument, EventIntegrationDraft, EventIntegrationQuery,
    Overlap,
};
use patchbay_model::id::{CallCenterId, EventIntegrationId};
use patchbay_model::page::{Page, PageRequest};

/// Endpoints that run by themselves on conversation events, each described by one form (spec/events.md).
#[async_trait]
pub trait EventIntegrations {
    /// A call center's, in the order in which they run.
    async fn list_event_integrations(
        &self,
        actor: &Actor,
        call_center: &CallCenterId,
        query: EventIntegrationQuery,
        page: PageRequest,
    ) -> PortalResult<Page<EventIntegration>>;

    /// One. Secrets are told as set or not set.
    async fn event_integration(
        &self,
        actor: &Actor,
        call_center: &CallCenterId,
        id: EventIntegrationId,
    ) -> PortalResult<EventIntegration>;

    /// Checks a draft as saving would, without saving, and tells whom it would meet. `id` is the saved one, if it is
    /// one.
    async fn check_event_integration(
        &self,
        actor: &Actor,
        call_center: &CallCenterId,
        id: Option<EventIntegrationId>,
        draft: EventIntegrationDraft,
    ) -> PortalResult<EventIntegrationCheck>;

    /// Compiles and creates one.
    async fn create_event_integration(
        &self,
        actor: &Actor,
        call_center: &CallCenterId,
        draft: EventIntegrationDraft,
    ) -> PortalResult<EventIntegration>;

    /// Compiles and saves one. A changed host asks for every secret again.
    async fn update_event_integration(
        &self,
        actor: &Actor,
        call_center: &CallCenterId,
        change: Change<EventIntegrationId>,
        draft: EventIntegrationDraft,
    ) -> PortalResult<EventIntegration>;

    /// Makes another under `name`, with everything except the authentication details.
    async fn copy_event_integration(
        &self,
        actor: &Actor,
        call_center: &CallCenterId,
        id: EventIntegrationId,
        name: String,
    ) -> PortalResult<EventIntegration>;

    /// The examples that come with Patchbay, ready to be imported.
    async fn event_integration_gallery(&self, actor: &Actor) -> PortalResult<Vec<EventIntegrationDocument>>;

    /// Creates what a document describes. It has no credentials: what needs them fails with `credential_missing` until
    /// they are entered.
    async fn import_event_integration(
        &self,
        actor: &Actor,
        call_center: &CallCenterId,
        document: EventIntegrationDocument,
    ) -> PortalResult<EventIntegration>;

    /// The document of one, without secrets.
    async fn export_event_integration(
        &self,
        actor: &Actor,
        call_center: &CallCenterId,
        id: EventIntegrationId,
    ) -> PortalResult<EventIntegrationDocument>;

    /// Deletes one with what stands behind it.
    async fn delete_event_integration(
        &self,
        actor: &Actor,
        call_center: &CallCenterId,
        change: Change<EventIntegrationId>,
    ) -> PortalResult<()>;

    /// The cells (event x direction x queue) in which more than one trigger of the call center listens, endpoints of
    /// ordinary templates included.
    async fn overlaps(&self, actor: &Actor, call_center: &CallCenterId) -> PortalResult<Vec<Overlap>>;

    /// Which event applies to which conversations, as this deployment has it.
    async fn applicability(&self, actor: &Actor) -> PortalResult<Applicability>;
}
