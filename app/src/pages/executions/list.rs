//! `/executions`

use super::replay::{REPLAY_MANY, ReplayManyDialog};
use super::{milliseconds, status_tone};
use crate::api::executions::list_executions;
use crate::components::{
    ButtonLink, Column, Crumb, EmptyState, FilterBar, FilterInput, FilterSelect, Icon, IconLink, Loaded, PageHead,
    Pager, RelativeTime, Status, Table, TableSkeleton, Tag, TextKind,
};
use crate::format::duration;
use crate::loading::load;
use crate::pages::call_center::CallCenterFilter;
use crate::pages::frame::use_me;
use crate::pages::live;
use crate::paths;
use crate::query::{CALL_CENTER, CURSOR, QueryLink, use_query_link};
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
        <PageHead crumbs=vec![Crumb::text("Operation")] title="Executions" lead="What ran, what was sent and what came back. Secrets are left out.">
            {may_replay.then(|| view! {
                <ButtonLink href=Signal::derive(move || link.open_dialog(REPLAY_MANY)) label="Replay failed" icon=Icon::Replay />
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
        Column::new("Endpoint"),
        Column::new("Status"),
        Column::new("Call center").optional(),
        Column::new("Cause").optional(),
        Column::new("Answer").optional_numeric(),
        Column::new("Took").optional_numeric(),
        Column::new("Began"),
        Column::actions(),
    ]
}

#[component]
fn Filters() -> impl IntoView {
    let statuses =
        || ExecutionStatus::ALL.iter().map(|status| (status.to_string(), status.to_string())).collect::<Vec<_>>();
    view! {
        <FilterBar search="Conversation">
            <FilterSelect name="status" label="Status" all="Any status" options=statuses() />
            <CallCenterFilter all="All call centers" />
            <FilterInput name="template" label="Integration" />
            <FilterInput name="endpoint" label="Endpoint" />
            <FilterInput name="since" label="Since (UTC)" kind=TextKind::Moment />
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
                title=if filtered { "No execution matches" } else { "Nothing ran yet" }
                explanation=if filtered { "Take a filter away to see more." } else { "An execution is one run of one endpoint. Test an endpoint to see the first one here." }
            >
                {(!filtered).then(|| view! { <ButtonLink href=Signal::stored(paths::INTEGRATIONS.to_owned()) label="Open Integration" icon=Icon::ArrowRight /> })}
            </EmptyState>
        }
        .into_any();
    }
    view! {
        <Table caption="Executions" columns=columns()>{page.items.into_iter().map(row).collect_view()}</Table>
        <Pager next=page.next_cursor />
    }
    .into_any()
}

fn row(execution: ExecutionSummary) -> impl IntoView {
    let href = format!("{}/{}", paths::EXECUTIONS, execution.id);
    let word = execution
        .error_code
        .map_or_else(|| execution.status.to_string(), |code| format!("{}: {code}", execution.status));
    view! {
        <tr>
            <td><a href=href.clone()>{execution.endpoint.clone()}</a><span class="sub">{execution.template}</span></td>
            <td><Status label=word tone=status_tone(execution.status) /></td>
            <td class="opt mono">{execution.call_center_id.to_string()}</td>
            <td class="opt"><Tag label=execution.cause.to_string() /></td>
            <td class="num opt">{execution.response_status.map(|status| status.to_string()).unwrap_or_else(|| "–".to_owned())}</td>
            <td class="num opt">{duration(milliseconds(execution.duration_us))}</td>
            <td><RelativeTime at=execution.created_at /></td>
            <td class="row-actions"><IconLink icon=Icon::Eye label=format!("Open this run of {}", execution.endpoint) href=href /></td>
        </tr>
    }
}
