//! `/adapters`

use super::dialogs::{DELETE, DeleteDialog};
use super::webhooks;
use crate::api::adapters::list_adapters;
use crate::components::{
    ButtonLink, Column, Crumb, Emphasis, EmptyState, FilterBar, FilterInput, FilterSelect, Icon, IconLink, Loaded,
    MenuEntry, PageHead, Pager, RelativeTime, Table, TableSkeleton, Tag, Tone,
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
use patchbay_model::messaging::adapter::{Adapter, AdapterKind, AdapterQuery};
use patchbay_model::page::Page;

/// The adapters of one call center.
#[component]
pub fn AdaptersPage() -> impl IntoView {
    let link = use_query_link();
    let call_center = use_call_center();
    let may_write = use_me().holds(Permission::WriteAdapters);
    let list = load(
        move || (call_center.get(), query(link), link.page()),
        |(call_center, query, page)| async move {
            let Some(call_center) = call_center else { return Ok(None) };
            let page = list_adapters(call_center.clone(), query, page).await?;
            Ok(Some((call_center, page)))
        },
    );
    let create = move || call_center.get().filter(|_| may_write).map(|call_center| view! { <Create call_center /> });
    let authentication = move || {
        call_center.get().map(|call_center| {
            let page = paths::of_call_center(paths::AUTHENTICATION, &call_center);
            view! { <ButtonLink href=Signal::stored(page) label=text!(adapters.authentication) icon=Icon::Key /> }
        })
    };
    let kinds = AdapterKind::ALL.iter().map(|kind| (kind.to_string(), kind.word().to_owned())).collect();
    view! {
        <PageHead
            crumbs=vec![Crumb::text(MenuEntry::Adapters.section())]
            title=MenuEntry::Adapters.label()
            lead=text!(adapters.lead)
        >
            {authentication}
            {create}
        </PageHead>
        <FilterBar search=text!(common.search_name)>
            <CallCenterFilter />
            <FilterSelect name="kind" label=text!(common.kind) all=text!(common.all_kinds) options=kinds />
            <FilterInput name="channel" label=text!(adapters.channel) />
        </FilterBar>
        <Loaded resource=list skeleton=|| view! { <TableSkeleton columns=columns() /> } let:found>
            {match found {
                Some((call_center, page)) => view! { <Rows call_center page may_write /> }.into_any(),
                None => view! { <ChooseCallCenter explanation=text!(adapters.choose_call_center) /> }.into_any(),
            }}
        </Loaded>
        {may_write.then(|| view! { <DeleteDialog call_center /> })}
    }
    .into_any()
}

/// The two ways to a new one.
#[component]
fn Create(call_center: CallCenterId) -> impl IntoView {
    let page = |path: &str| Signal::stored(paths::of_call_center(path, &call_center));
    view! {
        <ButtonLink href=page(paths::NEW_OMNICHANNEL) label=text!(adapters.create_omnichannel) icon=Icon::Plus />
        <ButtonLink href=page(paths::NEW_TWOWAY) label=text!(adapters.create_twoway) icon=Icon::Plus emphasis=Emphasis::Primary />
    }
    .into_any()
}

fn query(link: QueryLink) -> AdapterQuery {
    AdapterQuery {
        search: link.get("search"),
        kind: link.get("kind").and_then(|word| word.parse().ok()),
        channel: link.get("channel"),
    }
}

fn columns() -> Vec<Column> {
    vec![
        Column::new(text!(adapters.adapter)),
        Column::new(text!(common.kind)),
        Column::new(text!(adapters.channels)).optional(),
        Column::new(text!(adapters.receives_at)).optional(),
        Column::new(text!(common.changed)).optional(),
        Column::actions(),
    ]
}

#[component]
fn Rows(call_center: CallCenterId, page: Page<Adapter>, may_write: bool) -> impl IntoView {
    let link = use_query_link();
    if page.items.is_empty() {
        let filtered = untrack(|| query(link)) != AdapterQuery::default();
        return view! {
            <EmptyState
                title=if filtered { text!(adapters.none_matches) } else { text!(adapters.none) }
                explanation=if filtered { text!(adapters.none_matches_help) } else { text!(adapters.none_help) }
            >
                {(may_write && !filtered).then(|| view! { <Create call_center /> })}
            </EmptyState>
        }
        .into_any();
    }
    let row = move |read: Adapter| {
        let href = paths::adapter(&read.call_center_id, read.id);
        let id = read.id.to_string();
        let channels = read.channels.iter().map(|name| name.as_str()).collect::<Vec<_>>().join(", ");
        let receives = match webhooks(&read).into_iter().next() {
            Some((_, url)) => view! { <span class="mono">{url}</span> }.into_any(),
            None if read.kind == AdapterKind::Omnichannel => {
                view! { <Tag label=text!(adapters.off) tone=Tone::Warn /> }.into_any()
            }
            None => view! { <span class="faint">{text!(adapters.sends_only)}</span> }.into_any(),
        };
        view! {
            <tr>
                <td><a href=href.clone()>{read.name.clone()}</a></td>
                <td><Tag label=read.kind.word() />{read.is_bot.then(|| view! { " " <Tag label=text!(adapters.bot) /> })}</td>
                <td class="opt">{if channels.is_empty() { text!(adapters.no_channels).to_owned() } else { channels }}</td>
                <td class="opt">{receives}</td>
                <td class="opt"><RelativeTime at=read.updated_at /></td>
                <td class="row-actions">
                    <IconLink icon=Icon::Eye label=text!(common.open_named, name = read.name) href=Signal::stored(href) />
                    {may_write.then(|| view! {
                        <IconLink icon=Icon::Trash label=text!(common.delete_named, name = read.name) href=Signal::derive(move || link.open_dialog_about(DELETE, &id)) />
                    })}
                </td>
            </tr>
        }
    };
    view! {
        <Table caption=MenuEntry::Adapters.label() columns=columns()>{page.items.into_iter().map(row).collect_view()}</Table>
        <Pager next=page.next_cursor />
    }
    .into_any()
}
