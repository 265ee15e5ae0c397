//! Addresses of this deployment that others are to call. What it is called from outside only the browser knows: the server
//! may stand behind something that has another name.

use crate::components::CodeBlock;
use crate::text;
use leptos::prelude::*;

/// Before the page is alive, and without scripts.
const UNKNOWN: &str = "https://<host>";

/// Scheme, host and port of this portal.
pub(crate) fn use_origin() -> Signal<String> {
    let origin = RwSignal::new(UNKNOWN.to_owned());
    Effect::new(move |_| {
        if let Ok(known) = window().location().origin() {
            origin.set(known);
        }
    });
    origin.into()
}

/// An address with its copy button.
#[component]
pub(crate) fn OwnAddress(
    /// What it is: "Outbound URL".
    title: &'static str,
    /// What follows the host.
    path: String,
) -> impl IntoView {
    let origin = use_origin();
    move || {
        view! { <CodeBlock title text=format!("{}{path}", origin.get()) copy_label=text!(common.copy_url) /> }
            .into_any()
    }
}
