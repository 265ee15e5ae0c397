//! The objects of the callbox moments (spec/callbox.md, Call object and SMS object).

use super::kind::Direction;
use crate::time::Timestamp;
use crate::trigger::closed_set;
use serde::{Deserialize, Serialize};

closed_set!(
    /// How a call stands.
    CallStatus {
        /// Not answered yet.
        Ringing = "ringing",
        /// Somebody answered.
        Answered = "answered",
        /// Nobody answered.
        Missed = "missed",
        /// The other side was talking already.
        Busy = "busy",
        /// The other side refused.
        Rejected = "rejected",
        /// It could not be set up.
        Failed = "failed",
    }
);

/// The agent of a call or SMS.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct MomentAgent {
    /// The platform's id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// For people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The agent's e-mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
}

/// A call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Call {
    /// The platform's id.
    pub id: String,
    /// Who called.
    pub direction: Direction,
    /// The customer's number (E.164).
    pub phone: String,
    /// The number that was dialled, or that the call shows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub did: Option<String>,
    /// The agent's extension.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extension: Option<String>,
    /// The agent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agent: Option<MomentAgent>,
    /// When it rang.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub started_at: Option<Timestamp>,
    /// When it was answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub connected_at: Option<Timestamp>,
    /// When it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<Timestamp>,
    /// How it stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<CallStatus>,
    /// From ringing to the end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duration_seconds: Option<u32>,
    /// From answered to the end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub talk_seconds: Option<u32>,
    /// Where it can be listened to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recording_url: Option<String>,
    /// What the agent wrote.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// What the agent chose.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<String>>,
    /// The conversation that it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conversation_id: Option<String>,
    /// What the CRM called its log entry when the call was connected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub crm_log_id: Option<String>,
}

/// An SMS.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Sms {
    /// The platform's id.
    pub id: String,
    /// Who gets it.
    pub to: String,
    /// Who sent it.
    pub from: String,
    /// What it says.
    pub text: String,
    /// When it was sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sent_at: Option<Timestamp>,
    /// The agent who sent it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agent: Option<MomentAgent>,
}
