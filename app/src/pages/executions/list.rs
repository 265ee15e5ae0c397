//! `/executions`

use super::replay::{REPLAY_MANY, ReplayManyDialog};
use super::{milliseconds, status_tone};
use crate::api::executions::list_executions;
use crate::components::{
    ButtonLink, Column, Crumb, EmptyState, FilterBar, FilterInput, FilterSelect, Icon, IconLink, Loaded, MenuEntry,
    PageHead, Pager, RelativeTime, Status, Table, TableSkeleton, Tag, TextKind,
};
use crate::format::duration;
use crate::loading::load;
use crate::pages::call_center::CallCenterFilter;
use crate::pages::frame::use_me;
use crate::pages::live;
use crate::paths;
use crate::query::{CALL_CENTER, CURSOR, QueryLink, use_query_link};
use crate::text;
use crate::words::Word;
use leptos::prelude::*;
use patchbay_model::access::Permission;
use patchbay_model::execution::{ExecutionQuery, ExecutionStatus, ExecutionSummary};
use patchbay_model::page::Page;
use patchbay_model::time::Timestamp;

/// The list of executions, newest first; it follows what happens.
#[component]
pub fn ExecutionsPage() -> impl IntoView {
    let link = use_query_link();
    let may_replay = use_me().holds(Permission::ReplayExecutions);
    let list = load(move || (query(link), link.page()), |(query, page)| list_executions(query, page));
    // A page further down shows what was: new rows would push it about.
    live::follow(move || {
        if untrack(|| link.get(CURSOR)).is_none() {
            list.refetch();
        }
    });
    view! {
        <PageHead crumbs=vec![Crumb::text(MenuEntry::Executions.section())] title=text!(executions.title) lead=text!(executions.lead)>
            {may_replay.then(|| view! {
                <ButtonLink href=Signal::derive(move || link.open_dialog(REPLAY_MANY)) label=text!(executions.replay_failed) icon=Icon::Replay />
            })}
        </PageHead>
        <Filters />
        <Loaded resource=list skeleton=|| view! { <TableSkeleton columns=columns() /> } let:page>
            <Rows page />
        </Loaded>
        {may_replay.then(|| view! { <ReplayManyDialog /> })}
    }
}

fn query(link: QueryLink) -> ExecutionQuery {
    ExecutionQuery {
        call_center_id: link.get(CALL_CENTER).and_then(|id| id.parse().ok()),
        status: link.get("status").and_then(|word| word.parse().ok()),
        template: link.get("template"),
        endpoint: link.get("endpoint"),
        conversation: link.get("search"),
        since: link.get("since").and_then(|text| Timestamp::from_utc_day_and_time(&text)),
    }
}

fn columns() -> Vec<Column> {
    vec![
        Column::new(text!(executions.endpoint)),
        Column::new(text!(executions.status)),
        Column::new(text!(common.call_center)).optional(),
        Column::new(text!(executions.cause)).optional(),
        Column::new(text!(executions.answer)).optional_numeric(),
        Column::new(text!(executions.took)).optional_numeric(),
        Column::new(text!(executions.began)),
        Column::actions(),
    ]
}

#[component]
fn Filters() -> impl IntoView {
    let statuses =
        || ExecutionStatus::ALL.iter().map(|status| (status.to_string(), status.word().to_owned())).collect::<Vec<_>>();
    view! {
        <FilterBar search=text!(executions.conversation)>
            <FilterSelect name="status" label=text!(executions.status) all=text!(executions.any_status) options=statuses() />
            <CallCenterFilter all=text!(common.all_call_centers) />
            <FilterInput name="template" label=text!(executions.integration) />
            <FilterInput name="endpoint" label=text!(executions.endpoint) />
            <FilterInput name="since" label=text!(executions.since_utc) kind=TextKind::Moment />
        </FilterBar>
    }
}

#[component]
fn Rows(page: Page<ExecutionSummary>) -> impl IntoView {
    let link = use_query_link();
    if page.items.is_empty() {
        let filtered = untrack(|| query(link)) != ExecutionQuery::default();
        return view! {
            <EmptyState
                title=if filtered { text!(executions.none_matches) } else { text!(executions.none) }
                explanation=if filtered { text!(common.filtered_help) } else { text!(executions.none_help) }
            >
                {(!filtered).then(|| view! { <ButtonLink href=Signal::stored(paths::INTEGRATIONS.to_owned()) label=text!(executions.open_integration) icon=Icon::ArrowRight /> })}
            </EmptyState>
        }
        .into_any();
    }
    view! {
        <Table caption=text!(executions.title) columns=columns()>{page.items.into_iter().map(row).collect_view()}</Table>
        <Pager next=page.next_cursor />
    }
    .into_any()
}

fn row(execution: ExecutionSummary) -> impl IntoView {
    let href = format!("{}/{}", paths::EXECUTIONS, execution.id);
    let status = execution.status.word();
    let word = execution.error_code.map_or_else(|| status.to_owned(), |code| format!("{status}: {code}"));
    view! {
        <tr>
            <td><a href=href.clone()>{execution.endpoint.clone()}</a><span class="sub">{execution.template}</span></td>
            <td><Status label=word tone=status_tone(execution.status) /></td>
            <td class="opt mono">{execution.call_center_id.to_string()}</td>
            <td class="opt"><Tag label=execution.cause.word() /></td>
            <td class="num opt">{execution.response_status.map(|status| status.to_string()).unwrap_or_else(|| "–".to_owned())}</td>
            <td class="num opt">{duration(milliseconds(execution.duration_us))}</td>
            <td><RelativeTime at=execution.created_at /></td>
            <td class="row-actions"><IconLink icon=Icon::Eye label=text!(executions.open_run, endpoint = execution.endpoint) href=href /></td>
        </tr>
    }
}
