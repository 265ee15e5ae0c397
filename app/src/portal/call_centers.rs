use super::{Actor, PortalResult};
use async_trait::async_trait;
use patchbay_model::call_center::{CallCenter, CallCenterDraft};
use patchbay_model::id::{CallCenterId, Version};
use patchbay_model::limit::Limits;
use patchbay_model::page::{Page, PageRequest};
use patchbay_model::view::CallCenterUsage;

/// The tenants.
#[async_trait]
pub trait CallCenters {
    /// Those within the actor's reach, by name unless the page says otherwise; `search` is part of id or name.
    async fn list_call_centers(
        &self,
        actor: &Actor,
        search: Option<String>,
        page: PageRequest,
    ) -> PortalResult<Page<CallCenter>>;

    /// One.
    async fn call_center(&self, actor: &Actor, id: &CallCenterId) -> PortalResult<CallCenter>;

    /// Creates one, with a data key of its own.
    async fn create_call_center(&self, actor: &Actor, draft: CallCenterDraft) -> PortalResult<CallCenter>;

    /// Saves one; the id can't change.
    async fn update_call_center(
        &self,
        actor: &Actor,
        id: &CallCenterId,
        version: Option<Version>,
        draft: CallCenterDraft,
    ) -> PortalResult<CallCenter>;

    /// What deleting one would take with it.
    async fn call_center_usage(&self, actor: &Actor, id: &CallCenterId) -> PortalResult<CallCenterUsage>;

    /// Deletes one with all that belongs to it.
    async fn delete_call_center(&self, actor: &Actor, id: &CallCenterId, version: Option<Version>) -> PortalResult<()>;

    /// The outbound guard's allow-list and the limits in force.
    async fn limits(&self, actor: &Actor) -> PortalResult<Limits>;
}
