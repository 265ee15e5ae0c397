//! One circuit: a state machine that is told the time.

use super::{CircuitSnapshot, Outcome};
use serde::Serialize;
use std::collections::VecDeque;
use std::time::{Duration, Instant};
use uuid::Uuid;

/// Callers who come while the probe is under way are asked back after this time.
const PROBE_PATIENCE: Duration = Duration::from_secs(1);
/// The window is counted in this many parts: each holds two numbers, however many calls there are.
const PARTS: u32 = 6;

/// When a circuit opens, and for how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CircuitPolicy {
    /// Calls older than this are forgotten.
    pub window: Duration,
    /// With fewer calls in the window the share of failures says nothing.
    pub minimum_calls: u32,
    /// The share of failures that opens it, 1 to 100.
    pub failure_percent: u32,
    /// So many calls in a row without a connection open it at once.
    pub no_connections: u32,
    /// How long it stays open the first time; doubled after each probe that fails.
    pub first_pause: Duration,
    /// How long it stays open at most.
    pub longest_pause: Duration,
}

impl Default for CircuitPolicy {
    /// Half of at least 10 calls within 30 s, or 5 without a connection; 15 s, doubling to 2 min.
    fn default() -> Self {
        Self {
            window: Duration::from_secs(30),
            minimum_calls: 10,
            failure_percent: 50,
            no_connections: 5,
            first_pause: Duration::from_secs(15),
            longest_pause: Duration::from_secs(120),
        }
    }
}

/// Whether calls are let through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum CircuitState {
    /// None.
    Open,
    /// One, to find out whether the other side is back.
    HalfOpen,
    /// All.
    Closed,
}

/// As what a call was let through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Admission {
    Regular,
    Probe,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum State {
    Closed,
    Open { until: Instant },
    Probing,
}

/// One integrator's circuit.
pub(super) struct Circuit {
    policy: CircuitPolicy,
    state: State,
    pause: Duration,
    without_connection: u32,
    parts: VecDeque<Part>,
}

struct Part {
    began: Instant,
    calls: u32,
    failures: u32,
}

impl Circuit {
    pub(super) fn new(policy: CircuitPolicy) -> Self {
        Self { policy, state: State::Closed, pause: policy.first_pause, without_connection: 0, parts: VecDeque::new() }
    }

    /// True when forgetting it changes nothing.
    pub(super) fn is_quiet(&self) -> bool {
        self.state == State::Closed && self.without_connection == 0 && self.parts.iter().all(|part| part.failures == 0)
    }

    pub(super) fn admit(&mut self, now: Instant) -> Result<Admission, Duration> {
        match self.state {
            State::Closed => Ok(Admission::Regular),
            State::Probing => Err(PROBE_PATIENCE),
            State::Open { until } if now < until => Err(until - now),
            State::Open { .. } => {
                self.state = State::Probing;
                Ok(Admission::Probe)
            }
        }
    }

    pub(super) fn settle(&mut self, admission: Admission, outcome: Outcome, now: Instant) {
        match (admission, self.state) {
            (Admission::Regular, State::Closed) => self.count(outcome, now),
            (Admission::Probe, State::Probing) => self.judge_probe(outcome, now),
            // Let through before the circuit opened: an old answer says nothing about now.
            (Admission::Regular, _) | (Admission::Probe, _) => {}
        }
    }

    pub(super) fn snapshot(&self, integrator: Uuid, now: Instant) -> CircuitSnapshot {
        let (state, retry_after) = match self.state {
            State::Closed => (CircuitState::Closed, Duration::ZERO),
            State::Open { until } if now < until => (CircuitState::Open, until - now),
            State::Open { .. } | State::Probing => (CircuitState::HalfOpen, Duration::ZERO),
        };
        let (calls, failures) = self.sums(now);
        CircuitSnapshot { integrator, state, retry_after, calls, failures }
    }

    fn count(&mut self, outcome: Outcome, now: Instant) {
        let failed = match outcome {
            Outcome::Neutral => return,
            Outcome::Success => false,
            Outcome::Failure | Outcome::NoConnection => true,
        };
        self.without_connection = if outcome == Outcome::NoConnection { self.without_connection + 1 } else { 0 };
        self.add_to_window(failed, now);

        let (calls, failures) = self.sums(now);
        let mostly_failing =
            calls >= self.policy.minimum_calls && failures * 100 >= calls * self.policy.failure_percent;
        // Opened by a failure only: a success that tips no scale must not be the last that is let through.
        if failed && (mostly_failing || self.without_connection >= self.policy.no_connections) {
            self.state = State::Open { until: now + self.pause };
        }
    }

    fn judge_probe(&mut self, outcome: Outcome, now: Instant) {
        match outcome {
            Outcome::Success => *self = Self::new(self.policy),
            Outcome::Failure | Outcome::NoConnection => {
                self.pause = (self.pause * 2).min(self.policy.longest_pause);
                self.state = State::Open { until: now + self.pause };
            }
            Outcome::Neutral => self.state = State::Open { until: now },
        }
    }

    fn add_to_window(&mut self, failed: bool, now: Instant) {
        while self.parts.front().is_some_and(|part| !self.is_recent(part, now)) {
            self.parts.pop_front();
        }
        let part_length = self.policy.window / PARTS;
        if self.parts.back().is_none_or(|part| now.saturating_duration_since(part.began) >= part_length) {
            self.parts.push_back(Part { began: now, calls: 0, failures: 0 });
        }
        if let Some(part) = self.parts.back_mut() {
            part.calls += 1;
            part.failures += u32::from(failed);
        }
    }

    fn is_recent(&self, part: &Part, now: Instant) -> bool {
        now.saturating_duration_since(part.began) < self.policy.window
    }

    fn sums(&self, now: Instant) -> (u32, u32) {
        let recent = self.parts.iter().filter(|part| self.is_recent(part, now));
        recent.fold((0, 0), |(calls, failures), part| (calls + part.calls, failures + part.failures))
    }
}

#[cfg(test)]
mod tests;
