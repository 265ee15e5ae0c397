//! A template of the gallery, plugged in for a call center in one step and verified.
//!
//! Verifying is a call like every other and needs an integrator that there is: access tokens, and the secrets that a
//! service replaces, belong to one. So it is stored, switched off; it is switched on when the other side took its values,
//! and gone again when it did not.

use super::{ServerPortal, endpoint_runs, gallery, integrators, refusal, rights};
use patchbay_app::portal::{Actor, Change, Integrators as _, PortalError, PortalResult};
use patchbay_model::access::{Owner, Permission};
use patchbay_model::audit::AuditAction;
use patchbay_model::exchange::{TemplateDocument, VERIFY};
use patchbay_model::execution::ExecutionStatus;
use patchbay_model::id::{CallCenterId, IntegratorId};
use patchbay_model::integrator::IntegratorDraft;
use patchbay_model::sentence;
use patchbay_model::sentence::Sentence;
use patchbay_model::template::Template;
use patchbay_model::valid::Valid;
use patchbay_model::view::{PluggedIn, Verification};
use patchbay_store::changes::Change as Stored;
use patchbay_store::{Reach, Unit, endpoints, templates};
use serde_json::Value;

impl ServerPortal {
    /// Runs to its end, whoever waits for it.
    pub(super) async fn plug_in_to_the_end(
        self,
        actor: Actor,
        call_center: CallCenterId,
        draft: IntegratorDraft,
        verification: Verification,
    ) -> PortalResult<PluggedIn> {
        rights::require_in(&actor, Permission::WriteIntegrators, &call_center, sentence!("call center"))?;
        rights::require_in(&actor, Permission::ExecuteEndpoints, &call_center, sentence!("call center"))?;
        let document = gallery::documents().find(|document| document.name == draft.template);
        let document = document.ok_or(PortalError::NotFound(sentence!("gallery entry")))?;

        let mut unit = self.begin().await?;
        let template = self.installed(&mut unit, &actor, &call_center, document).await?;
        let verify = match verification {
            Verification::Skipped => None,
            Verification::Required => {
                let found = endpoints::find_by_key(&mut unit, &Reach::All, template.id, VERIFY).await;
                let found = found.map_err(refusal::of_store(sentence!("endpoint")))?;
                Some(found.ok_or_else(|| PortalError::invalid("", CAN_NOT_VERIFY))?)
            }
        };
        let draft = IntegratorDraft { template: template.id.to_string(), enabled: verify.is_none(), ..draft };
        let stored = integrators::insert(&mut unit, &self.keys, &actor, &call_center, draft).await?;
        self.commit_change(unit, &Stored::Integrator(stored.id)).await?;
        self.dispatcher.forget(&Stored::Template(template.id));

        let mut plugged_in = PluggedIn { template_id: template.id, integrator_id: Some(stored.id), run: None };
        let Some(verify) = verify else { return Ok(plugged_in) };
        let run = endpoint_runs::test(&self, &actor, verify.id, stored.id, Value::Null).await;
        if run.as_ref().is_ok_and(|run| run.status == ExecutionStatus::Succeeded) {
            self.switch_on(&actor, stored.id).await?;
        } else {
            self.delete_integrator(&actor, Change { id: stored.id, version: None }).await?;
            plugged_in.integrator_id = None;
        }
        plugged_in.run = Some(run?);
        Ok(plugged_in)
    }

    /// The template of this name that the call center sees. Where there is none, the gallery's: everybody's if a portal
    /// role asks, the tenant's own otherwise.
    async fn installed(
        &self,
        unit: &mut Unit,
        actor: &Actor,
        call_center: &CallCenterId,
        document: TemplateDocument,
    ) -> PortalResult<Template> {
        let reach = Reach::One(call_center.clone());
        let found = templates::find_by_key(&mut *unit, &reach, Some(call_center), &document.name).await;
        if let Some(template) = found.map_err(refusal::of_store(sentence!("template")))? {
            return Ok(template);
        }
        let private = actor.call_center.clone();
        let owner = private.as_ref().map_or(Owner::Portal, Owner::CallCenter);
        rights::require(actor, Permission::WriteTemplates, owner, sentence!("call center"))?;
        let draft = Valid::check(document.template(private))?;
        self.insert_template(unit, actor, &draft, document.endpoints, AuditAction::Imported).await
    }

    async fn switch_on(&self, actor: &Actor, id: IntegratorId) -> PortalResult<()> {
        // Read anew: signing in may have replaced a secret.
        let stored = self.integrator(actor, id).await?;
        let draft = IntegratorDraft { enabled: true, ..IntegratorDraft::from(&stored) };
        self.update_integrator(actor, Change { id, version: Some(stored.version) }, draft).await.map(drop)
    }
}

const CAN_NOT_VERIFY: Sentence =
    sentence!("this integration has no endpoint called verify: plug it in without verifying");
