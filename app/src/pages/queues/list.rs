//! `/queues`

use super::dialogs::{ADD, DELETE, EDIT, QueueDialogs};
use crate::api::queues::list_queues;
use crate::components::{
    ButtonLink, Column, Crumb, Emphasis, EmptyState, FilterBar, Icon, IconLink, Loaded, MenuEntry, PageHead, Pager,
    RelativeTime, Table, TableSkeleton, Tag,
};
use crate::loading::load;
use crate::pages::call_center::{CallCenterFilter, ChooseCallCenter, use_call_center};
use crate::pages::frame::use_me;
use crate::query::use_query_link;
use crate::text;
use crate::words::Word;
use leptos::prelude::*;
use patchbay_model::access::Permission;
use patchbay_model::page::Page;
use patchbay_model::queue::{Queue, QueueQuery};

/// The queues of one call center.
#[component]
pub fn QueuesPage() -> impl IntoView {
    let link = use_query_link();
    let call_center = use_call_center();
    let may_write = use_me().holds(Permission::WriteQueues);
    let list = load(
        move || (call_center.get(), link.get("search"), link.page()),
        |(call_center, search, page)| async move {
            match call_center {
                Some(call_center) => list_queues(call_center, QueueQuery { search }, page).await.map(Some),
                None => Ok(None),
            }
        },
    );
    let add = move || {
        (may_write && call_center.get().is_some()).then(|| view! {
            <ButtonLink href=Signal::derive(move || link.open_dialog(ADD)) label=text!(queues.add) icon=Icon::Plus emphasis=Emphasis::Primary />
        })
    };
    view! {
        <PageHead
            crumbs=vec![Crumb::text(MenuEntry::Queues.section())]
            title=text!(queues.title)
            lead=text!(queues.lead)
        >
            {add}
        </PageHead>
        <FilterBar search=text!(queues.search)><CallCenterFilter /></FilterBar>
        <Loaded resource=list skeleton=|| view! { <TableSkeleton columns=columns() /> } let:page>
            {match page {
                Some(page) => view! { <Rows page may_write /> }.into_any(),
                None => view! { <ChooseCallCenter explanation=text!(queues.choose) /> }.into_any(),
            }}
        </Loaded>
        {may_write.then(|| view! { <QueueDialogs call_center /> })}
    }
    .into_any()
}

fn columns() -> Vec<Column> {
    vec![
        Column::new(text!(queues.queue)),
        Column::new(text!(queues.address)),
        Column::new(text!(queues.channels)).optional(),
        Column::new(text!(queues.changed)).optional(),
        Column::actions(),
    ]
}

#[component]
fn Rows(page: Page<Queue>, may_write: bool) -> impl IntoView {
    let link = use_query_link();
    if page.items.is_empty() {
        let searched = link.peek("search").is_some();
        return view! {
            <EmptyState
                title=if searched { text!(queues.none_matches) } else { text!(queues.none) }
                explanation=if searched { text!(queues.none_matches_help) } else { text!(queues.none_help) }
            >
                {(may_write && !searched).then(|| view! {
                    <ButtonLink href=Signal::derive(move || link.open_dialog(ADD)) label=text!(queues.add) icon=Icon::Plus emphasis=Emphasis::Primary />
                })}
            </EmptyState>
        }
        .into_any();
    }
    let row = move |queue: Queue| {
        let id = queue.id.to_string();
        let (edit, delete) = (id.clone(), id.clone());
        let channels =
            queue.channel_types.iter().map(|channel| view! { <Tag label=channel.word() />" " }).collect_view();
        view! {
            <tr>
                <td>{queue.name.clone()}<span class="sub mono">{id}</span></td>
                <td class="mono">{queue.address}</td>
                <td class="opt">{channels}</td>
                <td class="opt"><RelativeTime at=queue.updated_at /></td>
                <td class="row-actions">
                    {may_write.then(|| view! {
                        <IconLink icon=Icon::Pencil label=text!(common.edit_named, name = queue.name) href=Signal::derive(move || link.open_dialog_about(EDIT, &edit)) />
                        <IconLink icon=Icon::Trash label=text!(common.delete_named, name = queue.name) href=Signal::derive(move || link.open_dialog_about(DELETE, &delete)) />
                    })}
                </td>
            </tr>
        }
    };
    view! {
        <Table caption=text!(queues.title) columns=columns()>{page.items.into_iter().map(row).collect_view()}</Table>
        <Pager next=page.next_cursor />
    }
    .into_any()
}
