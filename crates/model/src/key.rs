//! API keys of programs (spec/api.md, Authentication).

use crate::access::Scope;
use crate::id::{CallCenterId, KeyId, Version};
use crate::sentence;
use crate::time::Timestamp;
use crate::valid::{Validate, Violations, check_name};
use serde::{Deserialize, Serialize};

/// A key as read: never the key itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Key {
    /// Its id.
    pub id: KeyId,
    /// What it is for.
    pub name: String,
    /// Its first characters, to tell keys apart.
    pub prefix: String,
    /// The call center that it belongs to; null for the portal's.
    pub call_center_id: Option<CallCenterId>,
    /// What it may do.
    pub scopes: Vec<Scope>,
    /// When it was last used, to the minute.
    pub last_used_at: Option<Timestamp>,
    /// When it was revoked.
    pub revoked_at: Option<Timestamp>,
    /// Counts the saves.
    pub version: Version,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it was last saved.
    pub updated_at: Timestamp,
}

/// A key as written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct KeyDraft {
    /// See [`Key::name`].
    pub name: String,
    /// See [`Key::call_center_id`].
    #[serde(default)]
    pub call_center_id: Option<CallCenterId>,
    /// See [`Key::scopes`].
    pub scopes: Vec<Scope>,
}

impl Validate for KeyDraft {
    fn validate(&self) -> Violations {
        let mut found = Violations::none();
        check_name(&mut found, "/name", &self.name);
        found.require(!self.scopes.is_empty(), "/scopes", sentence!("choose at least one scope"));
        for (index, scope) in self.scopes.iter().enumerate() {
            let pointer = format!("/scopes/{index}");
            found.require(
                !self.scopes[..index].contains(scope),
                &pointer,
                sentence!("this scope is in the list already"),
            );
            let portal_only = *scope == Scope::PortalAdmin && self.call_center_id.is_some();
            found.require(!portal_only, &pointer, sentence!("only a key of the portal can have portal:admin"));
        }
        found
    }
}

/// A new key with its secret, which is shown this once.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct CreatedKey {
    /// The key's record.
    #[serde(flatten)]
    pub record: Key,
    /// What `Authorization: Bearer` takes.
    pub key: String,
}
