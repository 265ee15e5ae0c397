//! The portal's traits, answered from memory. What no test asks for answers that the database is away.

use super::Stock;
use super::data;
use super::events_data;
use async_trait::async_trait;
use futures_core::stream::BoxStream;
use patchbay_app::portal::*;
use patchbay_model::audit::{AuditEntry, AuditQuery};
use patchbay_model::call_center::{CallCenter, CallCenterDraft};
use patchbay_model::callbox::{CallboxIntegration, CallboxTokenDraft, CreatedCallboxToken};
use patchbay_model::endpoint::{Endpoint, EndpointDraft};
use patchbay_model::execution::{Executed, Execution, ExecutionQuery, ExecutionSummary, TestRun};
use patchbay_model::id::*;
use patchbay_model::integrator::{Integrator, IntegratorDraft, IntegratorQuery};
use patchbay_model::key::{CreatedKey, Key, KeyDraft};
use patchbay_model::limit::Limits;
use patchbay_model::page::{Page, PageRequest};
use patchbay_model::private_code::{PrivateCode, PrivateCodeDraft};
use patchbay_model::problem::Problem;
use patchbay_model::template::{Template, TemplateDraft, TemplateQuery, TemplateSummary};
use patchbay_model::user::{Invitation, User, UserDraft};
use patchbay_model::view::*;
use patchbay_model::work::{QueueHealth, ReplayQuery, Replayed};
use serde_json::Value;

pub struct MadeUp(pub Stock);

impl MadeUp {
    pub(super) fn page<T>(&self, items: Vec<T>) -> PortalResult<Page<T>> {
        match self.0 {
            Stock::Some | Stock::OneCallCenter => Ok(Page { items, next_cursor: None }),
            Stock::None => Ok(Page { items: Vec::new(), next_cursor: None }),
            Stock::Away => Err(PortalError::Unavailable),
        }
    }

    pub(super) fn one<T>(&self, items: Vec<T>, is: impl Fn(&T) -> bool) -> PortalResult<T> {
        self.page(items)?.items.into_iter().find(is).ok_or(PortalError::NotFound("thing".into()))
    }
}

pub(super) fn newest<Id>(change: &Change<Id>) -> PortalResult<()> {
    if change.version == Some(Version(3)) { Ok(()) } else { Err(PortalError::Stale) }
}

#[async_trait]
impl Templates for MadeUp {
    async fn list_templates(&self, _: &Actor, _: TemplateQuery, _: PageRequest) -> PortalResult<Page<TemplateSummary>> {
        self.page(vec![data::summary()])
    }
    async fn template(&self, _: &Actor, id: &str, _: Option<&CallCenterId>) -> PortalResult<Template> {
        self.one(vec![data::template(), data::private_template()], |one| one.id.to_string() == id)
    }
    async fn create_template(&self, _: &Actor, draft: TemplateDraft) -> PortalResult<Template> {
        patchbay_model::valid::Valid::check(draft)?;
        Ok(data::template())
    }
    async fn template_breakage(&self, _: &Actor, _: TemplateId, draft: TemplateDraft) -> PortalResult<Vec<Breakage>> {
        let breaks = draft.parameters.iter().any(|parameter| parameter.name == "X-New");
        let broken = data::integrators().into_iter().filter(|_| breaks);
        Ok(broken
            .map(|one| Breakage {
                call_center_id: one.call_center_id,
                host: one.host,
                reason: "lacks the required field X-New".into(),
            })
            .collect())
    }
    async fn update_template(&self, _: &Actor, change: Change<TemplateId>, _: TemplateDraft) -> PortalResult<Template> {
        newest(&change)?;
        Ok(data::template())
    }
    async fn copy_template(
        &self,
        _: &Actor,
        _: TemplateId,
        _: String,
        _: Option<CallCenterId>,
    ) -> PortalResult<Template> {
        Err(PortalError::Unavailable)
    }
    async fn template_usage(&self, _: &Actor, _: TemplateId) -> PortalResult<TemplateUsage> {
        Ok(TemplateUsage { integrators: 2, call_centers: 2, endpoints: 2 })
    }
    async fn delete_template(&self, _: &Actor, _: Change<TemplateId>) -> PortalResult<()> {
        Err(PortalError::Unavailable)
    }
    async fn export_template(&self, _: &Actor, _: TemplateId) -> PortalResult<Value> {
        Ok(serde_json::json!({"$schema": "/schemas/template.json", "name": "hubspot"}))
    }
    async fn import_template(&self, _: &Actor, _: Value, _: Option<CallCenterId>) -> PortalResult<Template> {
        Ok(data::template())
    }
    async fn gallery(&self, _: &Actor) -> PortalResult<Vec<GalleryEntry>> {
        Ok(data::gallery())
    }
    async fn versions(
        &self,
        _: &Actor,
        template: TemplateId,
        _: uuid::Uuid,
        _: PageRequest,
    ) -> PortalResult<Page<ConfigurationVersion>> {
        let is_code = template == data::private_code().template_id;
        self.page(if is_code { data::code_versions() } else { data::versions() })
    }
    async fn restore(&self, _: &Actor, _: TemplateId, _: ConfigurationVersionId) -> PortalResult<()> {
        Err(PortalError::Unavailable)
    }
}

#[async_trait]
impl PrivateCodes for MadeUp {
    async fn private_code(&self, _: &Actor, template: TemplateId) -> PortalResult<PrivateCode> {
        self.one(vec![data::private_code()], |one| one.template_id == template)
    }
    async fn update_private_code(
        &self,
        _: &Actor,
        change: Change<TemplateId>,
        _: PrivateCodeDraft,
    ) -> PortalResult<PrivateCode> {
        newest(&change)?;
        Ok(data::private_code())
    }
}

#[async_trait]
impl Integrators for MadeUp {
    async fn list_integrators(
        &self,
        _: &Actor,
        _: Option<CallCenterId>,
        _: IntegratorQuery,
        _: PageRequest,
    ) -> PortalResult<Page<Integrator>> {
        self.page(data::integrators())
    }
    async fn integrator(&self, _: &Actor, id: IntegratorId) -> PortalResult<Integrator> {
        self.one(data::integrators(), |one| one.id == id)
    }
    async fn create_integrator(&self, _: &Actor, _: &CallCenterId, _: IntegratorDraft) -> PortalResult<Integrator> {
        Err(PortalError::Unavailable)
    }
    async fn plug_in(
        &self,
        _: &Actor,
        _: &CallCenterId,
        draft: IntegratorDraft,
        verification: Verification,
    ) -> PortalResult<PluggedIn> {
        let draft = patchbay_model::valid::Valid::check(draft)?.into_inner();
        let mut run = data::test_run();
        let takes = draft.host == "api.example.com";
        if !takes {
            run.status = patchbay_model::execution::ExecutionStatus::Failed;
            run.response_status = Some(401);
        }
        let run = (verification == Verification::Required).then_some(run);
        let integrator_id = (takes || run.is_none()).then(|| data::INTEGRATOR.parse().unwrap());
        Ok(PluggedIn { template_id: data::TEMPLATE.parse().unwrap(), integrator_id, run })
    }
    async fn update_integrator(
        &self,
        _: &Actor,
        change: Change<IntegratorId>,
        draft: IntegratorDraft,
    ) -> PortalResult<Integrator> {
        newest(&change)?;
        if draft.host != "api.hubapi.com" {
            return Err(PortalError::invalid("/fields/X-Api-Key", "the host changed: enter it again".into()));
        }
        self.one(data::integrators(), |one| one.id == change.id)
    }
    async fn copy_integrator(&self, _: &Actor, _: IntegratorId, _: CallCenterId) -> PortalResult<Integrator> {
        Err(PortalError::Unavailable)
    }
    async fn delete_integrator(&self, _: &Actor, _: Change<IntegratorId>) -> PortalResult<()> {
        Err(PortalError::Unavailable)
    }
    async fn circuit(&self, _: &Actor, _: IntegratorId) -> PortalResult<Circuit> {
        Ok(Circuit::Closed)
    }
}

#[async_trait]
impl Endpoints for MadeUp {
    async fn list_endpoints(
        &self,
        _: &Actor,
        _: TemplateId,
        _: Option<String>,
        _: PageRequest,
    ) -> PortalResult<Page<Endpoint>> {
        self.page(data::endpoints())
    }
    async fn endpoint(&self, _: &Actor, _: TemplateId, id: &str) -> PortalResult<Endpoint> {
        self.one(data::endpoints(), |one| one.id.to_string() == id)
    }
    async fn check_endpoint(&self, _: &Actor, _: TemplateId, _: EndpointDraft) -> PortalResult<EndpointCheck> {
        Ok(EndpointCheck { violations: Vec::new(), warnings: Vec::new() })
    }
    async fn create_endpoint(&self, _: &Actor, _: TemplateId, draft: EndpointDraft) -> PortalResult<Endpoint> {
        patchbay_model::valid::Valid::check(draft)?;
        self.one(data::endpoints(), |_| true)
    }
    async fn update_endpoint(&self, _: &Actor, change: Change<EndpointId>, _: EndpointDraft) -> PortalResult<Endpoint> {
        newest(&change)?;
        Err(PortalError::invalid("/request/headers/X-Trace", "there is no value named fone".into()))
    }
    async fn copy_endpoint(&self, _: &Actor, _: EndpointId, _: String) -> PortalResult<Endpoint> {
        Err(PortalError::Unavailable)
    }
    async fn endpoint_usage(&self, _: &Actor, _: EndpointId) -> PortalResult<EndpointUsage> {
        Ok(EndpointUsage { integrators: 2, call_centers: 2, signs_in: Vec::new() })
    }
    async fn delete_endpoint(&self, _: &Actor, _: Change<EndpointId>) -> PortalResult<()> {
        Err(PortalError::Unavailable)
    }
    async fn test_endpoint(&self, _: &Actor, _: EndpointId, _: IntegratorId, _: Value) -> PortalResult<TestRun> {
        Ok(data::test_run())
    }
    async fn execute(&self, _: &Actor, _: EndpointCall) -> PortalResult<Result<Executed, Box<Problem>>> {
        Err(PortalError::Unavailable)
    }
}

#[async_trait]
impl CallCenters for MadeUp {
    async fn list_call_centers(&self, _: &Actor, _: Option<String>, _: PageRequest) -> PortalResult<Page<CallCenter>> {
        let all = data::call_centers();
        self.page(if self.0 == Stock::OneCallCenter { all[..1].to_vec() } else { all })
    }
    async fn call_center(&self, _: &Actor, id: &CallCenterId) -> PortalResult<CallCenter> {
        self.one(data::call_centers(), |one| one.id == *id)
    }
    async fn create_call_center(&self, _: &Actor, draft: CallCenterDraft) -> PortalResult<CallCenter> {
        patchbay_model::valid::Valid::check(draft)?;
        self.one(data::call_centers(), |_| true)
    }
    async fn update_call_center(
        &self,
        _: &Actor,
        _: &CallCenterId,
        _: Option<Version>,
        draft: CallCenterDraft,
    ) -> PortalResult<CallCenter> {
        patchbay_model::valid::Valid::check(draft)?;
        self.one(data::call_centers(), |_| true)
    }
    async fn call_center_usage(&self, _: &Actor, _: &CallCenterId) -> PortalResult<CallCenterUsage> {
        Err(PortalError::Unavailable)
    }
    async fn delete_call_center(&self, _: &Actor, _: &CallCenterId, _: Option<Version>) -> PortalResult<()> {
        Err(PortalError::Unavailable)
    }
    async fn limits(&self, _: &Actor) -> PortalResult<Limits> {
        self.page(Vec::<()>::new())?;
        Ok(Limits { allow_hosts: Vec::new(), egress_address: Some("203.0.113.7".into()), limits: data::limits() })
    }
}

#[async_trait]
impl Account for MadeUp {
    async fn sign_in(&self, _: &str, _: &str, _: &str) -> PortalResult<User> {
        Err(PortalError::WrongCredentials)
    }
    async fn sign_in_third_party(&self, _: &str, _: &str, _: &str) -> PortalResult<ReadingToken> {
        Err(PortalError::WrongCredentials)
    }
    async fn sign_out(&self, _: &Actor) -> PortalResult<()> {
        Ok(())
    }
    async fn change_password(&self, _: &Actor, _: &str, _: &str) -> PortalResult<()> {
        Err(PortalError::Unavailable)
    }
    async fn invitation(&self, _: &str) -> PortalResult<Option<User>> {
        Err(PortalError::NotFound("invitation".into()))
    }
    async fn accept_invitation(&self, _: &str, _: &str, _: &str) -> PortalResult<User> {
        Err(PortalError::NotFound("invitation".into()))
    }
}

#[async_trait]
impl AuditTrail for MadeUp {
    async fn list_audit(&self, _: &Actor, _: AuditQuery, _: PageRequest) -> PortalResult<Page<AuditEntry>> {
        self.page(Vec::new())
    }
    async fn audit_entry(&self, _: &Actor, _: AuditEntryId) -> PortalResult<AuditEntry> {
        Err(PortalError::Unavailable)
    }
}

#[async_trait]
impl Executions for MadeUp {
    async fn list_executions(
        &self,
        _: &Actor,
        query: ExecutionQuery,
        _: PageRequest,
    ) -> PortalResult<Page<ExecutionSummary>> {
        let fits = |one: &ExecutionSummary| {
            query.template.as_ref().is_none_or(|name| one.template == *name)
                && query.endpoint.as_ref().is_none_or(|name| one.endpoint == *name)
                && query.since.is_none_or(|since| one.created_at >= since)
        };
        self.page(events_data::executions().into_iter().map(|execution| execution.summary).filter(fits).collect())
    }
    async fn execution(&self, _: &Actor, id: ExecutionId) -> PortalResult<Execution> {
        self.one(events_data::executions(), |one| one.summary.id == id)
    }
    async fn enqueue(&self, _: &Actor, _: EndpointCall) -> PortalResult<ExecutionId> {
        Err(PortalError::Unavailable)
    }
    async fn replay_execution(&self, _: &Actor, id: ExecutionId) -> PortalResult<ExecutionId> {
        let execution = self.one(events_data::executions(), |one| one.summary.id == id)?;
        if execution.summary.status.can_be_replayed() {
            return Ok(data::read(events_data::REPLAYED.into()));
        }
        Err(PortalError::Conflict { pointer: String::new(), detail: "it did not fail".into() })
    }
    async fn replay_executions(&self, _: &Actor, _: &CallCenterId, query: ReplayQuery) -> PortalResult<Replayed> {
        // The request came at the moment that its name tells; the form said 60 minutes, or a moment for a conversation.
        let of_one = query.conversation.is_some();
        let since = if of_one { events_data::EXACTLY } else { events_data::AN_HOUR_BEFORE_THE_REQUEST };
        assert_eq!(query.since.to_string(), since);
        if of_one {
            return Ok(Replayed { replayed: 1 });
        }
        Ok(Replayed { replayed: if query.template.as_deref() == Some("nothing") { 0 } else { 12 } })
    }
    async fn queue_health(&self, _: &Actor, _: Option<CallCenterId>) -> PortalResult<QueueHealth> {
        self.one(vec![events_data::queue_health()], |_| true)
    }
    async fn watch_executions(&self, _: &Actor, _: Option<CallCenterId>) -> PortalResult<BoxStream<'static, ()>> {
        Err(PortalError::Unavailable)
    }
}

#[async_trait]
impl Keys for MadeUp {
    async fn list_keys(
        &self,
        _: &Actor,
        _: Option<CallCenterId>,
        _: Option<String>,
        _: PageRequest,
    ) -> PortalResult<Page<Key>> {
        self.page(Vec::new())
    }
    async fn key(&self, _: &Actor, _: KeyId) -> PortalResult<Key> {
        Err(PortalError::NotFound("key".into()))
    }
    async fn create_key(&self, _: &Actor, _: KeyDraft) -> PortalResult<CreatedKey> {
        Err(PortalError::Unavailable)
    }
    async fn update_key(&self, _: &Actor, _: Change<KeyId>, _: KeyDraft) -> PortalResult<Key> {
        Err(PortalError::Unavailable)
    }
    async fn revoke_key(&self, _: &Actor, _: Change<KeyId>) -> PortalResult<()> {
        Err(PortalError::Unavailable)
    }
}

#[async_trait]
impl Callbox for MadeUp {
    async fn callbox_integrations(&self, _: &Actor, _: &CallCenterId) -> PortalResult<Vec<CallboxIntegration>> {
        Ok(Vec::new())
    }
    async fn create_callbox_token(
        &self,
        _: &Actor,
        _: &CallCenterId,
        _: CallboxTokenDraft,
    ) -> PortalResult<CreatedCallboxToken> {
        Err(PortalError::Unavailable)
    }
}

#[async_trait]
impl Overview for MadeUp {
    async fn overview(&self, _: &Actor) -> PortalResult<Figures> {
        Ok(Figures::default())
    }
}

#[async_trait]
impl Users for MadeUp {
    async fn list_users(&self, _: &Actor, _: Option<String>, _: PageRequest) -> PortalResult<Page<User>> {
        self.page(Vec::new())
    }
    async fn user(&self, _: &Actor, _: UserId) -> PortalResult<User> {
        Err(PortalError::NotFound("user".into()))
    }
    async fn invite_user(&self, _: &Actor, _: UserDraft) -> PortalResult<Invitation> {
        Err(PortalError::Unavailable)
    }
    async fn renew_invitation(&self, _: &Actor, _: UserId) -> PortalResult<Invitation> {
        Err(PortalError::Unavailable)
    }
    async fn update_user(&self, _: &Actor, _: Change<UserId>, _: UserDraft) -> PortalResult<User> {
        Err(PortalError::Unavailable)
    }
    async fn delete_user(&self, _: &Actor, _: Change<UserId>) -> PortalResult<()> {
        Err(PortalError::Unavailable)
    }
}
