//! A secret: written, never read back.

use super::field::{FieldError, FieldState};
use super::text_field::{TextField, TextKind};
use crate::{format, text};
use leptos::prelude::*;
use patchbay_model::time::Timestamp;

/// An input for a new secret; for one that is set only "Set on 3 May 2026 · Replace", and the input behind it.
/// An empty input leaves the secret as it is, so the form is the same with and without a replacement.
#[component]
pub fn SecretField(
    /// Its name in the form.
    #[prop(into)]
    name: String,
    /// What it is.
    #[prop(into)]
    label: String,
    /// What to write, one sentence.
    #[prop(into, optional)]
    hint: String,
    /// Since when it is set, if it is.
    set_at: Option<Timestamp>,
    /// Whether it may be left empty.
    #[prop(optional)]
    optional: bool,
    /// Where the server's violations point to; `/<name>` if not said.
    #[prop(into, default = None)]
    pointer: Option<String>,
) -> impl IntoView {
    let Some(set_at) = set_at else {
        return view! { <TextField name label hint kind=TextKind::NewPassword optional pointer /> }.into_any();
    };
    let field = FieldState::new(&name, pointer, hint.clone());
    let (hint_id, error_id) = (field.hint_id(), field.error_id());
    let refused = field.refused;
    view! {
        <div class="field secret">
            <label for=field.id.clone()>{label}</label>
            {(!hint.is_empty()).then(|| view! { <p class="hint" id=hint_id>{hint}</p> })}
            // <details> opens without a script; a refused secret is shown open.
            <details open=move || refused.with(Option::is_some)>
                <summary>
                    <span class="secret-set">{text!(common.set_on, day = format::day(set_at))}</span>
                    <span class="secret-replace">{text!(common.replace)}</span>
                </summary>
                <input
                    id=field.id.clone()
                    type="password"
                    name=name
                    autocomplete="new-password"
                    placeholder=text!(common.new_secret)
                    aria-describedby=field.described_by()
                    aria-invalid=field.invalid()
                />
            </details>
            <FieldError id=error_id refused />
        </div>
    }
    .into_any()
}
