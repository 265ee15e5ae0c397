//! The description of a third-party system ("Integration" in the portal; spec/callbox.md, Template).

use crate::id::{CallCenterId, TemplateId, Version};
use crate::sentence;
use crate::time::Timestamp;
use crate::trigger::closed_set;
use crate::valid::{Validate, Violations, check_description, check_name};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;

closed_set!(
    /// What kind of system a template describes.
    TemplateType {
        /// A customer relationship system or help desk.
        Crm = "crm",
        /// An SMS gateway.
        Sms = "sms",
    }
);

closed_set!(
    /// Who sees a template.
    Visibility {
        /// Every call center.
        Published = "published",
        /// One call center.
        Private = "private",
    }
);

closed_set!(
    /// Where a value goes in the request (spec/execution.md, Resolve).
    Location {
        /// A request header.
        Header = "header",
        /// A member of the body; a dotted name makes nested JSON.
        Body = "body",
        /// A query parameter.
        Query = "query",
        /// A `{name}` segment of the URL's path.
        Path = "path",
        /// A header that holds the lower-case hex MD5 of the value: compatibility, not security.
        Md5 = "md5",
    }
);

/// A value that a template needs from each tenant, and where it goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Parameter {
    /// Unique in the template; the name on the wire.
    pub name: String,
    /// Where it goes unless an endpoint says otherwise.
    pub location: Location,
    /// An integrator without a value is refused.
    #[serde(default)]
    pub required: bool,
    /// Encrypted and never read back.
    #[serde(default)]
    pub secret: bool,
    /// What to enter and where to find it.
    #[serde(default)]
    pub description: String,
    /// Used when an integrator gives no value; never for a secret.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<String>,
}

/// A template as read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Template {
    /// Its id.
    pub id: TemplateId,
    /// Unique in its visibility scope; the title shown in the iframe.
    pub name: String,
    /// Shown in lists.
    pub label: String,
    /// What kind of system it describes.
    #[serde(rename = "type")]
    pub template_type: TemplateType,
    /// What it is good for.
    pub description: String,
    /// Integrators may carry Info JSON.
    pub info_enabled: bool,
    /// Integrators may carry Iframe JSON.
    pub iframe_enabled: bool,
    /// Who sees it.
    pub visibility: Visibility,
    /// The owner of a private template.
    pub call_center_id: Option<CallCenterId>,
    /// What it needs from each tenant, in the order of the form.
    pub parameters: Vec<Parameter>,
    /// Counts the saves.
    pub version: Version,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it was last saved.
    pub updated_at: Timestamp,
}

/// A template as written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TemplateDraft {
    /// See [`Template::name`].
    pub name: String,
    /// See [`Template::label`].
    pub label: String,
    /// See [`Template::template_type`].
    #[serde(rename = "type")]
    pub template_type: TemplateType,
    /// See [`Template::description`].
    #[serde(default)]
    pub description: String,
    /// See [`Template::info_enabled`].
    #[serde(default)]
    pub info_enabled: bool,
    /// See [`Template::iframe_enabled`].
    #[serde(default)]
    pub iframe_enabled: bool,
    /// See [`Template::visibility`].
    pub visibility: Visibility,
    /// See [`Template::call_center_id`].
    #[serde(default)]
    pub call_center_id: Option<CallCenterId>,
    /// See [`Template::parameters`].
    #[serde(default)]
    pub parameters: Vec<Parameter>,
}

/// The most parameters of one template.
pub const MAXIMUM_PARAMETERS: usize = 64;

impl Validate for TemplateDraft {
    fn validate(&self) -> Violations {
        let mut found = Violations::none();
        check_name(&mut found, "/name", &self.name);
        check_name(&mut found, "/label", &self.label);
        check_description(&mut found, "/description", &self.description);
        match (self.visibility, &self.call_center_id) {
            (Visibility::Private, None) => {
                found.add("/callCenterId", sentence!("a private template belongs to a call center: name it"));
            }
            (Visibility::Published, Some(_)) => {
                found
                    .add("/callCenterId", sentence!("a published template belongs to no call center: leave this null"));
            }
            _ => {}
        }
        found.require(
            self.parameters.len() <= MAXIMUM_PARAMETERS,
            "/parameters",
            sentence!("use at most 64 parameters"),
        );
        let mut names = HashSet::new();
        for (index, parameter) in self.parameters.iter().enumerate() {
            let at = |member: &str| format!("/parameters/{index}/{member}");
            check_parameter_name(&mut found, &at("name"), &parameter.name, parameter.location);
            check_description(&mut found, &at("description"), &parameter.description);
            if !names.insert(parameter.name.as_str()) {
                found.add(at("name"), sentence!("another parameter has this name already"));
            }
            if parameter.secret && parameter.default.is_some() {
                found.add(at("default"), sentence!("a secret can't have a default: every tenant enters its own"));
            }
        }
        found
    }
}

/// Checks a parameter's name for its location: an HTTP token (RFC 9110, 5.6.2) where it becomes a header.
pub fn check_parameter_name(found: &mut Violations, pointer: &str, name: &str, location: Location) {
    match location {
        Location::Header | Location::Md5 => {
            let token = !name.is_empty()
                && name.len() <= 100
                && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b));
            found.require(token, pointer, sentence!("a header's name has letters, digits and hyphens only"));
        }
        Location::Path => {
            let identifier = !name.is_empty()
                && name.len() <= 100
                && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'));
            found.require(identifier, pointer, sentence!("a path parameter's name has letters, digits, _ and - only"));
        }
        Location::Body | Location::Query => check_name(found, pointer, name),
    }
}

impl From<&Template> for TemplateDraft {
    fn from(read: &Template) -> Self {
        Self {
            name: read.name.clone(),
            label: read.label.clone(),
            template_type: read.template_type,
            description: read.description.clone(),
            info_enabled: read.info_enabled,
            iframe_enabled: read.iframe_enabled,
            visibility: read.visibility,
            call_center_id: read.call_center_id.clone(),
            parameters: read.parameters.clone(),
        }
    }
}

/// A template in a list, with what one wants to know of it at a glance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct TemplateSummary {
    /// The template.
    #[serde(flatten)]
    pub template: Template,
    /// Integrators that the asker may see.
    pub integrator_count: i64,
    /// Endpoints of it.
    pub endpoint_count: i64,
    /// Executions of the last 24 hours that succeeded.
    pub succeeded_count: i64,
    /// Executions of the last 24 hours that failed or are dead.
    pub failed_count: i64,
    /// Executions of the last 24 hours whose outcome is unknown.
    pub unknown_count: i64,
}

/// Which templates a list shows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct TemplateQuery {
    /// Part of the name or label, in any case.
    pub search: Option<String>,
    /// Only this type.
    #[serde(rename = "type")]
    pub template_type: Option<TemplateType>,
    /// Only this visibility.
    pub visibility: Option<Visibility>,
    /// Only what this call center sees: published ones and its own.
    pub call_center_id: Option<CallCenterId>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft() -> TemplateDraft {
        serde_json::from_value(serde_json::json!({
            "name": "acme", "label": "Acme", "type": "crm", "description": "", "infoEnabled": true,
            "iframeEnabled": true, "visibility": "published", "callCenterId": null,
            "parameters": [{"name": "X-Api-Key", "location": "header", "required": true, "secret": true, "description": ""}]
        }))
        .unwrap()
    }

    #[test]
    fn the_documented_template_is_valid() {
        assert!(draft().validate().is_empty());
    }

    #[test]
    fn each_defect_is_told_at_its_member() {
        type Spoil = fn(&mut TemplateDraft);
        let table: [(&str, Spoil); 7] = [
            ("/name", |d| d.name = " acme".into()),
            ("/label", |d| d.label = String::new()),
            ("/callCenterId", |d| d.visibility = Visibility::Private),
            ("/callCenterId", |d| d.call_center_id = Some("cc-1".parse().unwrap())),
            ("/parameters/0/name", |d| d.parameters[0].name = "X Api".into()),
            ("/parameters/1/name", |d| d.parameters.push(d.parameters[0].clone())),
            ("/parameters/0/default", |d| d.parameters[0].default = Some("x".into())),
        ];
        for (pointer, spoil) in table {
            let mut spoilt = draft();
            spoil(&mut spoilt);
            let found = spoilt.validate().into_vec();
            assert_eq!(found.iter().map(|v| v.pointer.as_str()).collect::<Vec<_>>(), [pointer]);
        }
    }
}
