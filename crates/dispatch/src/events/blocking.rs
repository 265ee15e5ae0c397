//! Triggers that the sender of an event waits for. Whatever goes wrong leaves the conversation as it is (fail open).

use super::fold::Blocking;
use super::{EventAnswer, EventsError};
use crate::run::Core;
use crate::worker::{Report, Worker};
use patchbay_engine::interpret::{Settled, apply};
use patchbay_model::conversation::EffectReport;
use patchbay_model::execution::Effects;
use patchbay_model::id::{CallCenterId, ExecutionId};
use patchbay_store::conversations;
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinHandle;
use tokio::time::Instant;

/// Runs what the sender waits for, all at once, and applies what came in time in the order of the triggers. What comes
/// later is recorded and changes nothing: the sender has gone on by then.
pub(super) async fn answer_blocking(
    core: &Arc<Core>,
    worker: &Worker,
    call_center: &CallCenterId,
    conversations: &[String],
    wait: Duration,
    mut answers: Vec<EventAnswer>,
    blocking: Vec<Vec<Blocking>>,
) -> Result<Vec<EventAnswer>, EventsError> {
    let deadline = Instant::now() + wait;
    let running: Vec<Vec<(Blocking, JoinHandle<Report>)>> = blocking
        .into_iter()
        .map(|of_event| {
            let spawn = |blocking: Blocking| (blocking.clone(), worker.spawn_awaited(blocking.claimed));
            of_event.into_iter().map(spawn).collect()
        })
        .collect();
    for ((answer, name), of_event) in answers.iter_mut().zip(conversations).zip(running) {
        if of_event.is_empty() {
            continue;
        }
        let mut in_time = Vec::new();
        for (blocking, run) in of_event {
            // What is done already is taken even when the time is up.
            if let Ok(Ok(Report { effects, .. })) = tokio::time::timeout_at(deadline, run).await {
                in_time.push((blocking, effects));
            }
        }
        let changes = in_time.iter().any(|(_, effects)| !effects.is_empty());
        answer.effects = Some(EffectReport::default());
        if changes {
            answer.effects = Some(applied(core, call_center, name, &in_time).await);
        }
    }
    Ok(answers)
}

async fn applied(core: &Core, call_center: &CallCenterId, name: &str, in_time: &[(Blocking, Effects)]) -> EffectReport {
    let triggers = match core.triggers.get(call_center, &core.recipes).await {
        Ok(triggers) => triggers,
        Err(error) => {
            tracing::error!(%error, "effects were not applied");
            return EffectReport::default();
        }
    };
    let at = core.clock.now();
    let reports = conversations::apply_effects(&core.store, call_center, name, at, |conversation| {
        let mut settled = Settled::default();
        let each = in_time.iter().filter(|(_, effects)| !effects.is_empty()).map(|(blocking, effects)| {
            let occasion = blocking.heard_as.into();
            (blocking.claimed.execution_id, apply(effects, occasion, conversation, &mut settled, &triggers.queues))
        });
        each.collect()
    });
    match reports.await {
        Ok(reports) => merged(reports.unwrap_or_default()),
        Err(error) => {
            tracing::error!(%error, "effects were not applied");
            EffectReport::default()
        }
    }
}

/// What all triggers of an event changed together; later values stand over earlier ones, as they do in the conversation.
fn merged(reports: Vec<(ExecutionId, EffectReport)>) -> EffectReport {
    let mut whole = EffectReport::default();
    for (_, EffectReport { applied, rejected }) in reports {
        whole.applied.set.extend(applied.set);
        whole.applied.save.extend(applied.save);
        whole.rejected.extend(rejected);
    }
    whole
}
