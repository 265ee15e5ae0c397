//! The integrations' pages: endpoints.

use super::PageError;
use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use patchbay_model::endpoint::{BodyFormat, Endpoint, EndpointType, HardParam, Method, Source};
use patchbay_model::execution::TestRun;
use patchbay_model::id::{EndpointId, IntegratorId, TemplateId, Version};
use patchbay_model::page::{Page, PageRequest};
use patchbay_model::trigger::{Trigger, TriggerName};
use patchbay_model::view::{EndpointCheck, EndpointUsage};
use serde::{Deserialize, Serialize};

/// What the form of an endpoint sends.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EndpointForm {
    /// Name.
    #[serde(default)]
    pub name: String,
    /// Label; the name when left empty.
    #[serde(default)]
    pub label: String,
    /// What it is for.
    pub endpoint_type: EndpointType,
    /// The HTTP method.
    pub method: Method,
    /// A path or an https URL.
    #[serde(default)]
    pub url: String,
    /// Description.
    #[serde(default)]
    pub description: String,
    /// The triggers that have a name.
    #[serde(default)]
    pub triggers: Vec<TriggerName>,
    /// The triggers on conversation events, a JSON list; empty for none.
    #[serde(default)]
    pub event_triggers: String,
    /// Where the token is; auth only.
    #[serde(default)]
    pub response_type: String,
    /// Where the token's life is; auth only.
    #[serde(default)]
    pub expiry_path: String,
    /// Which answers mean "expired", JSON; auth only.
    #[serde(default)]
    pub expired: String,
    /// The template's default; auth only.
    #[serde(default)]
    pub default: bool,
    /// How the body is written.
    pub body_format: BodyFormat,
    /// The auth endpoint's name; empty for the template's default.
    #[serde(default)]
    pub auth_endpoint: String,
    /// The whole call's limit.
    pub timeout_seconds: u32,
    /// Unchecked: can't be called.
    #[serde(default)]
    pub enabled: bool,
    /// Hard params; a row without a name is none.
    #[serde(default)]
    pub hard_params: Vec<HardParam>,
    /// Parameters; a row without a name is none.
    #[serde(default)]
    pub parameters: Vec<EndpointParameterRow>,
    /// Request configuration, JSON; empty for none.
    #[serde(default)]
    pub request: String,
    /// Response configuration, JSON; empty for none.
    #[serde(default)]
    pub response: String,
}

/// One row of the form's parameters.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EndpointParameterRow {
    /// Name.
    #[serde(default)]
    pub name: String,
    /// Where it goes, a word; empty for the template's own.
    #[serde(default)]
    pub location: String,
    /// Where its value comes from.
    pub source: Source,
    /// The template parameter, when named differently.
    #[serde(default)]
    pub field: String,
    /// The path in the client body.
    #[serde(default)]
    pub path: String,
    /// Missing in the client body: nothing is sent.
    #[serde(default)]
    pub required: bool,
    /// Text around the value.
    #[serde(default)]
    pub format: String,
}

/// A template's endpoints.
#[server(prefix = "/api/ui", endpoint = "endpoints/list", input = Json)]
pub async fn list_endpoints(
    template: TemplateId,
    page: PageRequest,
) -> Result<Page<Endpoint>, PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    Ok(portal.list_endpoints(&actor, template, page).await?)
}

/// One by id.
#[server(prefix = "/api/ui", endpoint = "endpoints/get", input = Json)]
pub async fn get_endpoint(template: TemplateId, id: EndpointId) -> Result<Endpoint, PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    Ok(portal.endpoint(&actor, template, &id.to_string()).await?)
}

/// Checks the form as saving would, for messages while typing.
#[server(prefix = "/api/ui", endpoint = "endpoints/check", input = Json)]
pub async fn check_endpoint(
    template: TemplateId,
    form: EndpointForm,
) -> Result<EndpointCheck, PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    Ok(portal.check_endpoint(&actor, template, form.draft()?).await?)
}

/// Creates one.
#[server(prefix = "/api/ui", endpoint = "endpoints/create")]
pub async fn create_endpoint(
    template: TemplateId,
    form: EndpointForm,
) -> Result<Endpoint, PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    let saved = portal.create_endpoint(&actor, template, form.draft()?).await?;
    super::back(crate::components::Done::Created);
    Ok(saved)
}

/// Saves one.
#[server(prefix = "/api/ui", endpoint = "endpoints/update")]
pub async fn update_endpoint(
    id: EndpointId,
    version: Version,
    form: EndpointForm,
) -> Result<Endpoint, PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    let saved = portal
        .update_endpoint(
            &actor,
            crate::portal::Change { id, version: Some(version) },
            form.draft()?,
        )
        .await?;
    super::back(crate::components::Done::Saved);
    Ok(saved)
}

/// Makes another of the same template.
#[server(prefix = "/api/ui", endpoint = "endpoints/copy")]
pub async fn copy_endpoint(id: EndpointId, name: String) -> Result<Endpoint, PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    let saved = portal.copy_endpoint(&actor, id, name).await?;
    super::back(crate::components::Done::Copied);
    Ok(saved)
}

/// What deleting it would break.
#[server(prefix = "/api/ui", endpoint = "endpoints/usage", input = Json)]
pub async fn get_endpoint_usage(id: EndpointId) -> Result<EndpointUsage, PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    Ok(portal.endpoint_usage(&actor, id).await?)
}

/// Deletes one.
#[server(prefix = "/api/ui", endpoint = "endpoints/delete")]
pub async fn delete_endpoint(id: EndpointId, version: Version) -> Result<(), PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    portal.delete_endpoint(&actor, crate::portal::Change { id, version: Some(version) }).await?;
    super::back(crate::components::Done::Deleted);
    Ok(())
}

/// Runs one through the production path and tells each step. `body` is a JSON text.
#[server(prefix = "/api/ui", endpoint = "endpoints/test")]
pub async fn test_endpoint(
    id: EndpointId,
    integrator: IntegratorId,
    #[server(default)] body: String,
) -> Result<TestRun, PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    let body: Option<serde_json::Map<String, serde_json::Value>> = super::document(&body, "/body")?;
    Ok(portal
        .test_endpoint(&actor, id, integrator, serde_json::Value::Object(body.unwrap_or_default()))
        .await?)
}

#[cfg(feature = "ssr")]
impl EndpointForm {
    fn draft(self) -> Result<patchbay_model::endpoint::EndpointDraft, PageError> {
        let text = |text: String| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let auth = self.endpoint_type == EndpointType::Auth;
        let name = self.name.trim().to_owned();
        let events: Vec<patchbay_model::trigger::EventTrigger> =
            super::document(&self.event_triggers, "/eventTriggers")?.unwrap_or_default();
        let mut triggers: Vec<Trigger> = self.triggers.into_iter().map(Trigger::Named).collect();
        triggers.extend(events.into_iter().map(Trigger::Events));
        let mut parameters = Vec::new();
        for (index, row) in
            self.parameters.into_iter().filter(|row| !row.name.trim().is_empty()).enumerate()
        {
            parameters.push(row.parameter(index)?);
        }
        Ok(patchbay_model::endpoint::EndpointDraft {
            label: text(self.label).unwrap_or_else(|| name.clone()),
            name,
            endpoint_type: self.endpoint_type,
            method: self.method,
            url: self.url.trim().to_owned(),
            description: self.description,
            triggers,
            response_type: text(self.response_type),
            expiry_path: text(self.expiry_path),
            expired: super::document(&self.expired, "/expired")?,
            default: auth.then_some(self.default),
            body_format: self.body_format,
            auth_endpoint: text(self.auth_endpoint),
            timeout_seconds: self.timeout_seconds,
            enabled: self.enabled,
            hard_params: self
                .hard_params
                .into_iter()
                .filter(|row| !row.name.trim().is_empty())
                .collect(),
            parameters,
            request: super::document(&self.request, "/request")?,
            response: super::document(&self.response, "/response")?,
        })
    }
}

#[cfg(feature = "ssr")]
impl EndpointParameterRow {
    fn parameter(
        self,
        index: usize,
    ) -> Result<patchbay_model::endpoint::EndpointParameter, PageError> {
        let text = |text: String| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        Ok(patchbay_model::endpoint::EndpointParameter {
            name: self.name.trim().to_owned(),
            location: super::optional(&self.location, &format!("/parameters/{index}/location"))?,
            source: self.source,
            field: text(self.field),
            path: text(self.path),
            required: self.required,
            format: text(self.format),
        })
    }
}

impl From<&Endpoint> for EndpointForm {
    fn from(read: &Endpoint) -> Self {
        let draft = &read.draft;
        let pretty = |value: &Option<serde_json::Value>| {
            value.as_ref().map(|value| format!("{value:#}")).unwrap_or_default()
        };
        let events: Vec<_> =
            draft.triggers.iter().filter(|trigger| matches!(trigger, Trigger::Events(_))).collect();
        let json = |value: serde_json::Result<String>| value.unwrap_or_default();
        Self {
            name: draft.name.clone(),
            label: draft.label.clone(),
            endpoint_type: draft.endpoint_type,
            method: draft.method,
            url: draft.url.clone(),
            description: draft.description.clone(),
            triggers: draft
                .triggers
                .iter()
                .filter_map(|trigger| match trigger {
                    Trigger::Named(name) => Some(*name),
                    Trigger::Events(_) => None,
                })
                .collect(),
            event_triggers: if events.is_empty() {
                String::new()
            } else {
                json(serde_json::to_string_pretty(&events))
            },
            response_type: draft.response_type.clone().unwrap_or_default(),
            expiry_path: draft.expiry_path.clone().unwrap_or_default(),
            expired: draft
                .expired
                .as_ref()
                .map(|expired| json(serde_json::to_string_pretty(expired)))
                .unwrap_or_default(),
            default: draft.default.unwrap_or_default(),
            body_format: draft.body_format,
            auth_endpoint: draft.auth_endpoint.clone().unwrap_or_default(),
            timeout_seconds: draft.timeout_seconds,
            enabled: draft.enabled,
            hard_params: draft.hard_params.clone(),
            parameters: draft
                .parameters
                .iter()
                .map(|parameter| EndpointParameterRow {
                    name: parameter.name.clone(),
                    location: parameter
                        .location
                        .map(|location| location.to_string())
                        .unwrap_or_default(),
                    source: parameter.source,
                    field: parameter.field.clone().unwrap_or_default(),
                    path: parameter.path.clone().unwrap_or_default(),
                    required: parameter.required,
                    format: parameter.format.clone().unwrap_or_default(),
                })
                .collect(),
            request: pretty(&draft.request),
            response: pretty(&draft.response),
        }
    }
}
