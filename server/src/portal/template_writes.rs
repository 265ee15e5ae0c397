//! Saving a template: what stands in it has to fit its endpoints and its integrators.

use super::compiling::Frame;
use super::secrets::Sealer;
use super::templates::{self, NOUN, deed, owner_of_draft};
use super::trail;
use super::{ServerPortal, refusal, rights};
use crate::clock;
use patchbay_app::portal::{Actor, Change, PortalResult};
use patchbay_model::access::Permission;
use patchbay_model::audit::AuditAction;
use patchbay_model::endpoint::{EndpointDraft, EndpointType};
use patchbay_model::id::{EndpointId, TemplateId};
use patchbay_model::sentence;
use patchbay_model::template::{Template, TemplateDraft};
use patchbay_model::time::Timestamp;
use patchbay_model::valid::{Valid, Violations};
use patchbay_store::changes::Change as Stored;
use patchbay_store::{Reach, Unit, endpoints, integrators, templates as stored};
use serde_json::Value;

impl ServerPortal {
    /// Creates a template with `endpoints`, which are compiled against it. Pointers of violations lead into
    /// `/endpoints/<index>`.
    pub(super) async fn insert_template(
        &self,
        unit: &mut Unit,
        actor: &Actor,
        draft: &Valid<TemplateDraft>,
        endpoints: Vec<EndpointDraft>,
        action: AuditAction,
    ) -> PortalResult<Template> {
        let at = clock::now();
        let id = TemplateId(clock::new_id());
        let created = stored::insert(unit, id, draft, &trail::stamp(actor, at))
            .await
            .map_err(refusal::of_store(sentence!("call center")))?;
        let mut after = trail::document(&created)?;
        if !endpoints.is_empty() {
            after["endpoints"] = endpoints.iter().map(|endpoint| endpoint.name.as_str()).collect();
        }
        insert_endpoints(unit, actor, id, endpoints, at).await?;
        let deed = deed(action, &created, Value::Null, after);
        trail::note(unit, actor, at, deed).await?;
        Ok(created)
    }

    /// Saves a template.
    pub(super) async fn save_template(
        &self,
        actor: &Actor,
        change: Change<TemplateId>,
        draft: TemplateDraft,
        action: AuditAction,
    ) -> PortalResult<Template> {
        let mut unit = self.begin().await?;
        let before = templates::permitted(&mut unit, actor, Permission::WriteTemplates, change.id).await?;
        rights::require(actor, Permission::WriteTemplates, owner_of_draft(actor, &draft), NOUN)?;
        let (draft, at) = (Valid::check(draft)?, clock::now());
        let reach = Reach::from(actor);
        let after = stored::update(&mut unit, &reach, change.id, &draft, change.version, &trail::stamp(actor, at))
            .await
            .map_err(refusal::of_store(NOUN))?;
        // After the write: it holds the lock that every save of an endpoint of this template waits for.
        refuse_broken_endpoints(&mut unit, &after).await?;
        self.seal_new_secrets(&mut unit, change.id, at).await?;
        let deed = deed(action, &after, trail::document(&before)?, trail::document(&after)?);
        trail::note(&mut unit, actor, at, deed).await?;
        self.commit_change(unit, &Stored::Template(after.id)).await?;
        Ok(after)
    }

    /// A parameter that became secret: values that integrators already gave are sealed, or they could be read on.
    async fn seal_new_secrets(&self, unit: &mut Unit, template: TemplateId, at: Timestamp) -> PortalResult<()> {
        for field in integrators::list_to_seal(unit, template).await.map_err(refusal::of_store(NOUN))? {
            let sealer = Sealer::open(unit, &self.keys, &field.call_center_id, field.integrator_id.0, at).await?;
            let sealed = sealer.field(&field.name, &field.value)?;
            integrators::seal_field(unit, field.integrator_id, &field.name, &sealed, at)
                .await
                .map_err(refusal::of_store(NOUN))?;
        }
        Ok(())
    }
}

/// Inserts the endpoints of a new template, auth endpoints first, so that the others find them.
async fn insert_endpoints(
    unit: &mut Unit,
    actor: &Actor,
    template: TemplateId,
    drafts: Vec<EndpointDraft>,
    at: Timestamp,
) -> PortalResult<()> {
    let mut checked = Vec::new();
    let mut found = Violations::none();
    for (index, draft) in drafts.into_iter().enumerate() {
        match Valid::check(draft) {
            Ok(draft) => checked.push(draft),
            Err(violations) => found.nest(&format!("/endpoints/{index}"), violations),
        }
    }
    if !found.is_empty() {
        return Err(found.into());
    }
    checked.sort_by_key(|draft| draft.endpoint_type != EndpointType::Auth);
    for draft in &checked {
        let id = EndpointId(clock::new_id());
        endpoints::insert(unit, &Reach::All, id, template, draft, &trail::stamp(actor, at))
            .await
            .map_err(refusal::of_store(NOUN))?;
    }
    Ok(())
}

/// Compiles every endpoint against what the template became.
async fn refuse_broken_endpoints(unit: &mut Unit, template: &Template) -> PortalResult<()> {
    let found = endpoints::all(unit, &Reach::All, template.id).await.map_err(refusal::of_store(NOUN))?;
    let drafts: Vec<EndpointDraft> = found.into_iter().map(|endpoint| endpoint.draft).collect();
    let frame = Frame { template_type: template.template_type, parameters: &template.parameters };
    let mut broken = Violations::none();
    for (index, violations) in frame.compile_all(&drafts) {
        let name = &drafts[index].name;
        for violation in violations.into_vec() {
            // The pointer leads into the endpoint; what the person edits is the template.
            let pointer = if violation.pointer == "/type" { "/type" } else { "/parameters" };
            broken.add(
                pointer,
                sentence!("the endpoint %{name} would break: %{why}", name = name, why = violation.message),
            );
        }
    }
    if broken.is_empty() { Ok(()) } else { Err(broken.into()) }
}
