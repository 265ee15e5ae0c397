//! Someone else saved first: nothing that was typed is lost, and nothing of theirs is overwritten unseen.

use crate::components::{Notice, Tone};
use crate::error::PageError;
use crate::{text, text_view};
use leptos::prelude::*;
use patchbay_model::id::Version;
use patchbay_model::problem::ProblemCode;

/// The version that a form was read at, sent along with it, and what to do when it is no longer the newest.
#[component]
pub(crate) fn VersionField(
    /// The version that the editor saw.
    #[prop(into)]
    version: Signal<Version>,
    /// Why saving failed.
    failure: Signal<Option<PageError>>,
    /// Where the saved one can be read.
    #[prop(into)]
    saved_at: String,
    /// Asks for the newest version.
    newest: Action<(), Result<Version, PageError>>,
    /// Whether the page was rendered afresh after the refusal: then `version` is the newest already.
    rendered_afresh: bool,
) -> impl IntoView {
    let newest_version = newest.value();
    let taken_over = move || newest_version.with(|answer| answer.as_ref()?.as_ref().ok().copied());
    // A save after that counts on.
    let sent = move || taken_over().map_or(version.get(), |taken| taken.max(version.get())).to_string();
    let stale = move || {
        failure.with(|failure| failure.as_ref().is_some_and(|error| error.0.code() == ProblemCode::Stale.as_str()))
    };
    let notice = move || {
        let saved_at = saved_at.clone();
        stale().then(move || view! {
            <Notice tone=Tone::Warn>
                <p>{text_view!(shared.typed_is_still_here, saved = view! { <a href=saved_at target="_blank" rel="noopener">{text!(shared.open_saved)}</a> })}</p>
                {move || if rendered_afresh || taken_over().is_some() {
                    view! { <p>{text!(shared.saving_replaces)}</p> }.into_any()
                } else {
                    view! {
                        <button type="button" class="button small scripted" on:click=move |_| { newest.dispatch(()); }>
                            {text!(shared.keep_mine)}
                        </button>
                    }
                    .into_any()
                }}
            </Notice>
        })
    };
    view! {
        <input type="hidden" name="version" value=sent />
        {notice}
    }
    .into_any()
}
