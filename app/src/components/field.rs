//! The frame of every field: label above, hint below it, the input, the error below that.

use super::form::{Refusal, describe};
use crate::text;
use leptos::prelude::*;
use patchbay_model::valid::Violation;

/// What the frame and its input have in common.
#[derive(Clone)]
pub(super) struct FieldState {
    /// Of the input; the label points to it.
    pub(super) id: String,
    /// What the server refused here.
    pub(super) refused: Signal<Option<Violation>>,
    /// What is allowed here but probably not meant.
    pub(super) warned: Signal<Option<Violation>>,
    hint: Option<String>,
}

impl FieldState {
    /// `pointer` defaults to `/<name>`: most forms are as flat as their JSON.
    pub(super) fn new(name: &str, pointer: Option<String>, hint: String) -> Self {
        let pointer = pointer.unwrap_or_else(|| format!("/{name}"));
        let refusal = use_context::<Refusal>();
        if let Some(refusal) = refusal {
            refusal.claim(&pointer);
        }
        let warned = pointer.clone();
        Self {
            id: id_of(name),
            refused: Signal::derive(move || refusal.and_then(|refusal| refusal.at(&pointer))),
            warned: Signal::derive(move || refusal.and_then(|refusal| refusal.warning_at(&warned))),
            hint: Some(hint).filter(|hint| !hint.is_empty()),
        }
    }

    /// The same field with another opinion on what is wrong.
    pub(super) fn refused_by(self, refused: Signal<Option<Violation>>) -> Self {
        Self { refused, ..self }
    }

    pub(super) fn hint_id(&self) -> String {
        format!("{}-hint", self.id)
    }

    pub(super) fn error_id(&self) -> String {
        format!("{}-error", self.id)
    }

    /// For `aria-describedby`: the error first, because it is the news.
    pub(super) fn described_by(&self) -> Signal<Option<String>> {
        let (refused, error) = (self.refused, self.error_id());
        let hint = self.hint.as_ref().map(|_| self.hint_id());
        Signal::derive(move || match (refused.with(Option::is_some), &hint) {
            (true, Some(hint)) => Some(format!("{error} {hint}")),
            (true, None) => Some(error.clone()),
            (false, hint) => hint.clone(),
        })
    }

    /// For `aria-invalid`.
    pub(super) fn invalid(&self) -> Signal<Option<&'static str>> {
        let refused = self.refused;
        Signal::derive(move || refused.with(Option::is_some).then_some("true"))
    }
}

/// The id of the input of this name.
pub(super) fn id_of(name: &str) -> String {
    let letters = name.chars().map(|letter| if letter.is_ascii_alphanumeric() { letter } else { '-' });
    format!("field-{}", letters.collect::<String>())
}

/// Label, hint, input, error.
#[component]
pub(super) fn FieldFrame(field: FieldState, label: String, optional: bool, children: Children) -> impl IntoView {
    let (hint_id, error_id, refused, warned) = (field.hint_id(), field.error_id(), field.refused, field.warned);
    let hint = field.hint.map(|hint| view! { <p class="hint" id=hint_id>{hint}</p> });
    view! {
        <div class="field">
            <label for=field.id>
                {label}
                {optional.then(|| view! { <span class="faint">" " {text!(common.optional)}</span> })}
            </label>
            {hint}
            {children()}
            <FieldError id=error_id refused />
            <FieldWarning warned />
        </div>
    }
    .into_any()
}

/// What is probably not meant, below the field; read out when it appears.
#[component]
pub(super) fn FieldWarning(warned: Signal<Option<Violation>>) -> impl IntoView {
    move || {
        warned.try_get().flatten().map(|warning| view! { <p class="hint warn" role="status">{describe(&warning)}</p> })
    }
}

/// What is wrong with a field, below it.
#[component]
pub(super) fn FieldError(id: String, refused: Signal<Option<Violation>>) -> impl IntoView {
    move || {
        refused.try_get().flatten().map(|violation| view! { <p class="error" id=id.clone()>{describe(&violation)}</p> })
    }
}
