//! What runs where, and what waits to be written.

use super::WorkerSettings;
use patchbay_model::id::{CallCenterId, ExecutionId, IntegratorId};
use std::collections::{BTreeSet, HashMap};
use std::hash::Hash;

/// What one worker holds for each of its slots, whatever runs of it: while the database is slow, what is to be written
/// must not pile up.
const HELD_PER_SLOT: usize = 8;

/// What this worker holds, by execution; where it runs, as long as it runs.
#[derive(Debug, Default)]
pub(super) struct Places {
    held: HashMap<ExecutionId, Option<(CallCenterId, IntegratorId)>>,
    running: usize,
    /// Kept for a claim that is under way.
    reserved: usize,
    integrators: HashMap<IntegratorId, usize>,
    call_centers: HashMap<CallCenterId, usize>,
}

/// Where nothing more is begun for now.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Busy {
    pub(super) integrators: Vec<IntegratorId>,
    pub(super) call_centers: BTreeSet<CallCenterId>,
}

impl Busy {
    pub(super) fn is_nobody(&self) -> bool {
        self.integrators.is_empty() && self.call_centers.is_empty()
    }
}

impl Places {
    pub(super) fn enter(&mut self, id: ExecutionId, call_center: &CallCenterId, integrator: IntegratorId) {
        self.end(id);
        self.held.insert(id, Some((call_center.clone(), integrator)));
        self.running += 1;
        *self.integrators.entry(integrator).or_default() += 1;
        *self.call_centers.entry(call_center.clone()).or_default() += 1;
    }

    /// The same if there is room for it.
    pub(super) fn try_enter(
        &mut self,
        id: ExecutionId,
        call_center: &CallCenterId,
        integrator: IntegratorId,
        settings: &WorkerSettings,
    ) -> bool {
        let of_integrator = self.integrators.get(&integrator).copied().unwrap_or_default();
        let of_call_center = self.call_centers.get(call_center).copied().unwrap_or_default();
        let fits = self.room(settings) > 0
            && of_integrator < settings.per_integrator
            && of_call_center < settings.per_call_center;
        if fits {
            self.enter(id, call_center, integrator);
        }
        fits
    }

    /// It runs no more, and what came of it is to be written: others may run in its place.
    pub(super) fn end(&mut self, id: ExecutionId) {
        let Some((call_center, integrator)) = self.held.get_mut(&id).and_then(Option::take) else { return };
        self.running -= 1;
        take_one(&mut self.integrators, &integrator);
        take_one(&mut self.call_centers, &call_center);
    }

    /// What came of it is written, or it is another's. Tells whether that makes room.
    pub(super) fn leave(&mut self, id: ExecutionId, settings: &WorkerSettings) -> bool {
        let was_full = self.held.len() >= settings.slots * HELD_PER_SLOT;
        self.end(id);
        self.held.remove(&id);
        was_full
    }

    /// How many more may run.
    pub(super) fn room(&self, settings: &WorkerSettings) -> usize {
        let (running, held) = (self.running + self.reserved, self.held.len() + self.reserved);
        settings.slots.saturating_sub(running).min((settings.slots * HELD_PER_SLOT).saturating_sub(held))
    }

    /// Keeps room for what is being claimed; the next one counts in its place.
    pub(super) fn reserve(&mut self, count: usize) {
        self.reserved = count;
    }

    /// How many run.
    pub(super) fn running(&self) -> usize {
        self.running
    }

    /// Everything that others must not take over.
    pub(super) fn held(&self) -> Vec<ExecutionId> {
        self.held.keys().copied().collect()
    }

    pub(super) fn busy(&self, settings: &WorkerSettings) -> Busy {
        let integrators = self.integrators.iter().filter(|(_, count)| **count >= settings.per_integrator);
        let call_centers = self.call_centers.iter().filter(|(_, count)| **count >= settings.per_call_center);
        Busy {
            integrators: integrators.map(|(id, _)| *id).collect(),
            call_centers: call_centers.map(|(id, _)| id.clone()).collect(),
        }
    }
}

/// One less; nobody is counted with nothing.
fn take_one<K: Eq + Hash>(counts: &mut HashMap<K, usize>, of: &K) {
    if let Some(count) = counts.get_mut(of) {
        *count -= 1;
        if *count == 0 {
            counts.remove(of);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;
    use uuid::Uuid;

    const SETTINGS: WorkerSettings =
        WorkerSettings { slots: 3, batch: 3, per_integrator: 1, per_call_center: 2, lease: Duration::from_secs(180) };

    fn enter(places: &mut Places, id: u128, call_center: &str, integrator: u128) -> bool {
        let integrator = IntegratorId(Uuid::from_u128(integrator));
        places.try_enter(ExecutionId(Uuid::from_u128(id)), &call_center.parse().unwrap(), integrator, &SETTINGS)
    }

    #[test]
    fn nobody_gets_more_than_its_share_and_what_ends_makes_room() {
        let mut places = Places::default();
        assert!(enter(&mut places, 1, "cc-1", 1));
        assert!(!enter(&mut places, 2, "cc-1", 1), "the integrator has its one");
        assert!(enter(&mut places, 2, "cc-1", 2));
        assert!(!enter(&mut places, 3, "cc-1", 3), "the call center has its two");
        assert!(enter(&mut places, 3, "cc-2", 3));
        assert!(!enter(&mut places, 4, "cc-3", 4), "all slots are taken");
        assert_eq!((places.room(&SETTINGS), places.running()), (0, 3));
        assert_eq!(places.busy(&SETTINGS).call_centers, BTreeSet::from(["cc-1".parse().unwrap()]));
        let first = ExecutionId(Uuid::from_u128(1));
        places.end(first);
        places.end(first);
        assert_eq!((places.running(), places.held().len()), (2, 3), "it is held until it is written");
        assert!(enter(&mut places, 4, "cc-1", 1));
        places.leave(first, &SETTINGS);
        for id in 2..=4 {
            places.leave(ExecutionId(Uuid::from_u128(id)), &SETTINGS);
        }
        assert_eq!((places.running(), places.held().len()), (0, 0));
        assert!(places.busy(&SETTINGS).is_nobody() && places.integrators.is_empty() && places.call_centers.is_empty());
    }
}
