//! A word in a pill: a kind (`Tag`) or a state (`Status`).

use super::tone::Tone;
use leptos::prelude::*;

/// A kind: CRM, Auth, Published.
#[component]
pub fn Tag(
    /// The word.
    #[prop(into)]
    label: String,
    /// What its colour means.
    #[prop(optional)]
    tone: Tone,
) -> impl IntoView {
    view! { <span class=format!("tag {}", tone.class())>{label}</span> }.into_any()
}

/// A state, with a dot before the word: ok, failed, unknown, retry in 1 m 52 s.
#[component]
pub fn Status(
    /// The word.
    #[prop(into)]
    label: Signal<String>,
    /// What its colour means.
    #[prop(into)]
    tone: Signal<Tone>,
) -> impl IntoView {
    // `try_get` here and in the other components: effects of hydrated content outlive it by a moment, and `get` on a signal that is gone
    // would end the whole page.
    let tone = move || tone.try_get().unwrap_or_default();
    let label = move || label.try_get().unwrap_or_default();
    view! { <span class=move || format!("tag dot {}", tone().class())>{label}</span> }.into_any()
}
