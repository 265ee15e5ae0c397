//! What went wrong, said to the person in front of it.

use super::icon::{Glyph, Icon};
use crate::words::problem_title;
use crate::{error::PageError, query, text};
use leptos::prelude::*;

/// Shows a problem in place of what should be there, with a way to try again.
#[component]
pub fn ProblemView(
    /// What the server answered.
    error: PageError,
    /// Tries again without leaving the page; before the WASM arrives, and without it, the page is loaded again.
    #[prop(optional, into)]
    retry: Option<Callback<()>>,
) -> impl IntoView {
    let link = query::use_query_link();
    let problem = *error.0;
    let on_retry = move |event: leptos::ev::MouseEvent| {
        if let Some(retry) = retry {
            event.prevent_default();
            retry.run(());
        }
    };
    view! {
        <section class="problem card" role="alert">
            <Glyph icon=Icon::Alert />
            <h2>{problem_title(&problem)}</h2>
            <p>{problem.detail.to_string()}</p>
            <RequestId id=problem.request_id />
            <a class="button" href=move || link.here() on:click=on_retry>
                <Glyph icon=Icon::Replay />
                {text!(common.try_again)}
            </a>
        </section>
    }
    .into_any()
}

/// The id by which the operator finds a failure in the logs.
#[component]
pub fn RequestId(
    /// The id, if the failure reached the server.
    id: Option<String>,
) -> impl IntoView {
    id.map(|id| view! { <p class="request-id">{text!(common.request)} " " <code>{id}</code></p> })
}
