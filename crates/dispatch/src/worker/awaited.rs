//! What the sender of an event waits for, in shares of its own (spec/events.md, block).

use super::Worker;
use super::places::Places;
use super::work::{Report, Waits, work};
use patchbay_store::queued_executions::Claimed;
use std::sync::{MutexGuard, PoisonError};
use std::time::Duration;
use tokio::task::JoinHandle;
use tokio::time::Instant;

/// Between two looks for a place by what somebody waits for and whose share is taken.
const LOOK_FOR_PLACE_EVERY: Duration = Duration::from_millis(10);

impl Worker {
    /// Runs what somebody waits for until `deadline`, on a task of its own: gives the report as soon as it is there.
    /// Whoever waits may stop waiting. None: there was no room for it all that time, and it goes back to the queue.
    pub(crate) fn spawn_awaited(&self, claimed: Claimed, deadline: Instant) -> JoinHandle<Option<Report>> {
        let worker = self.clone();
        self.inner.runs.spawn(async move {
            let id = claimed.execution_id;
            if !worker.enter_awaited(&claimed, deadline).await {
                worker.give_back(&[claimed]).await;
                worker.wake();
                return None;
            }
            let mut report = work(&worker.inner.core, worker.inner.id, claimed, Waits::Sender).await;
            worker.awaited().end(id);
            drop(worker.settle(id, report.settlement.take()).await);
            Some(report)
        })
    }

    /// Takes a place among what is waited for as soon as the shares leave one.
    async fn enter_awaited(&self, claimed: &Claimed, deadline: Instant) -> bool {
        let Claimed { execution_id, call_center_id, integrator_id, .. } = claimed;
        loop {
            if self.awaited().try_enter(*execution_id, call_center_id, *integrator_id, &self.inner.settings) {
                return true;
            }
            let is_late = Instant::now() + LOOK_FOR_PLACE_EVERY >= deadline;
            if is_late || self.inner.stopping.is_cancelled() {
                return false;
            }
            tokio::time::sleep(LOOK_FOR_PLACE_EVERY).await;
        }
    }

    /// Runs what has to be written before this process ends.
    pub(crate) fn spawn_until_written(&self, task: impl Future<Output = ()> + Send + 'static) {
        self.inner.runs.spawn(task);
    }

    pub(super) fn awaited(&self) -> MutexGuard<'_, Places> {
        self.inner.awaited.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
