//! Fields of one line, of several lines, and numbers.

use super::field::{FieldFrame, FieldState};
use leptos::prelude::*;

/// Which keyboard and which check of its own the browser offers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TextKind {
    /// Any text.
    #[default]
    Plain,
    /// What goes over the wire: monospace, no spelling help.
    Code,
    /// An e-mail address.
    Email,
    /// The password of somebody who signs in.
    CurrentPassword,
    /// A password to come.
    NewPassword,
    /// A day and a time without a zone: the label says which one counts.
    Moment,
}

impl TextKind {
    pub(super) fn input_type(self) -> &'static str {
        match self {
            Self::Plain | Self::Code => "text",
            Self::Email => "email",
            Self::CurrentPassword | Self::NewPassword => "password",
            Self::Moment => "datetime-local",
        }
    }

    /// Names of integrations are nobody's address: the browser offers nothing for them.
    fn autocomplete(self) -> &'static str {
        match self {
            Self::Plain | Self::Code | Self::Moment => "off",
            Self::Email => "username",
            Self::CurrentPassword => "current-password",
            Self::NewPassword => "new-password",
        }
    }

    fn class(self) -> Option<&'static str> {
        (self == Self::Code).then_some("mono")
    }
}

/// One line of text.
#[component]
pub fn TextField(
    /// Its name in the form.
    #[prop(into)]
    name: String,
    /// What it is.
    #[prop(into)]
    label: String,
    /// What to write, one sentence.
    #[prop(into, optional)]
    hint: String,
    /// What stands in it at first.
    #[prop(into, optional)]
    value: String,
    /// An example.
    #[prop(into, optional)]
    placeholder: String,
    /// What kind of text.
    #[prop(optional)]
    kind: TextKind,
    /// Whether it may be left empty; the label says so.
    #[prop(optional)]
    optional: bool,
    /// Gets the focus when the page or the dialog opens.
    #[prop(optional)]
    autofocus: bool,
    /// Where the server's violations point to; `/<name>` if not said.
    #[prop(into, default = None)]
    pointer: Option<String>,
) -> impl IntoView {
    let field = FieldState::new(&name, pointer, hint);
    view! {
        <FieldFrame field=field.clone() label optional>
            <input
                id=field.id.clone()
                type=kind.input_type()
                class=kind.class()
                name=name
                value=value
                placeholder=placeholder
                autocomplete=kind.autocomplete()
                autocapitalize="none"
                spellcheck=(kind == TextKind::Code).then_some("false")
                required=!optional
                autofocus=autofocus
                aria-describedby=field.described_by()
                aria-invalid=field.invalid()
            />
        </FieldFrame>
    }
    .into_any()
}

/// Several lines of text.
#[component]
pub fn TextareaField(
    /// Its name in the form.
    #[prop(into)]
    name: String,
    /// What it is.
    #[prop(into)]
    label: String,
    /// What to write, one sentence.
    #[prop(into, optional)]
    hint: String,
    /// What stands in it at first.
    #[prop(into, optional)]
    value: String,
    /// How many lines are visible.
    #[prop(default = 3)]
    rows: u32,
    /// Whether it may be left empty.
    #[prop(optional)]
    optional: bool,
    /// Where the server's violations point to; `/<name>` if not said.
    #[prop(into, default = None)]
    pointer: Option<String>,
) -> impl IntoView {
    let field = FieldState::new(&name, pointer, hint);
    view! {
        <FieldFrame field=field.clone() label optional>
            <textarea
                id=field.id.clone()
                name=name
                rows=rows.to_string()
                required=!optional
                aria-describedby=field.described_by()
                aria-invalid=field.invalid()
            >
                {value}
            </textarea>
        </FieldFrame>
    }
    .into_any()
}

/// A whole number.
#[component]
pub fn NumberField(
    /// Its name in the form.
    #[prop(into)]
    name: String,
    /// What it is.
    #[prop(into)]
    label: String,
    /// What to write, one sentence.
    #[prop(into, optional)]
    hint: String,
    /// What stands in it at first.
    #[prop(optional)]
    value: Option<i64>,
    /// The unit, after the input: "seconds".
    #[prop(into, optional)]
    unit: String,
    /// The least.
    #[prop(optional)]
    min: Option<i64>,
    /// The most.
    #[prop(optional)]
    max: Option<i64>,
    /// Whether it may be left empty.
    #[prop(optional)]
    optional: bool,
    /// Where the server's violations point to; `/<name>` if not said.
    #[prop(into, default = None)]
    pointer: Option<String>,
) -> impl IntoView {
    let field = FieldState::new(&name, pointer, hint);
    let text = |number: Option<i64>| number.map(|number| number.to_string());
    view! {
        <FieldFrame field=field.clone() label optional>
            <div class="with-unit">
                <input
                    id=field.id.clone()
                    type="number"
                    inputmode="numeric"
                    name=name
                    value=text(value)
                    min=text(min)
                    max=text(max)
                    required=!optional
                    aria-describedby=field.described_by()
                    aria-invalid=field.invalid()
                />
                <span class="faint">{unit}</span>
            </div>
        </FieldFrame>
    }
    .into_any()
}
