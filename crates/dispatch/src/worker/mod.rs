//! Running what is queued, durably.
//!
//! # Layout
//! [`Worker`] claims and hands out, `work` runs one execution and says what becomes of it, `settler` writes that in
//! batches, `awaited` runs what somebody waits for, `places` counts what runs where, `seats` keeps some for what is just
//! being queued, `claims` how long it had waited, `alive` keeps leases and takes over those of others, `silence` switches
//! off what the other side says is gone.
//!
//! # Invariants
//! What is claimed is settled, given back, or taken over by others when its lease ends; nothing waits in memory alone.
//! No integrator and no call center holds more than its share of the slots, however slow it answers. Time comes from the
//! clock: a test ticks a worker, a process lets it run.

mod alive;
mod awaited;
mod claims;
mod places;
mod seats;
mod settings;
mod settler;
mod silence;
mod work;

pub(crate) use seats::Seats;
pub use settings::WorkerSettings;
pub(crate) use work::{Report, work};

use crate::run::Core;
use chrono::TimeDelta;
use claims::Claims;
use patchbay_model::execution::ExecutionSummary;
use patchbay_model::id::{CallCenterId, ExecutionId};
use patchbay_model::time::Timestamp;
use patchbay_model::work::ClaimLatency;
use patchbay_store::StoreError;
use patchbay_store::queued_executions::{self, Claim, ClaimCursor, Claimed, Lease, Settlement};
use places::Places;
use settler::Settler;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::{Mutex as AsyncMutex, Notify, oneshot};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use uuid::Uuid;

/// Between two looks at the queue that nobody asked for: what was said may not have been heard.
const POLL: Duration = Duration::from_secs(1);
/// How long a busy worker lets places come free before it claims again: a claim costs as much as a few executions.
const GATHER: Duration = Duration::from_millis(2);
/// Between two looks for what has waited long enough. No longer than a poll.
const WAKE_EVERY: Duration = Duration::from_millis(250);

/// One per process; cheap to clone.
#[derive(Clone)]
pub(crate) struct Worker {
    inner: Arc<Inner>,
}

struct Inner {
    core: Arc<Core>,
    settings: WorkerSettings,
    /// What the leases of this process are written to.
    id: Uuid,
    cursor: AsyncMutex<ClaimCursor>,
    places: Mutex<Places>,
    /// What senders wait for, apart from the rest and in shares of the same size: neither takes the place of the other.
    awaited: Mutex<Places>,
    claims: Mutex<Claims>,
    settler: Settler,
    /// There may be something to claim, or room for it.
    wake: Notify,
    /// Whether it works by itself, and whether as far as it knows nothing is ready that it could claim.
    is_working: AtomicBool,
    is_drained: AtomicBool,
    /// Whether something ended since the last claim began, which did not know of its place.
    has_ended: AtomicBool,
    runs: TaskTracker,
    stopping: CancellationToken,
}

impl Worker {
    pub(crate) fn new(core: Arc<Core>, settings: WorkerSettings) -> Self {
        let id = core.clock.new_id();
        let settler = Settler::start(Arc::clone(&core), id);
        let inner = Inner {
            core,
            settings,
            id,
            settler,
            cursor: AsyncMutex::default(),
            places: Mutex::default(),
            awaited: Mutex::default(),
            claims: Mutex::default(),
            wake: Notify::new(),
            is_working: AtomicBool::new(false),
            is_drained: AtomicBool::new(false),
            has_ended: AtomicBool::new(false),
            runs: TaskTracker::new(),
            stopping: CancellationToken::new(),
        };
        Self { inner: Arc::new(inner) }
    }

    /// A lease from now on, for what this process runs without claiming it.
    pub(crate) fn lease(&self, now: Timestamp) -> Lease {
        let lease = TimeDelta::from_std(self.inner.settings.lease).unwrap_or(TimeDelta::MAX);
        Lease { owner: self.inner.id, until: Timestamp(now.0 + lease) }
    }

    /// Something may have been queued.
    pub(crate) fn wake(&self) {
        self.inner.is_drained.store(false, Ordering::SeqCst);
        self.inner.wake.notify_one();
    }

    /// Seats for what a transaction queues.
    pub(crate) fn seats(&self, now: Timestamp) -> Seats {
        Seats::new(self.clone(), self.lease(now))
    }

    fn seat(&self, summary: &ExecutionSummary) -> bool {
        let Inner { is_working, is_drained, stopping, settings, .. } = &*self.inner;
        is_working.load(Ordering::Acquire)
            && is_drained.load(Ordering::SeqCst)
            && !stopping.is_cancelled()
            && self.places().try_enter(summary.id, &summary.call_center_id, summary.integrator_id, settings)
    }

    fn run_seated(&self, seated: Vec<Claimed>) {
        self.claims().note(self.inner.core.clock.now(), &seated);
        seated.into_iter().for_each(|claimed| drop(self.spawn(claimed)));
    }

    fn give_up_seats(&self, ids: &[ExecutionId]) {
        let mut places = self.places();
        for id in ids {
            places.leave(*id, &self.inner.settings);
        }
    }

    /// One round: takes over what dead workers left, claims what can run now, runs it to its end, and writes that. Tells
    /// how many ran.
    pub(crate) async fn tick(&self) -> Result<usize, StoreError> {
        self.take_over().await?;
        self.wake_waiting().await?;
        let claimed = self.claim().await?;
        let count = claimed.len();
        let running = claimed.into_iter().map(|claimed| self.spawn(claimed));
        futures::future::join_all(running).await;
        Ok(count)
    }

    /// Works until told to stop.
    pub(crate) async fn run(self) {
        let others = [tokio::spawn(self.clone().keep_alive()), tokio::spawn(self.clone().look_after_the_dead())];
        self.inner.is_working.store(true, Ordering::Release);
        let mut woken: Option<Instant> = None;
        while !self.inner.stopping.is_cancelled() {
            if woken.is_none_or(|at| at.elapsed() >= WAKE_EVERY) {
                woken = Some(Instant::now());
                if let Err(error) = self.wake_waiting().await {
                    tracing::warn!(%error, "what has waited long enough can't be woken; trying again");
                }
            }
            match self.claim().await {
                // Told to stop meanwhile: others may have it.
                Ok(claimed) if self.inner.stopping.is_cancelled() => self.give_back(&claimed).await,
                Ok(claimed) if !claimed.is_empty() => {
                    claimed.into_iter().for_each(|claimed| drop(self.spawn(claimed)));
                    // More may be there; those who wait for a slot are woken by it.
                    if self.has_room() {
                        continue;
                    }
                }
                Ok(_) => {}
                Err(error) => {
                    tracing::warn!(%error, "the queue can't be read; trying again");
                    tokio::time::sleep(POLL).await;
                }
            }
            tokio::select! {
                () = self.inner.wake.notified() => {}
                () = tokio::time::sleep(POLL) => {}
                () = self.inner.stopping.cancelled() => {}
            }
            if self.places().running() > 0 {
                tokio::time::sleep(GATHER).await;
            }
        }
        self.inner.is_working.store(false, Ordering::Release);
        others.iter().for_each(JoinHandle::abort);
    }

    /// Claims nothing new, waits for what runs and writes what came of it.
    pub(crate) async fn close(&self) {
        self.inner.stopping.cancel();
        self.inner.runs.close();
        let waiting = self.inner.runs.wait();
        let beating = async {
            loop {
                tokio::time::sleep(self.inner.settings.lease / 3).await;
                self.beat().await;
            }
        };
        tokio::select! { () = waiting => {}, () = beating => {} }
        self.inner.settler.close().await;
    }

    /// Runs one execution of this worker on a task of its own, which ends once that is written.
    fn spawn(&self, claimed: Claimed) -> JoinHandle<()> {
        let worker = self.clone();
        self.inner.runs.spawn(async move {
            let id = claimed.execution_id;
            let report = work(&worker.inner.core, worker.inner.id, claimed, work::Waits::Nobody).await;
            worker.end(id);
            // The settler calls back; if it doesn't, it has stopped, and the lease ends.
            let _ = worker.settle(id, report.settlement).await.await;
        })
    }

    async fn settle(&self, id: ExecutionId, settlement: Option<Settlement>) -> oneshot::Receiver<()> {
        let (done, written) = oneshot::channel();
        let worker = self.clone();
        let left = move || {
            worker.awaited().leave(id, &worker.inner.settings);
            if worker.places().leave(id, &worker.inner.settings) {
                worker.inner.wake.notify_one();
            }
            let _ = done.send(());
        };
        match settlement {
            Some(settlement) => self.inner.settler.settle(settlement, Box::new(left)).await,
            // It is another worker's by now, or will be when the lease ends.
            None => left(),
        }
        written
    }

    /// Gives the place of what ran to others.
    fn end(&self, id: ExecutionId) {
        self.places().end(id);
        // Either it is seen here that more is there, or the claim that finds out sees that a place has come free.
        self.inner.has_ended.store(true, Ordering::SeqCst);
        if !self.inner.is_drained.load(Ordering::SeqCst) {
            self.inner.wake.notify_one();
        }
    }

    fn has_room(&self) -> bool {
        self.places().room(&self.inner.settings) > 0
    }

    async fn wake_waiting(&self) -> Result<(), StoreError> {
        queued_executions::wake(&self.inner.core.store, self.inner.core.clock.now()).await.map(drop)
    }

    async fn claim(&self) -> Result<Vec<Claimed>, StoreError> {
        let settings = &self.inner.settings;
        let mut cursor = self.inner.cursor.lock().await;
        let (wanted, busy) = {
            let mut places = self.places();
            let wanted = places.room(settings).min(settings.batch);
            places.reserve(wanted);
            (wanted, places.busy(settings))
        };
        if wanted == 0 || self.inner.stopping.is_cancelled() {
            self.places().reserve(0);
            return Ok(Vec::new());
        }
        let store = &self.inner.core.store;
        let now = self.inner.core.clock.now();
        let claim = Claim {
            lease: self.lease(now),
            limit: i64::try_from(wanted).unwrap_or(i64::MAX),
            per_integrator: i64::try_from(settings.per_integrator).unwrap_or(i64::MAX),
            busy_integrators: &busy.integrators,
            busy_call_centers: &busy.call_centers,
        };
        // What is queued from now on may be missed, and says so.
        self.inner.has_ended.store(false, Ordering::SeqCst);
        self.inner.is_drained.store(true, Ordering::SeqCst);
        let claimed = queued_executions::claim(store, &claim, &mut cursor).await;
        let mut places = self.places();
        places.reserve(0);
        let claimed = claimed.inspect_err(|_| self.inner.is_drained.store(false, Ordering::SeqCst))?;
        claimed.iter().for_each(|one| places.enter(one.execution_id, &one.call_center_id, one.integrator_id));
        let is_busy = !busy.is_nobody() || !places.busy(settings).is_nobody();
        drop(places);
        // Somebody has its share already, or the batch was full: more may be there.
        if is_busy || claimed.len() >= wanted {
            self.inner.is_drained.store(false, Ordering::SeqCst);
            if self.inner.has_ended.load(Ordering::SeqCst) {
                self.inner.wake.notify_one();
            }
        }
        self.claims().note(now, &claimed);
        Ok(claimed)
    }

    /// How long what this process claimed in the last minutes had waited.
    pub(crate) fn claim_latency(&self, of: Option<&CallCenterId>) -> Option<ClaimLatency> {
        self.claims().latency(self.inner.core.clock.now(), of)
    }

    fn claims(&self) -> std::sync::MutexGuard<'_, Claims> {
        self.inner.claims.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn places(&self) -> std::sync::MutexGuard<'_, Places> {
        // Counters: a panic elsewhere leaves nothing half-written.
        self.inner.places.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
