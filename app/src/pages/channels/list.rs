//! `/channels`

use super::dialogs::{ADD, DELETE, DeleteDialog};
use super::fields::senders_of;
use super::form::AddForm;
use crate::api::channels::list_channels;
use crate::components::{
    BlockSkeleton, ButtonLink, Column, Crumb, Dialog, DialogSize, Emphasis, EmptyState, FilterBar, FilterSelect, Icon,
    IconLink, Loaded, MenuEntry, PageHead, Pager, RelativeTime, Table, TableSkeleton, Tag,
};
use crate::loading::load;
use crate::pages::call_center::{CallCenterFilter, ChooseCallCenter, use_call_center};
use crate::pages::frame::use_me;
use crate::paths;
use crate::query::{QueryLink, use_query_link};
use crate::text;
use crate::words::Word;
use leptos::prelude::*;
use patchbay_model::access::Permission;
use patchbay_model::id::CallCenterId;
use patchbay_model::messaging::channel::{Channel, ChannelKind, ChannelQuery};
use patchbay_model::page::Page;

/// The channels of one call center.
#[component]
pub fn ChannelsPage() -> impl IntoView {
    let link = use_query_link();
    let call_center = use_call_center();
    let may_write = use_me().holds(Permission::WriteChannels);
    let list = load(
        move || (call_center.get(), query(link), link.page()),
        |(call_center, query, page)| async move {
            match call_center {
                Some(call_center) => list_channels(call_center, query, page).await.map(Some),
                None => Ok(None),
            }
        },
    );
    let add = move || {
        (may_write && call_center.get().is_some()).then(|| view! {
            <ButtonLink href=Signal::derive(move || link.open_dialog(ADD)) label=text!(channels.add) icon=Icon::Plus emphasis=Emphasis::Primary />
        })
    };
    let kinds = ChannelKind::ALL.iter().map(|kind| (kind.to_string(), kind.word().to_owned())).collect();
    view! {
        <PageHead
            crumbs=vec![Crumb::text(MenuEntry::Channels.section())]
            title=MenuEntry::Channels.label()
            lead=text!(channels.lead)
        >
            {add}
        </PageHead>
        <FilterBar search=text!(common.search_name)>
            <CallCenterFilter />
            <FilterSelect name="kind" label=text!(common.kind) all=text!(common.all_kinds) options=kinds />
        </FilterBar>
        <Loaded resource=list skeleton=|| view! { <TableSkeleton columns=columns() /> } let:page>
            {match page {
                Some(page) => view! { <Rows page may_write /> }.into_any(),
                None => view! { <ChooseCallCenter explanation=text!(channels.choose_call_center) /> }.into_any(),
            }}
        </Loaded>
        {may_write.then(|| view! {
            <Dialog name=ADD title=text!(channels.add) size=DialogSize::Wide><Add call_center /></Dialog>
            <DeleteDialog call_center />
        })}
    }
    .into_any()
}

#[component]
fn Add(call_center: Memo<Option<CallCenterId>>) -> impl IntoView {
    let around = load(
        move || call_center.get(),
        |call_center| async move {
            let Some(call_center) = call_center else { return Ok(None) };
            Ok(Some((senders_of(&call_center).await?, call_center)))
        },
    );
    view! {
        <Loaded resource=around skeleton=|| view! { <BlockSkeleton lines=6 /> } let:around>
            {around.map(|(senders, call_center)| view! { <AddForm call_center senders /> })}
        </Loaded>
    }
    .into_any()
}

fn query(link: QueryLink) -> ChannelQuery {
    ChannelQuery { search: link.get("search"), kind: link.get("kind").and_then(|word| word.parse().ok()) }
}

fn columns() -> Vec<Column> {
    vec![
        Column::new(text!(channels.channel)),
        Column::new(text!(common.kind)),
        Column::new(text!(channels.goes_out_by)).optional(),
        Column::new(text!(common.changed)).optional(),
        Column::actions(),
    ]
}

#[component]
fn Rows(page: Page<Channel>, may_write: bool) -> impl IntoView {
    let link = use_query_link();
    if page.items.is_empty() {
        let filtered = untrack(|| query(link)) != ChannelQuery::default();
        return view! {
            <EmptyState
                title=if filtered { text!(channels.none_matches) } else { text!(channels.none) }
                explanation=if filtered { text!(channels.none_matches_help) } else { text!(channels.none_help) }
            >
                {(may_write && !filtered).then(|| view! {
                    <ButtonLink href=Signal::derive(move || link.open_dialog(ADD)) label=text!(channels.add) icon=Icon::Plus emphasis=Emphasis::Primary />
                })}
            </EmptyState>
        }
        .into_any();
    }
    let row = move |read: Channel| {
        let href = paths::channel(&read.call_center_id, read.id);
        let (id, name) = (read.id.to_string(), read.name.to_string());
        let way = goes_out_by(&read);
        view! {
            <tr>
                <td><a href=href.clone()>{name.clone()}</a></td>
                <td><Tag label=read.kind.word() /></td>
                <td class="opt mono">{way}</td>
                <td class="opt"><RelativeTime at=read.updated_at /></td>
                <td class="row-actions">
                    <IconLink icon=Icon::Eye label=text!(common.open_named, name = name) href=Signal::stored(href) />
                    {may_write.then(|| view! {
                        <IconLink icon=Icon::Trash label=text!(common.delete_named, name = name) href=Signal::derive(move || link.open_dialog_about(DELETE, &id)) />
                    })}
                </td>
            </tr>
        }
    };
    view! {
        <Table caption=MenuEntry::Channels.label() columns=columns()>{page.items.into_iter().map(row).collect_view()}</Table>
        <Pager next=page.next_cursor />
    }
    .into_any()
}

/// The way of a message to a customer.
fn goes_out_by(read: &Channel) -> String {
    match read.kind {
        ChannelKind::Webchat => text!(channels.visitor_browser).to_owned(),
        ChannelKind::Sms => {
            [read.template.as_deref(), read.endpoint.as_deref()].map(Option::unwrap_or_default).join(" · ")
        }
        ChannelKind::Gateway => read.callback_url.clone().unwrap_or_default(),
    }
}
