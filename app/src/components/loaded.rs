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
    /// Shows the content.
    children: F,
) -> impl IntoView
where
    T: Serialize + DeserializeOwned + Clone + Send + Sync + 'static,
    F: Fn(T) -> V + Send + Sync + 'static,
    V: IntoView + 'static,
{
    let retry = Callback::new(move |()| resource.refetch());
    again_after_deeds(Callback::new(move |()| resource.refetch()));
    let children = Arc::new(children);
    let content = move || {
        let children = Arc::clone(&children);
        let show = move |loaded: Result<T, PageError>| match loaded {
            Ok(content) => children(content).into_any(),
            Err(error) => view! { <ProblemView error retry /> }.into_any(),
        };
        if cfg!(feature = "ssr") {
            once_awaited(resource, show).into_any()
        } else {
            resource.get().map(show).into_any()
        }
    };
    waiting(skeleton, Arc::new(content))
}

/// What was done may have changed what is shown: the list behind the dialog has the new row without a reload.
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
fn waiting(skeleton: ViewFnOnce, content: Arc<dyn Fn() -> AnyView + Send + Sync>) -> AnyView {
    view! {
        <Transition fallback=move || skeleton.run()>
            {
                let content = Arc::clone(&content);
                move || content()
            }
        </Transition>
    }
    .into_any()
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
