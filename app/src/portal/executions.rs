use super::{Actor, PortalResult};
use async_trait::async_trait;
use futures_core::stream::BoxStream;
use patchbay_model::execution::{Execution, ExecutionQuery, ExecutionSummary};
use patchbay_model::id::{CallCenterId, ExecutionId};
use patchbay_model::page::{Page, PageRequest};

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
}
