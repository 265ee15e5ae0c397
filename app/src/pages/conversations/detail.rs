//! `/conversations/{id}`

use super::chat::ChatSection;
use super::effects::Effects;
use super::facts::{Attached, Facts};
use super::timeline::{Timeline, event_columns};
use super::{kind_words, state_tone};
use crate::api::conversations::{get_conversation, get_timeline};
use crate::api::executions::list_executions;
use crate::components::{
    BlockSkeleton, ButtonLink, Column, Crumb, Loaded, MenuEntry, Notice, PageHead, RelativeTime, Status, Table,
    TableSkeleton, Tag, Tone,
};
use crate::format::{count, duration};
use crate::loading::load;
use crate::pages::call_center::use_call_center;
use crate::pages::executions::{milliseconds, status_tone};
use crate::pages::live;
use crate::paths;
use crate::query::use_query_link;
use crate::words::Word;
use crate::{text, text_view};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use patchbay_model::conversation::ConversationDetail;
use patchbay_model::execution::{ExecutionQuery, ExecutionSummary};
use patchbay_model::id::CallCenterId;
use patchbay_model::messaging::ChatId;
use patchbay_model::page::{Page, PageRequest};

/// One conversation: what was told of it, what ran, what that changed.
#[component]
pub fn ConversationPage() -> impl IntoView {
    let params = use_params_map();
    let link = use_query_link();
    let call_center = use_call_center();
    let subject = move || (call_center.get(), params.with(|params| params.get("id").unwrap_or_default()));
    let conversation =
        load(subject, |(call_center, id)| async move { get_conversation(known(call_center)?, id).await });
    let timeline = load(
        move || (subject(), link.page()),
        |((call_center, id), page)| async move { get_timeline(known(call_center)?, id, page).await },
    );
    let executions = load(subject, |(call_center, id)| async move {
        let query = ExecutionQuery {
            call_center_id: Some(known(call_center)?),
            conversation: Some(id),
            ..ExecutionQuery::default()
        };
        list_executions(query, PageRequest::at(None)).await
    });
    live::follow(move || {
        conversation.refetch();
        timeline.refetch();
        executions.refetch();
    });
    // By itself: what is typed into the chat stays while the conversation changes around it.
    let chat = load(subject, move |_| async move { conversation.await.map(|read| chat_of(&read)) });
    view! {
        <Loaded resource=conversation skeleton=|| view! { <BlockSkeleton lines=2 /> } let:conversation>
            <Head conversation />
        </Loaded>
        <Loaded resource=chat skeleton=|| () let:chat>
            {chat.map(|(call_center, chat)| view! { <ChatSection call_center chat /> })}
        </Loaded>
        <Loaded resource=conversation skeleton=|| view! { <BlockSkeleton lines=12 /> } let:conversation>
            <div class="two">
                <Facts conversation=conversation.clone() />
                <Attached conversation=conversation.clone() />
            </div>
            <Effects effects=conversation.effects />
        </Loaded>
        <section class="stack" aria-labelledby="timeline">
            <h2 id="timeline">{text!(conversations.events)}</h2>
            <Loaded resource=timeline skeleton=|| view! { <TableSkeleton columns=event_columns() rows=4 /> } let:page>
                <Timeline page />
            </Loaded>
        </section>
        <section class="stack" aria-labelledby="executions">
            <h2 id="executions">{text!(conversations.executions)}</h2>
            <Loaded resource=executions skeleton=|| view! { <TableSkeleton columns=execution_columns() rows=4 /> } let:page>
                <Executions page />
            </Loaded>
        </section>
    }
    .into_any()
}

/// The chat that a conversation is. Nobody says something in a conversation that is none.
fn chat_of(read: &ConversationDetail) -> Option<(CallCenterId, ChatId)> {
    let chat = read.messages.first().and_then(|_| read.id.parse().ok())?;
    Some((read.call_center_id.clone(), chat))
}

fn known(call_center: Option<CallCenterId>) -> Result<CallCenterId, crate::error::PageError> {
    call_center.ok_or_else(|| crate::pages::no_such(text!(conversations.noun)))
}

#[component]
fn Head(conversation: ConversationDetail) -> impl IntoView {
    let crumbs = vec![
        Crumb::text(MenuEntry::Conversations.section()),
        Crumb::link(
            MenuEntry::Conversations.label(),
            paths::of_call_center(paths::CONVERSATIONS, &conversation.call_center_id),
        ),
    ];
    let kind = kind_words(conversation.facts.channel_type, conversation.facts.direction);
    let status = {
        let conversation = conversation.clone();
        move || {
            let state = conversation.state;
            view! {
                <Status label=state.word().to_owned() tone=state_tone(state) />
                " " <Tag label=kind />
                " " {conversation.call_center_id.to_string()} " · "
                {text_view!(conversations.first_event, at = view! { <RelativeTime at=conversation.first_event_at /> })}
            }
        }
    };
    let executions = paths::executions_of(&conversation.call_center_id, &conversation.id);
    view! {
        <PageHead crumbs title=conversation.id status>
            <ButtonLink href=Signal::stored(executions) label=text!(conversations.open_executions) />
        </PageHead>
    }
    .into_any()
}

fn execution_columns() -> Vec<Column> {
    vec![
        Column::new(text!(conversations.endpoint)),
        Column::new(text!(conversations.status)),
        Column::new(text!(conversations.attempts)).optional_numeric(),
        Column::new(text!(conversations.took)).optional_numeric(),
        Column::new(text!(conversations.began)),
    ]
}

#[component]
fn Executions(page: Page<ExecutionSummary>) -> impl IntoView {
    if page.items.is_empty() {
        return view! {
            <Notice tone=Tone::Neutral><p>{text!(conversations.nothing_ran)}</p></Notice>
        }
        .into_any();
    }
    let row = |execution: ExecutionSummary| {
        let status = execution.status.word();
        let word = execution.error_code.map_or_else(|| status.to_owned(), |code| format!("{status}: {code}"));
        view! {
            <tr>
                <td><a href=format!("{}/{}", paths::EXECUTIONS, execution.id)>{execution.template.clone()}</a><span class="sub">{execution.endpoint.clone()}</span></td>
                <td><Status label=word tone=status_tone(execution.status) /></td>
                <td class="num opt">{execution.attempt_count}</td>
                <td class="num opt">{duration(milliseconds(execution.duration_us))}</td>
                <td><RelativeTime at=execution.created_at /></td>
            </tr>
        }
    };
    let more = page.next_cursor.is_some().then(|| {
        let shown = count(page.items.len() as u64, text!(common.execution), text!(common.executions));
        view! { <p class="faint">{text!(conversations.newest_executions, executions = shown)}</p> }
    });
    view! {
        <Table caption=text!(conversations.executions) columns=execution_columns()>{page.items.into_iter().map(row).collect_view()}</Table>
        {more}
    }
    .into_any()
}
