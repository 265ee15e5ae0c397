//! What the portal shows besides the nouns themselves: figures, usage, what a change would break.

use crate::execution::TestRun;
use crate::id::{CallCenterId, ConfigurationVersionId, IntegratorId, TemplateId, Version};
use crate::sentence::Sentence;
use crate::template::TemplateType;
use crate::time::Timestamp;
use crate::valid::Violation;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What belongs to a call center.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct CallCenterUsage {
    /// Integrators.
    pub integrators: i64,
    /// Private templates.
    pub templates: i64,
    /// Users.
    pub users: i64,
    /// Keys.
    pub keys: i64,
}

/// Where counting ends: who reads a number wants to know how much it is, not to wait for it. One more stands for "more".
pub const MOST_COUNTED: u64 = 1000;

/// What the circuit breaker of an integrator lets through (spec/execution.md, Limits).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Circuit {
    /// Every call.
    Closed,
    /// One call, to see whether it works again.
    HalfOpen,
    /// No call.
    Open {
        /// Seconds until the next one is tried.
        seconds: u64,
    },
}

/// An integrator that a change of its template breaks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Breakage {
    /// Whose.
    pub call_center_id: CallCenterId,
    /// Its host.
    pub host: String,
    /// Why: "lacks the required field X-Key", "loses the value of X-Old".
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub reason: Sentence,
}

/// What belongs to a template, or uses it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct TemplateUsage {
    /// Integrators.
    pub integrators: i64,
    /// Call centers that they belong to.
    pub call_centers: i64,
    /// Endpoints.
    pub endpoints: i64,
}

/// A template shipped with Patchbay.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct GalleryEntry {
    /// The name that it gets.
    pub name: String,
    /// Its label.
    pub label: String,
    /// What it is good for.
    pub description: String,
    /// Its type's word.
    pub template_type: TemplateType,
    /// Names of its endpoints.
    pub endpoints: Vec<String>,
    /// The importable document.
    pub document: Value,
    /// Whether a template of this name exists already.
    pub installed: bool,
}

/// Whether a template of the gallery is plugged in only if the other side takes the values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verification {
    /// Only if its endpoint [`VERIFY`](crate::exchange::VERIFY) succeeds.
    Required,
    /// In any case.
    Skipped,
}

/// What came of plugging in a template of the gallery.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct PluggedIn {
    /// The template, which is installed in any case.
    pub template_id: TemplateId,
    /// The integrator; none: the other side did not take its values, and nothing is plugged in.
    pub integrator_id: Option<IntegratorId>,
    /// How it was verified, if it was.
    pub run: Option<TestRun>,
}

/// A kept configuration.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ConfigurationVersion {
    /// Its id; executions refer to it.
    pub id: ConfigurationVersionId,
    /// The object's version then.
    pub version: Version,
    /// Who saved it.
    pub actor: String,
    /// When.
    pub created_at: Timestamp,
    /// The document, without secrets.
    pub snapshot: Value,
}

/// What checking a draft found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct EndpointCheck {
    /// What saving would refuse.
    pub violations: Vec<Violation>,
    /// What is allowed but probably not meant.
    pub warnings: Vec<Violation>,
}

/// What uses an endpoint.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct EndpointUsage {
    /// Integrators of its template.
    pub integrators: i64,
    /// Call centers that they belong to.
    pub call_centers: i64,
    /// Endpoints that sign in by it.
    pub signs_in: Vec<String>,
}

/// Figures within the actor's reach.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Figures {
    /// Call centers.
    pub call_centers: i64,
    /// Templates.
    pub templates: i64,
    /// Integrators.
    pub integrators: i64,
    /// Executions of the last 24 hours that succeeded.
    pub succeeded: i64,
    /// Executions of the last 24 hours that failed or are dead.
    pub failed: i64,
    /// Executions of the last 24 hours whose outcome is unknown.
    pub unknown: i64,
    /// Whether any execution or test was ever recorded: the third of the first steps.
    pub has_run: bool,
}
