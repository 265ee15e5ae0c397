//! The integrations' pages: templates.

use super::PageError;
use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use patchbay_model::id::{ConfigurationVersionId, TemplateId, Version};
use patchbay_model::page::{Page, PageRequest};
use patchbay_model::template::{
    Location, Template, TemplateQuery, TemplateSummary, TemplateType, Visibility,
};
use patchbay_model::view::{Breakage, ConfigurationVersion, GalleryEntry, TemplateUsage};
use serde::{Deserialize, Serialize};

/// What the form of a template sends.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TemplateForm {
    /// Name.
    #[serde(default)]
    pub name: String,
    /// Label; the name when left empty.
    #[serde(default)]
    pub label: String,
    /// CRM or SMS.
    pub template_type: TemplateType,
    /// Description.
    #[serde(default)]
    pub description: String,
    /// Integrators may carry Info JSON.
    #[serde(default)]
    pub info_enabled: bool,
    /// Integrators may carry Iframe JSON.
    #[serde(default)]
    pub iframe_enabled: bool,
    /// Published or private.
    pub visibility: Visibility,
    /// The owner of a private one; empty otherwise.
    #[serde(default)]
    pub call_center_id: String,
    /// The parameters; a row without a name is none.
    #[serde(default)]
    pub parameters: Vec<ParameterRow>,
}

/// One row of the form's parameters.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ParameterRow {
    /// Name.
    #[serde(default)]
    pub name: String,
    /// Where it goes.
    pub location: Location,
    /// Required.
    #[serde(default)]
    pub required: bool,
    /// Secret.
    #[serde(default)]
    pub secret: bool,
    /// What to enter.
    #[serde(default)]
    pub description: String,
    /// Used when an integrator gives none; empty for none.
    #[serde(default)]
    pub default: String,
}

/// Those within reach.
#[server(prefix = "/api/ui", endpoint = "templates/list", input = Json)]
pub async fn list_templates(
    query: TemplateQuery,
    page: PageRequest,
) -> Result<Page<TemplateSummary>, PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    Ok(portal.list_templates(&actor, query, page).await?)
}

/// One by id.
#[server(prefix = "/api/ui", endpoint = "templates/get", input = Json)]
pub async fn get_template(id: TemplateId) -> Result<Template, PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    Ok(portal.template(&actor, &id.to_string(), None).await?)
}

/// Creates one.
#[server(prefix = "/api/ui", endpoint = "templates/create")]
pub async fn create_template(form: TemplateForm) -> Result<Template, PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    let saved = portal.create_template(&actor, form.draft()?).await?;
    super::back(crate::components::Done::Created);
    Ok(saved)
}

/// What saving would break.
#[server(prefix = "/api/ui", endpoint = "templates/breakage", input = Json)]
pub async fn template_breakage(
    id: TemplateId,
    form: TemplateForm,
) -> Result<Vec<Breakage>, PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    Ok(portal.template_breakage(&actor, id, form.draft()?).await?)
}

/// Saves one.
#[server(prefix = "/api/ui", endpoint = "templates/update")]
pub async fn update_template(
    id: TemplateId,
    version: Version,
    form: TemplateForm,
) -> Result<Template, PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    let saved = portal
        .update_template(
            &actor,
            crate::portal::Change { id, version: Some(version) },
            form.draft()?,
        )
        .await?;
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
    let saved = portal
        .copy_template(&actor, id, name, super::optional(&call_center_id, "/callCenterId")?)
        .await?;
    super::back(crate::components::Done::Copied);
    Ok(saved)
}

/// What deleting it would take with it.
#[server(prefix = "/api/ui", endpoint = "templates/usage", input = Json)]
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
#[server(prefix = "/api/ui", endpoint = "templates/export", input = Json)]
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
    let call_center = super::optional(&call_center_id, "/callCenterId")?;
    let document = super::document(&document, "/document")?.unwrap_or_default();
    let saved = portal.import_template(&actor, document, call_center).await?;
    super::back(crate::components::Done::Imported);
    Ok(saved)
}

/// The templates shipped with Patchbay.
#[server(prefix = "/api/ui", endpoint = "templates/gallery", input = Json)]
pub async fn get_gallery() -> Result<Vec<GalleryEntry>, PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    Ok(portal.gallery(&actor).await?)
}

/// Earlier versions of the template or of one of its endpoints.
#[server(prefix = "/api/ui", endpoint = "templates/versions", input = Json)]
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
pub async fn restore_version(
    template: TemplateId,
    version: ConfigurationVersionId,
) -> Result<(), PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    portal.restore(&actor, template, version).await?;
    super::back(crate::components::Done::Saved);
    Ok(())
}

#[cfg(feature = "ssr")]
impl TemplateForm {
    fn draft(self) -> Result<patchbay_model::template::TemplateDraft, PageError> {
        let name = self.name.trim().to_owned();
        let label =
            if self.label.trim().is_empty() { name.clone() } else { self.label.trim().to_owned() };
        let parameters = self.parameters.into_iter().filter(|row| !row.name.trim().is_empty());
        Ok(patchbay_model::template::TemplateDraft {
            name,
            label,
            template_type: self.template_type,
            description: self.description,
            info_enabled: self.info_enabled,
            iframe_enabled: self.iframe_enabled,
            visibility: self.visibility,
            call_center_id: super::optional(&self.call_center_id, "/callCenterId")?,
            parameters: parameters
                .map(|row| patchbay_model::template::Parameter {
                    name: row.name.trim().to_owned(),
                    location: row.location,
                    required: row.required,
                    secret: row.secret,
                    description: row.description,
                    default: (!row.default.is_empty()).then_some(row.default),
                })
                .collect(),
        })
    }
}

impl From<&Template> for TemplateForm {
    fn from(read: &Template) -> Self {
        Self {
            name: read.name.clone(),
            label: read.label.clone(),
            template_type: read.template_type,
            description: read.description.clone(),
            info_enabled: read.info_enabled,
            iframe_enabled: read.iframe_enabled,
            visibility: read.visibility,
            call_center_id: read
                .call_center_id
                .as_ref()
                .map(ToString::to_string)
                .unwrap_or_default(),
            parameters: read
                .parameters
                .iter()
                .map(|parameter| ParameterRow {
                    name: parameter.name.clone(),
                    location: parameter.location,
                    required: parameter.required,
                    secret: parameter.secret,
                    description: parameter.description.clone(),
                    default: parameter.default.clone().unwrap_or_default(),
                })
                .collect(),
        }
    }
}
