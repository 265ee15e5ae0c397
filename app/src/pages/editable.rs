//! The fields of something saved: whoever may not change it reads them.

use crate::components::{Notice, SubmitButton, Tone};
use crate::text;
use leptos::prelude::*;

/// Fields and the button that saves them; for readers the fields at rest, and why.
#[component]
pub(crate) fn Editable(
    /// Whether the reader may save.
    may_write: bool,
    /// What a reader is told who may not.
    #[prop(default = text!(common.reads_only))]
    reads_only: &'static str,
    /// Whether it is being saved.
    #[prop(into)]
    pending: Signal<bool>,
    /// The fields.
    children: Children,
) -> impl IntoView {
    view! {
        {(!may_write).then(|| view! { <Notice tone=Tone::Neutral><p>{reads_only}</p></Notice> })}
        <fieldset class="bare" disabled=!may_write>{children()}</fieldset>
        {may_write.then(|| view! {
            <div class="actions"><SubmitButton label=text!(common.save) pending /></div>
        })}
    }
    .into_any()
}
