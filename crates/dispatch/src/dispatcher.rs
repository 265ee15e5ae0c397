//! The door.

use crate::caller::Call;
use crate::clock::Clock;
use crate::error::DispatchError;
use crate::keeper::SecretKeeper;
use crate::recipe::{Builder, Recipe, RecipeCache};
use crate::recorder::{Recorder, RecorderSettings};
use crate::run::{Core, Outcome, Run, Steps};
use crate::token::Tokens;
use chrono::TimeDelta;
use patchbay_engine::net::OutboundClient;
use patchbay_model::execution::{Cause, Failure, Step, TestRun};
use patchbay_model::time::Timestamp;
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
}

impl Default for Settings {
    fn default() -> Self {
        Self { recipes: 10_000, recorder: RecorderSettings::default() }
    }
}

/// Runs endpoints. One per process; cheap to clone.
#[derive(Clone)]
pub struct Dispatcher {
    core: Arc<Core>,
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
            recorder: Recorder::start(store.clone(), settings.recorder),
            store,
            client,
            clock,
        };
        let dispatcher = Self { core: Arc::new(core), runs: TaskTracker::new(), stopping: CancellationToken::new() };
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

    async fn recipe(&self, call: &Call) -> Result<Arc<Recipe>, DispatchError> {
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
        // A task of its own: a caller that hangs up must not leave something sent and not recorded.
        self.runs.spawn(run.run()).await.map_err(|error| {
            tracing::error!(%error, "a run ended unexpectedly");
            DispatchError::Defect
        })?
    }

    /// Drops what a change concerns. The dispatcher hears every change by itself, a moment after its commit; whoever
    /// made the change calls this before answering, so that the next request already sees it.
    pub fn forget(&self, change: &Change) {
        self.core.recipes.forget(change);
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
        self.core.recorder.close().await;
    }

    async fn listen(self, mut changes: Changes) {
        loop {
            let heard = tokio::select! {
                () = self.stopping.cancelled() => return,
                heard = changes.next() => heard,
            };
            match heard {
                Ok(change) => self.forget(&change),
                Err(error) => {
                    tracing::warn!(%error, "can't hear what other processes change; trying again");
                    tokio::time::sleep(LISTEN_AGAIN).await;
                }
            }
        }
    }
}
