//! The door.

use crate::caller::Call;
use crate::clock::Clock;
use crate::error::DispatchError;
use crate::events::{Accepter, EventAnswer, EventSettings, EventsError, Post};
use crate::keeper::SecretKeeper;
use crate::messaging::{RosterCache, SharedWork};
use crate::recipe::{Builder, Recipe, RecipeCache};
use crate::recorder::{Recorder, RecorderSettings};
use crate::run::{Core, Outcome, Run, Steps};
use crate::to_the_end::ToTheEnd;
use crate::token::Tokens;
use crate::triggers::TriggerCache;
use crate::worker::{Worker, WorkerSettings};
use chrono::TimeDelta;
use patchbay_engine::net::OutboundClient;
use patchbay_model::execution::{Cause, Failure, Step, TestRun};
use patchbay_model::id::CallCenterId;
use patchbay_model::time::Timestamp;
use patchbay_model::work::ClaimLatency;
use patchbay_store::changes::{Change, Changes};
use patchbay_store::{Store, StoreError, executions};
use patchbay_vault::KeyRing;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// Between two tries to hear changes while the database is away.
const LISTEN_AGAIN: Duration = Duration::from_secs(1);
/// No call takes longer: the endpoint's minute, the sign-in's minute, and time to write it down.
const ABANDONED_AFTER: TimeDelta = TimeDelta::minutes(5);

/// What the operator may decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settings {
    /// Recipes in memory at most, each some kilobytes.
    pub recipes: u64,
    /// How records are collected.
    pub recorder: RecorderSettings,
    /// How events are accepted.
    pub events: EventSettings,
    /// How what is queued is run.
    pub worker: WorkerSettings,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            recipes: 10_000,
            recorder: RecorderSettings::default(),
            events: EventSettings::default(),
            worker: WorkerSettings::default(),
        }
    }
}

/// Runs endpoints. One per process; cheap to clone.
#[derive(Clone)]
pub struct Dispatcher {
    core: Arc<Core>,
    worker: Worker,
    accepter: Accepter,
    shared_work: Arc<SharedWork>,
    runs: TaskTracker,
    stopping: CancellationToken,
}

impl Dispatcher {
    /// Starts: hears changes first, so that nothing cached later is older than what is heard.
    ///
    /// # Errors
    /// When the database can't be reached.
    pub async fn start(
        store: Store,
        client: Arc<OutboundClient>,
        ring: Arc<KeyRing>,
        clock: Arc<dyn Clock>,
        settings: Settings,
    ) -> Result<Self, StoreError> {
        let changes = Changes::listen(&store).await?;
        let keeper = SecretKeeper::new(store.clone(), ring, Arc::clone(&clock));
        let builder = Builder::new(keeper.clone(), client.allow_list().clone(), settings.recipes);
        let tokens = Tokens::new(store.clone(), Arc::clone(&client), keeper, Arc::clone(&clock));
        let core = Core {
            recipes: RecipeCache::new(store.clone(), builder, settings.recipes),
            tokens: Arc::new(tokens),
            triggers: TriggerCache::new(store.clone(), settings.recipes),
            rosters: RosterCache::new(store.clone(), settings.recipes),
            recorder: Recorder::start(store.clone(), settings.recorder),
            store,
            client,
            clock,
        };
        let core = Arc::new(core);
        let worker = Worker::new(Arc::clone(&core), settings.worker);
        let accepter = Accepter::start(Arc::clone(&core), worker.clone(), settings.events);
        let (runs, stopping) = (TaskTracker::new(), CancellationToken::new());
        let dispatcher = Self { core, worker, accepter, shared_work: Arc::default(), runs, stopping };
        tokio::spawn(dispatcher.clone().listen(changes));
        Ok(dispatcher)
    }

    /// Runs one endpoint by name and waits for how it ends.
    ///
    /// # Errors
    /// When there is nothing to run, or nothing can be run now. An execution that fails is an [`Outcome`].
    pub async fn execute(&self, call: Call) -> Result<Outcome, DispatchError> {
        let started = Instant::now();
        let recipe = self.recipe(&call).await?;
        if let Some(missing) = recipe.disabled {
            return Err(missing.into());
        }
        self.run(recipe, call, Cause::Execute, Steps::unseen(), started).await.map(|(outcome, _)| outcome)
    }

    /// Runs one endpoint by name, the same way, and shows each step. Its effects are shown and not applied. What is
    /// switched off can be tested: that is how one finds out whether to switch it on.
    ///
    /// # Errors
    /// As [`execute`](Self::execute).
    pub async fn test(&self, call: Call) -> Result<TestRun, DispatchError> {
        let started = Instant::now();
        let recipe = self.recipe(&call).await?;
        let (outcome, steps) = self.run(recipe, call, Cause::Test, Steps::shown(), started).await?;
        Ok(TestRun {
            execution_id: Some(outcome.execution_id),
            status: outcome.status,
            failure: outcome.failure.map(|failure| Failure { code: failure.code, detail: failure.detail }),
            response_status: outcome.response.map(|response| response.status),
            steps,
            effects: outcome.effects,
            duration_us: u64::try_from(outcome.duration.as_micros()).unwrap_or(u64::MAX),
        })
    }

    /// Accepts events: answers after the commit, and after the blocking triggers if the sender waits for them.
    ///
    /// # Errors
    /// Nothing of the post was accepted, or whether it was is not known; the sender posts it again.
    pub async fn post_events(&self, post: Post) -> Result<Vec<EventAnswer>, EventsError> {
        if self.stopping.is_cancelled() {
            return Err(DispatchError::Stopping.into());
        }
        let accepter = self.accepter.clone();
        // A sender that hangs up must not leave conversations without the effects of what was run.
        ToTheEnd::new(async move { accepter.accept(post).await }, self.runs.clone()).await
    }

    /// Works on what is queued, from now on until [`close`](Self::close); a process that does not call it only queues.
    pub fn start_working(&self) {
        tokio::spawn(self.worker.clone().run());
    }

    /// Counts the queue from now on, every second, so that events are refused while it is too long.
    pub fn watch_backlog(&self) {
        let (accepter, stopping) = (self.accepter.clone(), self.stopping.clone());
        tokio::spawn(async move { stopping.run_until_cancelled(accepter.watch_backlog()).await });
    }

    /// One round of work, to its end; tells how many executions ran. For tests, and for whoever works in rounds.
    ///
    /// # Errors
    /// When the database is away.
    pub async fn tick(&self) -> Result<usize, StoreError> {
        self.accepter.look_at_backlog().await?;
        self.worker.tick().await
    }

    /// How long what this process claimed in the last minutes had waited, of one call center or of all; none: nothing was
    /// claimed here.
    #[must_use]
    pub fn claim_latency(&self, of: Option<&CallCenterId>) -> Option<ClaimLatency> {
        self.worker.claim_latency(of)
    }

    pub(crate) fn core(&self) -> &Core {
        &self.core
    }

    pub(crate) fn shared_core(&self) -> Arc<Core> {
        Arc::clone(&self.core)
    }

    pub(crate) fn runs(&self) -> &TaskTracker {
        &self.runs
    }

    pub(crate) fn shared_work(&self) -> &SharedWork {
        &self.shared_work
    }

    pub(crate) fn worker(&self) -> &Worker {
        &self.worker
    }

    pub(crate) async fn recipe(&self, call: &Call) -> Result<Arc<Recipe>, DispatchError> {
        if self.stopping.is_cancelled() {
            return Err(DispatchError::Stopping);
        }
        self.core.recipes.get(&call.call_center, &call.template, &call.endpoint).await
    }

    async fn run(
        &self,
        recipe: Arc<Recipe>,
        call: Call,
        cause: Cause,
        steps: Steps,
        started: Instant,
    ) -> Result<(Outcome, Vec<Step>), DispatchError> {
        let run = Run::begin(Arc::clone(&self.core), recipe, call, cause, steps, started);
        // A caller that hangs up must not leave something sent and not recorded.
        ToTheEnd::new(run.run(), self.runs.clone()).await
    }

    /// Drops what a change concerns. The dispatcher hears every change by itself, a moment after its commit; whoever
    /// made the change calls this before answering, so that the next request already sees it.
    pub fn forget(&self, change: &Change) {
        self.core.recipes.forget(change);
        self.core.triggers.forget(change);
        self.core.rosters.forget(change);
    }

    /// Settles executions of processes that died while they ran: they become unknown. Called at start and every minute.
    ///
    /// # Errors
    /// When the database is away.
    pub async fn settle_abandoned(&self) -> Result<usize, StoreError> {
        let now = self.core.clock.now();
        let before = Timestamp(now.0 - ABANDONED_AFTER);
        let mut total = 0;
        loop {
            let settled = executions::settle_abandoned(&self.core.store, before, now).await?;
            total += settled;
            if settled == 0 {
                return Ok(total);
            }
        }
    }

    /// Begins nothing new, waits for what runs, writes every record, stops.
    pub async fn close(&self) {
        self.stopping.cancel();
        self.runs.close();
        self.runs.wait().await;
        self.accepter.close().await;
        self.worker.close().await;
        self.core.recorder.close().await;
    }

    async fn listen(self, mut changes: Changes) {
        loop {
            let heard = tokio::select! {
                () = self.stopping.cancelled() => return,
                heard = changes.next() => heard,
            };
            match heard {
                Ok(Change::Work) => self.worker.wake(),
                Ok(change) => self.forget(&change),
                Err(error) => {
                    tracing::warn!(%error, "can't hear what other processes change; trying again");
                    tokio::time::sleep(LISTEN_AGAIN).await;
                }
            }
        }
    }
}
