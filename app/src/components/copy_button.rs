//! Copies a text that is shown beside it.

use super::icon::{Glyph, Icon};
use crate::text;
use leptos::prelude::*;
use std::time::Duration;
use wasm_bindgen::JsCast;

const CONFIRMED_FOR: Duration = Duration::from_secs(2);

/// Hidden where scripts are off: the text is there to be selected.
#[component]
pub fn CopyButton(
    /// What is copied.
    #[prop(into)]
    text: Signal<String>,
    /// What it is: "Copy key", "Copy as curl".
    #[prop(into)]
    label: String,
) -> impl IntoView {
    let (copied, set_copied) = signal(false);
    let copy = move |_| {
        text.with_untracked(|text| copy_text(text));
        set_copied.set(true);
        set_timeout(
            move || {
                let _ = set_copied.try_set(false);
            },
            CONFIRMED_FOR,
        );
    };
    let icon = move || view! { <Glyph icon=if copied.get() { Icon::Check } else { Icon::Copy } /> };
    let words = move || if copied.get() { text!(common.copied).to_owned() } else { label.clone() };
    view! {
        <button type="button" class="button small scripted" on:click=copy>
            {icon}
            <span aria-live="polite">{words}</span>
        </button>
    }
    .into_any()
}

/// The clipboard exists on https and localhost only; a portal on plain http in a company's network copies the old way.
fn copy_text(text: &str) {
    if window().is_secure_context() {
        let _ = window().navigator().clipboard().write_text(text);
        return;
    }
    let area = document()
        .create_element("textarea")
        .ok()
        .and_then(|area| area.dyn_into::<web_sys::HtmlTextAreaElement>().ok());
    if let (Some(area), Some(body)) = (area, document().body()) {
        area.set_value(text);
        let _ = body.append_child(&area);
        area.select();
        let _ = document().unchecked_into::<web_sys::HtmlDocument>().exec_command("copy");
        area.remove();
    }
}
