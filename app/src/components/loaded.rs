//! The one wrapper around a `Resource`: loading, error, empty, content.

use super::problem::ProblemView;
use super::toast::use_toasts;
use crate::error::PageError;
use leptos::prelude::*;
use serde::{Serialize, de::DeserializeOwned};
use std::future::poll_fn;
use std::sync::Arc;
use std::task::Poll;

/// Shows what a resource loaded. While it loads for the first time the skeleton holds the place; while it loads
/// again the old content stays, so nothing jumps.
///
/// `<Loaded resource=list skeleton=|| view! { <TableSkeleton columns=columns() /> } let:page>…</Loaded>`
///
/// "Empty" is the content's business: a page returns an `EmptyState` instead of a table, because only it knows whether
/// a filter hid the rows or there never were any.
#[component]
pub fn Loaded<T, F, V>(
    /// What is loaded.
    resource: Resource<Result<T, PageError>>,
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
    T: Serialize + DeserializeOwned + Clone + PartialEq + Send + Sync + 'static,
    F: Fn(T) -> V + Send + Sync + 'static,
    V: IntoView + 'static,
{
    let retry = Callback::new(move |()| resource.refetch());
    if after_deeds == AfterDeeds::AskAgain {
        again_after_deeds(retry);
    }
    let children = Arc::new(children);
    let content = move || -> Content {
        // Asked for again and found the same, it is not built again: a form keeps what is typed in it.
        let loaded = Memo::new(move |_| if cfg!(feature = "ssr") { None } else { resource.get() });
        Box::new(move || {
            let children = Arc::clone(&children);
            let show = move |loaded: Result<T, PageError>| match loaded {
                Ok(content) => children(content).into_any(),
                Err(error) => view! { <ProblemView error retry /> }.into_any(),
            };
            if cfg!(feature = "ssr") {
                once_awaited(resource, show).into_any()
            } else {
                loaded.get().map(show).into_any()
            }
        })
    };
    waiting(skeleton, Box::new(content))
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

/// Builds what is shown, each time that it has to be built.
type Content = Box<dyn Fn() -> AnyView + Send + Sync>;

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

/// The part that does not know what is loaded: a `Transition` is large, and would be in the module once for each type.
/// `content` is called inside, or the `Transition` would not learn what it waits for.
fn waiting(skeleton: ViewFnOnce, content: Box<dyn FnOnce() -> Content + Send>) -> AnyView {
    view! { <Transition fallback=move || skeleton.run()>{content()}</Transition> }.into_any()
}

/// While leptos looks for what a page waits for, it builds the content anew for each look: what is in it would be asked
/// for again each time, a secret that is shown once would be gone, and the browser would count its resources otherwise
/// than the server. A future that is not ready at the first look is built once, when it is waited for.
fn once_awaited<T>(
    resource: Resource<Result<T, PageError>>,
    show: impl FnOnce(Result<T, PageError>) -> AnyView + Send + 'static,
) -> Suspend<AnyView>
where
    T: Serialize + DeserializeOwned + Clone + Send + Sync + 'static,
{
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
