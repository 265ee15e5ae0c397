//! What was played: each event with its answer, as it comes.

use super::player::Player;
use crate::api::simulator::PlayedStep;
use crate::components::{ButtonLink, Step, StepState, Steps, Tag, Tone};
use crate::format::count;
use crate::pages::conversations::EffectReportView;
use crate::paths;
use crate::text;
use leptos::prelude::*;
use patchbay_model::id::CallCenterId;

/// The events so far, and the ways to what came of them.
#[component]
pub(super) fn StepList(call_center: CallCenterId, steps: Signal<Vec<PlayedStep>>, player: Player) -> impl IntoView {
    let call_center = StoredValue::new(call_center);
    let conversation = Memo::new(move |_| steps.with(|steps| steps.first().map(|step| step.conversation.clone())));
    let ways = move || {
        conversation.get().map(|id| {
            let (to_conversation, to_executions) = call_center.with_value(|call_center| {
                (paths::conversation(call_center, &id), paths::executions_of(call_center, &id))
            });
            view! {
                <div class="pad actions">
                    <ButtonLink href=Signal::stored(to_conversation) label=text!(simulator.open_conversation) />
                    <ButtonLink href=Signal::stored(to_executions) label=text!(simulator.open_executions) />
                </div>
            }
        })
    };
    let waiting = move || {
        let text = if player.is_playing() {
            text!(simulator.waiting)
        } else if conversation.get().is_none() {
            text!(simulator.nothing_yet)
        } else {
            return None;
        };
        Some(view! { <p class="pad faint">{text}</p> })
    };
    view! {
        <div aria-live="polite">
            <Steps>
                <For each=move || steps.get() key=|step| (step.conversation.clone(), step.number) let:step>{row(step)}</For>
            </Steps>
            {waiting}
        </div>
        {ways}
    }
    .into_any()
}

fn row(step: PlayedStep) -> AnyView {
    let PlayedStep { number, of, event, note, accepted, .. } = step;
    let title = text!(simulator.step, number = number, all = of, event = event);
    let executions = count(accepted.executions as u64, text!(common.execution), text!(common.executions));
    let told = if note.is_empty() { executions } else { format!("{executions} · {note}") };
    let state = if accepted.duplicate { StepState::Skipped } else { StepState::Succeeded };
    let report = accepted.effects.filter(|report| !report.applied.is_empty() || !report.rejected.is_empty());
    if !accepted.duplicate && report.is_none() {
        return view! { <Step state title detail=told /> }.into_any();
    }
    view! {
        <Step state title detail=told>
            {accepted.duplicate.then(|| view! { <Tag label=text!(simulator.duplicate) tone=Tone::Warn /> })}
            {report.map(|report| view! { <EffectReportView report /> })}
        </Step>
    }
    .into_any()
}
