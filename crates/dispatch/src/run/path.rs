//! The path itself.

use super::attempt::Answered;
use super::durable::{DurableEnd, Fault};
use super::outcome::Outcome;
use super::state::{Intent, Run, Stop};
use crate::caller::Call;
use crate::error::DispatchError;
use crate::recipe::Runnable;
use patchbay_engine::error::{EngineError, Verdict};
use patchbay_engine::interpret::View;
use patchbay_engine::render::{count_sources, render};
use patchbay_engine::retry::Written;
use patchbay_model::execution::{Effects, ErrorCode, Step, StepKind, StepOutcome};
use patchbay_model::secret::Secret;
use std::sync::Arc;

impl Run {
    /// Goes the whole way and has the record written, or waits until it can be.
    pub(crate) async fn run(mut self) -> Result<(Outcome, Vec<Step>), DispatchError> {
        let (view, ended) = self.go().await?;
        let intent = self.intent;
        let core = Arc::clone(&self.core);
        let (outcome, note, steps) = self.end(view, ended);
        match intent {
            Intent::NotNeeded => core.recorder.insert(note).await,
            Intent::Committed => core.recorder.finish(note).await,
        }
        Ok((outcome, steps))
    }

    /// Goes the whole way; what came of it is its worker's to write.
    pub(crate) async fn run_durable(mut self) -> Result<DurableEnd, DispatchError> {
        let (view, ended) = self.go().await?;
        let (effects, fault) = match &ended {
            Ok(effects) => (effects.clone(), None),
            Err(fault) => (Effects::default(), Some(fault.clone())),
        };
        let (_, note, _) = self.end(view, ended);
        Ok(DurableEnd { effects, note, fault })
    }

    async fn go(&mut self) -> Result<(Option<View>, Result<Effects, Fault>), DispatchError> {
        let walked = match self.walk().await {
            // What seldom happens is boxed, here and below: the future of every call would be as large as the largest way.
            Err(Stop::Outdated) => Box::pin(self.walk_again()).await,
            walked => walked,
        };
        match walked {
            Ok(Answered { view, ended, .. }) => Ok((Some(view), ended)),
            Err(Stop::Ended(error, written)) => Ok((None, Err(Fault::unanswered(error, &self.recipe, written)))),
            Err(Stop::Outdated) => {
                let error = EngineError::config("the configuration is being changed: try again")
                    .with(Verdict::Retry { not_before: None });
                Ok((None, Err(Fault::unanswered(error, &self.recipe, Written::No))))
            }
            Err(Stop::Nothing(why)) => Err(why),
        }
    }

    async fn walk_again(&mut self) -> Result<Answered, Stop> {
        let Call { call_center, template, endpoint, .. } = &self.call;
        let reloaded = match self.durable {
            // It was queued by id: a name may lead elsewhere by now.
            Some(_) => self.core.recipes.reload_by_id(call_center, self.recipe.endpoint_id).await,
            None => self.core.recipes.reload(call_center, template, endpoint).await,
        };
        self.recipe = reloaded.map_err(Stop::Nothing)?;
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
            Box::pin(self.forget(runnable, &refused)).await;
            answered = Box::pin(self.attempt(runnable)).await?;
            if answered.refused.is_some() {
                let detail = "the other side refused the access token, and a new one too";
                let error = EngineError::fail(ErrorCode::AuthFailed, detail);
                self.note_failure(&error);
                answered.ended = Err(Fault::answered(error, &recipe, answered.view.response.status));
                return Ok(answered);
            }
        }
        if runnable.plan.token_rules().is_some() {
            Box::pin(self.keep_refresh_token(runnable)).await;
        }
        answered.ended = self.map(runnable, &answered.view).map_err(|error| {
            self.note_failure(&error);
            Fault::answered(error, &recipe, answered.view.response.status)
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
}
