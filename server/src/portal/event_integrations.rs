//! Endpoints that run by themselves on conversation events, each described by one form.

use super::event_integration_writes::{Given, checked, written};
use super::executions::exists;
use super::trail::{self, Deed};
use super::{ServerPortal, gallery, refusal, rights};
use crate::clock;
use async_trait::async_trait;
use patchbay_app::portal::{Actor, Change, EventIntegrations, PortalError, PortalResult};
use patchbay_model::access::Permission;
use patchbay_model::audit::{AuditAction, AuditObject};
use patchbay_model::event::Applicability;
use patchbay_model::event_integration::{
    EventIntegration, EventIntegrationCheck, EventIntegrationDocument, EventIntegrationDraft, EventIntegrationQuery,
    Listening, Overlap, OverlapListener, overlaps, overlaps_with,
};
use patchbay_model::id::{CallCenterId, EndpointId, EventIntegrationId, IntegratorId, TemplateId};
use patchbay_model::page::{Page, PageRequest};
use patchbay_model::sentence;
use patchbay_model::sentence::Sentence;
use patchbay_model::trigger::{DEFAULT_ORDINAL, Trigger};
use patchbay_model::valid::Valid;
use patchbay_store::changes::Change as Stored;
use patchbay_store::event_integrations::{self as stored, PartIds};
use patchbay_store::{Store, StoreError, Unit, event_applicability, recipes};
use serde_json::Value;

pub(super) const NOUN: Sentence = sentence!("event integration");

#[async_trait]
impl EventIntegrations for ServerPortal {
    async fn list_event_integrations(
        &self,
        actor: &Actor,
        call_center: &CallCenterId,
        query: EventIntegrationQuery,
        page: PageRequest,
    ) -> PortalResult<Page<EventIntegration>> {
        rights::require_in(actor, Permission::ReadEventIntegrations, call_center, sentence!("call center"))?;
        exists(self, actor, call_center).await?;
        let query = EventIntegrationQuery { search: query.search.filter(|search| !search.is_empty()), ..query };
        stored::list(&self.store, call_center, &query, &page).await.map_err(refusal::of_store(NOUN))
    }

    async fn event_integration(
        &self,
        actor: &Actor,
        call_center: &CallCenterId,
        id: EventIntegrationId,
    ) -> PortalResult<EventIntegration> {
        rights::require_in(actor, Permission::ReadEventIntegrations, call_center, NOUN)?;
        stored::get(&self.store, call_center, id).await.map_err(refusal::of_store(NOUN))
    }

    async fn check_event_integration(
        &self,
        actor: &Actor,
        call_center: &CallCenterId,
        id: Option<EventIntegrationId>,
        draft: EventIntegrationDraft,
    ) -> PortalResult<EventIntegrationCheck> {
        rights::require_in(actor, Permission::WriteEventIntegrations, call_center, sentence!("call center"))?;
        exists(self, actor, call_center).await?;
        let before = match id {
            Some(id) => Some(stored::get(&self.store, call_center, id).await.map_err(refusal::of_store(NOUN))?),
            None => None,
        };
        let mut unit = self.begin().await?;
        let allow_list = self.client.allow_list();
        let found = checked(&mut unit, allow_list, call_center, &draft, before.as_ref(), Given::Typed).await?;
        drop(unit);
        let others = listening(&self.store, call_center, id).await.map_err(refusal::of_store(NOUN))?;
        let applicability = self.table().await?;
        Ok(EventIntegrationCheck {
            violations: found.violations,
            warnings: found.warnings,
            overlaps: overlaps_with(&draft.trigger(), &others, &applicability),
        })
    }

    async fn create_event_integration(
        &self,
        actor: &Actor,
        call_center: &CallCenterId,
        draft: EventIntegrationDraft,
    ) -> PortalResult<EventIntegration> {
        rights::require_in(actor, Permission::WriteEventIntegrations, call_center, sentence!("call center"))?;
        exists(self, actor, call_center).await?;
        self.insert_event_integration(actor, call_center, &draft, AuditAction::Created).await
    }

    async fn update_event_integration(
        &self,
        actor: &Actor,
        call_center: &CallCenterId,
        change: Change<EventIntegrationId>,
        draft: EventIntegrationDraft,
    ) -> PortalResult<EventIntegration> {
        rights::require_in(actor, Permission::WriteEventIntegrations, call_center, NOUN)?;
        let mut unit = self.begin().await?;
        let ((before, parts), at) = (whole(&mut unit, call_center, change.id).await?, clock::now());
        if change.version.is_some_and(|version| version != before.version) {
            return Err(PortalError::Stale);
        }
        let known = Some(&before);
        let write = written(self, &mut unit, call_center, parts.integrator, &draft, known, Given::Typed, at).await?;
        let after = stored::update(&mut unit, call_center, change.id, &write, change.version, &stamps(actor, at))
            .await
            .map_err(refusal::of_store(NOUN))?;
        let deed = deed(AuditAction::Updated, &after, trail::document(&before)?, trail::document(&after)?);
        trail::note(&mut unit, actor, at, deed).await?;
        self.commit_change(unit, &Stored::Template(parts.template)).await?;
        Ok(after)
    }

    async fn copy_event_integration(
        &self,
        actor: &Actor,
        call_center: &CallCenterId,
        id: EventIntegrationId,
        name: String,
    ) -> PortalResult<EventIntegration> {
        rights::require_in(actor, Permission::WriteEventIntegrations, call_center, NOUN)?;
        let source = stored::get(&self.store, call_center, id).await.map_err(refusal::of_store(NOUN))?;
        self.insert_event_integration(actor, call_center, &source.copy(name), AuditAction::Copied).await
    }

    async fn event_integration_gallery(&self, actor: &Actor) -> PortalResult<Vec<EventIntegrationDocument>> {
        rights::require_somewhere(actor, Permission::ReadEventIntegrations)?;
        Ok(gallery::event_integrations().collect())
    }

    async fn import_event_integration(
        &self,
        actor: &Actor,
        call_center: &CallCenterId,
        document: EventIntegrationDocument,
    ) -> PortalResult<EventIntegration> {
        rights::require_in(actor, Permission::WriteEventIntegrations, call_center, sentence!("call center"))?;
        exists(self, actor, call_center).await?;
        let draft = Valid::check(document)?.draft();
        self.insert_event_integration(actor, call_center, &draft, AuditAction::Imported).await
    }

    async fn export_event_integration(
        &self,
        actor: &Actor,
        call_center: &CallCenterId,
        id: EventIntegrationId,
    ) -> PortalResult<EventIntegrationDocument> {
        Ok(EventIntegrationDocument::of(&self.event_integration(actor, call_center, id).await?))
    }

    async fn delete_event_integration(
        &self,
        actor: &Actor,
        call_center: &CallCenterId,
        change: Change<EventIntegrationId>,
    ) -> PortalResult<()> {
        rights::require_in(actor, Permission::WriteEventIntegrations, call_center, NOUN)?;
        let at = clock::now();
        let mut unit = self.begin().await?;
        let (before, parts) = whole(&mut unit, call_center, change.id).await?;
        stored::delete(&mut unit, call_center, change.id, change.version).await.map_err(refusal::of_store(NOUN))?;
        let deed = deed(AuditAction::Deleted, &before, trail::document(&before)?, Value::Null);
        trail::note(&mut unit, actor, at, deed).await?;
        self.commit_change(unit, &Stored::Template(parts.template)).await
    }

    async fn overlaps(&self, actor: &Actor, call_center: &CallCenterId) -> PortalResult<Vec<Overlap>> {
        rights::require_in(actor, Permission::ReadEventIntegrations, call_center, sentence!("call center"))?;
        exists(self, actor, call_center).await?;
        let all = listening(&self.store, call_center, None).await.map_err(refusal::of_store(NOUN))?;
        Ok(overlaps(&all, &self.table().await?))
    }

    async fn applicability(&self, actor: &Actor) -> PortalResult<Applicability> {
        rights::require_somewhere(actor, Permission::ReadEventIntegrations)?;
        self.table().await
    }
}

impl ServerPortal {
    /// What a person typed runs as it is; what was copied or imported may still lack its credentials.
    async fn insert_event_integration(
        &self,
        actor: &Actor,
        call_center: &CallCenterId,
        draft: &EventIntegrationDraft,
        action: AuditAction,
    ) -> PortalResult<EventIntegration> {
        let at = clock::now();
        let mut unit = self.begin().await?;
        let given = if action == AuditAction::Created { Given::Typed } else { Given::WithoutSecrets };
        let parts = PartIds {
            template: TemplateId(clock::new_id()),
            integrator: IntegratorId(clock::new_id()),
            endpoint: EndpointId(clock::new_id()),
        };
        let write = written(self, &mut unit, call_center, parts.integrator, draft, None, given, at).await?;
        let id = EventIntegrationId(clock::new_id());
        let made = stored::insert(&mut unit, id, call_center, parts, &write, &stamps(actor, at))
            .await
            .map_err(refusal::of_store(NOUN))?;
        let deed = deed(action, &made, Value::Null, trail::document(&made)?);
        trail::note(&mut unit, actor, at, deed).await?;
        self.commit_change(unit, &Stored::Template(parts.template)).await?;
        Ok(made)
    }

    async fn table(&self) -> PortalResult<Applicability> {
        event_applicability::load(&self.store).await.map_err(refusal::of_store(NOUN))
    }
}

/// One, with what stands behind it.
async fn whole(
    unit: &mut Unit,
    call_center: &CallCenterId,
    id: EventIntegrationId,
) -> PortalResult<(EventIntegration, PartIds)> {
    let found = stored::get(&mut *unit, call_center, id).await.map_err(refusal::of_store(NOUN))?;
    let parts = stored::find_parts(unit, call_center, id).await.map_err(refusal::of_store(NOUN))?;
    Ok((found, parts.ok_or(PortalError::NotFound(NOUN))?))
}

/// Everything that listens to conversation events in a call center, or by name to the moments that follow from them,
/// `without` one event integration.
async fn listening(
    store: &Store,
    call_center: &CallCenterId,
    without: Option<EventIntegrationId>,
) -> Result<Vec<Listening>, StoreError> {
    let integrations = stored::by_template(store, call_center).await?;
    let mut found = Vec::new();
    for recipe in recipes::all_listening(store, call_center).await? {
        let event_integration_id = integrations.get(&recipe.template_id).copied();
        let Some(versioned) = recipe.endpoint else { continue };
        if without.is_some() && event_integration_id == without {
            continue;
        }
        let endpoint = versioned.endpoint;
        let condition = endpoint.draft.request.as_ref().and_then(|request| request.get("condition"));
        let has_condition = condition.is_some_and(|condition| !condition.is_null());
        for trigger in endpoint.draft.triggers {
            let (ordinal, stop, is_conditional) = match &trigger {
                Trigger::Events(events) => (events.ordinal, events.stop, events.condition.is_some()),
                Trigger::Named(_) => (DEFAULT_ORDINAL, false, false),
            };
            let listener = OverlapListener {
                event_integration_id,
                template_id: recipe.template_id,
                template: recipe.template_name.clone(),
                endpoint_id: endpoint.id,
                endpoint: endpoint.draft.name.clone(),
                ordinal,
                stop,
                conditional: is_conditional || has_condition,
            };
            found.push(Listening { listener, trigger, created_at: endpoint.created_at });
        }
    }
    Ok(found)
}

fn stamps(actor: &Actor, at: patchbay_model::time::Timestamp) -> stored::PartStamps {
    let stamp = || trail::stamp(actor, at);
    stored::PartStamps { template: stamp(), integrator: stamp(), endpoint: stamp() }
}

fn deed(action: AuditAction, integration: &EventIntegration, before: Value, after: Value) -> Deed<'_> {
    Deed {
        action,
        object: AuditObject::EventIntegration,
        id: integration.id.to_string(),
        name: &integration.name,
        call_center: Some(&integration.call_center_id),
        before,
        after,
    }
}
