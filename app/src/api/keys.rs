//! The keys' page.

use super::PageError;
use crate::wire::Ask;
use leptos::prelude::*;
use patchbay_model::access::Scope as KeyScope;
use patchbay_model::id::{CallCenterId, KeyId, Version};
use patchbay_model::key::{CreatedKey, Key};
use patchbay_model::page::{Page, PageRequest};
use serde::{Deserialize, Serialize};

/// What the form of a new key sends.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct KeyForm {
    /// What it is for.
    pub name: String,
    /// The call center; empty for a key of the portal.
    pub call_center_id: String,
    /// What it may do.
    pub scopes: Vec<KeyScope>,
}

/// Those within reach.
#[server(prefix = "/api/ui", endpoint = "keys/list", protocol = Ask)]
pub async fn list_keys(
    call_center: Option<CallCenterId>,
    search: Option<String>,
    page: PageRequest,
) -> Result<Page<Key>, PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    Ok(portal.list_keys(&actor, call_center, search, page).await?)
}

/// Creates one and leads to the page that shows it, once.
#[server(prefix = "/api/ui", endpoint = "keys/create")]
pub async fn create_key(form: KeyForm) -> Result<(), PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    let created = portal.create_key(&actor, form.draft()?).await?;
    super::show_once(&created, "/keys?dialog=created").await
}

/// The key just created; a second call finds nothing.
#[server(prefix = "/api/ui", endpoint = "keys/created", protocol = Ask)]
pub async fn take_created_key() -> Result<Option<CreatedKey>, PageError> {
    super::shown_once().await
}

/// Ends it at once.
#[server(prefix = "/api/ui", endpoint = "keys/revoke")]
pub async fn revoke_key(id: KeyId, version: Version) -> Result<(), PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    portal.revoke_key(&actor, crate::portal::Change { id, version: Some(version) }).await?;
    super::back(crate::components::Done::Revoked);
    Ok(())
}

#[cfg(feature = "ssr")]
impl KeyForm {
    fn draft(self) -> Result<patchbay_model::key::KeyDraft, PageError> {
        Ok(patchbay_model::key::KeyDraft {
            name: self.name,
            call_center_id: super::optional(&self.call_center_id, "/callCenterId")?,
            scopes: self.scopes,
        })
    }
}
