//! Keys: `/` goes to the search, `?` shows the keys.

use super::dialog::Dialog;
use crate::query::use_query_link;
use crate::text;
use leptos::{ev, prelude::*};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use wasm_bindgen::JsCast;

/// The dialog's name in the query string.
pub(super) const KEYS_DIALOG: &str = "keys";

/// Listens for the keys and holds the dialog that names them. Once per page, in the layout.
#[component]
pub fn Shortcuts() -> impl IntoView {
    let link = use_query_link();
    let navigate = use_navigate();
    Effect::new(move |_| {
        let navigate = navigate.clone();
        let listening = window_event_listener(ev::keydown, move |event| {
            if event.ctrl_key() || event.meta_key() || event.alt_key() || types_text(&event) {
                return;
            }
            match event.key().as_str() {
                "/" if focus_search() => event.prevent_default(),
                "?" => {
                    let options = NavigateOptions { scroll: false, ..NavigateOptions::default() };
                    navigate(&untrack(|| link.open_dialog(KEYS_DIALOG)), options);
                }
                _ => {}
            }
        });
        on_cleanup(move || listening.remove());
    });
    view! {
        <Dialog name=KEYS_DIALOG title=text!(common.keyboard)>
            <dl class="keys">
                <div><dt><kbd>"/"</kbd></dt><dd>{text!(common.key_search)}</dd></div>
                <div><dt><kbd>"?"</kbd></dt><dd>{text!(common.key_help)}</dd></div>
                <div><dt><kbd>"Esc"</kbd></dt><dd>{text!(common.key_close)}</dd></div>
                <div><dt><kbd>"Tab"</kbd></dt><dd>{text!(common.key_next)}</dd></div>
                <div><dt><kbd>"Enter"</kbd></dt><dd>{text!(common.key_open)}</dd></div>
            </dl>
        </Dialog>
    }
    .into_any()
}

/// A letter meant for a field is no command.
fn types_text(event: &ev::KeyboardEvent) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    target.is_some_and(|element| matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT"))
}

fn focus_search() -> bool {
    let found = document().query_selector("main input[type=search]").ok().flatten();
    let Some(search) = found.and_then(|element| element.dyn_into::<web_sys::HtmlInputElement>().ok()) else {
        return false;
    };
    search.select();
    search.focus().is_ok()
}
