//! What a request has made and nobody is shown again: a key, a token, a secret, a link that invites.

use crate::components::{BlockSkeleton, ButtonLink, CopyButton, Emphasis, Loaded, Notice, Tone};
use crate::loading::{Loadable, Loading};
use crate::query::use_query_link;
use crate::text;
use leptos::prelude::*;

/// Shows in a dialog what the request before left behind, and the way out; `gone` where it was shown already.
pub(crate) fn shown_once<T, V>(
    taken: Loading<Option<T>>,
    gone: &'static str,
    show: impl Fn(T) -> V + Send + Sync + 'static,
) -> AnyView
where
    T: Loadable,
    V: IntoView + 'static,
{
    let link = use_query_link();
    view! {
        <Loaded resource=taken skeleton=|| view! { <BlockSkeleton lines=4 /> } let:made>
            {match made {
                Some(made) => show(made).into_any(),
                None => view! { <Notice tone=Tone::Warn><p>{gone}</p></Notice> }.into_any(),
            }}
            <div class="dialog-actions"><ButtonLink href=Signal::derive(move || link.close_dialog()) label=text!(common.done) emphasis=Emphasis::Primary /></div>
        </Loaded>
    }
    .into_any()
}

/// The secret itself, to be copied.
#[component]
pub(crate) fn Secret(
    /// As it is used.
    #[prop(into)]
    text: Signal<String>,
    /// What it is: "Copy key".
    copy_label: &'static str,
) -> impl IntoView {
    view! {
        <pre class="secret-once">{move || text.get()}</pre>
        <CopyButton text label=copy_label />
    }
    .into_any()
}
