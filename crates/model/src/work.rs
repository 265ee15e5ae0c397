//! The durable queue as operators see it, and what they may ask of it (spec/api.md, Reading and Operation).

use crate::execution::ExecutionStatus;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// How the queue does.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct QueueHealth {
    /// Executions that could run now.
    pub ready: i64,
    /// Executions that wait for their time: delayed, or to be tried again.
    pub waiting: i64,
    /// Executions behind another one of their conversation.
    pub blocked: i64,
    /// Executions that run.
    pub running: i64,
    /// When the oldest that could run now could have run.
    pub oldest_ready_at: Option<Timestamp>,
    /// When the next of those that wait runs.
    pub next_run_at: Option<Timestamp>,
    /// How long claims of the last minutes had waited; none: this process claimed nothing.
    pub claim_latency: Option<ClaimLatency>,
    /// Rows of the queue that wait for vacuum: many make claims slow. Like what follows, of the whole database, and so
    /// told to the portal's own people only.
    pub dead_tuples: Option<i64>,
    /// When vacuum last came by.
    pub last_vacuum_at: Option<Timestamp>,
    /// For how many seconds the oldest snapshot of the database has been held: it keeps vacuum from removing rows.
    pub oldest_snapshot_seconds: Option<i64>,
}

/// How long executions stood in the queue between the moment when they could run and the moment when a worker took them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ClaimLatency {
    /// Half of them waited no longer, in milliseconds.
    pub p50_ms: u64,
    /// One of a hundred waited longer, in milliseconds.
    pub p99_ms: u64,
    /// How many were claimed.
    pub claims: usize,
}

/// Which executions are replayed in bulk: those that failed, are dead or unknown, and can still be replayed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ReplayQuery {
    /// Only those that began at or after this.
    pub since: Timestamp,
    /// Only this status.
    #[serde(default)]
    pub status: Option<ExecutionStatus>,
    /// Only this template, by name.
    #[serde(default)]
    pub template: Option<String>,
    /// Only this endpoint, by name.
    #[serde(default)]
    pub endpoint: Option<String>,
    /// Only this conversation.
    #[serde(default)]
    pub conversation: Option<String>,
}

/// What a replay in bulk did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Replayed {
    /// Executions that were queued again.
    pub replayed: usize,
}

impl ExecutionStatus {
    /// Whether a person may have it run again.
    #[must_use]
    pub const fn can_be_replayed(self) -> bool {
        matches!(self, Self::Failed | Self::Dead | Self::Unknown)
    }
}
