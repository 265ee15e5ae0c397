use super::{Actor, EndpointCall, PortalResult};
use async_trait::async_trait;
use futures_core::stream::BoxStream;
use patchbay_model::execution::{Execution, ExecutionQuery, ExecutionSummary};
use patchbay_model::id::{CallCenterId, ExecutionId};
use patchbay_model::page::{Page, PageRequest};
use patchbay_model::work::{QueueHealth, ReplayQuery, Replayed};

/// What ran.
#[async_trait]
pub trait Executions {
    /// Those within the actor's reach, newest first.
    async fn list_executions(
        &self,
        actor: &Actor,
        query: ExecutionQuery,
        page: PageRequest,
    ) -> PortalResult<Page<ExecutionSummary>>;

    /// One with its attempts.
    async fn execution(&self, actor: &Actor, id: ExecutionId) -> PortalResult<Execution>;

    /// A pulse each time new executions of the call center (or, with none, of the actor's reach) were recorded.
    async fn watch_executions(
        &self,
        actor: &Actor,
        call_center: Option<CallCenterId>,
    ) -> PortalResult<BoxStream<'static, ()>>;

    /// Queues one endpoint by names, to run durably (spec/api.md, `Prefer: respond-async`).
    async fn enqueue(&self, actor: &Actor, call: EndpointCall) -> PortalResult<ExecutionId>;

    /// Runs one again, as a new execution. Only what failed, is dead or unknown can be.
    async fn replay_execution(&self, actor: &Actor, id: ExecutionId) -> PortalResult<ExecutionId>;

    /// Runs again what failed in a call center since a time.
    async fn replay_executions(
        &self,
        actor: &Actor,
        call_center: &CallCenterId,
        query: ReplayQuery,
    ) -> PortalResult<Replayed>;

    /// How the durable queue does: of one call center, or with none of everything within the actor's reach.
    async fn queue_health(&self, actor: &Actor, call_center: Option<CallCenterId>) -> PortalResult<QueueHealth>;
}
