//! How long what was claimed had waited (spec/api.md, Operation).

use crate::meters;
use chrono::TimeDelta;
use patchbay_model::id::CallCenterId;
use patchbay_model::time::Timestamp;
use patchbay_model::work::ClaimLatency;
use patchbay_store::queued_executions::Claimed;
use std::collections::VecDeque;

/// What is older says nothing about how the queue does now.
const WINDOW: TimeDelta = TimeDelta::minutes(5);
/// Enough for a percentile, at any load.
const MOST: usize = 4096;

/// The newest claims of this process.
#[derive(Debug, Default)]
pub(super) struct Claims(VecDeque<(Timestamp, CallCenterId, TimeDelta)>);

impl Claims {
    pub(super) fn note(&mut self, now: Timestamp, claimed: &[Claimed]) {
        for claimed in claimed {
            let waited = (now.0 - claimed.run_at.0).max(TimeDelta::zero());
            meters::claimed(waited.to_std().unwrap_or_default());
            if self.0.len() == MOST {
                self.0.pop_front();
            }
            self.0.push_back((now, claimed.call_center_id.clone(), waited));
        }
    }

    /// Of one call center, or of all.
    pub(super) fn latency(&self, now: Timestamp, of: Option<&CallCenterId>) -> Option<ClaimLatency> {
        let recent = self.0.iter().filter(|(at, _, _)| now.0 - at.0 <= WINDOW);
        let concerned = recent.filter(|(_, call_center, _)| of.is_none_or(|of| of == call_center));
        let mut waited: Vec<u64> =
            concerned.map(|(_, _, waited)| u64::try_from(waited.num_milliseconds()).unwrap_or(0)).collect();
        waited.sort_unstable();
        // Nearest rank: a value that was measured.
        let rank = |percent: usize| waited.get((waited.len() * percent).div_ceil(100).checked_sub(1)?).copied();
        Some(ClaimLatency { p50_ms: rank(50)?, p99_ms: rank(99)?, claims: waited.len() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use patchbay_model::execution::Cause;
    use patchbay_model::id::{EndpointId, ExecutionId, IntegratorId, TemplateId};
    use uuid::Uuid;

    fn at(milliseconds: i64) -> Timestamp {
        Timestamp(chrono::DateTime::from_timestamp_millis(milliseconds).unwrap())
    }

    fn claimed(call_center: &str, run_at: i64) -> Claimed {
        Claimed {
            execution_id: ExecutionId(Uuid::nil()),
            call_center_id: call_center.parse().unwrap(),
            template_id: TemplateId(Uuid::nil()),
            endpoint_id: EndpointId(Uuid::nil()),
            integrator_id: IntegratorId(Uuid::nil()),
            cause: Cause::Trigger,
            conversation: None,
            attempt_count: 0,
            input: serde_json::Value::Null,
            created_at: at(0),
            run_at: at(run_at),
        }
    }

    #[test]
    fn percentiles_are_of_the_last_minutes_and_of_whom_one_asks_about() {
        let mut claims = Claims::default();
        assert_eq!(claims.latency(at(0), None), None);
        let one: Vec<Claimed> = (1..=100).map(|waited| claimed("cc-1", 1000 - waited)).collect();
        claims.note(at(1000), &one);
        claims.note(at(1000), &[claimed("cc-2", 0), claimed("cc-2", 5000)]);
        let of = |id: &str| claims.latency(at(1000), Some(&id.parse().unwrap()));
        assert_eq!(of("cc-1"), Some(ClaimLatency { p50_ms: 50, p99_ms: 99, claims: 100 }));
        assert_eq!(of("cc-2"), Some(ClaimLatency { p50_ms: 0, p99_ms: 1000, claims: 2 }), "clocks may disagree");
        assert_eq!(of("cc-3"), None);
        assert_eq!(claims.latency(at(1000), None).unwrap().claims, 102);
        assert_eq!(claims.latency(at(1000 + 301_000), None), None);
    }
}
