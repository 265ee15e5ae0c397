//! What a test run shows. Every other run passes by here too, and notes nothing.

use patchbay_model::execution::{Step, StepKind, StepOutcome};
use std::time::Duration;

/// Collects steps, or doesn't.
pub(crate) struct Steps(Option<Vec<Step>>);

impl Steps {
    /// For a test.
    pub(crate) fn shown() -> Self {
        Self(Some(Vec::new()))
    }

    /// For any other run.
    pub(crate) fn unseen() -> Self {
        Self(None)
    }

    /// Whether anybody looks.
    pub(crate) fn are_shown(&self) -> bool {
        self.0.is_some()
    }

    /// Notes a step; `say` is asked for a summary and what goes over the wire only when somebody looks.
    pub(crate) fn note(
        &mut self,
        kind: StepKind,
        outcome: StepOutcome,
        took: Duration,
        say: impl FnOnce() -> (String, Option<String>),
    ) {
        if let Some(steps) = &mut self.0 {
            let (summary, detail) = say();
            let duration_us = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
            steps.push(Step { kind, outcome, summary, detail, duration_us });
        }
    }

    /// Every step in order; those that were not reached say so. None when nobody looked.
    pub(crate) fn finish(self) -> Vec<Step> {
        let Some(mut steps) = self.0 else { return Vec::new() };
        for kind in StepKind::ALL {
            if steps.iter().all(|step| step.kind != *kind) {
                let (outcome, summary) = (StepOutcome::Skipped, "not reached".to_owned());
                steps.push(Step { kind: *kind, outcome, summary, detail: None, duration_us: 0 });
            }
        }
        steps
    }
}
