//! The one wrapper around what a page loads: loading, error, empty, content.

use super::problem::ProblemView;
use super::toast::use_toasts;
use crate::error::PageError;
use crate::loading::{Answer, Loadable, Loading, Outcome, Untyped};
use leptos::prelude::*;
use std::future::poll_fn;
use std::sync::Arc;
use std::task::Poll;

/// Shows what was loaded. While it loads for the first time the skeleton holds the place; while it loads
/// again the old content stays, so nothing jumps.
///
/// `<Loaded resource=list skeleton=|| view! { <TableSkeleton columns=columns() /> } let:page>…</Loaded>`
///
/// "Empty" is the content's business: a page returns an `EmptyState` instead of a table, because only it knows whether
/// a filter hid the rows or there never were any.
#[component]
pub fn Loaded<T, F, V>(
    /// What is loaded.
    resource: Loading<T>,
    /// Of the same height as the content.
    #[prop(into)]
    skeleton: ViewFnOnce,
    /// What happens once something was done on the page.
    #[prop(optional)]
    after_deeds: AfterDeeds,
    /// Shows the content.
    children: F,
) -> impl IntoView
where
    T: Loadable,
    F: Fn(T) -> V + Send + Sync + 'static,
    V: IntoView + 'static,
{
    let show = move |answer: &Answer| answer.read().map(|content| children(content).into_any());
    loaded(resource.untyped, skeleton, after_deeds, Arc::new(show))
}

/// Whether what was done on the page may have changed what is shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum AfterDeeds {
    /// It may: the list behind the dialog has the new row without a reload.
    #[default]
    AskAgain,
    /// The page follows its own deeds: a form stays as it is while it is saved.
    Keep,
}

fn again_after_deeds(refetch: Callback<()>) {
    let toasts = use_toasts();
    Effect::new(move |before: Option<u32>| {
        let deeds = toasts.deeds();
        if before.is_some_and(|before| before != deeds) {
            refetch.run(());
        }
        deeds
    });
}

/// Shows an answer, or says why it can't be read.
type Show = Arc<dyn Fn(&Answer) -> Result<AnyView, PageError> + Send + Sync>;

/// The part that does not know what is loaded, which would otherwise be in the module once for each type.
fn loaded(resource: Untyped, skeleton: ViewFnOnce, after_deeds: AfterDeeds, show: Show) -> AnyView {
    let retry = Callback::new(move |()| resource.refetch());
    if after_deeds == AfterDeeds::AskAgain {
        again_after_deeds(retry);
    }
    let content = move || {
        // Asked for again and found the same, it is not built again: a form keeps what is typed in it.
        let loaded = Memo::new(move |_| if cfg!(feature = "ssr") { None } else { resource.get() });
        move || {
            let show = Arc::clone(&show);
            let show = move |outcome: Outcome| match outcome.and_then(|answer| show(&answer)) {
                Ok(content) => content,
                Err(error) => view! { <ProblemView error retry /> }.into_any(),
            };
            if cfg!(feature = "ssr") {
                once_awaited(resource, show).into_any()
            } else {
                loaded.get().map(show).into_any()
            }
        }
    };
    // Called inside, or the `Transition` would not learn what it waits for.
    view! { <Transition fallback=move || skeleton.run()>{content()}</Transition> }.into_any()
}

/// While leptos looks for what a page waits for, it builds the content anew for each look: what is in it would be asked
/// for again each time, a secret that is shown once would be gone, and the browser would count its resources otherwise
/// than the server. A future that is not ready at the first look is built once, when it is waited for.
fn once_awaited(resource: Untyped, show: impl FnOnce(Outcome) -> AnyView + Send + 'static) -> Suspend<AnyView> {
    Suspend::new(async move {
        let loaded = resource.await;
        let mut looked = false;
        poll_fn(|context| {
            if looked {
                return Poll::Ready(());
            }
            looked = true;
            context.waker().wake_by_ref();
            Poll::Pending
        })
        .await;
        show(loaded)
    })
}
