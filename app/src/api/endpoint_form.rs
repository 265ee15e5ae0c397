//! What the form of an endpoint sends, and the endpoint that it means.

#[cfg(feature = "ssr")]
use super::PageError;
use patchbay_model::endpoint::{BodyFormat, Endpoint, EndpointType, HardParam, Method, Source};
use patchbay_model::trigger::{Trigger, TriggerName};
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
    /// Where a new refresh token is; auth only.
    #[serde(default)]
    pub refresh_path: String,
    /// The field that it replaces; auth only.
    #[serde(default)]
    pub refresh_field: String,
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

#[cfg(feature = "ssr")]
impl EndpointForm {
    pub(super) fn place(&self, found: &mut [patchbay_model::valid::Violation]) {
        super::forms::place_in_text(&self.request, "/request", found);
        super::forms::place_in_text(&self.response, "/response", found);
        super::forms::place_in_text(&self.expired, "/expired", found);
        // In the form they stand in an editor of their own, in the endpoint after the named ones.
        let named = self.triggers.len();
        for violation in found.iter_mut() {
            let rest = violation.pointer.strip_prefix("/triggers/").unwrap_or_default();
            let (index, below) = rest.split_once('/').unwrap_or((rest, ""));
            if let Some(index) = index.parse().ok().and_then(|index: usize| index.checked_sub(named)) {
                violation.pointer = format!("/eventTriggers/{index}/{below}");
            }
        }
        super::forms::place_in_text(&self.event_triggers, "/eventTriggers", found);
    }

    pub(super) async fn keep_if_refused(
        &self,
        mut outcome: Result<Endpoint, PageError>,
    ) -> Result<Endpoint, PageError> {
        if let Err(error) = &mut outcome {
            self.place(&mut error.0.errors);
        }
        super::forms::keep_if_refused(self, outcome).await
    }

    /// What the form doesn't show for the chosen type is not meant: a token's members of an endpoint that is no sign-in,
    /// triggers of one that is, the path of a value that comes from a field.
    pub(super) fn draft(self) -> Result<patchbay_model::endpoint::EndpointDraft, PageError> {
        let text = |text: String| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let auth = self.endpoint_type == EndpointType::Auth;
        let name = self.name.trim().to_owned();
        let events: Vec<patchbay_model::trigger::EventTrigger> =
            super::document(&self.event_triggers, "/eventTriggers")?.unwrap_or_default();
        let named = self.triggers.into_iter().map(Trigger::Named);
        let triggers = named.chain(events.into_iter().map(Trigger::Events));
        let of_auth = |member: String| text(member).filter(|_| auth);
        let mut parameters = Vec::new();
        for (index, row) in self.parameters.into_iter().filter(|row| !row.name.trim().is_empty()).enumerate() {
            parameters.push(row.parameter(index)?);
        }
        Ok(patchbay_model::endpoint::EndpointDraft {
            label: text(self.label).unwrap_or_else(|| name.clone()),
            name,
            endpoint_type: self.endpoint_type,
            method: self.method,
            url: self.url.trim().to_owned(),
            description: self.description,
            triggers: if auth { Vec::new() } else { triggers.collect() },
            response_type: of_auth(self.response_type),
            expiry_path: of_auth(self.expiry_path),
            expired: if auth { super::document(&self.expired, "/expired")? } else { None },
            refresh_token: refresh_token(of_auth(self.refresh_path), of_auth(self.refresh_field)),
            default: auth.then_some(self.default),
            body_format: self.body_format,
            auth_endpoint: text(self.auth_endpoint).filter(|_| !auth),
            timeout_seconds: self.timeout_seconds,
            enabled: self.enabled,
            hard_params: self.hard_params.into_iter().filter(|row| !row.name.trim().is_empty()).collect(),
            parameters,
            request: super::document(&self.request, "/request")?,
            response: super::document(&self.response, "/response")?,
        })
    }
}

/// One of the two alone is kept: the endpoint's check says what is missing.
#[cfg(feature = "ssr")]
fn refresh_token(path: Option<String>, field: Option<String>) -> Option<patchbay_model::endpoint::RefreshToken> {
    if path.is_none() && field.is_none() {
        return None;
    }
    Some(patchbay_model::endpoint::RefreshToken { path: path.unwrap_or_default(), field: field.unwrap_or_default() })
}

#[cfg(feature = "ssr")]
impl EndpointParameterRow {
    fn parameter(self, index: usize) -> Result<patchbay_model::endpoint::EndpointParameter, PageError> {
        let text = |text: String| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        Ok(patchbay_model::endpoint::EndpointParameter {
            name: self.name.trim().to_owned(),
            location: super::optional(&self.location, &format!("/parameters/{index}/location"))?,
            source: self.source,
            field: text(self.field).filter(|_| self.source == Source::Field),
            path: text(self.path).filter(|_| self.source == Source::ClientBody),
            required: self.required,
            format: text(self.format),
        })
    }
}

impl From<&Endpoint> for EndpointForm {
    fn from(read: &Endpoint) -> Self {
        let draft = &read.draft;
        let pretty =
            |value: &Option<serde_json::Value>| value.as_ref().map(|value| format!("{value:#}")).unwrap_or_default();
        let events: Vec<_> = draft.triggers.iter().filter(|trigger| matches!(trigger, Trigger::Events(_))).collect();
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
            event_triggers: if events.is_empty() { String::new() } else { json(serde_json::to_string_pretty(&events)) },
            response_type: draft.response_type.clone().unwrap_or_default(),
            expiry_path: draft.expiry_path.clone().unwrap_or_default(),
            expired: draft
                .expired
                .as_ref()
                .map(|expired| json(serde_json::to_string_pretty(expired)))
                .unwrap_or_default(),
            refresh_path: draft.refresh_token.as_ref().map(|refresh| refresh.path.clone()).unwrap_or_default(),
            refresh_field: draft.refresh_token.as_ref().map(|refresh| refresh.field.clone()).unwrap_or_default(),
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
                    location: parameter.location.map(|location| location.to_string()).unwrap_or_default(),
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
