//! The document that a template travels in: export, import, gallery (spec/api.md, Administration). No secrets in it.

use crate::endpoint::EndpointDraft;
use crate::id::CallCenterId;
use crate::sentence;
use crate::template::{Parameter, TemplateDraft, TemplateType, Visibility};
use crate::valid::{Validate, Violations};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;

/// The endpoint by which a template is verified: it changes nothing on the other side, and succeeds when the values of an
/// integrator are right.
pub const VERIFY: &str = "verify";
/// What `$schema` says.
pub const TEMPLATE_SCHEMA: &str = "/schemas/template.json";

/// A template with its endpoints, without owner, ids and times.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TemplateDocument {
    /// [`TEMPLATE_SCHEMA`].
    #[serde(rename = "$schema")]
    pub schema: String,
    /// See [`TemplateDraft`].
    pub name: String,
    /// See [`TemplateDraft`].
    pub label: String,
    /// See [`TemplateDraft`].
    #[serde(rename = "type")]
    pub template_type: TemplateType,
    /// See [`TemplateDraft`].
    #[serde(default)]
    pub description: String,
    /// See [`TemplateDraft`].
    #[serde(default)]
    pub info_enabled: bool,
    /// See [`TemplateDraft`].
    #[serde(default)]
    pub iframe_enabled: bool,
    /// What it needs from each tenant.
    #[serde(default)]
    pub parameters: Vec<Parameter>,
    /// Its endpoints.
    #[serde(default)]
    pub endpoints: Vec<EndpointDraft>,
    /// The host that integrators of this system usually have, proposed in the form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suggested_host: Option<String>,
    /// Where the system's own API documentation stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub documentation: Option<String>,
}

impl TemplateDocument {
    /// The template in it: published, or private to `call_center`.
    #[must_use]
    pub fn template(&self, call_center: Option<CallCenterId>) -> TemplateDraft {
        TemplateDraft {
            name: self.name.clone(),
            label: self.label.clone(),
            template_type: self.template_type,
            description: self.description.clone(),
            info_enabled: self.info_enabled,
            iframe_enabled: self.iframe_enabled,
            visibility: if call_center.is_some() { Visibility::Private } else { Visibility::Published },
            call_center_id: call_center,
            parameters: self.parameters.clone(),
        }
    }

    /// The document of a template and its endpoints.
    #[must_use]
    pub fn of(template: &TemplateDraft, endpoints: Vec<EndpointDraft>) -> Self {
        Self {
            schema: TEMPLATE_SCHEMA.to_owned(),
            name: template.name.clone(),
            label: template.label.clone(),
            template_type: template.template_type,
            description: template.description.clone(),
            info_enabled: template.info_enabled,
            iframe_enabled: template.iframe_enabled,
            parameters: template.parameters.clone(),
            endpoints,
            suggested_host: None,
            documentation: None,
        }
    }
}

impl Validate for TemplateDocument {
    fn validate(&self) -> Violations {
        let mut found = self.template(None).validate();
        found.require(
            self.schema.ends_with("template.json"),
            "/$schema",
            sentence!("this is no Patchbay template: expected /schemas/template.json"),
        );
        let mut names = HashSet::new();
        for (index, endpoint) in self.endpoints.iter().enumerate() {
            let prefix = format!("/endpoints/{index}");
            found.nest(&prefix, endpoint.validate());
            found.require(
                names.insert(&endpoint.name),
                &format!("{prefix}/name"),
                sentence!("another endpoint has this name already"),
            );
            found.require(
                endpoint.fits(self.template_type),
                &format!("{prefix}/type"),
                sentence!("sendSms stands in templates of type sms, or on trigger sms_send"),
            );
        }
        found
    }
}
