//! Triggers that the sender of an event waits for. Whatever goes wrong leaves the conversation as it is (fail open).

use super::fold::Blocking;
use super::{EventAnswer, EventsError};
use crate::run::Core;
use crate::worker::{Report, Worker};
use patchbay_engine::interpret::{Occasion, apply, refused};
use patchbay_model::conversation::EffectReport;
use patchbay_model::execution::Effects;
use patchbay_model::id::{CallCenterId, ExecutionId};
use patchbay_store::conversations;
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinHandle;
use tokio::time::Instant;

/// Why effects of a blocking trigger that answers after the sender's time are not applied.
const GONE_ON: &str = "it came when the sender of the event had gone on";

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
    let running: Vec<Vec<(Blocking, JoinHandle<Option<Report>>)>> = blocking
        .into_iter()
        .map(|of_event| {
            let spawn = |blocking: Blocking| (blocking.clone(), worker.spawn_awaited(blocking.claimed, deadline));
            of_event.into_iter().map(spawn).collect()
        })
        .collect();
    for ((answer, name), of_event) in answers.iter_mut().zip(conversations).zip(running) {
        if of_event.is_empty() {
            continue;
        }
        let mut in_time = Vec::new();
        for (blocking, mut run) in of_event {
            // What is done already is taken even when the time is up.
            match tokio::time::timeout_at(deadline, &mut run).await {
                Ok(Ok(Some(Report { effects, .. }))) => in_time.push((blocking, effects)),
                // It was not begun in time, and goes the way of what nobody waits for.
                Ok(_) => {}
                Err(_) => note_when_late(core, worker, call_center, name, blocking, run),
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

/// Records that the effects of a run came when the sender had gone on: the conversation stays as it is.
fn note_when_late(
    core: &Arc<Core>,
    worker: &Worker,
    call_center: &CallCenterId,
    name: &str,
    blocking: Blocking,
    run: JoinHandle<Option<Report>>,
) {
    let (core, call_center, name) = (Arc::clone(core), call_center.clone(), name.to_owned());
    worker.spawn_until_written(async move {
        let Ok(Some(Report { effects, .. })) = run.await else { return };
        if effects.is_empty() {
            return;
        }
        let report = vec![(blocking.claimed.execution_id, refused(&effects, GONE_ON))];
        let noted = conversations::apply_effects(&core.store, &call_center, &name, core.clock.now(), |_| report);
        if let Err(error) = noted.await {
            tracing::error!(%error, "that effects came late is not recorded");
        }
    });
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
        let each = in_time.iter().filter(|(_, effects)| !effects.is_empty()).map(|(blocking, effects)| {
            let occasion = Occasion::from(blocking.heard_as.clone());
            (blocking.claimed.execution_id, apply(effects, &occasion, conversation, &triggers.queues))
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
