//! What was told of a conversation, in the order in which it was accepted.

use super::facts::queue_words;
use crate::components::{Column, Pager, RelativeTime, Table, Tag, Tone};
use crate::paths;
use crate::text;
use leptos::prelude::*;
use patchbay_model::conversation::{Standing, TimelineEvent};
use patchbay_model::page::Page;

pub(super) fn event_columns() -> Vec<Column> {
    vec![
        Column::new(text!(conversations.event)),
        Column::new(text!(conversations.what_it_said)).optional(),
        Column::new(text!(conversations.executions)),
        Column::new(text!(conversations.happened)),
        Column::new(text!(conversations.accepted)).optional(),
    ]
}

#[component]
pub(super) fn Timeline(page: Page<TimelineEvent>) -> impl IntoView {
    let row = |told: TimelineEvent| {
        let data = (!told.event.data.is_empty()).then(|| {
            let text = serde_json::to_string(&told.event.data).unwrap_or_default();
            view! { <code>{text}</code> }
        });
        let queue = told.event.conversation.queue.as_ref().map(queue_words);
        let queue = queue.map(|queue| format!("{} ", text!(conversations.in_queue, queue = queue)));
        let executions = told.executions.iter().map(|id| {
            let id = id.to_string();
            view! { <a class="mono" href=format!("{}/{id}", paths::EXECUTIONS)>{tail(&id)}</a>" " }
        });
        let executions = if told.executions.is_empty() {
            view! { <span class="faint">{text!(conversations.no_executions)}</span> }.into_any()
        } else {
            executions.collect_view().into_any()
        };
        view! {
            <tr>
                <td>{told.event.event_type.to_string()}" "{standing(told.standing)}<span class="sub mono">{told.event.id.clone()}</span></td>
                <td class="opt">{queue}{data}</td>
                <td>{executions}</td>
                <td><RelativeTime at=told.event.occurred_at /></td>
                <td class="opt"><RelativeTime at=told.received_at /></td>
            </tr>
        }
    };
    view! {
        <Table caption=text!(conversations.events) columns=event_columns()>{page.items.into_iter().map(row).collect_view()}</Table>
        <Pager next=page.next_cursor />
    }
    .into_any()
}

/// Nothing about an event that came as it should.
fn standing(standing: Standing) -> Option<AnyView> {
    let (word, tone) = match standing {
        Standing::InOrder => return None,
        Standing::Late => (text!(conversations.late), Tone::Warn),
        Standing::Early => (text!(conversations.early), Tone::Warn),
        Standing::Repeated => (text!(conversations.repeated), Tone::Neutral),
    };
    Some(view! { <Tag label=word tone /> }.into_any())
}

/// The end of an id: its beginning is a time, and the same for all that ran together.
pub(super) fn tail(id: &str) -> String {
    id.rsplit('-').next().map(|tail| format!("…{tail}")).unwrap_or_default()
}
