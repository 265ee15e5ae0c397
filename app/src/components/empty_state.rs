//! What an empty list says: what belongs here, and the next step.

use super::icon::{Glyph, Icon};
use leptos::prelude::*;

/// Fills the place of a table that has no rows.
#[component]
pub fn EmptyState(
    /// What is missing: "No integrations yet".
    #[prop(into)]
    title: String,
    /// What belongs here and what it is good for, one sentence.
    #[prop(into)]
    explanation: String,
    /// Its picture.
    #[prop(default = Icon::Inbox)]
    icon: Icon,
    /// The next step: one or two `ButtonLink`s.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty card">
            <Glyph icon />
            <h2>{title}</h2>
            <p>{explanation}</p>
            {children.map(|children| view! { <div class="actions">{children()}</div> })}
        </div>
    }
    .into_any()
}
