//! The end of the path: judged, mapped, made into a record.

use super::durable::Fault;
use super::ending::{AttemptNote, Note};
use super::outcome::Outcome;
use super::state::Run;
use crate::meters;
use crate::recipe::Runnable;
use patchbay_engine::error::EngineError;
use patchbay_engine::interpret::{Facts, View, effects, judge};
use patchbay_engine::redact::Redactor;
use patchbay_model::execution::{Effects, ExecutionStatus, Failure, Step, StepKind, StepOutcome};
use std::sync::Arc;
use std::time::{Duration, Instant};

impl Run {
    /// Judges the answer and maps it.
    pub(super) fn map(&mut self, runnable: &Runnable, view: &View) -> Result<Effects, EngineError> {
        let began = Instant::now();
        let Some(attempt) = self.attempts.last() else { return Ok(Effects::default()) };
        let Some(answer) = &attempt.answer else { return Ok(Effects::default()) };
        judge(answer, self.core.clock.now())?;
        let plan = runnable.plan.response();
        if plan.is_indifferent() {
            let nothing = || ("the response changes nothing".to_owned(), None);
            self.steps.note(StepKind::Map, StepOutcome::Skipped, Duration::ZERO, nothing);
            return Ok(Effects::default());
        }
        let request = attempt.redactor.request(&attempt.request);
        let mapped = effects(plan, &Facts { request: &request, view, duration: answer.duration });
        let outcome = if mapped.is_ok() { StepOutcome::Passed } else { StepOutcome::Failed };
        self.steps.note(StepKind::Map, outcome, began.elapsed(), || match &mapped {
            Ok(effects) => {
                let mut summary = format!("{} to set, {} to save", effects.set.len(), effects.save.len());
                for warning in &effects.warnings {
                    summary.push_str("; ");
                    summary.push_str(warning);
                }
                (summary, serde_json::to_string_pretty(&attempt.redactor.effects(effects)).ok())
            }
            Err(error) => (error.detail.clone(), None),
        });
        mapped
    }

    /// What the caller gets, what is recorded, and the steps; secrets removed from all of them. What is to be applied,
    /// the caller of this has kept.
    pub(super) fn end(mut self, view: Option<View>, ended: Result<Effects, Fault>) -> (Outcome, Note, Vec<Step>) {
        let duration = self.started.elapsed();
        let redactor = self.redactor();
        let (status, failure, effects) = match ended {
            Ok(effects) => {
                let shown = redactor.map_or_else(Effects::default, |redactor| redactor.effects(&effects));
                (ExecutionStatus::Succeeded, None, shown)
            }
            Err(Fault { mut error, status, .. }) => {
                if let Some(redactor) = redactor {
                    error.detail = redactor.scrub(&error.detail).into_owned();
                }
                (status, Some(error), Effects::default())
            }
        };
        meters::executed(status, failure.as_ref().map(|failure| failure.code), duration);
        self.attempts.iter_mut().for_each(AttemptNote::shorten);
        let note = Note {
            status,
            failure: failure.clone().map(Failure::from),
            effects: effects.clone(),
            finished_at: Some(self.core.clock.now()),
            duration,
            attempts: std::mem::take(&mut self.attempts),
            ..self.note()
        };
        let response = view.map(|view| view.response);
        let failure = failure.map(Into::into);
        let outcome = Outcome { execution_id: self.id, status, response, failure, effects, duration };
        (outcome, note, self.steps.finish())
    }

    /// Knows the secrets of the last attempt, its token too; of a run that came to none, those of its integrator.
    fn redactor(&self) -> Option<Arc<Redactor>> {
        let last = self.attempts.last().map(|attempt| Arc::clone(&attempt.redactor));
        last.or_else(|| self.recipe.runnable.as_ref().ok().map(|runnable| runnable.redactor(None)))
    }
}
