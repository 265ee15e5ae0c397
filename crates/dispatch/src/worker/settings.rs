//! What the operator may decide of a worker.

use std::time::Duration;

/// What the operator may decide of a worker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WorkerSettings {
    /// Executions that run at once.
    pub slots: usize,
    /// Executions of one claim at most.
    pub batch: usize,
    /// Executions of one integrator at once: a slow one must not take the slots of the others.
    pub per_integrator: usize,
    /// Executions of one call center at once.
    pub per_call_center: usize,
    /// How long others wait before they take over from a worker of which nothing is heard. Longer than any run.
    pub lease: Duration,
}

impl Default for WorkerSettings {
    /// 512 at once, claimed by 128, 64 of one integrator, 256 of one call center, leases of 3 minutes.
    fn default() -> Self {
        Self { slots: 512, batch: 128, per_integrator: 64, per_call_center: 256, lease: Duration::from_secs(180) }
    }
}
