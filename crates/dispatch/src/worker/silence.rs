//! What the other side says is gone (410) is not called again by itself (spec/execution.md, Retry).

use crate::run::Core;
use patchbay_model::audit::{AuditAction, AuditEntry, AuditObject, Change};
use patchbay_model::id::{AuditEntryId, CallCenterId, ConfigurationVersionId, EndpointId};
use patchbay_store::endpoints::{self, Silenced};
use patchbay_store::{Stamp, StoreError, audit_entries, changes};

/// Whom the audit trail names: nobody was asked.
const ACTOR: &str = "Patchbay";

/// Switches the triggers of an endpoint off, where they are the call center's own. A published template's stay: one
/// tenant's host must not switch it off for all.
pub(super) async fn silence(core: &Core, call_center: &CallCenterId, endpoint: EndpointId) {
    match try_silence(core, call_center, endpoint).await {
        Ok(Some(())) => {
            tracing::warn!(%call_center, %endpoint, "the other side is gone: its triggers are switched off");
            core.triggers.forget(&changes::Change::Endpoint(endpoint));
        }
        Ok(None) => {}
        // The next 410 comes here again.
        Err(error) => tracing::error!(%error, %endpoint, "the other side is gone, and its triggers are still on"),
    }
}

async fn try_silence(core: &Core, call_center: &CallCenterId, endpoint: EndpointId) -> Result<Option<()>, StoreError> {
    let at = core.clock.now();
    let stamp = Stamp { at, actor: ACTOR.to_owned(), version_id: ConfigurationVersionId(core.clock.new_id()) };
    let mut unit = core.store.begin().await?;
    let Some(silenced) = endpoints::silence(&mut unit, call_center, endpoint, &stamp).await? else { return Ok(None) };
    let Silenced { before, after, event_integration } = silenced;
    let document = |triggers| serde_json::to_value(triggers).unwrap_or_default();
    let change = Change {
        pointer: "/triggers".to_owned(),
        before: document(&before.draft.triggers),
        after: document(&after.draft.triggers),
    };
    let (object, object_id, object_name) = match event_integration {
        Some(id) => (AuditObject::EventIntegration, id.to_string(), after.draft.label),
        None => (AuditObject::Endpoint, endpoint.to_string(), after.draft.name),
    };
    let entry = AuditEntry {
        id: AuditEntryId(core.clock.new_id()),
        at,
        actor: ACTOR.to_owned(),
        action: AuditAction::Disabled,
        object,
        object_id,
        object_name,
        call_center_id: Some(call_center.clone()),
        changes: vec![change],
        request_id: None,
    };
    audit_entries::insert(&mut unit, &entry).await?;
    unit.commit().await?;
    Ok(Some(()))
}
