//! Where a conversation should go, who takes part, and what was left with it.

use super::effects::short;
use crate::components::{Column, RelativeTime, Table, Tag};
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
        required.timeout.map_or(agents.clone(), |timeout| format!("{agents} for {timeout} s"))
    });
    let at = |label: &'static str, at: Option<_>| {
        at.map(|at| view! { <div><dt>{label}</dt><dd><RelativeTime at /></dd></div> })
    };
    view! {
        <section class="card pad stack" aria-labelledby="routing">
            <h2 id="routing">"Routing"</h2>
            <dl class="facts">
                {fact("Queue", routing.queue.as_ref().map(queue_words))}
                {fact("Forwarded from", forwarding_queue.as_ref().map(queue_words))}
                {fact("Priority", routing.priority.map(|priority| priority.to_string()))}
                {fact("Preferred agent", routing.preferred_agent.as_ref().map(agent_words))}
                {fact("Required agents", required)}
                {fact("Agent", agent)}
                {fact("Source", facts.source)}
                {fact("Destination", facts.destination)}
                {fact("Contact", contact)}
                {fact("Language", facts.language)}
                {at("Connected", connected_at)}
                {at("Ended", ended_at)}
                {fact("Ended by", terminal.map(|event| event.to_string()))}
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
                <td class="opt"><Tag label=attached.origin.to_string() /></td>
            </tr>
        }
    };
    let rows = conversation.attached_data.iter().map(row).collect_view();
    let columns = vec![Column::new("Key"), Column::new("Value"), Column::new("From").optional()];
    if conversation.attached_data.iter().next().is_none() {
        return view! {
            <section class="card pad stack" aria-labelledby="attached">
                <h2 id="attached">"Attached data"</h2>
                <p class="faint">"Nothing was attached. An integration's save puts it here."</p>
            </section>
        }
        .into_any();
    }
    view! {
        <section class="stack" aria-labelledby="attached">
            <h2 id="attached">"Attached data"</h2>
            <Table caption="Attached data" columns>{rows}</Table>
        </section>
    }
    .into_any()
}
