//! English, Bahasa Indonesia, Tiếng Việt: a form with three buttons.

use crate::languages::{self, Language};
use crate::{paths, query::use_query_link, text};
use leptos::prelude::*;

/// Posts the choice, with and without WASM: another language is another page.
#[component]
pub fn LanguageSwitch() -> impl IntoView {
    let current = languages::current();
    let link = use_query_link();
    // Each in its own language: whoever can't read the page finds theirs, and a screen reader says it right.
    let choice = |language: &Language| {
        let language = *language;
        view! {
            <button
                type="submit"
                name="language"
                value=language.tag()
                lang=language.tag()
                aria-pressed=(language == current).to_string()
            >
                {language.name()}
            </button>
        }
    };
    view! {
        <form class="switch languages" method="post" action=paths::LANGUAGE aria-label=text!(common.language)>
            <input type="hidden" name="from" value=move || link.here() />
            {Language::all().iter().map(choice).collect_view()}
        </form>
    }
    .into_any()
}
