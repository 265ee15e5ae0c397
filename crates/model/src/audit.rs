//! Who changed what, when.

use crate::id::{AuditEntryId, CallCenterId};
use crate::time::Timestamp;
use crate::trigger::closed_set;
use serde::{Deserialize, Serialize};

closed_set!(
    /// What was done.
    AuditAction {
        /// Made.
        Created = "created",
        /// Saved.
        Updated = "updated",
        /// Removed.
        Deleted = "deleted",
        /// Made from another.
        Copied = "copied",
        /// Read from a document.
        Imported = "imported",
        /// A key or a session was ended.
        Revoked = "revoked",
        /// Signed in.
        SignedIn = "signedIn",
        /// Signed out.
        SignedOut = "signedOut",
        /// A password was set or changed.
        PasswordChanged = "passwordChanged",
        /// An invitation was made.
        Invited = "invited",
        /// An earlier configuration version came back.
        Restored = "restored",
        /// Run again.
        Replayed = "replayed",
        /// Switched off by itself: the other side said that it is gone.
        Disabled = "disabled",
    }
);

closed_set!(
    /// What it was done to.
    AuditObject {
        /// A call center.
        CallCenter = "callCenter",
        /// A template.
        Template = "template",
        /// An integrator.
        Integrator = "integrator",
        /// An endpoint.
        Endpoint = "endpoint",
        /// A user.
        User = "user",
        /// A key.
        Key = "key",
        /// A session.
        Session = "session",
        /// A queue.
        Queue = "queue",
        /// An event integration.
        EventIntegration = "eventIntegration",
        /// An execution.
        Execution = "execution",
        /// A messaging adapter.
        Adapter = "adapter",
        /// A token of an adapter.
        AdapterToken = "adapterToken",
        /// A channel.
        Channel = "channel",
        /// A chat.
        Chat = "chat",
    }
);

/// One changed member. Secrets are told as set or not set.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Change {
    /// JSON pointer of the member.
    pub pointer: String,
    /// What stood there; null when it is new.
    pub before: serde_json::Value,
    /// What stands there; null when it is gone.
    pub after: serde_json::Value,
}

/// One entry.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct AuditEntry {
    /// Its id.
    pub id: AuditEntryId,
    /// When.
    pub at: Timestamp,
    /// Who: the e-mail address of a user or the name of a key, as it was then.
    pub actor: String,
    /// What was done.
    pub action: AuditAction,
    /// To what kind of object.
    pub object: AuditObject,
    /// Which one.
    pub object_id: String,
    /// Its name, as it was then.
    pub object_name: String,
    /// The call center concerned, when there is one.
    pub call_center_id: Option<CallCenterId>,
    /// What changed.
    pub changes: Vec<Change>,
    /// The request that did it.
    pub request_id: Option<String>,
}

/// Which entries a list shows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct AuditQuery {
    /// Only this call center's.
    pub call_center_id: Option<CallCenterId>,
    /// Only this kind of object.
    pub object: Option<AuditObject>,
    /// Only this object.
    pub object_id: Option<String>,
    /// Part of the actor's name, in any case.
    pub actor: Option<String>,
}

/// Lists the members in which two documents differ, for the audit trail.
#[must_use]
pub fn changes_between(before: &serde_json::Value, after: &serde_json::Value) -> Vec<Change> {
    let mut changes = Vec::new();
    collect(String::new(), before, after, &mut changes);
    changes
}

fn collect(pointer: String, before: &serde_json::Value, after: &serde_json::Value, changes: &mut Vec<Change>) {
    use serde_json::Value::{Null, Object};
    if before == after {
        return;
    }
    let (Object(left), Object(right)) = (before, after) else {
        changes.push(Change { pointer, before: before.clone(), after: after.clone() });
        return;
    };
    for (name, value) in left {
        let at = format!("{pointer}/{}", crate::valid::pointer_token(name));
        collect(at, value, right.get(name).unwrap_or(&Null), changes);
    }
    for (name, value) in right.iter().filter(|(name, _)| !left.contains_key(*name)) {
        let at = format!("{pointer}/{}", crate::valid::pointer_token(name));
        collect(at, &Null, value, changes);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn only_what_differs_is_told() {
        let before = json!({"host": "a", "fields": {"x": 1, "y": 2}, "gone": true});
        let after = json!({"host": "b", "fields": {"x": 1, "y": 3}, "new": [1]});
        let pointers: Vec<_> = changes_between(&before, &after).into_iter().map(|c| c.pointer).collect();
        assert_eq!(pointers, ["/host", "/fields/y", "/gone", "/new"]);
    }
}
