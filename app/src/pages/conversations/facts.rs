//! Where a conversation should go, who takes part, and what was left with it.

use super::effects::short;
use crate::components::{Column, RelativeTime, Table, Tag};
use crate::text;
use crate::words::Word;
use leptos::prelude::*;
use patchbay_model::conversation::ConversationDetail;
use patchbay_model::event::{AgentReference, QueueReference};

#[component]
pub(super) fn Facts(conversation: ConversationDetail) -> impl IntoView {
    let ConversationDetail { facts, routing, forwarding_queue, connected_at, ended_at, terminal, .. } = conversation;
    let fact = |label: &'static str, value: Option<String>| {
        value.map(|value| view! { <div><dt>{label}</dt><dd>{value}</dd></div> })
    };
    let contact = facts.contact.map(|contact| {
        let parts = [contact.first_name, contact.last_name, contact.id.map(|id| format!("({id})"))];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
    });
    let agent = facts.agent.map(|agent| agent_words(&AgentReference::Described(agent)));
    let required = routing.required_agents.map(|required| {
        let agents = required.agents.iter().map(agent_words).collect::<Vec<_>>().join(", ");
        match required.timeout {
            Some(timeout) => text!(conversations.agents_for, agents = agents, seconds = timeout),
            None => agents,
        }
    });
    let at = |label: &'static str, at: Option<_>| {
        at.map(|at| view! { <div><dt>{label}</dt><dd><RelativeTime at /></dd></div> })
    };
    view! {
        <section class="card pad stack" aria-labelledby="routing">
            <h2 id="routing">{text!(conversations.routing)}</h2>
            <dl class="facts">
                {fact(text!(conversations.queue), routing.queue.as_ref().map(queue_words))}
                {fact(text!(conversations.forwarded_from), forwarding_queue.as_ref().map(queue_words))}
                {fact(text!(conversations.priority), routing.priority.map(|priority| priority.to_string()))}
                {fact(text!(conversations.preferred_agent), routing.preferred_agent.as_ref().map(agent_words))}
                {fact(text!(conversations.required_agents), required)}
                {fact(text!(conversations.agent), agent)}
                {fact(text!(conversations.source), facts.source)}
                {fact(text!(conversations.destination), facts.destination)}
                {fact(text!(conversations.contact), contact)}
                {fact(text!(common.language), facts.language)}
                {at(text!(conversations.connected), connected_at)}
                {at(text!(conversations.ended), ended_at)}
                {fact(text!(conversations.ended_with), terminal.map(|event| event.to_string()))}
            </dl>
        </section>
    }
    .into_any()
}

pub(super) fn queue_words(queue: &QueueReference) -> String {
    queue.address.clone().or_else(|| queue.id.clone()).unwrap_or_default()
}

fn agent_words(agent: &AgentReference) -> String {
    match agent {
        AgentReference::Id(id) => id.clone(),
        AgentReference::Described(agent) => {
            let parts = [&agent.id, &agent.number, &agent.chat_address];
            parts.into_iter().flatten().cloned().collect::<Vec<_>>().join(" · ")
        }
    }
}

#[component]
pub(super) fn Attached(conversation: ConversationDetail) -> impl IntoView {
    let row = |(key, attached): (&str, &patchbay_model::conversation::Attached)| {
        view! {
            <tr>
                <td class="mono">{key.to_owned()}</td>
                <td>{short(&attached.value)}</td>
                <td class="opt"><Tag label=attached.origin.word() /></td>
            </tr>
        }
    };
    let rows = conversation.attached_data.iter().map(row).collect_view();
    let columns = vec![
        Column::new(text!(conversations.key)),
        Column::new(text!(conversations.value)),
        Column::new(text!(conversations.origin)).optional(),
    ];
    if conversation.attached_data.iter().next().is_none() {
        return view! {
            <section class="card pad stack" aria-labelledby="attached">
                <h2 id="attached">{text!(conversations.attached_data)}</h2>
                <p class="faint">{text!(conversations.attached_none)}</p>
            </section>
        }
        .into_any();
    }
    view! {
        <section class="stack" aria-labelledby="attached">
            <h2 id="attached">{text!(conversations.attached_data)}</h2>
            <Table caption=text!(conversations.attached_data) columns>{rows}</Table>
        </section>
    }
    .into_any()
}
