//! The path itself.

use super::attempt::Answered;
use super::ending::{AttemptNote, Note};
use super::outcome::Outcome;
use super::steps::Steps;
use crate::caller::Call;
use crate::clock::Clock;
use crate::error::DispatchError;
use crate::meters;
use crate::recipe::{Recipe, RecipeCache, Runnable};
use crate::recorder::Recorder;
use crate::token::Tokens;
use patchbay_engine::error::EngineError;
use patchbay_engine::interpret::{Facts, View, effects, judge};
use patchbay_engine::net::OutboundClient;
use patchbay_engine::render::{Inputs, count_sources, render};
use patchbay_model::execution::{
    Cause, Effects, ErrorCode, ExecutionStatus, Failure, Step, StepKind, StepOutcome,
};
use patchbay_model::id::ExecutionId;
use patchbay_model::secret::Secret;
use patchbay_model::time::Timestamp;
use patchbay_store::Store;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// What all runs share.
pub(crate) struct Core {
    pub(crate) store: Store,
    pub(crate) client: Arc<OutboundClient>,
    pub(crate) recipes: RecipeCache,
    pub(crate) tokens: Arc<Tokens>,
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
    cause: Cause,
    created_at: Timestamp,
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
    Ended(EngineError, ExecutionStatus),
    /// The recipe is out of date: from the beginning, with a new one.
    Outdated,
    /// There is nothing to record.
    Nothing(DispatchError),
}

impl From<EngineError> for Stop {
    fn from(error: EngineError) -> Self {
        Self::Ended(error, ExecutionStatus::Failed)
    }
}

impl Run {
    pub(crate) fn begin(core: Arc<Core>, recipe: Arc<Recipe>, call: Call, cause: Cause, steps: Steps, started: Instant) -> Self {
        let (id, created_at) = (ExecutionId(core.clock.new_id()), core.clock.now());
        let limit = recipe.runnable.as_ref().map_or(Duration::ZERO, |runnable| runnable.plan.timeout());
        let deadline = started + call.deadline.map_or(limit, |deadline| deadline.min(limit));
        let (attempts, intent) = (Vec::with_capacity(1), Intent::NotNeeded);
        Self { core, id, recipe, call, steps, attempts, intent, deadline, started, cause, created_at }
    }

    /// Goes the whole way and has the record written, or waits until it can be.
    pub(crate) async fn run(mut self) -> Result<(Outcome, Vec<Step>), DispatchError> {
        let walked = match self.walk().await {
            Err(Stop::Outdated) => self.walk_again().await,
            walked => walked,
        };
        let (view, ended) = match walked {
            Ok(Answered { view, ended, .. }) => (Some(view), ended),
            Err(Stop::Ended(error, status)) => (None, Err((error, status))),
            Err(Stop::Outdated) => {
                let error = EngineError::config("the configuration is being changed: try again");
                (None, Err((error, ExecutionStatus::Failed)))
            }
            Err(Stop::Nothing(why)) => return Err(why),
        };
        Ok(self.end(view, ended).await)
    }

    async fn walk_again(&mut self) -> Result<Answered, Stop> {
        let Call { call_center, template, endpoint, .. } = &self.call;
        self.recipe = self.core.recipes.reload(call_center, template, endpoint).await.map_err(Stop::Nothing)?;
        self.walk().await
    }

    async fn walk(&mut self) -> Result<Answered, Stop> {
        let recipe = Arc::clone(&self.recipe);
        let runnable = match &recipe.runnable {
            Ok(runnable) => runnable,
            Err(error) => {
                let detail = || (error.detail.clone(), None);
                self.steps.note(StepKind::Resolve, StepOutcome::Failed, self.started.elapsed(), detail);
                return Err(error.clone().into());
            }
        };
        self.resolve(runnable)?;
        let mut answered = self.attempt(runnable).await?;
        if let Some(refused) = answered.refused.take() {
            self.forget(runnable, &refused).await;
            answered = self.attempt(runnable).await?;
            if answered.refused.is_some() {
                let detail = "the other side refused the access token, and a new one too";
                let error = EngineError::fail(ErrorCode::AuthFailed, detail);
                self.note_failure(&error);
                answered.ended = Err((error, ExecutionStatus::Failed));
                return Ok(answered);
            }
        }
        answered.ended = self.map(runnable, &answered.view).map_err(|error| {
            self.note_failure(&error);
            (error, ExecutionStatus::Failed)
        });
        Ok(answered)
    }

    /// Finds what is missing before anybody signs in: nothing at all is sent then.
    fn resolve(&mut self, runnable: &Runnable) -> Result<(), Stop> {
        let is_cold = runnable.auth.as_ref().is_some_and(|auth| auth.slot.is_cold(self.core.tokens.now()));
        if !is_cold && !self.steps.are_shown() {
            return Ok(());
        }
        let stand_in = Secret::new("token");
        let inputs = self.inputs(runnable, Some(&stand_in));
        let counted = count_sources(&runnable.plan, &inputs);
        let tried = render(&runnable.plan, &inputs).err();
        let took = self.started.elapsed();
        match counted {
            Ok(counts) => self.steps.note(StepKind::Resolve, StepOutcome::Passed, took, || (counts.to_string(), None)),
            Err(error) => {
                self.steps.note(StepKind::Resolve, StepOutcome::Failed, took, || (error.detail.clone(), None));
                return Err(error.into());
            }
        }
        match tried {
            None => Ok(()),
            Some(error) => {
                self.steps.note(StepKind::Render, StepOutcome::Failed, took, || (error.detail.clone(), None));
                Err(error.into())
            }
        }
    }

    pub(super) fn inputs<'a>(&'a self, runnable: &'a Runnable, token: Option<&'a Secret>) -> Inputs<'a> {
        Inputs { scheme: runnable.scheme, token, ..Inputs::new(&runnable.values, &self.call.client, self.id) }
    }

    /// Judges the answer and maps it.
    fn map(&mut self, runnable: &Runnable, view: &View) -> Result<Effects, EngineError> {
        let began = Instant::now();
        let Some(attempt) = self.attempts.last() else { return Ok(Effects::default()) };
        let Some(answer) = &attempt.answer else { return Ok(Effects::default()) };
        judge(answer, self.core.clock.now())?;
        let plan = runnable.plan.response();
        if plan.is_empty() {
            let nothing = || ("the response changes nothing".to_owned(), None);
            self.steps.note(StepKind::Map, StepOutcome::Skipped, Duration::ZERO, nothing);
            return Ok(Effects::default());
        }
        let request = attempt.redactor.request(&attempt.request);
        let mapped = effects(plan, &Facts { request: &request, view, duration: answer.duration });
        let outcome = if mapped.is_ok() { StepOutcome::Passed } else { StepOutcome::Failed };
        self.steps.note(StepKind::Map, outcome, began.elapsed(), || match &mapped {
            Ok(effects) => {
                let summary = format!("{} to set, {} to save", effects.set.len(), effects.save.len());
                (summary, serde_json::to_string_pretty(effects).ok())
            }
            Err(error) => (error.detail.clone(), None),
        });
        mapped
    }

    /// Notes on the last attempt why it failed.
    pub(super) fn note_failure(&mut self, error: &EngineError) {
        if let Some(attempt) = self.attempts.last_mut() {
            attempt.failure = Some(Failure { code: error.code, detail: attempt.redactor.scrub(&error.detail).into_owned() });
        }
    }

    async fn end(
        mut self,
        view: Option<View>,
        ended: Result<Effects, (EngineError, ExecutionStatus)>,
    ) -> (Outcome, Vec<Step>) {
        let duration = self.started.elapsed();
        let (status, failure, effects) = match ended {
            Ok(effects) => (ExecutionStatus::Succeeded, None, effects),
            Err((mut error, status)) => {
                if let Ok(runnable) = &self.recipe.runnable {
                    error.detail = runnable.redactor(None).scrub(&error.detail).into_owned();
                }
                (status, Some(error), Effects::default())
            }
        };
        meters::executed(status, failure.as_ref().map(|failure| failure.code), duration);
        let note = Note {
            status,
            failure: failure.clone().map(Failure::from),
            effects: effects.clone(),
            finished_at: Some(self.core.clock.now()),
            duration,
            attempts: std::mem::take(&mut self.attempts),
            ..self.note()
        };
        match self.intent {
            Intent::NotNeeded => self.core.recorder.insert(note).await,
            Intent::Committed => self.core.recorder.finish(note).await,
        }
        let response = view.map(|view| view.response);
        let failure = failure.map(Into::into);
        let outcome = Outcome { execution_id: self.id, status, response, failure, effects, duration };
        (outcome, self.steps.finish())
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
