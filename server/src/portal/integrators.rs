//! Templates plugged in for call centers. Secrets go in and are never told again.

use super::trail::{self, Deed};
use super::{ServerPortal, integrator_values, refusal, rights, templates};
use crate::clock;
use async_trait::async_trait;
use patchbay_app::portal::{Actor, Change, Integrators, PortalError, PortalResult};
use patchbay_engine::net::{CircuitSnapshot, CircuitState};
use patchbay_model::access::Permission;
use patchbay_model::audit::{AuditAction, AuditObject};
use patchbay_model::id::{CallCenterId, IntegratorId};
use patchbay_model::integrator::{Integrator, IntegratorDraft, IntegratorQuery};
use patchbay_model::page::{Page, PageRequest};
use patchbay_model::sentence;
use patchbay_model::sentence::Sentence;
use patchbay_model::template::Template;
use patchbay_model::valid::Valid;
use patchbay_model::view::{Circuit, PluggedIn, Verification};
use patchbay_store::changes::Change as Stored;
use patchbay_store::{Db, Reach, Unit, call_centers, integrators, templates as stored_templates};
use patchbay_vault::KeyRing;
use serde_json::Value;
use tracing::Instrument as _;

const NOUN: Sentence = sentence!("integrator");

#[async_trait]
impl Integrators for ServerPortal {
    async fn list_integrators(
        &self,
        actor: &Actor,
        call_center: Option<CallCenterId>,
        query: IntegratorQuery,
        page: PageRequest,
    ) -> PortalResult<Page<Integrator>> {
        let reach = rights::reach(actor, Permission::ReadIntegrations, call_center.as_ref())?;
        if let Some(asked) = &call_center {
            call_centers::get(&self.store, &reach, asked).await.map_err(refusal::of_store(sentence!("call center")))?;
        }
        let query = IntegratorQuery { search: query.search.filter(|search| !search.is_empty()), ..query };
        integrators::list(&self.store, &reach, &query, &page).await.map_err(refusal::of_store(NOUN))
    }

    async fn integrator(&self, actor: &Actor, id: IntegratorId) -> PortalResult<Integrator> {
        permitted(&self.store, actor, Permission::ReadIntegrations, id).await
    }

    async fn create_integrator(
        &self,
        actor: &Actor,
        call_center: &CallCenterId,
        draft: IntegratorDraft,
    ) -> PortalResult<Integrator> {
        rights::require_in(actor, Permission::WriteIntegrators, call_center, sentence!("call center"))?;
        let mut unit = self.begin().await?;
        let created = insert(&mut unit, &self.keys, actor, call_center, draft).await?;
        self.commit_change(unit, &Stored::Integrator(created.id)).await?;
        Ok(created)
    }

    async fn plug_in(
        &self,
        actor: &Actor,
        call_center: &CallCenterId,
        draft: IntegratorDraft,
        verification: Verification,
    ) -> PortalResult<PluggedIn> {
        // A browser that goes away must not leave behind what was stored to be verified.
        let whole = self.clone().plug_in_to_the_end(actor.clone(), call_center.clone(), draft, verification);
        tokio::spawn(whole.in_current_span()).await.map_err(|error| PortalError::Internal(Box::new(error)))?
    }

    async fn update_integrator(
        &self,
        actor: &Actor,
        change: Change<IntegratorId>,
        draft: IntegratorDraft,
    ) -> PortalResult<Integrator> {
        let mut unit = self.begin().await?;
        let before = permitted(&mut unit, actor, Permission::WriteIntegrators, change.id).await?;
        let (draft, at) = (Valid::check(draft)?, clock::now());
        if change.version.is_some_and(|version| version != before.version) {
            return Err(PortalError::Stale);
        }
        let owner = &before.call_center_id;
        let template = template_of(&mut unit, owner, &draft.template).await?;
        if template.id != before.template_id {
            let message = sentence!("an integrator stays with its template: create another integrator instead");
            return Err(PortalError::invalid("/template", message));
        }
        let known = Some(&before);
        let write =
            integrator_values::written(&mut unit, &self.keys, &template, owner, before.id, &draft, known, at).await?;
        let (reach, stamp) = (Reach::from(actor), trail::stamp(actor, at));
        let after = integrators::update(&mut unit, &reach, change.id, &write, change.version, &stamp)
            .await
            .map_err(refusal::of_store(NOUN))?;
        let deed = deed(AuditAction::Updated, &after, trail::document(&before)?, trail::document(&after)?);
        trail::note(&mut unit, actor, at, deed).await?;
        self.commit_change(unit, &Stored::Integrator(after.id)).await?;
        Ok(after)
    }

    async fn copy_integrator(
        &self,
        actor: &Actor,
        id: IntegratorId,
        call_center: CallCenterId,
    ) -> PortalResult<Integrator> {
        let mut unit = self.begin().await?;
        let source = permitted(&mut unit, actor, Permission::ReadIntegrations, id).await?;
        rights::require_in(actor, Permission::WriteIntegrators, &call_center, sentence!("call center"))?;
        let at = clock::now();
        refuse_unknown(&mut unit, &call_center).await?;
        let template = template_of(&mut unit, &call_center, &source.template_id.to_string()).await?;
        let write = integrator_values::without_secrets(&source);
        let id = IntegratorId(clock::new_id());
        let copy = integrators::insert(&mut unit, id, &call_center, template.id, &write, &trail::stamp(actor, at))
            .await
            .map_err(refusal::of_store(NOUN))?;
        let deed = deed(AuditAction::Copied, &copy, Value::Null, trail::document(&copy)?);
        trail::note(&mut unit, actor, at, deed).await?;
        self.commit_change(unit, &Stored::Integrator(copy.id)).await?;
        Ok(copy)
    }

    async fn delete_integrator(&self, actor: &Actor, change: Change<IntegratorId>) -> PortalResult<()> {
        let at = clock::now();
        let mut unit = self.begin().await?;
        let before = permitted(&mut unit, actor, Permission::WriteIntegrators, change.id).await?;
        integrators::delete(&mut unit, &Reach::from(actor), change.id, change.version)
            .await
            .map_err(refusal::of_store(NOUN))?;
        let deed = deed(AuditAction::Deleted, &before, trail::document(&before)?, Value::Null);
        trail::note(&mut unit, actor, at, deed).await?;
        self.commit_change(unit, &Stored::Integrator(before.id)).await
    }

    async fn circuit(&self, actor: &Actor, id: IntegratorId) -> PortalResult<Circuit> {
        permitted(&self.store, actor, Permission::ReadIntegrations, id).await?;
        let circuits = self.client.circuits();
        let circuit = circuits.iter().find(|circuit| circuit.integrator == id.0);
        Ok(circuit.map_or(Circuit::Closed, circuit_of))
    }
}

/// Writes a new integrator, and the entry about it.
pub(super) async fn insert(
    unit: &mut Unit,
    keys: &KeyRing,
    actor: &Actor,
    call_center: &CallCenterId,
    draft: IntegratorDraft,
) -> PortalResult<Integrator> {
    let (draft, at) = (Valid::check(draft)?, clock::now());
    refuse_unknown(unit, call_center).await?;
    let template = template_of(unit, call_center, &draft.template).await?;
    let id = IntegratorId(clock::new_id());
    let write = integrator_values::written(unit, keys, &template, call_center, id, &draft, None, at).await?;
    let created = integrators::insert(unit, id, call_center, template.id, &write, &trail::stamp(actor, at))
        .await
        .map_err(refusal::of_store(NOUN))?;
    let deed = deed(AuditAction::Created, &created, Value::Null, trail::document(&created)?);
    trail::note(unit, actor, at, deed).await?;
    Ok(created)
}

/// The integrator, if the actor may do this to it.
pub(super) async fn permitted<'c>(
    db: impl Db<'c>,
    actor: &Actor,
    permission: Permission,
    id: IntegratorId,
) -> PortalResult<Integrator> {
    let integrator = integrators::get(db, &Reach::from(actor), id).await.map_err(refusal::of_store(NOUN))?;
    rights::require_in(actor, permission, &integrator.call_center_id, NOUN)?;
    Ok(integrator)
}

/// The call center is chosen in a form, so it is a member that can be wrong. Whose it is not, rights have refused before.
async fn refuse_unknown(unit: &mut Unit, call_center: &CallCenterId) -> PortalResult<()> {
    match call_centers::find(unit, &Reach::All, call_center)
        .await
        .map_err(refusal::of_store(sentence!("call center")))?
    {
        Some(_) => Ok(()),
        None => Err(PortalError::invalid("/callCenterId", sentence!("there is no such call center"))),
    }
}

/// The template as `call_center` sees it. Another tenant's private one is as unknown as one that does not exist, also
/// to a portal role: plugged in here it could never be used.
async fn template_of(unit: &mut Unit, call_center: &CallCenterId, key: &str) -> PortalResult<Template> {
    let reach = Reach::One(call_center.clone());
    let found = stored_templates::find_by_key(unit, &reach, Some(call_center), key).await;
    found
        .map_err(refusal::of_store(templates::NOUN))?
        .ok_or_else(|| PortalError::invalid("/template", sentence!("there is no such template for this call center")))
}

/// A circuit breaker's state as a page shows it.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "whole seconds of a minute")]
fn circuit_of(snapshot: &CircuitSnapshot) -> Circuit {
    match snapshot.state {
        CircuitState::Closed => Circuit::Closed,
        CircuitState::HalfOpen => Circuit::HalfOpen,
        CircuitState::Open => Circuit::Open { seconds: snapshot.retry_after.as_secs_f64().ceil() as u64 },
    }
}

pub(super) fn deed(action: AuditAction, integrator: &Integrator, before: Value, after: Value) -> Deed<'_> {
    Deed {
        action,
        object: AuditObject::Integrator,
        id: integrator.id.to_string(),
        name: &integrator.template,
        call_center: Some(&integrator.call_center_id),
        before,
        after,
    }
}
