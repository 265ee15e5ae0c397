//! Fields with a closed set of answers.

use super::field::{FieldError, FieldFrame, FieldState, FieldWarning};
use super::form::Refusal;
use leptos::prelude::*;

/// One of several: value and words.
#[component]
pub fn SelectField(
    /// Its name in the form.
    #[prop(into)]
    name: String,
    /// What it is.
    #[prop(into)]
    label: String,
    /// What the choice means, one sentence.
    #[prop(into, optional)]
    hint: String,
    /// Values and their words.
    options: Vec<(String, String)>,
    /// The value chosen at first.
    #[prop(into, optional)]
    value: String,
    /// Whether nothing may be chosen: offers an empty first line.
    #[prop(optional)]
    optional: bool,
    /// Where the server's violations point to; `/<name>` if not said.
    #[prop(into, default = None)]
    pointer: Option<String>,
) -> impl IntoView {
    let field = FieldState::new(&name, pointer, hint);
    let option = move |(choice, words): (String, String)| {
        let selected = choice == value;
        view! { <option value=choice selected=selected>{words}</option> }
    };
    view! {
        <FieldFrame field=field.clone() label optional>
            <select
                id=field.id.clone()
                name=name
                required=!optional
                aria-describedby=field.described_by()
                aria-invalid=field.invalid()
            >
                {optional.then(|| view! { <option value="">"–"</option> })}
                {options.into_iter().map(option).collect_view()}
            </select>
        </FieldFrame>
    }
    .into_any()
}

/// Yes or no. Sends `true` or nothing: a server function takes it with `#[server(default)]`.
#[component]
pub fn CheckboxField(
    /// Its name in the form.
    #[prop(into)]
    name: String,
    /// What is so when it is checked.
    #[prop(into)]
    label: String,
    /// What it means, one sentence.
    #[prop(into, optional)]
    hint: String,
    /// Whether it is checked at first.
    #[prop(optional)]
    checked: bool,
    /// What it sends when checked; several with one name make a list.
    #[prop(into, default = "true".to_owned())]
    value: String,
    /// Where the server's violations point to; `/<name>` if not said.
    #[prop(into, default = None)]
    pointer: Option<String>,
) -> impl IntoView {
    // Several boxes may share a name, so the value belongs to the id.
    let field =
        FieldState::new(&format!("{name}-{value}"), Some(pointer.unwrap_or_else(|| format!("/{name}"))), hint.clone());
    let (hint_id, error_id) = (field.hint_id(), field.error_id());
    view! {
        <div class="field check">
            <input
                id=field.id.clone()
                type="checkbox"
                name=name
                value=value
                checked=checked
                aria-describedby=field.described_by()
                aria-invalid=field.invalid()
            />
            <label for=field.id.clone()>{label}</label>
            {(!hint.is_empty()).then(|| view! { <p class="hint" id=hint_id>{hint}</p> })}
            <FieldError id=error_id refused=field.refused />
        </div>
    }
    .into_any()
}

/// Several boxes under one heading, with what is wrong with all of them together.
#[component]
pub fn CheckGroup(
    /// Names the group in the document: "channels".
    name: &'static str,
    /// What it is.
    #[prop(into)]
    label: String,
    /// What to check, one sentence.
    #[prop(into, optional)]
    hint: String,
    /// Where the server's violations point to. It counts what is checked, not the boxes: what is below is shown here too.
    pointer: &'static str,
    /// The boxes.
    children: Children,
) -> impl IntoView {
    let refusal = use_context::<Refusal>();
    if let Some(refusal) = refusal {
        refusal.claim(pointer);
    }
    let refused = Signal::derive(move || refusal.and_then(|refusal| refusal.at(pointer)));
    let warned = Signal::derive(move || refusal.and_then(|refusal| refusal.warning_at(pointer)));
    let (hint_id, error_id) = (format!("field-{name}-hint"), format!("field-{name}-error"));
    let described_by = {
        let (hint, error) = ((!hint.is_empty()).then(|| hint_id.clone()), error_id.clone());
        move || match (refused.with(Option::is_some), &hint) {
            (true, Some(hint)) => Some(format!("{error} {hint}")),
            (true, None) => Some(error.clone()),
            (false, hint) => hint.clone(),
        }
    };
    view! {
        <fieldset class="rows" aria-describedby=described_by>
            <legend>{label}</legend>
            {(!hint.is_empty()).then(|| view! { <p class="hint" id=hint_id>{hint}</p> })}
            {children()}
            <FieldError id=error_id refused />
            <FieldWarning warned />
        </fieldset>
    }
    .into_any()
}
