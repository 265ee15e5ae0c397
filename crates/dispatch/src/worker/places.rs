//! What runs where, and what waits to be written.

use super::WorkerSettings;
use patchbay_model::id::{CallCenterId, ExecutionId, IntegratorId};
use patchbay_store::queued_executions::Claimed;
use std::collections::{BTreeSet, HashMap};

/// What one worker holds for each of its slots, whatever runs of it: while the database is slow, what is to be written
/// must not pile up.
const HELD_PER_SLOT: usize = 8;

/// What this worker holds, by execution; where it runs, as long as it runs.
#[derive(Debug, Default)]
pub(super) struct Places(HashMap<ExecutionId, Option<(CallCenterId, IntegratorId)>>);

/// Where nothing more is begun for now.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Busy {
    pub(super) integrators: Vec<IntegratorId>,
    pub(super) call_centers: BTreeSet<CallCenterId>,
}

impl Places {
    pub(super) fn enter(&mut self, claimed: &Claimed) {
        self.0.insert(claimed.execution_id, Some((claimed.call_center_id.clone(), claimed.integrator_id)));
    }

    /// It runs no more, and what came of it is to be written: others may run in its place.
    pub(super) fn end(&mut self, id: ExecutionId) {
        if let Some(place) = self.0.get_mut(&id) {
            *place = None;
        }
    }

    /// What came of it is written. Tells whether that makes room.
    pub(super) fn leave(&mut self, id: ExecutionId, settings: &WorkerSettings) -> bool {
        let was_full = self.0.len() >= settings.slots * HELD_PER_SLOT;
        self.0.remove(&id);
        was_full
    }

    /// How many more may be claimed.
    pub(super) fn room(&self, settings: &WorkerSettings) -> usize {
        settings.slots.saturating_sub(self.running()).min((settings.slots * HELD_PER_SLOT).saturating_sub(self.0.len()))
    }

    /// How many run.
    pub(super) fn running(&self) -> usize {
        self.0.values().flatten().count()
    }

    /// Everything that others must not take over.
    pub(super) fn held(&self) -> Vec<ExecutionId> {
        self.0.keys().copied().collect()
    }

    pub(super) fn busy(&self, settings: &WorkerSettings) -> Busy {
        let (mut integrators, mut call_centers) = (HashMap::new(), HashMap::new());
        for (call_center, integrator) in self.0.values().flatten() {
            *integrators.entry(*integrator).or_insert(0) += 1;
            *call_centers.entry(call_center).or_insert(0) += 1;
        }
        let full = |count: &usize, most: usize| *count >= most;
        let integrators = integrators.into_iter().filter(|(_, count)| full(count, settings.per_integrator));
        let call_centers = call_centers.into_iter().filter(|(_, count)| full(count, settings.per_call_center));
        Busy {
            integrators: integrators.map(|(id, _)| id).collect(),
            call_centers: call_centers.map(|(id, _)| id.clone()).collect(),
        }
    }
}
