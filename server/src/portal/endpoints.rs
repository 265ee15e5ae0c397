//! The APIs of a third-party system. Who may write a template may write its endpoints.

use super::compiling::Frame;
use super::trail::{self, Deed};
use super::{ServerPortal, endpoint_runs, endpoint_writes, exposure, refusal, templates};
use crate::clock;
use async_trait::async_trait;
use patchbay_app::portal::{Actor, Change, EndpointCall, Endpoints, PortalError, PortalResult};
use patchbay_engine::plan;
use patchbay_model::access::Permission;
use patchbay_model::audit::{AuditAction, AuditObject};
use patchbay_model::endpoint::{Endpoint, EndpointDraft};
use patchbay_model::execution::{Executed, TestRun};
use patchbay_model::id::{EndpointId, IntegratorId, TemplateId};
use patchbay_model::page::{Page, PageRequest};
use patchbay_model::problem::Problem;
use patchbay_model::sentence;
use patchbay_model::sentence::Sentence;
use patchbay_model::template::Template;
use patchbay_model::view::{EndpointCheck, EndpointUsage};
use patchbay_store::changes::Change as Stored;
use patchbay_store::{Db, Reach, endpoints};
use serde_json::Value;

pub(super) const NOUN: Sentence = sentence!("endpoint");

#[async_trait]
impl Endpoints for ServerPortal {
    async fn list_endpoints(
        &self,
        actor: &Actor,
        template: TemplateId,
        search: Option<String>,
        page: PageRequest,
    ) -> PortalResult<Page<Endpoint>> {
        templates::permitted(&self.store, actor, Permission::ReadIntegrations, template).await?;
        let search = search.as_deref().filter(|search| !search.is_empty());
        let found = endpoints::list(&self.store, &Reach::from(actor), template, search, &page).await;
        found.map_err(refusal::of_store(NOUN))
    }

    async fn endpoint(&self, actor: &Actor, template: TemplateId, name_or_id: &str) -> PortalResult<Endpoint> {
        templates::permitted(&self.store, actor, Permission::ReadIntegrations, template).await?;
        let found = endpoints::find_by_key(&self.store, &Reach::from(actor), template, name_or_id).await;
        found.map_err(refusal::of_store(NOUN))?.ok_or(PortalError::NotFound(NOUN))
    }

    async fn check_endpoint(
        &self,
        actor: &Actor,
        template: TemplateId,
        draft: EndpointDraft,
    ) -> PortalResult<EndpointCheck> {
        let template = templates::permitted(&self.store, actor, Permission::WriteTemplates, template).await?;
        let neighbours = endpoints::all(&self.store, &Reach::from(actor), template.id).await;
        let neighbours = neighbours.map_err(refusal::of_store(NOUN))?;
        // The form doesn't say which endpoint it edits; by its name it is left out.
        let others = neighbours.iter().map(|endpoint| &endpoint.draft).filter(|other| other.name != draft.name);
        let others: Vec<&EndpointDraft> = others.collect();
        let around = frame(&template).around(others.iter().copied());
        let mut found = plan::check(&around, &draft);
        found
            .warnings
            .extend(exposure::of(&self.store, &Reach::from(actor), template.id, &around, &draft, &others).await?);
        Ok(found)
    }

    async fn create_endpoint(
        &self,
        actor: &Actor,
        template: TemplateId,
        draft: EndpointDraft,
    ) -> PortalResult<Endpoint> {
        self.insert_endpoint(actor, template, draft, AuditAction::Created).await
    }

    async fn update_endpoint(
        &self,
        actor: &Actor,
        change: Change<EndpointId>,
        draft: EndpointDraft,
    ) -> PortalResult<Endpoint> {
        self.save_endpoint(actor, change, draft, AuditAction::Updated).await
    }

    async fn copy_endpoint(&self, actor: &Actor, id: EndpointId, name: String) -> PortalResult<Endpoint> {
        let source = find(&self.store, actor, id).await?;
        // Two defaults can't be; the copy of an auth endpoint is one more to choose from.
        let default = source.draft.default.map(|_| false);
        let draft = EndpointDraft { name, default, ..source.draft };
        self.insert_endpoint(actor, source.template_id, draft, AuditAction::Copied).await
    }

    async fn endpoint_usage(&self, actor: &Actor, id: EndpointId) -> PortalResult<EndpointUsage> {
        let endpoint = find(&self.store, actor, id).await?;
        templates::permitted(&self.store, actor, Permission::ReadIntegrations, endpoint.template_id).await?;
        endpoints::usage(&self.store, &Reach::from(actor), id).await.map_err(refusal::of_store(NOUN))
    }

    async fn delete_endpoint(&self, actor: &Actor, change: Change<EndpointId>) -> PortalResult<()> {
        let at = clock::now();
        let mut unit = self.begin().await?;
        let before = find(&mut unit, actor, change.id).await?;
        let template = templates::permitted(&mut unit, actor, Permission::WriteTemplates, before.template_id).await?;
        let usage = endpoints::usage(&mut unit, &Reach::All, change.id).await.map_err(refusal::of_store(NOUN))?;
        if !usage.signs_in.is_empty() {
            return Err(in_use(&before.draft.name, &usage.signs_in));
        }
        endpoints::delete(&mut unit, &Reach::from(actor), change.id, change.version)
            .await
            .map_err(refusal::of_store(NOUN))?;
        // An endpoint that began to sign in by this one a moment ago is found now, under the template's lock.
        endpoint_writes::refuse_broken_neighbours(&mut unit, &template, change.id).await?;
        let deed = deed(AuditAction::Deleted, &before, &template, trail::document(&before)?, Value::Null);
        trail::note(&mut unit, actor, at, deed).await?;
        self.commit_change(unit, &Stored::Template(template.id)).await
    }

    async fn test_endpoint(
        &self,
        actor: &Actor,
        id: EndpointId,
        integrator: IntegratorId,
        body: Value,
    ) -> PortalResult<TestRun> {
        endpoint_runs::test(self, actor, id, integrator, body).await
    }

    async fn execute(&self, actor: &Actor, call: EndpointCall) -> PortalResult<Result<Executed, Box<Problem>>> {
        endpoint_runs::execute(self, actor, call).await
    }
}

/// The endpoint, if its template is within the actor's sight. What the actor may do to it, the template says.
pub(super) async fn find<'c>(db: impl Db<'c>, actor: &Actor, id: EndpointId) -> PortalResult<Endpoint> {
    endpoints::get(db, &Reach::from(actor), id).await.map_err(refusal::of_store(NOUN))
}

/// What the endpoints of `template` have to agree with.
pub(super) fn frame(template: &Template) -> Frame<'_> {
    Frame { template_type: template.template_type, parameters: &template.parameters }
}

/// Others sign in by the endpoint called `name`.
pub(super) fn in_use(name: &str, users: &[String]) -> PortalError {
    let told = sentence!(
        "%{users} sign in by %{name}: give them another auth endpoint first",
        users = users.join(", "),
        name = name,
    );
    refusal::conflict("/authEndpoint", told)
}

pub(super) fn deed<'a>(
    action: AuditAction,
    endpoint: &'a Endpoint,
    template: &'a Template,
    before: Value,
    after: Value,
) -> Deed<'a> {
    Deed {
        action,
        object: AuditObject::Endpoint,
        id: endpoint.id.to_string(),
        name: &endpoint.draft.name,
        call_center: template.call_center_id.as_ref(),
        before,
        after,
    }
}
