//! One execution under way: what it knows from the beginning, and what it has noted so far.

use super::ending::{AttemptNote, Note};
use super::steps::Steps;
use crate::caller::Call;
use crate::clock::Clock;
use crate::error::DispatchError;
use crate::messaging::RosterCache;
use crate::recipe::{Recipe, RecipeCache, Runnable};
use crate::recorder::Recorder;
use crate::token::Tokens;
use crate::triggers::TriggerCache;
use patchbay_engine::error::EngineError;
use patchbay_engine::net::OutboundClient;
use patchbay_engine::render::Inputs;
use patchbay_engine::retry::Written;
use patchbay_model::execution::{Cause, Effects, ExecutionStatus, Failure};
use patchbay_model::id::ExecutionId;
use patchbay_model::secret::Secret;
use patchbay_model::time::Timestamp;
use patchbay_store::Store;
use serde_json::Value;
use std::sync::Arc;
use std::time::{Duration, Instant};
use uuid::Uuid;

/// What all runs share.
pub(crate) struct Core {
    pub(crate) store: Store,
    pub(crate) client: Arc<OutboundClient>,
    pub(crate) recipes: RecipeCache,
    pub(crate) tokens: Arc<Tokens>,
    pub(crate) triggers: TriggerCache,
    pub(crate) rosters: RosterCache,
    pub(crate) recorder: Recorder,
    pub(crate) clock: Arc<dyn Clock>,
}

/// One execution under way.
pub(crate) struct Run {
    pub(super) core: Arc<Core>,
    pub(super) id: ExecutionId,
    pub(super) recipe: Arc<Recipe>,
    pub(super) call: Call,
    pub(super) steps: Steps,
    pub(super) attempts: Vec<AttemptNote>,
    /// Whether an intent stands in the database that has to be finished.
    pub(super) intent: Intent,
    pub(super) deadline: Instant,
    pub(super) started: Instant,
    pub(super) cause: Cause,
    pub(super) created_at: Timestamp,
    pub(super) given: Given,
    pub(super) durable: Option<Durable>,
}

/// What a run gets besides the client body: nothing outside of event-driven runs.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Given {
    pub(crate) event: Value,
    pub(crate) contact: Value,
    /// What a signed request is known by; none: the execution's id.
    pub(crate) webhook_id: Option<String>,
}

/// A run that was claimed from the queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Durable {
    pub(crate) id: ExecutionId,
    pub(crate) created_at: Timestamp,
    /// The worker whose it is.
    pub(crate) owner: Uuid,
}

/// Whether an intent was committed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Intent {
    NotNeeded,
    Committed,
}

/// Why a run does not go on.
pub(super) enum Stop {
    /// The execution has ended without success.
    Ended(EngineError, Written),
    /// The recipe is out of date: from the beginning, with a new one.
    Outdated,
    /// There is nothing to record.
    Nothing(DispatchError),
}

impl From<EngineError> for Stop {
    fn from(error: EngineError) -> Self {
        Self::Ended(error, Written::No)
    }
}

impl Run {
    pub(crate) fn begin(
        core: Arc<Core>,
        recipe: Arc<Recipe>,
        call: Call,
        cause: Cause,
        steps: Steps,
        started: Instant,
    ) -> Self {
        let (id, created_at) = (ExecutionId(core.clock.new_id()), core.clock.now());
        let limit = recipe.runnable.as_ref().map_or(Duration::ZERO, |runnable| runnable.plan.timeout());
        let deadline = started + call.deadline.map_or(limit, |deadline| deadline.min(limit));
        let (attempts, intent) = (Vec::with_capacity(1), Intent::NotNeeded);
        let (given, durable) = (Given::default(), None);
        Self { core, id, recipe, call, steps, attempts, intent, deadline, started, cause, created_at, given, durable }
    }

    /// A run that was claimed from the queue: its record is there already, and its worker writes what came of it.
    pub(crate) fn resume(core: Arc<Core>, recipe: Arc<Recipe>, call: Call, given: Given, durable: Durable) -> Self {
        let run = Self::begin(core, recipe, call, Cause::Trigger, Steps::unseen(), Instant::now());
        Self { id: durable.id, created_at: durable.created_at, given, durable: Some(durable), ..run }
    }

    pub(super) fn inputs<'a>(&'a self, runnable: &'a Runnable, token: Option<&'a Secret>) -> Inputs<'a> {
        let Given { event, contact, webhook_id: _ } = &self.given;
        Inputs {
            scheme: runnable.scheme,
            token,
            sign_in: runnable.auth.as_ref().map(|auth| &*auth.plan),
            event,
            contact,
            ..Inputs::new(&runnable.values, &self.call.client, self.id)
        }
    }

    /// Notes on the last attempt why it failed.
    pub(super) fn note_failure(&mut self, error: &EngineError) {
        if let Some(attempt) = self.attempts.last_mut() {
            attempt.failure =
                Some(Failure { code: error.code, detail: attempt.redactor.scrub(&error.detail).into_owned() });
        }
    }

    /// The record as far as it is known from the beginning: a run that is under way.
    pub(super) fn note(&self) -> Note {
        Note {
            id: self.id,
            recipe: Arc::clone(&self.recipe),
            caller: self.call.caller.clone(),
            cause: self.cause,
            status: ExecutionStatus::Running,
            failure: None,
            effects: Effects::default(),
            created_at: self.created_at,
            finished_at: None,
            duration: Duration::ZERO,
            attempts: Vec::new(),
        }
    }
}
