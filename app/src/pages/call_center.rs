//! Whose things a page shows: the viewer's own call center, or the one that the query string names. Nothing else is
//! remembered, so an address shows the same to everybody.

use crate::api::call_centers::list_call_centers;
use crate::components::{BlockSkeleton, ButtonLink, EmptyState, FilterInput, FilterSelect, Icon, Loaded};
use crate::loading::load;
use crate::pages::frame::use_me;
use crate::paths;
use crate::query::{CALL_CENTER, EXAMPLE, SORT, TAB, use_query_link};
use crate::text;
use leptos::prelude::*;
use leptos_router::{NavigateOptions, components::Redirect};
use patchbay_model::call_center::CallCenter;
use patchbay_model::id::CallCenterId;
use patchbay_model::page::{Page, PageRequest};

/// What outlives a call center that is typed in.
const KEPT: [&str; 5] = [TAB, SORT, EXAMPLE, "search", "queue"];

/// The page's call center; none where a portal role has not chosen one.
#[must_use]
pub(crate) fn use_call_center() -> Memo<Option<CallCenterId>> {
    let link = use_query_link();
    let own = use_me().call_center_id;
    Memo::new(move |_| own.clone().or_else(|| link.get(CALL_CENTER).and_then(|id| id.parse().ok())))
}

/// The choice of a call center, in a `FilterBar`; a choice of thousands is a text. Nothing for who is bound to one.
#[component]
pub(crate) fn CallCenterFilter(
    /// What "none chosen" is called.
    #[prop(default = text!(common.choose_call_center))]
    all: &'static str,
) -> impl IntoView {
    let everywhere = use_me().call_center_id.is_none();
    let call_centers = load(
        move || everywhere,
        |everywhere| async move {
            if everywhere {
                list_call_centers(None, PageRequest::longest()).await
            } else {
                Ok(Page { items: Vec::new(), next_cursor: None })
            }
        },
    );
    everywhere
        .then(|| {
            view! {
                <Loaded resource=call_centers skeleton=|| () let:page>
                    {if page.next_cursor.is_some() {
                        view! { <FilterInput name=CALL_CENTER label=text!(common.call_center_id) /> }.into_any()
                    } else {
                        let options = page.items.into_iter().map(|one| (one.id.to_string(), one.name)).collect();
                        view! { <FilterSelect name=CALL_CENTER label=text!(common.call_center) all options /> }.into_any()
                    }}
                </Loaded>
            }
        })
        .into_any()
}

/// In place of what belongs to a call center, where none is chosen: offers them, and chooses the only one by itself.
/// Thousands are not offered: one is typed in.
#[component]
pub(crate) fn ChooseCallCenter(
    /// What belongs to one: "Queues belong to a call center."
    explanation: &'static str,
) -> impl IntoView {
    let call_centers = load(|| (), |()| list_call_centers(None, PageRequest::longest()));
    view! {
        <Loaded resource=call_centers skeleton=|| view! { <BlockSkeleton lines=4 /> } let:page>
            {choice(explanation, page)}
        </Loaded>
    }
    .into_any()
}

fn choice(explanation: &'static str, page: Page<CallCenter>) -> AnyView {
    if page.next_cursor.is_some() {
        return view! {
            <EmptyState title=text!(common.choose_call_center) explanation><TypedCallCenter /></EmptyState>
        }
        .into_any();
    }
    let call_centers = page.items;
    let link = use_query_link();
    let with = move |id: &CallCenterId| link.with(&[(CALL_CENTER, Some(id.as_str()))]);
    if let [only] = &call_centers[..] {
        let options = NavigateOptions { replace: true, ..NavigateOptions::default() };
        return view! { <Redirect path=untrack(|| with(&only.id)) options /> }.into_any();
    }
    if call_centers.is_empty() {
        return view! {
            <EmptyState title=text!(call_centers.none) explanation>
                <ButtonLink href=Signal::stored(paths::CALL_CENTERS.to_owned()) label=text!(common.open_call_centers) icon=Icon::ArrowRight />
            </EmptyState>
        }
        .into_any();
    }
    let offered = call_centers.into_iter().map(move |one| {
        let href = Signal::derive(move || with(&one.id));
        view! { <ButtonLink href label=one.name /> }
    });
    view! {
        <EmptyState title=text!(common.choose_call_center) explanation>{offered.collect_view()}</EmptyState>
    }
    .into_any()
}

/// A plain form, not a `FilterBar`: the page has one already, and a second search would be a landmark of the same name.
#[component]
fn TypedCallCenter() -> impl IntoView {
    let link = use_query_link();
    let kept = move || {
        let hidden =
            |name: &&'static str| link.get(name).map(|value| view! { <input type="hidden" name=*name value=value /> });
        KEPT.iter().filter_map(hidden).collect_view()
    };
    view! {
        <form class="actions" method="get">
            <FilterInput name=CALL_CENTER label=text!(common.call_center_id) />
            {kept}
            <button type="submit" class="button">{text!(common.show)}</button>
        </form>
    }
    .into_any()
}

/// The call center that a form on the page is about, sent along.
#[component]
pub(crate) fn OfCallCenter(
    /// Which.
    id: CallCenterId,
) -> impl IntoView {
    view! { <input type="hidden" name="call_center" value=id.to_string() /> }.into_any()
}
