//! What a worker gets of a run that it took from the queue.

use super::ending::Note;
use crate::recipe::Recipe;
use patchbay_engine::error::{EngineError, Verdict};
use patchbay_engine::plan::EffectClass;
use patchbay_engine::retry::{Next, Outcome, Written, verdict};
use patchbay_model::execution::{Effects, ExecutionStatus};
use std::time::Duration;

/// Why a run did not succeed.
#[derive(Debug, Clone)]
pub(crate) struct Fault {
    pub(crate) error: EngineError,
    /// Where it stands when nobody tries again.
    pub(crate) status: ExecutionStatus,
    /// How often it may reach the other side.
    class: EffectClass,
    /// When it is tried again.
    schedule: &'static [Duration],
    /// How far it came.
    outcome: Outcome,
}

/// A run that has ended, unwritten.
pub(crate) struct DurableEnd {
    /// As they came, to be applied and not to be shown.
    pub(crate) effects: Effects,
    pub(crate) note: Note,
    pub(crate) fault: Option<Fault>,
}

impl Fault {
    pub(super) fn unanswered(error: EngineError, of: &Recipe, written: Written) -> Self {
        let outcome = Outcome::unanswered(&error, written);
        Self::new(error, of, outcome)
    }

    pub(super) fn answered(error: EngineError, of: &Recipe, status: u16) -> Self {
        let is_good = (200..300).contains(&status);
        Self::new(error, of, if is_good { Outcome::Taken } else { Outcome::Answered { status } })
    }

    fn new(error: EngineError, of: &Recipe, outcome: Outcome) -> Self {
        let (class, schedule) = (of.effect_class(), of.schedule());
        let status = if outcome.is_ambiguous(class) { ExecutionStatus::Unknown } else { ExecutionStatus::Failed };
        Self { error, status, class, schedule, outcome }
    }

    /// What becomes of the execution after this, its attempt `number`.
    pub(crate) fn next(&self, number: u32, jitter: f64) -> Next {
        let retry_after = match self.error.verdict {
            Verdict::Retry { not_before } => not_before,
            Verdict::Fail | Verdict::RefreshToken => None,
        };
        verdict(number, self.outcome, (self.class, self.schedule), retry_after, jitter)
    }
}
