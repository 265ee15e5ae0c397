//! The fields of the one form.

use super::events::EventBoxes;
use super::placeholders::{of_request, of_response};
use crate::api::event_integration_form::EventIntegrationForm;
use crate::components::{
    CheckGroup, CheckboxField, JsonField, NumberField, SelectField, TextField, TextKind, TextareaField,
};
use crate::pages::credentials::{CredentialRows, StoredCredentials};
use crate::paths;
use crate::words::Word;
use crate::{text, text_view};
use leptos::prelude::*;
use patchbay_model::event::Applicability;
use patchbay_model::queue::Queue;
use patchbay_model::templating::Known;
use patchbay_model::trigger::{DEFAULT_ORDINAL, EventTrigger, TriggerDirection};

/// An address as the events of all conversations are sent to.
const URL: &str = "https://external.rest.api/contact-pro-events/{event}";

#[component]
pub(super) fn EventIntegrationFields(
    form: EventIntegrationForm,
    stored: StoredCredentials,
    queues: Vec<Queue>,
    applicability: Applicability,
    selection: RwSignal<EventTrigger>,
) -> impl IntoView {
    let at = |pointer: &str| Some(pointer.to_owned());
    let direction = |one: &TriggerDirection| (one.to_string(), one.word().to_owned());
    let directions = [TriggerDirection::Both, TriggerDirection::Inbound, TriggerDirection::Outbound];
    let credentials: Vec<String> = form.credentials.iter().map(|row| row.name.clone()).collect();
    let placeholders = of_request(if credentials.is_empty() { Known::Any } else { Known::Only(credentials) });
    let placeholders = placeholders.into_iter().chain(of_response()).collect();
    view! {
        <div class="pair">
            <TextField name="form[name]" pointer=at("/name") label=text!(common.name) hint=text!(event_integrations.name_hint) value=form.name.clone() />
            <NumberField name="form[ordinal]" pointer=at("/ordinal") label=text!(event_integrations.ordinal) hint=text!(event_integrations.ordinal_hint) value=form.ordinal.trim().parse().unwrap_or(i64::from(DEFAULT_ORDINAL)) />
        </div>
        <TextareaField name="form[description]" pointer=at("/description") label=text!(event_integrations.description) rows=2 value=form.description.clone() optional=true />
        <TextField name="form[url]" pointer=at("/url") label=text!(event_integrations.url) hint=text!(event_integrations.url_hint, example = URL) kind=TextKind::Code placeholder=URL value=form.url.clone() />
        <SelectField name="form[direction]" pointer=at("/direction") label=text!(event_integrations.conversation_direction) options=directions.iter().map(direction).collect() value=form.direction.to_string() />
        <CheckGroup name="direct" pointer="/direct" label=text!(event_integrations.direct_conversations) hint=text!(event_integrations.direct_conversations_hint)>
            <div class="boxes">
                <CheckboxField name="form[direct_calls]" pointer=at("/directCalls") label=text!(event_integrations.direct_calls) checked=form.direct_calls />
                <CheckboxField name="form[direct_chats]" pointer=at("/directChats") label=text!(event_integrations.direct_chats) checked=form.direct_chats />
            </div>
        </CheckGroup>
        <QueueBoxes queues chosen=form.queues.clone() />
        <EventBoxes applicability selection />
        <CheckboxField name="form[stop]" pointer=at("/stop") label=text!(event_integrations.stop) hint=text!(event_integrations.stop_hint) checked=form.stop />
        <CredentialRows rows=form.credentials.clone() stored label=text!(event_integrations.authentication) />
        <JsonField
            name="form[configuration]"
            pointer=at("/configuration")
            label=text!(event_integrations.configuration)
            hint=text!(event_integrations.configuration_hint)
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
    let gone = gone.map(|address| (address.clone(), text!(event_integrations.queue_gone).to_owned(), address.clone()));
    let known = queues.iter().map(|queue| (queue.name.clone(), queue.address.clone(), queue.address.clone()));
    let boxes: Vec<(String, String, String)> = known.chain(gone).collect();
    let none = boxes.is_empty().then(|| {
        view! { <p class="hint">{text!(event_integrations.no_queues)}</p> }
    });
    let one = move |(index, (label, hint, address)): (usize, (String, String, String))| {
        let checked = chosen.contains(&address);
        view! {
            <CheckboxField name=format!("form[queues][{index}]") label hint value=address checked />
        }
    };
    view! {
        <CheckGroup name="queues" pointer="/queues" label=text!(event_integrations.queues) hint=text!(event_integrations.queues_hint)>
            {none}
            <div class="boxes queue-boxes">{boxes.into_iter().enumerate().map(one).collect_view()}</div>
        </CheckGroup>
    }
    .into_any()
}

fn help() -> impl IntoView {
    view! {
        <p>{text_view!(event_integrations.configuration_help, example = view! { <code>"{\"request\": {…}, \"response\": {…}}"</code> })}</p>
        <ul>
            <li><a href=paths::REQUEST_HELP target="_blank" rel="noopener">{text!(event_integrations.building_request)}</a></li>
            <li><a href=paths::RESPONSE_HELP target="_blank" rel="noopener">{text!(event_integrations.building_response)}</a></li>
            <li><a href="/schemas/event-integration.json" target="_blank" rel="external">{text!(event_integrations.json_schema)}</a></li>
        </ul>
    }
}
