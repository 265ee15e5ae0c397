//! A sentence inside the page that stays: a warning before saving, an explanation of a conflict.

use super::icon::{Glyph, Icon};
use super::tone::Tone;
use leptos::prelude::*;

/// A coloured box with an icon. `Bad` and `Warn` are announced when they appear.
#[component]
pub fn Notice(
    /// What its colour means.
    tone: Tone,
    /// The sentence, and links or buttons that follow from it.
    children: Children,
) -> impl IntoView {
    let (icon, role) = match tone {
        Tone::Bad => (Icon::Alert, "alert"),
        Tone::Warn => (Icon::Alert, "status"),
        Tone::Ok => (Icon::Check, "status"),
        Tone::Neutral | Tone::Accent => (Icon::Info, "note"),
    };
    view! {
        <div class=format!("notice {}", tone.class()) role=role>
            <Glyph icon />
            <div>{children()}</div>
        </div>
    }
    .into_any()
}
