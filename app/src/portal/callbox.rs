use super::{Actor, PortalResult};
use async_trait::async_trait;
use patchbay_model::callbox::{CallboxIntegration, CallboxTokenDraft, CreatedCallboxToken};
use patchbay_model::id::CallCenterId;

/// What an agent's front end needs beside executing.
#[async_trait]
pub trait Callbox {
    /// What is plugged in and switched on, by name.
    async fn callbox_integrations(
        &self,
        actor: &Actor,
        call_center: &CallCenterId,
    ) -> PortalResult<Vec<CallboxIntegration>>;

    /// Makes a token; it is in this answer and nowhere else. A token can't make another one.
    async fn create_callbox_token(
        &self,
        actor: &Actor,
        call_center: &CallCenterId,
        draft: CallboxTokenDraft,
    ) -> PortalResult<CreatedCallboxToken>;
}
