//! The circuit breaker per integrator (spec/execution.md, Send): when most calls fail, further ones fail at once for a
//! while, instead of each waiting for its timeout and holding a conversation up.

mod circuit;

pub use circuit::{CircuitPolicy, CircuitState};

use super::keyed::Keyed;
use circuit::{Admission, Circuit};
use serde::Serialize;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use uuid::Uuid;

/// How a call ended, as far as the breaker is concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The other side answered.
    Success,
    /// It answered with a 5xx, or not in time.
    Failure,
    /// There was not even a connection.
    NoConnection,
    /// The other side had no part in it.
    Neutral,
}

/// One integrator's circuit, for the portal and the metrics.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CircuitSnapshot {
    /// The integrator.
    pub integrator: Uuid,
    /// Whether calls are let through.
    pub state: CircuitState,
    /// How long until the next call is let through, zero unless open.
    #[serde(rename = "retryAfterMs", serialize_with = "as_milliseconds")]
    pub retry_after: Duration,
    /// Calls inside the window.
    pub calls: u32,
    /// Those of them that failed.
    pub failures: u32,
}

fn as_milliseconds<S: serde::Serializer>(duration: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_u64(u64::try_from(duration.as_millis()).unwrap_or(u64::MAX))
}

/// The circuits of all integrators that were called.
pub struct Breakers {
    circuits: Keyed<Uuid, Mutex<Circuit>>,
    policy: CircuitPolicy,
}

impl Breakers {
    /// All closed.
    #[must_use]
    pub fn new(policy: CircuitPolicy) -> Self {
        Self { circuits: Keyed::new(|circuit| locked(circuit).is_quiet()), policy }
    }

    /// Lets a call of `integrator` through, or says how long the circuit stays open.
    ///
    /// # Errors
    /// The time until the next call is let through.
    pub fn admit(&self, integrator: Uuid, now: Instant) -> Result<Pass, Duration> {
        let circuit = self.circuits.get_or_make(integrator, || Mutex::new(Circuit::new(self.policy)));
        let admission = locked(&circuit).admit(now)?;
        Ok(Pass { circuit, admission, settled: false })
    }

    /// The circuits as they are at `now`, those that have something to show first.
    #[must_use]
    pub fn snapshot(&self, now: Instant) -> Vec<CircuitSnapshot> {
        let mut all = self.circuits.map(|&integrator, circuit| locked(circuit).snapshot(integrator, now));
        all.sort_by_key(|circuit| (circuit.state, std::cmp::Reverse(circuit.failures), circuit.integrator));
        all
    }
}

/// A call that was let through. It has to be settled; dropped unsettled it counts as neutral, so that a caller who hangs
/// up neither opens a circuit nor keeps the only probe.
pub struct Pass {
    circuit: Arc<Mutex<Circuit>>,
    admission: Admission,
    settled: bool,
}

impl Pass {
    /// Tells the circuit how the call ended.
    pub fn settle(mut self, outcome: Outcome, now: Instant) {
        self.settled = true;
        locked(&self.circuit).settle(self.admission, outcome, now);
    }
}

impl Drop for Pass {
    fn drop(&mut self) {
        if !self.settled {
            locked(&self.circuit).settle(self.admission, Outcome::Neutral, Instant::now());
        }
    }
}

fn locked(circuit: &Mutex<Circuit>) -> MutexGuard<'_, Circuit> {
    circuit.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integrators_don_t_share_a_circuit() {
        let (breakers, now) = (Breakers::new(CircuitPolicy::default()), Instant::now());
        let (down, up) = (Uuid::from_u128(1), Uuid::from_u128(2));
        for _ in 0..5 {
            breakers.admit(down, now).ok().unwrap().settle(Outcome::NoConnection, now);
        }
        assert_eq!(breakers.admit(down, now).err(), Some(Duration::from_secs(15)));
        breakers.admit(up, now).ok().unwrap().settle(Outcome::Success, now);

        let shown = breakers.snapshot(now);
        let states: Vec<_> = shown.iter().map(|circuit| (circuit.integrator, circuit.state)).collect();
        assert_eq!(states, [(down, CircuitState::Open), (up, CircuitState::Closed)]);
        assert_eq!((shown[0].calls, shown[0].failures), (5, 5));
        assert_eq!(shown[0].retry_after, Duration::from_secs(15));
    }

    #[test]
    fn a_probe_whose_caller_hangs_up_makes_room_for_the_next() {
        let (breakers, now, id) = (Breakers::new(CircuitPolicy::default()), Instant::now(), Uuid::nil());
        for _ in 0..5 {
            breakers.admit(id, now).ok().unwrap().settle(Outcome::NoConnection, now);
        }
        let later = now + Duration::from_secs(15);
        let probe = breakers.admit(id, later).ok().unwrap();
        assert!(breakers.admit(id, later).is_err());
        drop(probe);
        assert!(breakers.admit(id, later).is_ok());
    }
}
