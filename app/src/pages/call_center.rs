//! Whose things a page shows: the viewer's own call center, or the one that the query string names. Nothing else is
//! remembered, so an address shows the same to everybody.

use crate::api::call_centers::list_call_centers;
use crate::components::{ButtonLink, EmptyState, FilterSelect, Icon, Loaded};
use crate::loading::load;
use crate::pages::frame::use_me;
use crate::paths;
use crate::query::{CALL_CENTER, use_query_link};
use crate::text;
use leptos::prelude::*;
use patchbay_model::id::CallCenterId;
use patchbay_model::page::PageRequest;

/// The page's call center; none where a portal role has not chosen one.
#[must_use]
pub(crate) fn use_call_center() -> Memo<Option<CallCenterId>> {
    let link = use_query_link();
    let own = use_me().call_center_id;
    Memo::new(move |_| own.clone().or_else(|| link.get(CALL_CENTER).and_then(|id| id.parse().ok())))
}

/// The choice of a call center, in a `FilterBar`. Nothing for who is bound to one.
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
                list_call_centers(None, PageRequest::longest()).await.map(|page| page.items)
            } else {
                Ok(Vec::new())
            }
        },
    );
    everywhere
        .then(|| {
            view! {
                <Loaded resource=call_centers skeleton=|| () let:call_centers>
                    <FilterSelect
                        name=CALL_CENTER
                        label=text!(common.call_center)
                        all
                        options=call_centers.into_iter().map(|one| (one.id.to_string(), one.name)).collect()
                    />
                </Loaded>
            }
        })
        .into_any()
}

/// In place of what belongs to a call center, where none is chosen.
#[component]
pub(crate) fn ChooseCallCenter(
    /// What belongs to one: "Queues belong to a call center."
    explanation: &'static str,
) -> impl IntoView {
    view! {
        <EmptyState title=text!(common.choose_call_center) explanation=text!(common.choose_call_center_above, explanation = explanation)>
            <ButtonLink href=Signal::stored(paths::CALL_CENTERS.to_owned()) label=text!(common.open_call_centers) icon=Icon::ArrowRight />
        </EmptyState>
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
