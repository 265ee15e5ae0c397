//! What came of a test run, step by step.

use crate::components::{ButtonLink, Icon, Notice, Status, Step, StepState, Steps, Tone};
use crate::format::duration;
use crate::pages::executions::{milliseconds, status_tone};
use crate::paths;
use crate::{text, words::Word};
use leptos::prelude::*;
use patchbay_model::execution::{ExecutionStatus, Step as Taken, StepKind, StepOutcome, TestRun};

/// The outcome in a word, why it failed, the steps, and the way to the record.
#[component]
pub(crate) fn Run(run: TestRun) -> impl IntoView {
    let failure = run.failure.clone().map(|failure| view! {
        <Notice tone=Tone::Bad><p><strong><code>{failure.code.to_string()}</code></strong>" "{failure.detail}</p></Notice>
    });
    let record = run.execution_id.map(|id| {
        view! {
            <ButtonLink href=format!("{}/{id}", paths::EXECUTIONS) label=text!(shared.open_execution) icon=Icon::Eye />
        }
    });
    let (word, tone) = (outcome(&run), status_tone(run.status));
    let steps = run.steps.into_iter().map(step).collect_view();
    view! {
        <div class="pad stack">
            <div class="actions"><Status label=word tone=tone />{record}</div>
            {failure}
        </div>
        <Steps>{steps}</Steps>
        <p class="pad faint">{text!(shared.test_applies_no_effects)}</p>
    }
    .into_any()
}

/// `200 in 184 ms`, `failed in 3.4 ms`.
fn outcome(run: &TestRun) -> String {
    let took = duration(milliseconds(run.duration_us));
    match (run.status, run.response_status) {
        (ExecutionStatus::Succeeded, Some(answer)) => text!(shared.outcome, outcome = answer, took = took),
        (status, Some(answer)) => {
            let outcome = format!("{}: {answer}", status.word());
            text!(shared.outcome, outcome = outcome, took = took)
        }
        (status, None) => text!(shared.outcome, outcome = status.word(), took = took),
    }
}

fn step(step: Taken) -> AnyView {
    let state = match step.outcome {
        StepOutcome::Passed => StepState::Succeeded,
        StepOutcome::Failed => StepState::Failed,
        StepOutcome::Skipped => StepState::Skipped,
    };
    let title = title(step.kind, step.outcome);
    let took = milliseconds(step.duration_us);
    match (step.detail, step.outcome) {
        (Some(detail), _) => view! {
            <Step state title detail=step.summary milliseconds=took><pre tabindex="0" role="region" aria-label=title>{detail}</pre></Step>
        }
        .into_any(),
        (None, StepOutcome::Skipped) => view! { <Step state title detail=step.summary /> }.into_any(),
        (None, _) => view! { <Step state title detail=step.summary milliseconds=took /> }.into_any(),
    }
}

fn title(kind: StepKind, outcome: StepOutcome) -> &'static str {
    match (kind, outcome) {
        (StepKind::Resolve, _) => text!(shared.step_resolved),
        (StepKind::Authenticate, StepOutcome::Skipped) => text!(shared.step_signing_in),
        (StepKind::Authenticate, _) => text!(shared.step_signed_in),
        (StepKind::Render, _) => text!(shared.step_request),
        (StepKind::Guard, StepOutcome::Passed) => text!(shared.step_allowed),
        (StepKind::Guard, StepOutcome::Failed) => text!(shared.step_refused),
        (StepKind::Guard, StepOutcome::Skipped) => text!(shared.step_destination),
        (StepKind::Connect, _) => text!(shared.step_connection),
        (StepKind::Response, _) => text!(shared.step_answer),
        (StepKind::Map, _) => text!(shared.step_effects),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use patchbay_model::execution::Effects;

    #[test]
    fn the_outcome_says_status_and_duration() {
        let run = |status, response_status| {
            let run = TestRun {
                execution_id: None,
                status,
                failure: None,
                response_status,
                steps: Vec::new(),
                effects: Effects::default(),
                duration_us: 184_200,
            };
            outcome(&run)
        };
        assert_eq!(run(ExecutionStatus::Succeeded, Some(200)), "200 in 184 ms");
        assert_eq!(run(ExecutionStatus::Failed, Some(503)), "failed: 503 in 184 ms");
        assert_eq!(run(ExecutionStatus::Failed, None), "failed in 184 ms");
    }
}
