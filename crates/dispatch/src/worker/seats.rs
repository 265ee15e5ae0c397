//! Room for what is just being queued: it runs as soon as that is committed, and nobody has to claim it.

use super::Worker;
use patchbay_model::execution::ExecutionSummary;
use patchbay_model::id::ExecutionId;
use patchbay_store::queued_executions::{Claimed, Lease};

/// Seats of one transaction. Those that nobody runs on are given back when it is dropped.
pub(crate) struct Seats {
    worker: Worker,
    lease: Lease,
    given: Vec<ExecutionId>,
    /// Something was queued that has to be claimed.
    is_short: bool,
}

impl Seats {
    pub(super) fn new(worker: Worker, lease: Lease) -> Self {
        Self { worker, lease, given: Vec::new(), is_short: false }
    }

    /// A lease for an execution that could run now, if there is room for it and nothing waits that it would overtake.
    pub(crate) fn give(&mut self, summary: &ExecutionSummary) -> Option<Lease> {
        if self.is_short || !self.worker.seat(summary) {
            self.is_short = true;
            return None;
        }
        self.given.push(summary.id);
        Some(self.lease)
    }

    /// It is committed: runs what has a seat, and has the rest claimed.
    pub(crate) fn run(mut self, seated: Vec<Claimed>) {
        self.given.retain(|id| seated.iter().all(|claimed| claimed.execution_id != *id));
        self.worker.run_seated(seated);
        if self.is_short {
            self.worker.wake();
        }
    }
}

impl Drop for Seats {
    fn drop(&mut self) {
        self.worker.give_up_seats(&self.given);
    }
}
