//! The integrations' pages: templates.

use super::PageError;
use super::template_form::TemplateForm;
use crate::wire::Ask;
use leptos::prelude::*;
use patchbay_model::id::{ConfigurationVersionId, TemplateId, Version};
use patchbay_model::page::{Page, PageRequest};
#[cfg(feature = "ssr")]
use patchbay_model::sentence;
use patchbay_model::template::{Template, TemplateQuery, TemplateSummary};
use patchbay_model::view::{ConfigurationVersion, GalleryEntry, TemplateUsage};

/// Those within reach.
#[server(prefix = "/api/ui", endpoint = "templates/list", protocol = Ask)]
pub async fn list_templates(query: TemplateQuery, page: PageRequest) -> Result<Page<TemplateSummary>, PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    Ok(portal.list_templates(&actor, query, page).await?)
}

/// One by id.
#[server(prefix = "/api/ui", endpoint = "templates/get", protocol = Ask)]
pub async fn get_template(id: TemplateId) -> Result<Template, PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    Ok(portal.template(&actor, &id.to_string(), None).await?)
}

/// Creates one.
#[server(prefix = "/api/ui", endpoint = "templates/create")]
pub async fn create_template(form: TemplateForm) -> Result<Template, PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    let typed = form.clone();
    let outcome = async { Ok(portal.create_template(&actor, form.draft()?).await?) }.await;
    let saved = super::forms::keep_if_refused(&typed, outcome).await?;
    super::lead_to_newest(crate::paths::INTEGRATIONS, crate::components::Done::Created);
    Ok(saved)
}

/// Saves one. What would break integrators is refused at `/confirmed`, telling which, until it is confirmed: so the
/// confirmation is asked for with and without WASM alike.
#[server(prefix = "/api/ui", endpoint = "templates/update")]
pub async fn update_template(
    id: TemplateId,
    version: Version,
    form: TemplateForm,
    #[server(default)] confirmed: bool,
) -> Result<Template, PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    let typed = form.clone();
    let outcome = async {
        let draft = form.draft()?;
        if !confirmed {
            super::breakage::refuse(&portal.template_breakage(&actor, id, draft.clone()).await?)?;
        }
        let change = crate::portal::Change { id, version: Some(version) };
        Ok(portal.update_template(&actor, change, draft).await?)
    };
    let saved = super::forms::keep_if_refused(&typed, outcome.await).await?;
    super::back(crate::components::Done::Saved);
    Ok(saved)
}

/// Makes another with the endpoints of the first; `call_center_id` empty for a published one.
#[server(prefix = "/api/ui", endpoint = "templates/copy")]
pub async fn copy_template(
    id: TemplateId,
    name: String,
    #[server(default)] call_center_id: String,
) -> Result<Template, PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    let saved = portal.copy_template(&actor, id, name, super::optional(&call_center_id, "/callCenterId")?).await?;
    super::lead_to_newest(crate::paths::INTEGRATIONS, crate::components::Done::Copied);
    Ok(saved)
}

/// What deleting it would take with it.
#[server(prefix = "/api/ui", endpoint = "templates/usage", protocol = Ask)]
pub async fn get_template_usage(id: TemplateId) -> Result<TemplateUsage, PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    Ok(portal.template_usage(&actor, id).await?)
}

/// Deletes it with its endpoints and integrators.
#[server(prefix = "/api/ui", endpoint = "templates/delete")]
pub async fn delete_template(id: TemplateId, version: Version) -> Result<(), PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    portal.delete_template(&actor, crate::portal::Change { id, version: Some(version) }).await?;
    super::back(crate::components::Done::Deleted);
    Ok(())
}

/// Its document as pretty text, for saving to a file.
#[server(prefix = "/api/ui", endpoint = "templates/export", protocol = Ask)]
pub async fn export_template(id: TemplateId) -> Result<String, PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    Ok(format!("{:#}", portal.export_template(&actor, id).await?))
}

/// Creates a template from a document's text; `call_center_id` empty for a published one.
#[server(prefix = "/api/ui", endpoint = "templates/import")]
pub async fn import_template(
    document: String,
    #[server(default)] call_center_id: String,
) -> Result<Template, PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    let outcome = async {
        let call_center = super::optional(&call_center_id, "/callCenterId")?;
        let value = super::document(&document, "/document")?.unwrap_or_default();
        Ok(portal.import_template(&actor, value, call_center).await?)
    };
    let mut outcome = outcome.await;
    if let Err(PageError(problem)) = &mut outcome {
        super::forms::place_in_text(&document, "", &mut problem.errors);
    }
    let saved = super::forms::keep_if_refused(&document, outcome).await?;
    super::lead_to_newest(crate::paths::INTEGRATIONS, crate::components::Done::Imported);
    Ok(saved)
}

/// The templates shipped with Patchbay.
#[server(prefix = "/api/ui", endpoint = "templates/gallery", protocol = Ask)]
pub async fn get_gallery() -> Result<Vec<GalleryEntry>, PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    Ok(portal.gallery(&actor).await?)
}

/// Creates one from the gallery by its name; `call_center_id` empty for a published one.
#[server(prefix = "/api/ui", endpoint = "templates/install")]
pub async fn install_template(name: String, #[server(default)] call_center_id: String) -> Result<Template, PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    let call_center = super::optional(&call_center_id, "/callCenterId")?;
    let entry = portal.gallery(&actor).await?.into_iter().find(|entry| entry.name == name);
    let entry = entry.ok_or(crate::portal::PortalError::NotFound(sentence!("gallery entry")))?;
    let saved = portal.import_template(&actor, entry.document, call_center).await?;
    super::back(crate::components::Done::Imported);
    Ok(saved)
}

/// Earlier versions of the template or of one of its endpoints.
#[server(prefix = "/api/ui", endpoint = "templates/versions", protocol = Ask)]
pub async fn get_versions(
    template: TemplateId,
    object_id: uuid::Uuid,
    page: PageRequest,
) -> Result<Page<ConfigurationVersion>, PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    Ok(portal.versions(&actor, template, object_id, page).await?)
}

/// Brings an earlier version back, as a new one.
#[server(prefix = "/api/ui", endpoint = "templates/restore")]
pub async fn restore_version(template: TemplateId, version: ConfigurationVersionId) -> Result<(), PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    portal.restore(&actor, template, version).await?;
    super::back(crate::components::Done::Saved);
    Ok(())
}
