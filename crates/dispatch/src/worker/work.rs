//! One execution from the queue: run, judged, its effects applied.

use super::silence::silence;
use crate::caller::{Call, Caller};
use crate::error::DispatchError;
use crate::input::Input;
use crate::recipe::Recipe;
use crate::run::{Core, Durable, DurableEnd, Run};
use chrono::TimeDelta;
use patchbay_engine::interpret::{Occasion, apply};
use patchbay_engine::retry::{Next as Verdict, SCHEDULE};
use patchbay_model::execution::{Cause, Effects, ErrorCode, Execution, ExecutionStatus, ExecutionSummary, Failure};
use patchbay_model::time::Timestamp;
use patchbay_store::conversations;
use patchbay_store::executions::ExecutionRecord;
use patchbay_store::queued_executions::{Claimed, Next, Settlement};
use std::sync::Arc;
use uuid::Uuid;

/// Attempts of an execution that takes its worker down each time: more than any schedule has.
const MOST_ATTEMPTS: u32 = 2 * SCHEDULE.len() as u32 + 2;

/// Whether somebody waits for the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Waits {
    /// The effects are applied when they are there, and what failed is tried again.
    Nobody,
    /// The sender of the event: it applies the effects, and what failed is not tried again.
    Sender,
}

/// What came of a claimed execution.
pub(crate) struct Report {
    /// None: nothing is known of it, or it is another worker's.
    pub(crate) settlement: Option<Settlement>,
    /// What the response changes.
    pub(crate) effects: Effects,
}

/// Runs what was claimed.
pub(crate) async fn work(core: &Arc<Core>, owner: Uuid, claimed: Claimed, waits: Waits) -> Report {
    let nothing = |settlement| Report { settlement, effects: Effects::default() };
    if claimed.attempt_count >= MOST_ATTEMPTS {
        return nothing(Some(hopeless(core, &claimed, ErrorCode::Internal, "it was begun too often and never ended")));
    }
    let recipe = match core.recipes.get_by_id(&claimed.call_center_id, claimed.endpoint_id).await {
        Ok(recipe) => recipe,
        Err(DispatchError::NotFound(missing)) => {
            return nothing(Some(hopeless(core, &claimed, ErrorCode::ConfigInvalid, &missing.to_string())));
        }
        Err(error) => {
            tracing::warn!(%error, execution = %claimed.execution_id, "can't be run now; its lease will end");
            return nothing(None);
        }
    };
    if let Some(missing) = recipe.disabled {
        return nothing(Some(hopeless(core, &claimed, ErrorCode::ConfigInvalid, &missing.to_string())));
    }
    let input: Input = match serde_json::from_value(claimed.input.clone()) {
        Ok(input) => input,
        Err(error) => {
            return nothing(Some(hopeless(
                core,
                &claimed,
                ErrorCode::Internal,
                &format!("its input can't be read: {error}"),
            )));
        }
    };
    let (client, occasion, given) = input.into_parts();
    let call = call(&claimed, &recipe, client);
    let durable = Durable { id: claimed.execution_id, created_at: claimed.created_at, owner };
    let ended = match Run::resume(Arc::clone(core), recipe, call, given, durable).run_durable().await {
        Ok(ended) => ended,
        Err(error) => {
            tracing::warn!(%error, execution = %claimed.execution_id, "was not run to its end");
            return nothing(None);
        }
    };
    if let (Waits::Nobody, Some(name), Some(occasion), false) =
        (waits, &claimed.conversation, occasion, ended.effects.is_empty())
    {
        let triggers = core.triggers.get(&claimed.call_center_id, &core.recipes).await;
        let applied = match triggers {
            Ok(triggers) => {
                let (at, occasion) = (core.clock.now(), Occasion::from(occasion));
                conversations::apply_effects(&core.store, &claimed.call_center_id, name, at, |conversation| {
                    let report = apply(&ended.effects, &occasion, conversation, &triggers.queues);
                    vec![(claimed.execution_id, report)]
                })
                .await
                .map(|_| ())
                .map_err(DispatchError::from)
            }
            Err(error) => Err(error),
        };
        if let Err(error) = applied {
            // The other side took the request: trying that again would be worse than a conversation left as it is.
            tracing::error!(%error, execution = %claimed.execution_id, "effects were not applied");
        }
    }
    let effects = ended.effects.clone();
    let (settlement, is_gone) = settlement(core, &claimed, ended, waits);
    if is_gone && claimed.cause == Cause::Trigger {
        silence(core, &claimed.call_center_id, claimed.endpoint_id).await;
    }
    Report { settlement: Some(settlement), effects }
}

fn call(claimed: &Claimed, recipe: &Recipe, client: serde_json::Value) -> Call {
    Call {
        // Who asked stands in the record already.
        caller: Caller::default(),
        call_center: claimed.call_center_id.clone(),
        template: recipe.template_name.to_string(),
        endpoint: recipe.endpoint_name.to_string(),
        client,
        deadline: None,
        lease: None,
    }
}

/// What becomes of an execution that ran, and whether the other side said that it is gone.
fn settlement(core: &Core, claimed: &Claimed, ended: DurableEnd, waits: Waits) -> (Settlement, bool) {
    let mut record = ended.note.record_after(claimed.attempt_count);
    let summary = &mut record.execution.summary;
    // A run that never came to an exchange counts too, or it would be tried for ever.
    summary.attempt_count = summary.attempt_count.max(claimed.attempt_count + 1);
    let Some(fault) = ended.fault else { return (Settlement { record, next: Next::Ends }, false) };
    let verdict = fault.next(claimed.attempt_count + 1, core.clock.jitter());
    summary.status = match verdict {
        Verdict::RetryAfter(wait) if waits == Waits::Nobody => {
            summary.status = ExecutionStatus::Queued;
            summary.finished_at = None;
            let wait = TimeDelta::from_std(wait).unwrap_or(TimeDelta::MAX);
            let run_at = Timestamp(core.clock.now().0 + wait);
            return (Settlement { record, next: Next::RunsAt(run_at) }, false);
        }
        Verdict::RetryAfter(_) => fault.status,
        Verdict::Dead => ExecutionStatus::Dead,
        Verdict::Unknown => ExecutionStatus::Unknown,
        Verdict::Failed | Verdict::DisableTrigger => ExecutionStatus::Failed,
    };
    (Settlement { record, next: Next::Ends }, verdict == Verdict::DisableTrigger)
}

/// The end of an execution that can't be run at all.
fn hopeless(core: &Core, claimed: &Claimed, code: ErrorCode, detail: &str) -> Settlement {
    let summary = ExecutionSummary {
        id: claimed.execution_id,
        call_center_id: claimed.call_center_id.clone(),
        template: String::new(),
        template_id: claimed.template_id,
        endpoint: String::new(),
        endpoint_id: claimed.endpoint_id,
        integrator_id: claimed.integrator_id,
        cause: claimed.cause,
        conversation: claimed.conversation.clone(),
        status: ExecutionStatus::Failed,
        error_code: Some(code),
        response_status: None,
        attempt_count: claimed.attempt_count,
        created_at: claimed.created_at,
        finished_at: Some(core.clock.now()),
        duration_us: 0,
    };
    let execution = Execution {
        summary,
        configuration_version_id: None,
        request_id: None,
        next_attempt_at: None,
        failure: Some(Failure { code, detail: detail.to_owned() }),
        effects: Effects::default(),
        attempts: Vec::new(),
    };
    let record = ExecutionRecord { execution, actor: None, key_id: None };
    Settlement { record, next: Next::Ends }
}
