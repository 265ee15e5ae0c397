//! What an endpoint is, and when it runs by itself.

use super::type_options;
use crate::api::endpoint_form::EndpointForm;
use crate::components::{CheckboxField, JsonField, SelectField, TextField, TextareaField};
use crate::text;
use leptos::prelude::*;
use patchbay_model::trigger::TriggerName;

#[component]
pub(super) fn WhatSection(form: EndpointForm) -> impl IntoView {
    let at = |pointer: &str| Some(pointer.to_owned());
    view! {
        <div class="pair">
            <TextField name="form[name]" pointer=at("/name") label=text!(common.name) hint=text!(endpoints.name_hint) value=form.name.clone() />
            <TextField name="form[label]" pointer=at("/label") label=text!(endpoints.label) hint=text!(endpoints.label_hint) value=form.label.clone() optional=true />
        </div>
        <SelectField name="form[endpoint_type]" pointer=at("/type") label=text!(endpoints.kind) options=type_options() value=form.endpoint_type.to_string() />
        <TextareaField name="form[description]" pointer=at("/description") label=text!(endpoints.description) value=form.description.clone() optional=true rows=2 />
        <CheckboxField name="form[enabled]" pointer=at("/enabled") label=text!(endpoints.enabled) hint=text!(endpoints.enabled_hint) checked=form.enabled />
        <div class="of-auth">
            <CheckboxField name="form[default]" pointer=at("/default") label=text!(endpoints.default_auth) hint=text!(endpoints.default_auth_hint) checked=form.default />
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
            <legend>{text!(endpoints.triggers)}</legend>
            <div class="boxes">{boxes}</div>
        </fieldset>
        <details open=listens>
            <summary>{text!(endpoints.conversation_events)}</summary>
            <JsonField
                name="form[event_triggers]"
                pointer=Some("/eventTriggers".to_owned())
                label=text!(endpoints.event_triggers)
                hint=text!(endpoints.event_triggers_hint)
                value=form.event_triggers.clone()
                optional=true
                rows=6
            />
        </details>
    }
    .into_any()
}

fn meaning(name: TriggerName) -> &'static str {
    match name {
        TriggerName::CallStart => text!(endpoints.call_start),
        TriggerName::CallConnected => text!(endpoints.call_connected),
        TriggerName::CallEnd => text!(endpoints.call_end),
        TriggerName::SmsSend => text!(endpoints.sms_send),
        TriggerName::SmsReceived => text!(endpoints.sms_received),
        TriggerName::TicketCreate => text!(endpoints.ticket_create),
        TriggerName::ContactCreate => text!(endpoints.contact_create),
        TriggerName::Manual => text!(endpoints.manual),
    }
}
