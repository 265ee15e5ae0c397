//! What an endpoint is, and when it runs by itself.

use super::type_options;
use crate::api::endpoint_form::EndpointForm;
use crate::components::{CheckboxField, JsonField, SelectField, TextField, TextareaField};
use leptos::prelude::*;
use patchbay_model::trigger::TriggerName;

#[component]
pub(super) fn WhatSection(form: EndpointForm) -> impl IntoView {
    let at = |pointer: &str| Some(pointer.to_owned());
    view! {
        <div class="pair">
            <TextField name="form[name]" pointer=at("/name") label="Name" hint="Programs call it by this name." value=form.name.clone() />
            <TextField name="form[label]" pointer=at("/label") label="Label" hint="Shown in lists. Empty: the name." value=form.label.clone() optional=true />
        </div>
        <SelectField name="form[endpoint_type]" pointer=at("/type") label="Type" options=type_options() value=form.endpoint_type.to_string() />
        <TextareaField name="form[description]" pointer=at("/description") label="Description" value=form.description.clone() optional=true rows=2 />
        <CheckboxField name="form[enabled]" pointer=at("/enabled") label="Enabled" hint="Unchecked, it can't be called and its triggers are skipped." checked=form.enabled />
        <div class="of-auth">
            <CheckboxField name="form[default]" pointer=at("/default") label="The integration's default" hint="Gets the token of every endpoint that names no other. The first auth endpoint is the default by itself." checked=form.default />
        </div>
        <div class="not-of-auth form"><Triggers form /></div>
    }
    .into_any()
}

#[component]
fn Triggers(form: EndpointForm) -> impl IntoView {
    let box_of = |(index, name): (usize, &TriggerName)| {
        view! {
            <CheckboxField
                name=format!("form[triggers][{index}]")
                // A pointer that the server never uses: its list holds the checked ones only.
                pointer=Some(format!("/triggers/named/{index}"))
                label=name.as_str()
                hint=meaning(*name)
                value=name.as_str()
                checked=form.triggers.contains(name)
            />
        }
    };
    let boxes = TriggerName::ALL.iter().enumerate().map(box_of).collect_view();
    let listens = !form.event_triggers.is_empty();
    view! {
        <fieldset>
            <legend>"Runs by itself on"</legend>
            <div class="boxes">{boxes}</div>
        </fieldset>
        <details open=listens>
            <summary>"Conversation events"</summary>
            <JsonField
                name="form[event_triggers]"
                pointer=Some("/eventTriggers".to_owned())
                label="Event triggers"
                hint=EVENTS_HINT
                value=form.event_triggers.clone()
                optional=true
                rows=6
            />
        </details>
    }
    .into_any()
}

const EVENTS_HINT: &str = "A list of objects: events (received, queued, allocated, accepted, rejected, transferred, forwarded, ended, abandoned), \
direction (inbound, outbound, both), directCalls, directChats, queues, condition, ordinal, stop.";

fn meaning(name: TriggerName) -> &'static str {
    match name {
        TriggerName::CallStart => "Rings in or dials out: fills the iframe.",
        TriggerName::CallConnected => "Answered: creates the call log, its id is kept.",
        TriggerName::CallEnd => "Ended or abandoned, exactly once: updates the log, or creates it.",
        TriggerName::SmsSend => "An SMS is sent: one note.",
        TriggerName::SmsReceived => "An SMS comes in: notes, contact look-up.",
        TriggerName::TicketCreate => "The agent submits the ticket form.",
        TriggerName::ContactCreate => "The agent submits the contact form.",
        TriggerName::Manual => "Called by name.",
    }
}
