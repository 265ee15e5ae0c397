//! One API of the third-party system (spec/callbox.md, Endpoint; spec/api.md for the wire).

mod check;
mod sets;

use crate::id::{EndpointId, TemplateId, Version};
use crate::limit::DEFAULT_CALL_SECONDS;
use crate::template::{Location, TemplateType};
use crate::time::Timestamp;
use crate::trigger::{Trigger, TriggerName};
use serde::{Deserialize, Serialize};
use serde_json::Value;

pub use sets::{BodyFormat, EndpointType, Method, Source};

/// A value hard-assigned to the endpoint; nothing overrides it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct HardParam {
    /// The name on the wire.
    pub name: String,
    /// Where it goes.
    pub location: Location,
    /// The value, a text with placeholders; in a JSON body `true`, `12` and the like become typed only when they
    /// come from a placeholder that stands alone.
    pub value: String,
}

/// A parameter of the endpoint.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EndpointParameter {
    /// The name on the wire; with source `field` also the template parameter, unless `field` names another.
    pub name: String,
    /// Where it goes. Left out with source `field`: the template parameter's location; with `clientBody`: nowhere by
    /// itself, the value is declared and checked here and taken by a placeholder `{client.…}` elsewhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<Location>,
    /// Where its value comes from.
    pub source: Source,
    /// The template parameter that it takes, when that is named differently.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// The dotted path in the client body; the name when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// Missing in the client body: the execution is refused with 422 and nothing is sent.
    #[serde(default)]
    pub required: bool,
    /// Text around the value: `{token}` stands for an access token, `{value}` for any other.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub format: Option<String>,
}

impl EndpointParameter {
    /// The template parameter that a `field` source takes.
    #[must_use]
    pub fn field_name(&self) -> &str {
        self.field.as_deref().unwrap_or(&self.name)
    }

    /// The path in the client body that a `clientBody` source takes.
    #[must_use]
    pub fn client_path(&self) -> &str {
        self.path.as_deref().unwrap_or(&self.name)
    }
}

/// When an answer means that the access token is no longer good (lessons: some APIs answer 200 with an error).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ExpiredPredicate {
    /// This status, besides 401.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// This header…
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub header: Option<String>,
    /// … or this dotted path of the JSON body…
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// … has this value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub equals: Option<Value>,
}

/// A refresh token that is replaced each time it is used (lessons: a new one that is not saved locks the tenant out).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RefreshToken {
    /// The dotted path of the new one in the JSON answer; when nothing stands there, the old one stays.
    pub path: String,
    /// The secret template parameter that holds it, and that the endpoint sends.
    pub field: String,
}

/// An endpoint as written.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EndpointDraft {
    /// Unique in the template; the execute API calls it by this.
    pub name: String,
    /// Shown in lists.
    pub label: String,
    /// What it is for.
    #[serde(rename = "type")]
    pub endpoint_type: EndpointType,
    /// The HTTP method.
    pub method: Method,
    /// A path joined to the integrator's host, or an absolute https URL.
    pub url: String,
    /// What it does.
    #[serde(default)]
    pub description: String,
    /// When it runs by itself.
    #[serde(default)]
    pub triggers: Vec<Trigger>,
    /// Auth only: where the token is in the answer; a dotted path, `text`, `header:<Name>` or `cookie:<Name>`.
    #[serde(default)]
    pub response_type: Option<String>,
    /// Auth only: the dotted path of the seconds that the token lives; `expires_in` when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expiry_path: Option<String>,
    /// Auth only: which answers mean that the token has expired, besides 401.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expired: Option<ExpiredPredicate>,
    /// Auth only: where a new refresh token stands in the answer, and which secret field of the integrator it replaces.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refresh_token: Option<RefreshToken>,
    /// Auth only: used by endpoints that name none. The first auth endpoint of a template is its default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<bool>,
    /// How the body is written.
    #[serde(default = "EndpointDraft::default_body_format")]
    pub body_format: BodyFormat,
    /// The auth endpoint that gets the token; the template's default when null.
    #[serde(default)]
    pub auth_endpoint: Option<String>,
    /// The whole call's limit in seconds, 1 to 60.
    #[serde(default = "EndpointDraft::default_timeout_seconds")]
    pub timeout_seconds: u32,
    /// False: the execute API answers 404 and triggers skip it.
    #[serde(default = "EndpointDraft::default_enabled")]
    pub enabled: bool,
    /// Hard-assigned values.
    #[serde(default)]
    pub hard_params: Vec<HardParam>,
    /// Values from fields, the access token and the client body.
    #[serde(default)]
    pub parameters: Vec<EndpointParameter>,
    /// [`crate::document::RequestConfiguration`] for what the lists can't say.
    #[serde(default)]
    pub request: Option<Value>,
    /// [`crate::document::ResponseConfiguration`].
    #[serde(default)]
    pub response: Option<Value>,
}

impl EndpointDraft {
    fn default_body_format() -> BodyFormat {
        BodyFormat::Json
    }

    fn default_timeout_seconds() -> u32 {
        DEFAULT_CALL_SECONDS
    }

    fn default_enabled() -> bool {
        true
    }
}

/// An endpoint as read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Endpoint {
    /// Its id.
    pub id: EndpointId,
    /// The template that it belongs to.
    pub template_id: TemplateId,
    /// What was written.
    #[serde(flatten)]
    pub draft: EndpointDraft,
    /// Counts the saves.
    pub version: Version,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it was last saved.
    pub updated_at: Timestamp,
}

impl EndpointDraft {
    /// Whether this endpoint may stand in a template of `template_type` (spec/callbox.md: sendSms only in templates
    /// of type sms or on trigger `sms_send`).
    #[must_use]
    pub fn fits(&self, template_type: TemplateType) -> bool {
        self.endpoint_type != EndpointType::SendSms
            || template_type == TemplateType::Sms
            || self.triggers.contains(&Trigger::Named(TriggerName::SmsSend))
    }

    /// Whether one of its parameters takes the access token.
    #[must_use]
    pub fn uses_access_token(&self) -> bool {
        self.parameters.iter().any(|parameter| parameter.source == Source::AccessToken)
    }
}
