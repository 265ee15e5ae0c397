//! The fields of the one form.

use super::direction_words;
use super::events::EventBoxes;
use super::placeholders::{of_request, of_response};
use crate::api::event_integration_form::EventIntegrationForm;
use crate::components::{
    CheckGroup, CheckboxField, JsonField, NumberField, SelectField, TextField, TextKind, TextareaField,
};
use crate::pages::credentials::{CredentialRows, StoredCredentials};
use crate::paths;
use leptos::prelude::*;
use patchbay_model::event::Applicability;
use patchbay_model::queue::Queue;
use patchbay_model::templating::Known;
use patchbay_model::trigger::{DEFAULT_ORDINAL, EventTrigger, TriggerDirection};

#[component]
pub(super) fn EventIntegrationFields(
    form: EventIntegrationForm,
    stored: StoredCredentials,
    queues: Vec<Queue>,
    applicability: Applicability,
    selection: RwSignal<EventTrigger>,
) -> impl IntoView {
    let at = |pointer: &str| Some(pointer.to_owned());
    let direction = |one: &TriggerDirection| (one.to_string(), direction_words(*one).to_owned());
    let directions = [TriggerDirection::Both, TriggerDirection::Inbound, TriggerDirection::Outbound];
    let credentials: Vec<String> = form.credentials.iter().map(|row| row.name.clone()).collect();
    let placeholders = of_request(if credentials.is_empty() { Known::Any } else { Known::Only(credentials) });
    let placeholders = placeholders.into_iter().chain(of_response()).collect();
    view! {
        <div class="pair">
            <TextField name="form[name]" pointer=at("/name") label="Name" hint="Unique in the call center." value=form.name.clone() />
            <NumberField name="form[ordinal]" pointer=at("/ordinal") label="Ordinal" hint="Where several match, the smallest runs first." value=form.ordinal.trim().parse().unwrap_or(i64::from(DEFAULT_ORDINAL)) />
        </div>
        <TextareaField name="form[description]" pointer=at("/description") label="Description" rows=2 value=form.description.clone() optional=true />
        <TextField name="form[url]" pointer=at("/url") label="Endpoint URL" hint="https, with placeholders in path: https://external.rest.api/contact-pro-events/{event}. Query parameters belong in request.params." kind=TextKind::Code placeholder="https://external.rest.api/contact-pro-events/{event}" value=form.url.clone() />
        <SelectField name="form[direction]" pointer=at("/direction") label="Conversation direction" options=directions.iter().map(direction).collect() value=form.direction.to_string() />
        <CheckGroup name="direct" pointer="/direct" label="Direct conversations" hint="Those that stand in no queue. Outbound calls are direct.">
            <div class="boxes">
                <CheckboxField name="form[direct_calls]" pointer=at("/directCalls") label="Direct calls" checked=form.direct_calls />
                <CheckboxField name="form[direct_chats]" pointer=at("/directChats") label="Direct chats" checked=form.direct_chats />
            </div>
        </CheckGroup>
        <QueueBoxes queues chosen=form.queues.clone() />
        <EventBoxes applicability selection />
        <CheckboxField name="form[stop]" pointer=at("/stop") label="Stop" hint="Those that match too and come after it do not run." checked=form.stop />
        <CredentialRows rows=form.credentials.clone() stored label="Authentication" />
        <JsonField
            name="form[configuration]"
            pointer=at("/configuration")
            label="JSON for Configuration"
            hint="What is sent, and what the answer changes. It is checked while you type."
            value=form.configuration
            rows=16
            placeholders
            help=ViewFn::from(help)
        />
    }
    .into_any()
}

/// Every queue, and those that were chosen and are queues no more: saving would drop them otherwise without a word.
#[component]
fn QueueBoxes(queues: Vec<Queue>, chosen: Vec<String>) -> impl IntoView {
    let gone = chosen.iter().filter(|address| !queues.iter().any(|queue| queue.address == **address));
    let gone = gone.map(|address| (address.clone(), "There is no such queue.".to_owned(), address.clone()));
    let known = queues.iter().map(|queue| (queue.name.clone(), queue.address.clone(), queue.address.clone()));
    let boxes: Vec<(String, String, String)> = known.chain(gone).collect();
    let none = boxes.is_empty().then(|| {
        view! { <p class="hint">"This call center has no queues yet: it can listen to direct conversations."</p> }
    });
    let one = move |(index, (label, hint, address)): (usize, (String, String, String))| {
        let checked = chosen.contains(&address);
        view! {
            <CheckboxField name=format!("form[queues][{index}]") label hint value=address checked />
        }
    };
    view! {
        <CheckGroup name="queues" pointer="/queues" label="Queues" hint="Inbound calls and chats of both directions that stand in one of these.">
            {none}
            <div class="boxes queue-boxes">{boxes.into_iter().enumerate().map(one).collect_view()}</div>
        </CheckGroup>
    }
    .into_any()
}

fn help() -> impl IntoView {
    view! {
        <p><code>"{\"request\": {…}, \"response\": {…}}"</code>" – the method is required, the response is optional and makes the sender of the event wait."</p>
        <ul>
            <li><a href=paths::REQUEST_HELP target="_blank" rel="noopener">"Building the request"</a></li>
            <li><a href=paths::RESPONSE_HELP target="_blank" rel="noopener">"Building the response"</a></li>
            <li><a href="/schemas/event-integration.json" target="_blank" rel="external">"JSON Schema"</a></li>
        </ul>
    }
}
