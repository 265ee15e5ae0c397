//! Earlier versions of templates, endpoints, private code and integrators. All can be brought back but an integrator,
//! because its secrets were never part of what was kept.

use super::{ServerPortal, refusal, rights, templates};
use patchbay_app::portal::{Actor, Change, PortalError, PortalResult};
use patchbay_model::access::Permission;
use patchbay_model::audit::AuditAction;
use patchbay_model::endpoint::Endpoint;
use patchbay_model::id::{ConfigurationVersionId, EndpointId, IntegratorId, PrivateCodeId, TemplateId};
use patchbay_model::page::{Page, PageRequest};
use patchbay_model::private_code::{PrivateCode, PrivateCodeDraft};
use patchbay_model::sentence;
use patchbay_model::sentence::Sentence;
use patchbay_model::template::{Template, TemplateDraft};
use patchbay_model::view::ConfigurationVersion;
use patchbay_store::configuration_versions::{self, Object};
use patchbay_store::{Reach, endpoints, integrators, private_codes};
use serde::de::DeserializeOwned;
use serde_json::Value;
use uuid::Uuid;

const NOUN: Sentence = sentence!("version");
/// A version of private code has 128 KiB at most: a page of them stays below 3 MiB.
const MOST_CODE_VERSIONS: u32 = 20;

impl ServerPortal {
    /// Versions of the template, of one of its endpoints or integrators, or of its code, newest first.
    pub(super) async fn list_versions(
        &self,
        actor: &Actor,
        template: TemplateId,
        object_id: Uuid,
        mut page: PageRequest,
    ) -> PortalResult<Page<ConfigurationVersion>> {
        templates::permitted(&self.store, actor, Permission::ReadIntegrations, template).await?;
        let object = self.object_of(actor, template, object_id).await?;
        if matches!(object, Object::PrivateCode(_)) {
            page.limit = page.limit.min(MOST_CODE_VERSIONS);
        }
        configuration_versions::list(&self.store, &Reach::from(actor), object, &page)
            .await
            .map_err(refusal::of_store(NOUN))
    }

    async fn object_of(&self, actor: &Actor, template: TemplateId, id: Uuid) -> PortalResult<Object> {
        if id == template.0 {
            return Ok(Object::Template(template));
        }
        let reach = Reach::from(actor);
        let endpoint = endpoints::find(&self.store, &reach, EndpointId(id)).await.map_err(refusal::of_store(NOUN))?;
        if endpoint.is_some_and(|endpoint| endpoint.template_id == template) {
            return Ok(Object::Endpoint(EndpointId(id)));
        }
        let code =
            private_codes::find_template(&self.store, PrivateCodeId(id)).await.map_err(refusal::of_store(NOUN))?;
        if code == Some(template) {
            return Ok(Object::PrivateCode(PrivateCodeId(id)));
        }
        let found = integrators::find(&self.store, &reach, IntegratorId(id)).await.map_err(refusal::of_store(NOUN))?;
        let found = found.filter(|integrator| integrator.template_id == template);
        let integrator = found.ok_or(PortalError::NotFound(sentence!("template, endpoint or integrator")))?;
        rights::require_in(actor, Permission::ReadIntegrations, &integrator.call_center_id, NOUN)?;
        Ok(Object::Integrator(integrator.id))
    }

    /// Saves what an earlier version says, as a new one.
    pub(super) async fn restore_version(
        &self,
        actor: &Actor,
        template: TemplateId,
        version: ConfigurationVersionId,
    ) -> PortalResult<()> {
        templates::permitted(&self.store, actor, Permission::WriteTemplates, template).await?;
        let kept = configuration_versions::get(&self.store, &Reach::from(actor), version)
            .await
            .map_err(refusal::of_store(NOUN))?;
        let is = |member: &str| kept.snapshot.get(member).and_then(Value::as_str) == Some(&template.to_string());
        if is("id") {
            let earlier: Template = read(kept.snapshot)?;
            let change = Change { id: template, version: None };
            self.save_template(actor, change, TemplateDraft::from(&earlier), AuditAction::Restored).await?;
            return Ok(());
        }
        if !is("templateId") {
            return Err(PortalError::NotFound(NOUN));
        }
        if kept.snapshot.get("showInfo").is_some() {
            let earlier: PrivateCode = read(kept.snapshot)?;
            let change = Change { id: template, version: None };
            self.save_code(actor, change, PrivateCodeDraft::from(&earlier), AuditAction::Restored).await?;
            return Ok(());
        }
        if kept.snapshot.get("callCenterId").is_some() {
            let detail = sentence!("an integrator can't be brought back, because its secrets are not kept: edit it");
            return Err(refusal::conflict("", detail));
        }
        let earlier: Endpoint = read(kept.snapshot)?;
        let change = Change { id: earlier.id, version: None };
        self.save_endpoint(actor, change, earlier.draft, AuditAction::Restored).await?;
        Ok(())
    }
}

fn read<T: DeserializeOwned>(snapshot: Value) -> PortalResult<T> {
    serde_json::from_value(snapshot).map_err(|_| {
        refusal::conflict("", sentence!("this version was saved by a release whose documents can't be brought back"))
    })
}
