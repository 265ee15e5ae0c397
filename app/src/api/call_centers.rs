//! The call centers' pages.

use super::PageError;
use crate::wire::Ask;
use leptos::prelude::*;
use patchbay_model::call_center::CallCenter;
use patchbay_model::id::{CallCenterId, Version};
use patchbay_model::limit::Limits;
use patchbay_model::page::{Page, PageRequest};
#[cfg(feature = "ssr")]
use patchbay_model::sentence;
use patchbay_model::view::CallCenterUsage;
use serde::{Deserialize, Serialize};

/// What the form of a call center sends.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct CallCenterForm {
    /// The tenant's key.
    pub id: String,
    /// Name shown to people.
    pub name: String,
    /// IANA time zone.
    pub time_zone: String,
    /// BCP 47 language.
    pub language: String,
    /// Whose pages may embed the callbox, one origin in a line.
    pub callbox_origins: String,
}

/// Those within reach.
#[server(prefix = "/api/ui", endpoint = "call-centers/list", protocol = Ask)]
pub async fn list_call_centers(search: Option<String>, page: PageRequest) -> Result<Page<CallCenter>, PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    Ok(portal.list_call_centers(&actor, search, page).await?)
}

/// One.
#[server(prefix = "/api/ui", endpoint = "call-centers/get", protocol = Ask)]
pub async fn get_call_center(id: CallCenterId) -> Result<CallCenter, PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    Ok(portal.call_center(&actor, &id).await?)
}

/// Creates one.
#[server(prefix = "/api/ui", endpoint = "call-centers/create")]
pub async fn create_call_center(form: CallCenterForm) -> Result<CallCenter, PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    let typed = form.clone();
    let outcome = async { Ok(portal.create_call_center(&actor, form.draft()?).await?) };
    let outcome = outcome.await.map_err(|error| typed.with_origins_named(error));
    let saved = super::forms::keep_if_refused(&typed, outcome).await?;
    super::lead_to_newest(crate::paths::CALL_CENTERS, crate::components::Done::Created);
    Ok(saved)
}

/// Saves one.
#[server(prefix = "/api/ui", endpoint = "call-centers/update")]
pub async fn update_call_center(
    id: CallCenterId,
    version: Version,
    form: CallCenterForm,
) -> Result<CallCenter, PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    let form = CallCenterForm { id: id.to_string(), ..form };
    let typed = form.clone();
    let outcome = async { Ok(portal.update_call_center(&actor, &id, Some(version), form.draft()?).await?) };
    let outcome = outcome.await.map_err(|error| typed.with_origins_named(error));
    let saved = super::forms::keep_if_refused(&typed, outcome).await?;
    super::back(crate::components::Done::Saved);
    Ok(saved)
}

/// What deleting one would take with it.
#[server(prefix = "/api/ui", endpoint = "call-centers/usage", protocol = Ask)]
pub async fn get_call_center_usage(id: CallCenterId) -> Result<CallCenterUsage, PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    Ok(portal.call_center_usage(&actor, &id).await?)
}

/// Deletes one.
#[server(prefix = "/api/ui", endpoint = "call-centers/delete")]
pub async fn delete_call_center(id: CallCenterId, version: Version) -> Result<(), PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    portal.delete_call_center(&actor, &id, Some(version)).await?;
    super::back(crate::components::Done::Deleted);
    Ok(())
}

/// The guard's allow-list and the limits in force.
#[server(prefix = "/api/ui", endpoint = "call-centers/limits", protocol = Ask)]
pub async fn get_limits() -> Result<Limits, PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    Ok(portal.limits(&actor).await?)
}

impl From<CallCenter> for CallCenterForm {
    fn from(read: CallCenter) -> Self {
        Self {
            id: read.id.to_string(),
            name: read.name,
            time_zone: read.time_zone,
            language: read.language,
            callbox_origins: read.callbox_origins.join("\n"),
        }
    }
}

#[cfg(feature = "ssr")]
impl CallCenterForm {
    /// One field holds all origins: which of them is wrong has to be said in words.
    fn with_origins_named(&self, mut error: PageError) -> PageError {
        for violation in &mut error.0.errors {
            let index = violation.pointer.strip_prefix("/callboxOrigins/").and_then(|index| index.parse().ok());
            if let Some(origin) = index.and_then(|index| self.callbox_origins.split_whitespace().nth(index)) {
                let message = std::mem::take(&mut violation.message);
                violation.message = sentence!("%{origin}: %{message}", origin = origin, message = message);
            }
        }
        error
    }

    fn draft(self) -> Result<patchbay_model::call_center::CallCenterDraft, PageError> {
        Ok(patchbay_model::call_center::CallCenterDraft {
            id: super::required(&self.id, "/id")?,
            name: self.name.trim().to_owned(),
            time_zone: self.time_zone.trim().to_owned(),
            language: self.language.trim().to_owned(),
            callbox_origins: self.callbox_origins.split_whitespace().map(str::to_owned).collect(),
        })
    }
}
