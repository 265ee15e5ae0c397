//! Saying that this worker lives, and taking over from those that don't.

use super::Worker;
use patchbay_store::StoreError;
use patchbay_store::queued_executions::{self, Claimed};
use std::time::Duration;

/// Between two looks for workers that died.
const TAKE_OVER_EVERY: Duration = Duration::from_secs(5);

impl Worker {
    pub(super) async fn take_over(&self) -> Result<(), StoreError> {
        let taken = queued_executions::take_over(&self.inner.core.store, self.inner.core.clock.now()).await?;
        if taken.ready + taken.unknown > 0 {
            tracing::warn!(again = taken.ready, unknown = taken.unknown, "took over the work of a worker that stopped");
        }
        Ok(())
    }

    pub(super) async fn look_after_the_dead(self) {
        loop {
            tokio::time::sleep(TAKE_OVER_EVERY).await;
            if let Err(error) = self.take_over().await {
                tracing::warn!(%error, "can't look for workers that stopped");
            }
        }
    }

    pub(super) async fn keep_alive(self) {
        loop {
            tokio::time::sleep(self.inner.settings.lease / 3).await;
            self.beat().await;
        }
    }

    pub(super) async fn beat(&self) {
        let mut held = self.places().held();
        held.extend(self.awaited().held());
        if held.is_empty() {
            return;
        }
        let lease = self.lease(self.inner.core.clock.now());
        let beaten = queued_executions::extend(&self.inner.core.store, lease.owner, &held, lease.until).await;
        if let Err(error) = beaten {
            tracing::warn!(%error, "can't say that this worker is alive; others may take its work over");
        }
    }

    pub(super) async fn give_back(&self, claimed: &[Claimed]) {
        let ids: Vec<_> = claimed.iter().map(|claimed| claimed.execution_id).collect();
        self.give_up_seats(&ids);
        if let Err(error) = queued_executions::release(&self.inner.core.store, self.inner.id, &ids).await {
            tracing::warn!(%error, "what was claimed can't be given back; its lease will end");
        }
    }
}
