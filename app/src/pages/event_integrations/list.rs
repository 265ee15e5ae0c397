//! `/event-integrations`

use super::dialogs::{COPY, DELETE, EventIntegrationDialogs};
use super::overlap::{OverlapTable, shared_cells};
use crate::api::event_integrations::{list_event_integrations, list_overlaps};
use crate::components::{
    ButtonLink, Column, Crumb, Emphasis, EmptyState, FilterBar, FilterSelect, Icon, IconLink, Loaded, MenuEntry,
    PageHead, Pager, Selection, Status, Tab, Table, TableSkeleton, Tabs, Tag, Tone,
};
use crate::format::count;
use crate::loading::load;
use crate::pages::call_center::{CallCenterFilter, ChooseCallCenter, use_call_center};
use crate::pages::frame::use_me;
use crate::paths;
use crate::query::{CURSOR, QueryLink, use_query_link};
use crate::text;
use crate::words::Word;
use leptos::prelude::*;
use patchbay_model::access::Permission;
use patchbay_model::event_integration::{EventIntegration, EventIntegrationQuery, Overlap};
use patchbay_model::id::CallCenterId;
use patchbay_model::page::Page;
use patchbay_model::trigger::EventName;

/// The event integrations of one call center, and where they overlap.
#[component]
pub fn EventIntegrationsPage() -> impl IntoView {
    let link = use_query_link();
    let call_center = use_call_center();
    let may_write = use_me().holds(Permission::WriteEventIntegrations);
    let list = load(
        move || (call_center.get(), query(link), link.page()),
        |(call_center, query, page)| async move {
            let Some(call_center) = call_center else { return Ok(None) };
            let page = list_event_integrations(call_center.clone(), query, page).await?;
            let overlaps = list_overlaps(call_center.clone()).await?;
            Ok(Some((call_center, page, overlaps)))
        },
    );
    let add = move || {
        call_center.get().filter(|_| may_write).map(|id| view! {
            <ButtonLink href=Signal::stored(examples_of(&id)) label=text!(event_integrations.examples) />
            <ButtonLink href=Signal::stored(paths::new_event_integration(&id)) label=text!(event_integrations.add_new) icon=Icon::Plus emphasis=Emphasis::Primary />
        })
    };
    let shows_overlap = Memo::new(move |_| link.get("tab").as_deref() == Some("overlap"));
    let tabs = move || {
        let tab = |label: &str, word: Option<&str>, current: bool| Tab {
            label: label.to_owned(),
            href: link.with(&[("tab", word), (CURSOR, None)]),
            count: None,
            selection: Selection::of(&current, &true),
        };
        let tabs = vec![
            tab(text!(event_integrations.tab_integrations), None, !shows_overlap.get()),
            tab(text!(event_integrations.overlap), Some("overlap"), shows_overlap.get()),
        ];
        call_center.get().map(|_| view! { <Tabs label=text!(event_integrations.title) tabs /> })
    };
    let events = || EventName::ALL.iter().map(|event| (event.to_string(), event.to_string())).collect::<Vec<_>>();
    let content = move |(call_center, page, overlaps): (CallCenterId, Page<EventIntegration>, Vec<Overlap>)| {
        move || {
            let (call_center, page, overlaps) = (call_center.clone(), page.clone(), overlaps.clone());
            if shows_overlap.get() {
                view! { <OverlapTable call_center overlaps /> }.into_any()
            } else {
                view! { <Rows call_center page overlaps may_write /> }.into_any()
            }
        }
    };
    view! {
        <PageHead
            crumbs=vec![Crumb::text(MenuEntry::EventIntegrations.section())]
            title=text!(event_integrations.title)
            lead=text!(event_integrations.lead)
        >
            {add}
        </PageHead>
        {tabs}
        <FilterBar search=text!(event_integrations.search) keep=&["tab", "queue"]>
            <CallCenterFilter />
            <FilterSelect name="event" label=text!(event_integrations.event) all=text!(event_integrations.any_event) options=events() />
        </FilterBar>
        <Loaded resource=list skeleton=|| view! { <TableSkeleton columns=columns() /> } let:found>
            {match found {
                Some(found) => content(found).into_any(),
                None => view! { <ChooseCallCenter explanation=text!(event_integrations.choose) /> }.into_any(),
            }}
        </Loaded>
        {may_write.then(|| view! { <EventIntegrationDialogs call_center /> })}
    }
    .into_any()
}

fn query(link: QueryLink) -> EventIntegrationQuery {
    EventIntegrationQuery {
        search: link.get("search"),
        event: link.get("event").and_then(|word| word.parse().ok()),
        queue: link.get("queue"),
    }
}

fn columns() -> Vec<Column> {
    vec![
        Column::new(text!(event_integrations.integration)),
        Column::new(text!(event_integrations.status)),
        Column::new(text!(event_integrations.events)).optional(),
        Column::new(text!(event_integrations.direction)).optional(),
        Column::new(text!(event_integrations.listens_to)).optional(),
        Column::new(text!(event_integrations.ordinal)).optional_numeric(),
        Column::actions(),
    ]
}

#[component]
fn Rows(
    call_center: CallCenterId,
    page: Page<EventIntegration>,
    overlaps: Vec<Overlap>,
    may_write: bool,
) -> impl IntoView {
    let link = use_query_link();
    if page.items.is_empty() {
        let filtered = untrack(|| query(link)) != EventIntegrationQuery::default();
        let new = paths::new_event_integration(&call_center);
        return view! {
            <EmptyState
                title=if filtered { text!(event_integrations.none_matches) } else { text!(event_integrations.none) }
                explanation=if filtered { text!(common.filtered_help) } else { text!(event_integrations.none_help) }
            >
                {(may_write && !filtered).then(|| view! {
                    <ButtonLink href=Signal::stored(examples_of(&call_center)) label=text!(event_integrations.examples) />
                    <ButtonLink href=Signal::stored(new) label=text!(event_integrations.add_new) icon=Icon::Plus emphasis=Emphasis::Primary />
                })}
            </EmptyState>
        }
        .into_any();
    }
    let row = move |read: EventIntegration| {
        let id = read.id.to_string();
        let delete = id.clone();
        let href = paths::event_integration(&call_center, read.id);
        let shared = shared_cells(&overlaps, read.id);
        let overlap = (shared > 0).then(|| {
            let words =
                count(shared as u64, text!(event_integrations.overlap_noun), text!(event_integrations.overlaps_noun));
            view! { " " <a href=move || link.with(&[("tab", Some("overlap"))])><Tag label=words tone=Tone::Warn /></a> }
        });
        let status = if read.is_enabled() {
            (text!(event_integrations.enabled), Tone::Ok)
        } else {
            (text!(event_integrations.disabled), Tone::Neutral)
        };
        view! {
            <tr>
                <td><a href=href.clone()>{read.name.clone()}</a><span class="sub mono">{read.url.clone()}</span></td>
                <td><Status label=status.0 tone=status.1 />{overlap}</td>
                <td class="opt">{words(read.events.iter().map(|event| event.to_string()))}</td>
                <td class="opt">{read.direction.word()}</td>
                <td class="opt">{words(listens_to(&read))}</td>
                <td class="num opt">{read.ordinal}{read.stop.then(|| view! { " " <Tag label=text!(event_integrations.stop_tag) /> })}</td>
                <td class="row-actions">
                    <IconLink icon=Icon::Eye label=text!(common.open_named, name = read.name) href=Signal::stored(href) />
                    {may_write.then(|| view! {
                        <IconLink icon=Icon::Copy label=text!(common.copy_named, name = read.name) href=Signal::derive(move || link.open_dialog_about(COPY, &id)) />
                        <IconLink icon=Icon::Trash label=text!(common.delete_named, name = read.name) href=Signal::derive(move || link.open_dialog_about(DELETE, &delete)) />
                    })}
                </td>
            </tr>
        }
    };
    view! {
        <Table caption=text!(event_integrations.caption) columns=columns()>{page.items.into_iter().map(row).collect_view()}</Table>
        <Pager next=page.next_cursor />
    }
    .into_any()
}

fn examples_of(call_center: &CallCenterId) -> String {
    paths::of_call_center(paths::EVENT_INTEGRATION_EXAMPLES, call_center)
}

fn listens_to(read: &EventIntegration) -> impl Iterator<Item = String> {
    let calls = read.direct_calls.then(|| text!(event_integrations.heard_direct_calls).to_owned());
    let chats = read.direct_chats.then(|| text!(event_integrations.heard_direct_chats).to_owned());
    calls.into_iter().chain(chats).chain(read.queues.clone())
}

/// More than this many are counted and not named: a row stays a row.
const NAMED: usize = 5;

fn words(all: impl Iterator<Item = String>) -> String {
    let mut all: Vec<String> = all.collect();
    let more = all.len().saturating_sub(NAMED);
    all.truncate(NAMED);
    match (all.is_empty(), more) {
        (true, _) => "–".to_owned(),
        (false, 0) => all.join(", "),
        (false, more) => text!(event_integrations.and_more, names = all.join(", "), more = more),
    }
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn a_long_list_is_named_and_counted() {
        let all = |count: usize| (1..=count).map(|number| number.to_string());
        assert_eq!(words(all(0)), "–");
        assert_eq!(words(all(2)), "1, 2");
        assert_eq!(words(all(7)), "1, 2, 3, 4, 5 and 2 more");
    }
}
