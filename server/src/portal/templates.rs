//! The descriptions of third-party systems. Published ones are written by the portal's own roles, a private one also by
//! the tenant that it belongs to.

use super::integrators::deed as integrator_deed;
use super::trail::{self, Deed};
use super::{ServerPortal, breakage, gallery, refusal, rights};
use crate::clock;
use async_trait::async_trait;
use chrono::TimeDelta;
use patchbay_app::portal::{Actor, Change, PortalError, PortalResult, Templates};
use patchbay_model::access::{Owner, Permission};
use patchbay_model::audit::{AuditAction, AuditObject};
use patchbay_model::id::{CallCenterId, ConfigurationVersionId, TemplateId};
use patchbay_model::integrator::IntegratorQuery;
use patchbay_model::page::{Page, PageRequest};
use patchbay_model::sentence;
use patchbay_model::sentence::Sentence;
use patchbay_model::template::{Template, TemplateDraft, TemplateQuery, TemplateSummary, Visibility};
use patchbay_model::time::Timestamp;
use patchbay_model::valid::Valid;
use patchbay_model::view::{Breakage, ConfigurationVersion, GalleryEntry, TemplateUsage};
use patchbay_store::changes::Change as Stored;
use patchbay_store::{Db, Reach, Unit, integrators, templates};
use serde_json::Value;

pub(super) const NOUN: Sentence = sentence!("template");

#[async_trait]
impl Templates for ServerPortal {
    async fn list_templates(
        &self,
        actor: &Actor,
        query: TemplateQuery,
        page: PageRequest,
    ) -> PortalResult<Page<TemplateSummary>> {
        let reach = rights::reach(actor, Permission::ReadIntegrations, query.call_center_id.as_ref())?;
        let query = TemplateQuery { search: query.search.filter(|search| !search.is_empty()), ..query };
        let yesterday = Timestamp(clock::now().0 - TimeDelta::days(1));
        templates::list(&self.store, &reach, &query, yesterday, &page).await.map_err(refusal::of_store(NOUN))
    }

    async fn template(
        &self,
        actor: &Actor,
        name_or_id: &str,
        call_center: Option<&CallCenterId>,
    ) -> PortalResult<Template> {
        if let Some(call_center) = call_center {
            rights::require_in(actor, Permission::ReadIntegrations, call_center, NOUN)?;
        }
        by_key(&self.store, actor, call_center.or(actor.call_center.as_ref()), name_or_id).await
    }

    async fn create_template(&self, actor: &Actor, draft: TemplateDraft) -> PortalResult<Template> {
        rights::require(actor, Permission::WriteTemplates, owner_of_draft(actor, &draft), NOUN)?;
        let draft = Valid::check(draft)?;
        let mut unit = self.begin().await?;
        let created = self.insert_template(&mut unit, actor, &draft, Vec::new(), AuditAction::Created).await?;
        self.commit_change(unit, &Stored::Template(created.id)).await?;
        Ok(created)
    }

    async fn template_breakage(
        &self,
        actor: &Actor,
        id: TemplateId,
        draft: TemplateDraft,
    ) -> PortalResult<Vec<Breakage>> {
        let before = permitted(&self.store, actor, Permission::ReadIntegrations, id).await?;
        breakage::of(&self.store, &Reach::from(actor), &before, &draft).await
    }

    async fn update_template(
        &self,
        actor: &Actor,
        change: Change<TemplateId>,
        draft: TemplateDraft,
    ) -> PortalResult<Template> {
        self.save_template(actor, change, draft, AuditAction::Updated).await
    }

    async fn copy_template(
        &self,
        actor: &Actor,
        id: TemplateId,
        name: String,
        call_center: Option<CallCenterId>,
    ) -> PortalResult<Template> {
        self.copy_with_endpoints(actor, id, name, call_center).await
    }

    async fn template_usage(&self, actor: &Actor, id: TemplateId) -> PortalResult<TemplateUsage> {
        permitted(&self.store, actor, Permission::ReadIntegrations, id).await?;
        templates::usage(&self.store, &Reach::from(actor), id).await.map_err(refusal::of_store(NOUN))
    }

    async fn delete_template(&self, actor: &Actor, change: Change<TemplateId>) -> PortalResult<()> {
        let at = clock::now();
        let mut unit = self.begin().await?;
        let before = permitted(&mut unit, actor, Permission::WriteTemplates, change.id).await?;
        note_lost_integrators(&mut unit, actor, at, &before).await?;
        templates::delete(&mut unit, &Reach::from(actor), change.id, change.version)
            .await
            .map_err(refusal::of_store(NOUN))?;
        let deed = deed(AuditAction::Deleted, &before, trail::document(&before)?, Value::Null);
        trail::note(&mut unit, actor, at, deed).await?;
        self.commit_change(unit, &Stored::Template(before.id)).await
    }

    async fn export_template(&self, actor: &Actor, id: TemplateId) -> PortalResult<Value> {
        self.export(actor, id).await
    }

    async fn import_template(
        &self,
        actor: &Actor,
        document: Value,
        call_center: Option<CallCenterId>,
    ) -> PortalResult<Template> {
        self.import(actor, &document, call_center).await
    }

    async fn gallery(&self, actor: &Actor) -> PortalResult<Vec<GalleryEntry>> {
        rights::require(actor, Permission::ReadIntegrations, Owner::Portal, NOUN)?;
        let mut entries = Vec::new();
        for document in gallery::documents() {
            let name = &document.name;
            let installed = templates::find_by_key(&self.store, &Reach::from(actor), actor.call_center.as_ref(), name)
                .await
                .map_err(refusal::of_store(NOUN))?;
            entries.push(gallery::entry(document, installed.is_some())?);
        }
        Ok(entries)
    }

    async fn versions(
        &self,
        actor: &Actor,
        template: TemplateId,
        object_id: uuid::Uuid,
        page: PageRequest,
    ) -> PortalResult<Page<ConfigurationVersion>> {
        self.list_versions(actor, template, object_id, page).await
    }

    async fn restore(&self, actor: &Actor, template: TemplateId, version: ConfigurationVersionId) -> PortalResult<()> {
        self.restore_version(actor, template, version).await
    }
}

/// Tells each tenant's trail that its integrator goes with the template.
async fn note_lost_integrators(unit: &mut Unit, actor: &Actor, at: Timestamp, template: &Template) -> PortalResult<()> {
    let query = IntegratorQuery { template_id: Some(template.id), ..IntegratorQuery::default() };
    let mut page = PageRequest::longest();
    loop {
        let found = integrators::list(&mut *unit, &Reach::All, &query, &page).await.map_err(refusal::of_store(NOUN))?;
        for lost in &found.items {
            let deed = integrator_deed(AuditAction::Deleted, lost, trail::document(lost)?, Value::Null);
            trail::note(unit, actor, at, deed).await?;
        }
        page.cursor = found.next_cursor;
        if page.cursor.is_none() {
            return Ok(());
        }
    }
}

/// The template, if the actor may do this to it.
pub(super) async fn permitted<'c>(
    db: impl Db<'c>,
    actor: &Actor,
    permission: Permission,
    id: TemplateId,
) -> PortalResult<Template> {
    let template = templates::get(db, &Reach::from(actor), id).await.map_err(refusal::of_store(NOUN))?;
    rights::require(actor, permission, rights::owner_of(&template), NOUN)?;
    Ok(template)
}

/// The template that `call_center` knows by this name, or that has this id, if the actor may read it.
pub(super) async fn by_key<'c>(
    db: impl Db<'c>,
    actor: &Actor,
    call_center: Option<&CallCenterId>,
    key: &str,
) -> PortalResult<Template> {
    let found = templates::find_by_key(db, &Reach::from(actor), call_center, key).await;
    let template = found.map_err(refusal::of_store(NOUN))?.ok_or(PortalError::NotFound(NOUN))?;
    rights::require(actor, Permission::ReadIntegrations, rights::owner_of(&template), NOUN)?;
    Ok(template)
}

/// Whose a template will be. A private one without a call center is judged as the actor's own, so that a tenant is told
/// to fill it in and not that the role doesn't suffice.
pub(super) fn owner_of_draft<'a>(actor: &'a Actor, draft: &'a TemplateDraft) -> Owner<'a> {
    let owner = match draft.visibility {
        Visibility::Published => None,
        Visibility::Private => draft.call_center_id.as_ref().or(actor.call_center.as_ref()),
    };
    owner.map_or(Owner::Portal, Owner::CallCenter)
}

pub(super) fn deed(action: AuditAction, template: &Template, before: Value, after: Value) -> Deed<'_> {
    Deed {
        action,
        object: AuditObject::Template,
        id: template.id.to_string(),
        name: &template.name,
        call_center: template.call_center_id.as_ref(),
        before,
        after,
    }
}
