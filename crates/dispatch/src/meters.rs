//! What Prometheus sees of all this (spec/api.md, Operation).

use metrics::{counter, gauge, histogram};
use patchbay_model::execution::{ErrorCode, ExecutionStatus};
use std::time::Duration;

/// An execution has ended.
pub(crate) fn executed(status: ExecutionStatus, code: Option<ErrorCode>, duration: Duration) {
    let code = code.map_or("none", ErrorCode::as_str);
    counter!("patchbay_executions_total", "status" => status.as_str(), "code" => code).increment(1);
    histogram!("patchbay_execution_duration_seconds").record(duration);
}

/// Somebody signed in, or tried to.
pub(crate) fn token_refresh(result: &'static str) {
    counter!("patchbay_token_refreshes_total", "result" => result).increment(1);
}

/// So many records wait to be written.
pub(crate) fn recorder_queue(depth: usize) {
    gauge!("patchbay_recorder_queue_depth").set(u32::try_from(depth).unwrap_or(u32::MAX));
}

/// Records that the database refused for good.
pub(crate) fn records_refused(count: usize) {
    counter!("patchbay_recorder_refused_total").increment(count as u64);
}

/// So many events were accepted, duplicates among them.
pub(crate) fn events_accepted(count: usize) {
    counter!("patchbay_events_total").increment(count as u64);
}

/// An execution was claimed that could have run for so long.
pub(crate) fn claimed(waited: Duration) {
    counter!("patchbay_queue_claims_total").increment(1);
    histogram!("patchbay_queue_claim_latency_seconds").record(waited);
}

/// So many executions stand in the queue.
pub(crate) fn queue_backlog(count: i64) {
    gauge!("patchbay_queue_backlog").set(count as f64);
}
