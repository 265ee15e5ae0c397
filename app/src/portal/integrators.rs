use super::{Actor, Change, PortalResult};
use async_trait::async_trait;
use patchbay_model::id::{CallCenterId, IntegratorId};
use patchbay_model::integrator::{Integrator, IntegratorDraft, IntegratorQuery};
use patchbay_model::page::{Page, PageRequest};
use patchbay_model::view::{Circuit, PluggedIn, Verification};

/// Templates plugged in for call centers.
#[async_trait]
pub trait Integrators {
    /// Those of one call center, or with none all within the actor's reach.
    async fn list_integrators(
        &self,
        actor: &Actor,
        call_center: Option<CallCenterId>,
        query: IntegratorQuery,
        page: PageRequest,
    ) -> PortalResult<Page<Integrator>>;

    /// One. Secrets are told as set or not set.
    async fn integrator(&self, actor: &Actor, id: IntegratorId) -> PortalResult<Integrator>;

    /// Creates one.
    async fn create_integrator(
        &self,
        actor: &Actor,
        call_center: &CallCenterId,
        draft: IntegratorDraft,
    ) -> PortalResult<Integrator>;

    /// Installs the template of the gallery that `draft` names where the call center sees none of this name, and plugs it
    /// in. With [`Verification::Required`] only if the other side takes the values: otherwise the outcome has no integrator,
    /// and what was stored to verify it is gone.
    async fn plug_in(
        &self,
        actor: &Actor,
        call_center: &CallCenterId,
        draft: IntegratorDraft,
        verification: Verification,
    ) -> PortalResult<PluggedIn>;

    /// Saves one. A changed host asks for every secret again.
    async fn update_integrator(
        &self,
        actor: &Actor,
        change: Change<IntegratorId>,
        draft: IntegratorDraft,
    ) -> PortalResult<Integrator>;

    /// Makes another for `call_center`, without secrets and credentials.
    async fn copy_integrator(
        &self,
        actor: &Actor,
        id: IntegratorId,
        call_center: CallCenterId,
    ) -> PortalResult<Integrator>;

    /// Deletes one.
    async fn delete_integrator(&self, actor: &Actor, change: Change<IntegratorId>) -> PortalResult<()>;

    /// The circuit breaker's state of one, for the list: "closed", "open for 12 s", "half open".
    async fn circuit(&self, actor: &Actor, id: IntegratorId) -> PortalResult<Circuit>;
}
