//! What became of the effects of a response (spec/events.md, response).

use crate::execution::Effects;
use serde::{Deserialize, Serialize};

/// An effect that was not applied.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct RejectedEffect {
    /// `set.queue`, `save.vip`.
    pub effect: String,
    /// Why, in a sentence for a person.
    pub reason: String,
}

/// What was applied and what was not, in the order of judgement. Each is judged by itself.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct EffectReport {
    /// What changed the conversation, as it was understood.
    pub applied: Effects,
    /// What did not.
    pub rejected: Vec<RejectedEffect>,
}
