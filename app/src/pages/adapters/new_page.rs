//! The page around the form of an adapter to come, the same for both kinds.

use super::around::Around;
use super::form::AddForm;
use super::workflow::Workflow;
use crate::components::{BlockSkeleton, Crumb, FilterBar, Loaded, MenuEntry, Notice, PageHead, Tone};
use crate::loading::load;
use crate::pages::call_center::{CallCenterFilter, ChooseCallCenter, use_call_center};
use crate::pages::frame::use_me;
use crate::paths;
use crate::text;
use leptos::prelude::*;
use patchbay_model::access::Permission;
use patchbay_model::messaging::adapter::AdapterKind;

#[component]
pub(super) fn NewPage(kind: AdapterKind, title: &'static str, lead: &'static str) -> impl IntoView {
    let call_center = use_call_center();
    let may_write = use_me().holds(Permission::WriteAdapters);
    let around = load(
        move || call_center.get(),
        |call_center| async move {
            match call_center {
                Some(call_center) => Around::of(call_center).await.map(Some),
                None => Ok(None),
            }
        },
    );
    let list = call_center
        .get_untracked()
        .map_or_else(|| paths::ADAPTERS.to_owned(), |id| paths::of_call_center(paths::ADAPTERS, &id));
    let crumbs = vec![Crumb::text(MenuEntry::Adapters.section()), Crumb::link(MenuEntry::Adapters.label(), list)];
    view! {
        <PageHead crumbs title lead />
        <FilterBar><CallCenterFilter /></FilterBar>
        {(kind == AdapterKind::Omnichannel).then(|| view! { <Workflow /> })}
        <Loaded resource=around skeleton=|| view! { <BlockSkeleton lines=16 /> } let:around>
            {match around {
                None => view! { <ChooseCallCenter explanation=text!(adapters.new_of_call_center) /> }.into_any(),
                Some(_) if !may_write => view! {
                    <Notice tone=Tone::Neutral><p>{text!(adapters.new_reads_only)}</p></Notice>
                }
                .into_any(),
                Some(around) => view! { <AddForm kind around /> }.into_any(),
            }}
        </Loaded>
    }
    .into_any()
}
