//! What every write leaves behind: an audit entry, in the same unit of work. Secrets are told as set or not set: the
//! documents that are compared are those that a reader gets.

use super::refusal;
use crate::clock;
use patchbay_app::portal::{Actor, PortalError, PortalResult};
use patchbay_model::audit::{AuditAction, AuditEntry, AuditObject, changes_between};
use patchbay_model::id::{AuditEntryId, CallCenterId, ConfigurationVersionId};
use patchbay_model::sentence;
use patchbay_model::time::Timestamp;
use patchbay_store::{Stamp, Unit, audit_entries};
use serde::Serialize;
use serde_json::Value;

/// Members that change with every save and tell nothing.
const NOISE: [&str; 5] = ["version", "createdAt", "updatedAt", "lastUsedAt", "lastSignedInAt"];

/// What was done to what.
pub(super) struct Deed<'a> {
    /// What was done.
    pub(super) action: AuditAction,
    /// To what kind of object.
    pub(super) object: AuditObject,
    /// Which one.
    pub(super) id: String,
    /// Its name.
    pub(super) name: &'a str,
    /// Whose it is, when it is a tenant's.
    pub(super) call_center: Option<&'a CallCenterId>,
    /// The object before, null when it is new.
    pub(super) before: Value,
    /// The object after, null when it is gone.
    pub(super) after: Value,
}

/// Writes the audit entry of a deed.
pub(super) async fn note(unit: &mut Unit, actor: &Actor, at: Timestamp, deed: Deed<'_>) -> PortalResult<()> {
    let entry = AuditEntry {
        id: AuditEntryId(clock::new_id()),
        at,
        actor: actor.name.clone(),
        action: deed.action,
        object: deed.object,
        object_id: deed.id,
        object_name: deed.name.to_owned(),
        call_center_id: deed.call_center.cloned(),
        changes: changes_between(&deed.before, &deed.after),
        request_id: actor.request_id.clone(),
    };
    audit_entries::insert(unit, &entry).await.map_err(refusal::of_store(sentence!("audit entry")))
}

/// An object as the trail compares it: as it is read, without what changes with every save.
pub(super) fn document(object: &impl Serialize) -> PortalResult<Value> {
    let mut document = serde_json::to_value(object).map_err(|error| PortalError::Internal(Box::new(error)))?;
    if let Value::Object(members) = &mut document {
        NOISE.iter().for_each(|name| drop(members.shift_remove(*name)));
    }
    Ok(document)
}

/// Who saves a configuration now.
pub(super) fn stamp(actor: &Actor, at: Timestamp) -> Stamp {
    Stamp { at, actor: actor.name.clone(), version_id: ConfigurationVersionId(clock::new_id()) }
}
