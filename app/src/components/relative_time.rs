//! An instant as people say it, with the exact one in `title`.

use crate::{clock, format};
use leptos::prelude::*;
use patchbay_model::time::Timestamp;

/// `3 min ago`; on the server and until the page is alive `3 May, 16:42 UTC`, because only the browser knows
/// the viewer's zone and both sides must render the same.
#[component]
pub fn RelativeTime(
    /// The instant.
    at: Timestamp,
) -> impl IntoView {
    let clock = clock::use_clock();
    Effect::new(move |_| clock.refresh());
    let text = move || clock.now().map_or_else(|| format::minute_utc(at), |now| format::relative(at, now));
    let title = move || match clock.now() {
        None => format::exact_utc(at),
        Some(_) => clock::exact_local(at),
    };
    view! { <time datetime=at.to_string() title=title>{text}</time> }.into_any()
}

/// An instant that may not have come yet.
#[component]
pub fn OptionalTime(
    /// The instant, if there is one.
    at: Option<Timestamp>,
    /// What to say when there is none: `never`, `–`.
    #[prop(default = "–")]
    absent: &'static str,
) -> impl IntoView {
    match at {
        Some(at) => view! { <RelativeTime at /> }.into_any(),
        None => view! { <span class="faint">{absent}</span> }.into_any(),
    }
}
