use super::{Actor, Change, PortalResult};
use async_trait::async_trait;
use patchbay_model::id::CallCenterId;
use patchbay_model::page::{Page, PageRequest};
use patchbay_model::queue::{Queue, QueueDraft, QueueId, QueueQuery, QueueUse};

/// The queues of a call center's platform.
#[async_trait]
pub trait Queues {
    /// A call center's, by name.
    async fn list_queues(
        &self,
        actor: &Actor,
        call_center: &CallCenterId,
        query: QueueQuery,
        page: PageRequest,
    ) -> PortalResult<Page<Queue>>;

    /// One.
    async fn queue(&self, actor: &Actor, call_center: &CallCenterId, id: &QueueId) -> PortalResult<Queue>;

    /// Creates one; its id is the platform's.
    async fn create_queue(&self, actor: &Actor, call_center: &CallCenterId, draft: QueueDraft) -> PortalResult<Queue>;

    /// Saves one. Its address can't change while a trigger of the call center names it.
    async fn update_queue(
        &self,
        actor: &Actor,
        call_center: &CallCenterId,
        change: Change<QueueId>,
        draft: QueueDraft,
    ) -> PortalResult<Queue>;

    /// The endpoints whose triggers name it.
    async fn queue_usage(&self, actor: &Actor, call_center: &CallCenterId, id: &QueueId)
    -> PortalResult<Vec<QueueUse>>;

    /// Deletes one that no trigger of the call center names.
    async fn delete_queue(
        &self,
        actor: &Actor,
        call_center: &CallCenterId,
        change: Change<QueueId>,
    ) -> PortalResult<()>;
}
