//! The path itself.

use super::attempt::Answered;
use super::outcome::Outcome;
use super::state::{Run, Stop};
use crate::caller::Call;
use crate::error::DispatchError;
use crate::recipe::Runnable;
use patchbay_engine::error::EngineError;
use patchbay_engine::render::{count_sources, render};
use patchbay_model::execution::{ErrorCode, ExecutionStatus, Step, StepKind, StepOutcome};
use patchbay_model::secret::Secret;
use std::sync::Arc;

impl Run {
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
}
