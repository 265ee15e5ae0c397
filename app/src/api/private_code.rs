//! The code of a private template: the editors, and its versions.

use super::PageError;
use crate::wire::Ask;
use leptos::prelude::*;
use patchbay_model::id::{ConfigurationVersionId, TemplateId, Version};
use patchbay_model::page::{Page, PageRequest};
use patchbay_model::private_code::{ModuleSize, PrivateCode};
use patchbay_model::time::Timestamp;
use serde::{Deserialize, Serialize};

/// What the form with the two editors sends.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct PrivateCodeForm {
    /// `function.js`.
    pub function: String,
    /// `showInfo/index.js`.
    pub show_info: String,
}

impl From<&PrivateCode> for PrivateCodeForm {
    fn from(read: &PrivateCode) -> Self {
        Self { function: read.function.clone(), show_info: read.show_info.clone() }
    }
}

/// A kept version as the list shows it: without its text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PrivateCodeVersion {
    /// Its id.
    pub id: ConfigurationVersionId,
    /// The code's version then.
    pub version: Version,
    /// Who saved it.
    pub actor: String,
    /// When.
    pub created_at: Timestamp,
    /// How large `function.js` was.
    pub function: ModuleSize,
    /// How large `showInfo/index.js` was.
    pub show_info: ModuleSize,
}

/// A template's, empty until it is written.
#[server(prefix = "/api/ui", endpoint = "private-code/get", protocol = Ask)]
pub async fn get_private_code(template: TemplateId) -> Result<PrivateCode, PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    Ok(portal.private_code(&actor, template).await?)
}

/// Saves both modules.
#[server(prefix = "/api/ui", endpoint = "private-code/update")]
pub async fn update_private_code(
    template: TemplateId,
    version: Version,
    form: PrivateCodeForm,
) -> Result<PrivateCode, PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    let typed = form.clone();
    let change = crate::portal::Change { id: template, version: Some(version) };
    let outcome = portal.update_private_code(&actor, change, form.draft()).await.map_err(Into::into);
    let saved = super::forms::keep_if_refused(&typed, outcome).await?;
    super::back(crate::components::Done::Saved);
    Ok(saved)
}

/// Earlier versions, newest first.
#[server(prefix = "/api/ui", endpoint = "private-code/versions", protocol = Ask)]
pub async fn list_private_code_versions(
    template: TemplateId,
    page: PageRequest,
) -> Result<Page<PrivateCodeVersion>, PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    let Some(id) = portal.private_code(&actor, template).await?.id else {
        return Ok(Page { items: Vec::new(), next_cursor: None });
    };
    let found = portal.versions(&actor, template, id.0, page).await?;
    Ok(Page { items: found.items.into_iter().map(Into::into).collect(), next_cursor: found.next_cursor })
}

#[cfg(feature = "ssr")]
impl PrivateCodeForm {
    /// A form ends its lines as HTTP does, whatever was typed.
    fn draft(self) -> patchbay_model::private_code::PrivateCodeDraft {
        let plain = |text: String| if text.trim().is_empty() { String::new() } else { text.replace("\r\n", "\n") };
        patchbay_model::private_code::PrivateCodeDraft {
            function: plain(self.function),
            show_info: plain(self.show_info),
        }
    }
}

#[cfg(feature = "ssr")]
impl From<patchbay_model::view::ConfigurationVersion> for PrivateCodeVersion {
    fn from(kept: patchbay_model::view::ConfigurationVersion) -> Self {
        let size = |module: &str| ModuleSize::of(kept.snapshot[module].as_str().unwrap_or_default());
        Self {
            id: kept.id,
            version: kept.version,
            actor: kept.actor.clone(),
            created_at: kept.created_at,
            function: size("function"),
            show_info: size("showInfo"),
        }
    }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::PrivateCodeForm;

    #[test]
    fn lines_end_as_they_were_typed_and_space_alone_is_nothing() {
        let form = PrivateCodeForm { function: "a\r\nb\r\n".into(), show_info: " \r\n".into() };
        let draft = form.draft();
        assert_eq!((draft.function.as_str(), draft.show_info.as_str()), ("a\nb\n", ""));
    }
}
