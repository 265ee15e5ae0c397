//! What a worker gets of a run that it took from the queue.

use super::ending::Note;
use crate::recipe::Recipe;
use patchbay_engine::error::{EngineError, Verdict};
use patchbay_engine::plan::EffectClass;
use patchbay_engine::retry::{Next, Outcome, Written, verdict};
use patchbay_model::execution::{Effects, ExecutionStatus};
use std::sync::Arc;

/// Why a run did not succeed.
#[derive(Debug, Clone)]
pub(crate) struct Fault {
    pub(crate) error: EngineError,
    /// Where it stands when nobody tries again.
    pub(crate) status: ExecutionStatus,
    /// How far it came.
    outcome: Outcome,
}

/// A run that has ended, unwritten.
pub(crate) struct DurableEnd {
    /// What ran, perhaps newer than what was asked for.
    pub(crate) recipe: Arc<Recipe>,
    /// As they came, to be applied and not to be shown.
    pub(crate) effects: Effects,
    pub(crate) note: Note,
    pub(crate) fault: Option<Fault>,
}

impl Fault {
    pub(super) fn unanswered(error: EngineError, status: ExecutionStatus, written: Written) -> Self {
        let outcome = Outcome::unanswered(&error, written);
        Self { error, status, outcome }
    }

    pub(super) fn answered(error: EngineError, status: u16) -> Self {
        let is_good = (200..300).contains(&status);
        let outcome = if is_good { Outcome::Taken } else { Outcome::Answered { status } };
        Self { error, status: ExecutionStatus::Failed, outcome }
    }

    /// What becomes of the execution after this, its attempt `number`.
    pub(crate) fn next(&self, number: u32, recipe: &Recipe, jitter: f64) -> Next {
        let class = recipe.runnable.as_ref().map_or(EffectClass::Unsafe, |runnable| runnable.plan.effect_class());
        let retry_after = match self.error.verdict {
            Verdict::Retry { not_before } => not_before,
            Verdict::Fail | Verdict::RefreshToken => None,
        };
        verdict(number, self.outcome, class, retry_after, jitter)
    }
}
