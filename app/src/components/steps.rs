//! The steps of a test run, top to bottom.

use super::icon::{Glyph, Icon};
use crate::{format, text};
use leptos::prelude::*;

/// How a step went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepState {
    /// As it should.
    Succeeded,
    /// The run ended here.
    Failed,
    /// Not reached, or not needed.
    Skipped,
}

/// The list around `Step`s.
#[component]
pub fn Steps(
    /// The steps.
    children: Children,
) -> impl IntoView {
    view! { <ol class="steps">{children()}</ol> }.into_any()
}

/// One step: what was done, what came of it, how long it took.
#[component]
pub fn Step(
    /// How it went.
    state: StepState,
    /// What was done: "Destination allowed".
    #[prop(into)]
    title: String,
    /// What came of it: "104.18.241.108, public".
    #[prop(into, optional)]
    detail: String,
    /// How long it took.
    #[prop(optional)]
    milliseconds: Option<f64>,
    /// What to see of it: a request, an answer.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let (class, icon, word) = match state {
        StepState::Succeeded => ("ok", Icon::Check, text!(common.succeeded)),
        StepState::Failed => ("bad", Icon::Close, text!(common.failed)),
        StepState::Skipped => ("faint", Icon::ChevronRight, text!(common.skipped)),
    };
    view! {
        <li>
            <span class=class>
                <Glyph icon />
                <span class="visually-hidden">{word}</span>
            </span>
            <div>
                {title}
                {(!detail.is_empty()).then(|| view! { <span class="sub">{detail}</span> })}
            </div>
            <span class="step-time">{milliseconds.map(format::duration)}</span>
            {children.map(|children| view! { <div class="step-body">{children()}</div> })}
        </li>
    }
    .into_any()
}
