use super::{Actor, Change, PortalResult};
use async_trait::async_trait;
use patchbay_model::endpoint::{Endpoint, EndpointDraft};
use patchbay_model::execution::{Executed, TestRun};
use patchbay_model::id::{CallCenterId, EndpointId, IntegratorId, TemplateId};
use patchbay_model::page::{Page, PageRequest};
use patchbay_model::problem::Problem;
use patchbay_model::view::{EndpointCheck, EndpointUsage};
use serde_json::Value;
use std::time::Duration;

/// The APIs of a third-party system.
#[async_trait]
pub trait Endpoints {
    /// A template's endpoints, by name unless the page says otherwise; `search` is part of the name or label.
    async fn list_endpoints(
        &self,
        actor: &Actor,
        template: TemplateId,
        search: Option<String>,
        page: PageRequest,
    ) -> PortalResult<Page<Endpoint>>;

    /// One by name or id.
    async fn endpoint(&self, actor: &Actor, template: TemplateId, name_or_id: &str) -> PortalResult<Endpoint>;

    /// Checks a draft as saving would, without saving.
    async fn check_endpoint(
        &self,
        actor: &Actor,
        template: TemplateId,
        draft: EndpointDraft,
    ) -> PortalResult<EndpointCheck>;

    /// Compiles and creates one.
    async fn create_endpoint(
        &self,
        actor: &Actor,
        template: TemplateId,
        draft: EndpointDraft,
    ) -> PortalResult<Endpoint>;

    /// Compiles and saves one; the version before is kept.
    async fn update_endpoint(
        &self,
        actor: &Actor,
        change: Change<EndpointId>,
        draft: EndpointDraft,
    ) -> PortalResult<Endpoint>;

    /// Makes another of the same template under `name`.
    async fn copy_endpoint(&self, actor: &Actor, id: EndpointId, name: String) -> PortalResult<Endpoint>;

    /// What deleting it would break.
    async fn endpoint_usage(&self, actor: &Actor, id: EndpointId) -> PortalResult<EndpointUsage>;

    /// Deletes one. An auth endpoint that others use is refused with a conflict.
    async fn delete_endpoint(&self, actor: &Actor, change: Change<EndpointId>) -> PortalResult<()>;

    /// Runs one with an integrator through the production path and tells each step; nothing is applied.
    async fn test_endpoint(
        &self,
        actor: &Actor,
        id: EndpointId,
        integrator: IntegratorId,
        body: Value,
    ) -> PortalResult<TestRun>;

    /// Runs one by names (spec/api.md, Execute).
    ///
    /// # Errors
    /// `Err` when nothing ran; `Ok(Err(problem))` when the execution failed.
    async fn execute(&self, actor: &Actor, call: EndpointCall) -> PortalResult<Result<Executed, Box<Problem>>>;
}

/// A call of the execute API.
#[derive(Debug, Clone)]
pub struct EndpointCall {
    /// The tenant.
    pub call_center: CallCenterId,
    /// The template's name or id.
    pub template: String,
    /// The endpoint's name or id.
    pub endpoint: String,
    /// The body transmitted from the client, an object.
    pub body: Value,
    /// `X-Deadline-Ms`.
    pub deadline: Option<Duration>,
}
