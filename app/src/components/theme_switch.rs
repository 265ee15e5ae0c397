//! System, light, dark: a form with three buttons.

use super::icon::{Glyph, Icon};
use crate::{paths, query::use_query_link, text, theme::Theme};
use leptos::{ev, prelude::*};

/// Posts the choice before the WASM arrives; afterwards colours the page in place.
#[component]
pub fn ThemeSwitch() -> impl IntoView {
    let current = RwSignal::new(Theme::current());
    let link = use_query_link();
    let choice = move |theme: Theme| {
        let icon = match theme {
            Theme::System => Icon::Monitor,
            Theme::Light => Icon::Sun,
            Theme::Dark => Icon::Moon,
        };
        let choose = move |event: ev::MouseEvent| {
            event.prevent_default();
            theme.apply();
            current.set(theme);
        };
        view! {
            <button
                type="submit"
                name="theme"
                value=theme.name()
                aria-pressed=move || (current.get() == theme).to_string()
                on:click=choose
            >
                <Glyph icon />
                {theme.label()}
            </button>
        }
    };
    view! {
        <form class="switch" method="post" action=paths::THEME aria-label=text!(common.theme)>
            <input type="hidden" name="from" value=move || link.here() />
            {Theme::ALL.map(choice).collect_view()}
        </form>
    }
    .into_any()
}
