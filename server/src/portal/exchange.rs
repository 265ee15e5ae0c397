//! Templates that travel: copies, exports, imports (spec/api.md, Administration). All or nothing.

use super::compiling::Frame;
use super::templates::{self, NOUN, owner_of_draft};
use super::{ServerPortal, private_code, refusal, rights};
use patchbay_app::portal::{Actor, PortalError, PortalResult};
use patchbay_model::access::{Owner, Permission};
use patchbay_model::audit::AuditAction;
use patchbay_model::endpoint::EndpointDraft;
use patchbay_model::exchange::TemplateDocument;
use patchbay_model::id::{CallCenterId, TemplateId};
use patchbay_model::json;
use patchbay_model::sentence;
use patchbay_model::template::{Template, TemplateDraft, Visibility};
use patchbay_model::valid::{Valid, Violation, Violations};
use patchbay_store::changes::Change as Stored;
use patchbay_store::{Db, Reach, endpoints};
use serde_json::Value;

impl ServerPortal {
    /// Makes another template with the endpoints of the first.
    pub(super) async fn copy_with_endpoints(
        &self,
        actor: &Actor,
        id: TemplateId,
        name: String,
        call_center: Option<CallCenterId>,
    ) -> PortalResult<Template> {
        let mut unit = self.begin().await?;
        let source = templates::permitted(&mut unit, actor, Permission::ReadIntegrations, id).await?;
        let visibility = if call_center.is_some() { Visibility::Private } else { Visibility::Published };
        let draft = TemplateDraft { name, visibility, call_center_id: call_center, ..TemplateDraft::from(&source) };
        rights::require(actor, Permission::WriteTemplates, owner_of_draft(actor, &draft), sentence!("call center"))?;
        let draft = Valid::check(draft)?;
        let drafts = drafts_of(&mut unit, actor, id).await?;
        let copy = self.insert_template(&mut unit, actor, &draft, drafts, AuditAction::Copied).await?;
        private_code::copy(&mut unit, actor, id, &copy).await?;
        self.commit_change(unit, &Stored::Template(copy.id)).await?;
        Ok(copy)
    }

    /// The document of a template.
    pub(super) async fn export(&self, actor: &Actor, id: TemplateId) -> PortalResult<Value> {
        let template = templates::permitted(&self.store, actor, Permission::ReadIntegrations, id).await?;
        let drafts = drafts_of(&self.store, actor, id).await?;
        let document = TemplateDocument::of(&TemplateDraft::from(&template), drafts);
        serde_json::to_value(&document).map_err(|error| PortalError::Internal(Box::new(error)))
    }

    /// Creates what a document describes.
    pub(super) async fn import(
        &self,
        actor: &Actor,
        document: &Value,
        call_center: Option<CallCenterId>,
    ) -> PortalResult<Template> {
        let owner = call_center.as_ref().map_or(Owner::Portal, Owner::CallCenter);
        rights::require(actor, Permission::WriteTemplates, owner, sentence!("call center"))?;
        let document = Valid::check(read(document)?)?;
        compile_all(&document)?;
        let draft = Valid::check(document.template(call_center))?;
        let mut unit = self.begin().await?;
        let drafts = document.into_inner().endpoints;
        let imported = self.insert_template(&mut unit, actor, &draft, drafts, AuditAction::Imported).await?;
        self.commit_change(unit, &Stored::Template(imported.id)).await?;
        Ok(imported)
    }
}

/// Compiles every endpoint of a document against the template in it.
pub(super) fn compile_all(document: &TemplateDocument) -> Result<(), Violations> {
    let frame = Frame { template_type: document.template_type, parameters: &document.parameters };
    let mut found = Violations::none();
    for (index, violations) in frame.compile_all(&document.endpoints) {
        found.nest(&format!("/endpoints/{index}"), violations);
    }
    let defaults = document.endpoints.iter().enumerate().filter(|(_, endpoint)| endpoint.default == Some(true));
    for (index, _) in defaults.skip(1) {
        found.add(format!("/endpoints/{index}/default"), sentence!("another auth endpoint is the default already"));
    }
    if found.is_empty() { Ok(()) } else { Err(found) }
}

/// Reads a document strictly; its text is gone, so that only pointers can be told.
fn read(document: &Value) -> PortalResult<TemplateDocument> {
    json::parse(&document.to_string())
        .map_err(|error| PortalError::Invalid(vec![Violation { line: None, column: None, ..error.into_violation() }]))
}

async fn drafts_of<'c>(db: impl Db<'c>, actor: &Actor, template: TemplateId) -> PortalResult<Vec<EndpointDraft>> {
    let found = endpoints::all(db, &Reach::from(actor), template).await.map_err(refusal::of_store(NOUN))?;
    Ok(found.into_iter().map(|endpoint| endpoint.draft).collect())
}
