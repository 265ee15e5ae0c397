//! `/conversations`

use super::{kind_words, state_tone};
use crate::api::conversations::list_conversations;
use crate::components::{
    ButtonLink, Column, Crumb, EmptyState, FilterBar, FilterInput, FilterSelect, Icon, Loaded, MenuEntry, PageHead,
    Pager, RelativeTime, Status, Table, TableSkeleton,
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
use patchbay_model::conversation::{ConversationQuery, ConversationState, ConversationSummary};
use patchbay_model::event::{ChannelType, Direction};
use patchbay_model::id::CallCenterId;
use patchbay_model::page::Page;

/// The calls and chats of one call center, by when each was first heard of, newest first.
#[component]
pub fn ConversationsPage() -> impl IntoView {
    let link = use_query_link();
    let call_center = use_call_center();
    let list = load(
        move || (call_center.get(), query(link), link.page()),
        |(call_center, query, page)| async move {
            let Some(call_center) = call_center else { return Ok(None) };
            let page = list_conversations(call_center.clone(), query, page).await?;
            Ok(Some((call_center, page)))
        },
    );
    let states = ConversationState::ALL.iter().map(|state| (state.to_string(), state.word().to_owned())).collect();
    let channels = ChannelType::ALL.iter().map(|channel| (channel.to_string(), channel.word().to_owned())).collect();
    let directions =
        Direction::ALL.iter().map(|direction| (direction.to_string(), direction.word().to_owned())).collect();
    view! {
        <PageHead
            crumbs=vec![Crumb::text(MenuEntry::Conversations.section())]
            title=MenuEntry::Conversations.label()
            lead=text!(conversations.lead)
        />
        <FilterBar search=text!(conversations.search) keep=&["queue"]>
            <CallCenterFilter />
            <FilterSelect name="state" label=text!(common.state) all=text!(conversations.any_state) options=states />
            <FilterSelect name="channel" label=text!(conversations.channel) all=text!(conversations.any_channel) options=channels />
            <FilterSelect name="direction" label=text!(conversations.direction) all=text!(conversations.any_direction) options=directions />
            <FilterInput name="over" label=text!(conversations.messaging_channel) />
        </FilterBar>
        <Loaded resource=list skeleton=|| view! { <TableSkeleton columns=columns() /> } let:found>
            {match found {
                Some((call_center, page)) => view! { <Rows call_center page /> }.into_any(),
                None => view! { <ChooseCallCenter explanation=text!(conversations.choose_call_center) /> }.into_any(),
            }}
        </Loaded>
    }
    .into_any()
}

fn query(link: QueryLink) -> ConversationQuery {
    ConversationQuery {
        state: link.get("state").and_then(|word| word.parse().ok()),
        channel_type: link.get("channel").and_then(|word| word.parse().ok()),
        messaging_channel: link.get("over"),
        direction: link.get("direction").and_then(|word| word.parse().ok()),
        queue: link.get("queue"),
        search: link.get("search"),
        since: None,
    }
}

fn columns() -> Vec<Column> {
    vec![
        Column::new(text!(conversations.conversation)),
        Column::new(text!(common.state)),
        Column::new(text!(conversations.queue)).optional(),
        Column::new(text!(conversations.source)).optional(),
        Column::new(text!(conversations.destination)).optional(),
        Column::new(text!(conversations.last_heard_of)),
    ]
}

#[component]
fn Rows(call_center: CallCenterId, page: Page<ConversationSummary>) -> impl IntoView {
    let link = use_query_link();
    if page.items.is_empty() {
        let filtered = untrack(|| query(link)) != ConversationQuery::default();
        let may_play = use_me().holds(Permission::WriteEvents);
        let simulator = paths::of_call_center(paths::SIMULATOR, &call_center);
        return view! {
            <EmptyState
                title=if filtered { text!(conversations.none_matches) } else { text!(conversations.none) }
                explanation=if filtered { text!(conversations.none_matches_help) } else { text!(conversations.none_help) }
            >
                {(!filtered && may_play).then(|| view! { <ButtonLink href=Signal::stored(simulator) label=text!(conversations.open_simulator) icon=Icon::Play /> })}
            </EmptyState>
        }
        .into_any();
    }
    let row = |conversation: ConversationSummary| {
        let href = paths::conversation(&conversation.call_center_id, &conversation.id);
        let or_none = |text: Option<String>| text.unwrap_or_else(|| "–".to_owned());
        view! {
            <tr>
                <td><a class="mono" href=href>{conversation.id.clone()}</a><span class="sub">{kind_words(conversation.channel_type, conversation.direction)}</span></td>
                <td><Status label=conversation.state.word().to_owned() tone=state_tone(conversation.state) /></td>
                <td class="opt">{or_none(conversation.queue)}</td>
                <td class="opt mono">{or_none(conversation.source)}</td>
                <td class="opt mono">{or_none(conversation.destination)}</td>
                <td><RelativeTime at=conversation.updated_at /></td>
            </tr>
        }
    };
    view! {
        <Table caption=MenuEntry::Conversations.label() columns=columns()>{page.items.into_iter().map(row).collect_view()}</Table>
        <Pager next=page.next_cursor />
    }
    .into_any()
}
