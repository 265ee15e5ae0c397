use super::{Actor, PortalResult};
use async_trait::async_trait;
use patchbay_model::conversation::{GraphContact, GraphQuery};
use patchbay_model::id::CallCenterId;
use patchbay_model::messaging::ContactId;
use serde_json::Value;

/// What the third parties of omnichannel adapters read.
#[async_trait]
pub trait ThirdParties {
    /// A customer, as third parties read it.
    async fn graph_contact(
        &self,
        actor: &Actor,
        owner: &CallCenterId,
        contact: ContactId,
    ) -> PortalResult<GraphContact>;

    /// Messages of the call center, as third parties read them: 50 from `start` on, and where the next page begins.
    async fn graph_conversations(
        &self,
        actor: &Actor,
        owner: &CallCenterId,
        query: GraphQuery,
        start: u32,
    ) -> PortalResult<(Vec<Value>, Option<u32>)>;
}
