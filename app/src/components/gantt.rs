//! Where the time of an attempt went, as bars on one scale.

use super::tone::Tone;
use crate::{format, text};
use leptos::prelude::*;

/// One phase of an attempt.
#[derive(Debug, Clone, PartialEq)]
pub struct Phase {
    /// What was done: "Connect".
    pub label: String,
    /// When it began, after the attempt did.
    pub start_ms: f64,
    /// How long it took.
    pub duration_ms: f64,
    /// `Accent` for ordinary work, `Warn` for what took too long.
    pub tone: Tone,
}

/// Bars drawn with SVG attributes, because a strict policy forbids style attributes. The numbers stand beside them,
/// so the picture itself is hidden from screen readers.
#[component]
pub fn Gantt(
    /// The phases, in their order.
    phases: Vec<Phase>,
) -> impl IntoView {
    let total = phases.iter().map(|phase| phase.start_ms + phase.duration_ms).fold(0.001, f64::max);
    let row = move |phase: Phase| {
        // Visible however short it was, and never beyond the end.
        let width = (phase.duration_ms / total * 100.0).max(0.8);
        let start = (phase.start_ms / total * 100.0).min(100.0 - width);
        view! {
            <li>
                <span>{phase.label}</span>
                <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
                    <rect class=phase.tone.class() x=format!("{start:.2}") y="0" width=format!("{width:.2}") height="10" />
                </svg>
                <span class="num">{format::duration(phase.duration_ms)}</span>
            </li>
        }
    };
    view! { <ol class="gantt" aria-label=text!(common.timings)>{phases.into_iter().map(row).collect_view()}</ol> }
        .into_any()
}
