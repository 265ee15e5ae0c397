//! What the form of a template sends, and the template that it means.

#[cfg(feature = "ssr")]
use super::PageError;
use patchbay_model::template::{Location, Template, TemplateType, Visibility};
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

#[cfg(feature = "ssr")]
impl TemplateForm {
    pub(super) fn draft(self) -> Result<patchbay_model::template::TemplateDraft, PageError> {
        let name = self.name.trim().to_owned();
        let label = if self.label.trim().is_empty() { name.clone() } else { self.label.trim().to_owned() };
        let parameters = self.parameters.into_iter().filter(|row| !row.name.trim().is_empty());
        Ok(patchbay_model::template::TemplateDraft {
            name,
            label,
            template_type: self.template_type,
            description: self.description,
            info_enabled: self.info_enabled,
            iframe_enabled: self.iframe_enabled,
            visibility: self.visibility,
            // The form shows the choice of a call center for private ones only.
            call_center_id: match self.visibility {
                Visibility::Private => super::optional(&self.call_center_id, "/callCenterId")?,
                Visibility::Published => None,
            },
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
            call_center_id: read.call_center_id.as_ref().map(ToString::to_string).unwrap_or_default(),
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
