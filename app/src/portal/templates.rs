use super::{Actor, Change, PortalResult};
use async_trait::async_trait;
use patchbay_model::id::{CallCenterId, ConfigurationVersionId, TemplateId};
use patchbay_model::page::{Page, PageRequest};
use patchbay_model::template::{Template, TemplateDraft, TemplateQuery, TemplateSummary};
use patchbay_model::view::{Breakage, ConfigurationVersion, GalleryEntry, TemplateUsage};
use serde_json::Value;

/// The descriptions of third-party systems.
#[async_trait]
pub trait Templates {
    /// Those within the actor's reach.
    async fn list_templates(
        &self,
        actor: &Actor,
        query: TemplateQuery,
        page: PageRequest,
    ) -> PortalResult<Page<TemplateSummary>>;

    /// One by id, or by name: a published one's, or with `call_center` that one's private one (spec/api.md, Names).
    async fn template(
        &self,
        actor: &Actor,
        name_or_id: &str,
        call_center: Option<&CallCenterId>,
    ) -> PortalResult<Template>;

    /// Creates one.
    async fn create_template(&self, actor: &Actor, draft: TemplateDraft) -> PortalResult<Template>;

    /// What saving `draft` would break, told before saving (spec/callbox.md, Template).
    async fn template_breakage(
        &self,
        actor: &Actor,
        id: TemplateId,
        draft: TemplateDraft,
    ) -> PortalResult<Vec<Breakage>>;

    /// Saves one; the version before is kept.
    async fn update_template(
        &self,
        actor: &Actor,
        change: Change<TemplateId>,
        draft: TemplateDraft,
    ) -> PortalResult<Template>;

    /// Makes another with the endpoints of the first, under `name`, optionally private to `call_center`.
    async fn copy_template(
        &self,
        actor: &Actor,
        id: TemplateId,
        name: String,
        call_center: Option<CallCenterId>,
    ) -> PortalResult<Template>;

    /// What deleting it would take with it.
    async fn template_usage(&self, actor: &Actor, id: TemplateId) -> PortalResult<TemplateUsage>;

    /// Deletes it with its endpoints and integrators.
    async fn delete_template(&self, actor: &Actor, change: Change<TemplateId>) -> PortalResult<()>;

    /// One JSON document with the endpoints and without secrets (spec/api.md, export).
    async fn export_template(&self, actor: &Actor, id: TemplateId) -> PortalResult<Value>;

    /// Creates a template with its endpoints from such a document; private to `call_center` when it is given.
    async fn import_template(
        &self,
        actor: &Actor,
        document: Value,
        call_center: Option<CallCenterId>,
    ) -> PortalResult<Template>;

    /// The templates shipped with Patchbay.
    async fn gallery(&self, actor: &Actor) -> PortalResult<Vec<GalleryEntry>>;

    /// Earlier versions of a template, an endpoint or an integrator (any of their ids), newest first.
    async fn versions(
        &self,
        actor: &Actor,
        template: TemplateId,
        object_id: uuid::Uuid,
        page: PageRequest,
    ) -> PortalResult<Page<ConfigurationVersion>>;

    /// Brings the document of an earlier version of the template or of one of its endpoints back, as a new version.
    async fn restore(&self, actor: &Actor, template: TemplateId, version: ConfigurationVersionId) -> PortalResult<()>;
}
