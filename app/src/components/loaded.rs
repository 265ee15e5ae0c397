//! The one wrapper around a `Resource`: loading, error, empty, content.

use super::problem::ProblemView;
use crate::error::PageError;
use leptos::prelude::*;
use serde::{Serialize, de::DeserializeOwned};
use std::sync::Arc;

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
    let children = Arc::new(children);
    view! {
        <Transition fallback=move || skeleton.run()>
            {
                let children = Arc::clone(&children);
                move || {
                    resource.get().map(|loaded| match loaded {
                        Ok(content) => children(content).into_any(),
                        Err(error) => view! { <ProblemView error retry /> }.into_any(),
                    })
                }
            }
        </Transition>
    }
    .into_any()
}
