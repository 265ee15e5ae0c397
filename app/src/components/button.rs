//! Buttons: what submits a form, and the small ones with an icon alone.

use super::icon::{Glyph, Icon};
use leptos::prelude::*;

/// How loud a button is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Emphasis {
    /// One of several.
    #[default]
    Normal,
    /// The one thing to do here.
    Primary,
    /// Destroys something.
    Danger,
}

impl Emphasis {
    fn class(self) -> &'static str {
        match self {
            Self::Normal => "button",
            Self::Primary => "button primary",
            Self::Danger => "button danger",
        }
    }
}

/// Submits its form. While the action runs a second press does nothing; the spinner appears after 300 ms (the style
/// sheet waits, so a fast answer never flickers). It keeps the focus: `disabled` would throw it to the page's start.
#[component]
pub fn SubmitButton(
    /// What it does: "Save", "Add integrator".
    #[prop(into)]
    label: String,
    /// Whether the action runs.
    #[prop(into, optional)]
    pending: Signal<bool>,
    /// How loud it is.
    #[prop(default = Emphasis::Primary)]
    emphasis: Emphasis,
    /// With `value` what the form sends beside its fields, where several buttons send it.
    #[prop(optional)]
    name: Option<&'static str>,
    /// See `name`.
    #[prop(optional)]
    value: Option<&'static str>,
) -> impl IntoView {
    let refuse_second = move |event: leptos::ev::MouseEvent| {
        if pending.get_untracked() {
            event.prevent_default();
        }
    };
    view! {
        <button
            type="submit"
            name=name
            value=value
            class=emphasis.class()
            aria-busy=move || pending.try_get().unwrap_or_default().then_some("true")
            aria-disabled=move || pending.try_get().unwrap_or_default().then_some("true")
            on:click=refuse_second
        >
            <span class="spinner" aria-hidden="true"></span>
            {label}
        </button>
    }
    .into_any()
}

/// A link that looks like a button.
#[component]
pub fn ButtonLink(
    /// Where it leads.
    #[prop(into)]
    href: Signal<String>,
    /// What it does.
    #[prop(into)]
    label: String,
    /// Drawn before the words.
    #[prop(optional)]
    icon: Option<Icon>,
    /// How loud it is.
    #[prop(optional)]
    emphasis: Emphasis,
) -> impl IntoView {
    view! {
        <a class=emphasis.class() href=move || href.try_get() data-noscroll="">
            {icon.map(|icon| view! { <Glyph icon /> })}
            {label}
        </a>
    }
    .into_any()
}

/// A row's action as a link: opens a page, or a dialog by its address.
#[component]
pub fn IconLink(
    /// Its picture.
    icon: Icon,
    /// What it does to what: "Open HubSpot".
    #[prop(into)]
    label: String,
    /// Where it leads.
    #[prop(into)]
    href: Signal<String>,
) -> impl IntoView {
    view! {
        <a class="button ghost icon" href=move || href.try_get() aria-label=label.clone() title=label data-noscroll="">
            <Glyph icon />
        </a>
    }
    .into_any()
}

/// A row's action as a button. Submits the form around it; with `on:click` it does what the page says.
#[component]
pub fn IconButton(
    /// Its picture.
    icon: Icon,
    /// What it does to what: "Revoke key ci".
    #[prop(into)]
    label: String,
    /// `submit` or `button`.
    #[prop(default = "submit")]
    kind: &'static str,
) -> impl IntoView {
    view! {
        <button type=kind class="button ghost icon" aria-label=label.clone() title=label>
            <Glyph icon />
        </button>
    }
    .into_any()
}
