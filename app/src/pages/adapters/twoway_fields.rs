//! The fields of a TwoWay adapter.

use super::around::Around;
use super::handover::HandoverBody;
use crate::api::adapter_form::AdapterForm;
use crate::api::integrator_form::ValueRow;
use crate::components::{CheckGroup, CheckboxField, RowColumn, RowsEditor, TextField, TextKind};
use crate::paths;
use leptos::prelude::*;
use patchbay_model::messaging::channel::TWOWAY_CHANNELS;

#[component]
pub(super) fn TwowayFields(form: AdapterForm, around: Around) -> impl IntoView {
    let AdapterForm { name, is_bot, channels, message_url, message_headers, handover_url, handover_headers, .. } = form;
    view! {
        <TextField name="form[name]" pointer=Some("/name".to_owned()) label="Name" hint="Unique in the call center." autofocus=name.is_empty() value=name />
        <CheckboxField name="form[is_bot]" pointer=Some("/isBot".to_owned()) label="It is a bot" hint="A program answers, not a person." checked=is_bot />
        <Channels chosen=channels around=around.clone() />
        <fieldset class="rows webhook">
            <legend>"Message endpoint"</legend>
            <p class="hint">"Customers' messages are posted to it, in TwoWay. Without it the adapter sends and never receives."</p>
            <TextField name="form[message_url]" pointer=Some("/messageEndpoint/url".to_owned()) label="Webhook URL" kind=TextKind::Code placeholder="https://bot.example.com/messages" value=message_url optional=true />
            <Headers name="form[message_headers]" pointer="/messageEndpoint/headers" rows=message_headers />
        </fieldset>
        <fieldset class="rows webhook">
            <legend>"Handover endpoint"</legend>
            <p class="hint">"Called when a chat is handed over to this adapter. Header " <code>"X-Event: handover"</code> " unless you write another."</p>
            <TextField name="form[handover_url]" pointer=Some("/handoverEndpoint/url".to_owned()) label="Handover URL" kind=TextKind::Code placeholder="https://bot.example.com/handover" value=handover_url optional=true />
            <HandoverBody call_center=around.call_center value=form.handover_body />
            <Headers name="form[handover_headers]" pointer="/handoverEndpoint/headers" rows=handover_headers />
        </fieldset>
        <fieldset class="rows webhook">
            <legend>"Events endpoint"</legend>
            <p class="hint">"Sessions that begin and end, handovers, receipts. Never the content of a message."</p>
            <TextField name="form[events_url]" pointer=Some("/eventsEndpoint/url".to_owned()) label="Events URL" kind=TextKind::Code placeholder="https://bot.example.com/events" value=form.events_url optional=true />
            <Headers name="form[events_headers]" pointer="/eventsEndpoint/headers" rows=form.events_headers />
        </fieldset>
        <p class="hint">"The schema of what is posted and taken: " <a href="/schemas/twoway.json" target="_blank" rel="external">"twoway.json"</a> ". Calls leave from " {egress(around.egress_address)} "."</p>
    }
    .into_any()
}

/// The address that a firewall of the other side has to let through.
pub(super) fn egress(address: Option<String>) -> AnyView {
    match address {
        Some(address) => view! { <code>{address}</code> }.into_any(),
        None => view! { "the address that the system chooses (the operator sets it with PATCHBAY_EGRESS_ADDRESS)" }
            .into_any(),
    }
}

#[component]
fn Channels(chosen: Vec<String>, around: Around) -> impl IntoView {
    let boxes = TWOWAY_CHANNELS.iter().enumerate().map(|(index, name)| {
        let is = |other: &String| other.eq_ignore_ascii_case(name);
        let hint = if around.channels.iter().any(is) { "A channel of this call center." } else { "" };
        view! { <CheckboxField name=format!("form[channels][{index}]") label=*name hint value=*name checked=chosen.iter().any(is) /> }
    });
    let boxes = boxes.collect_view();
    let add = paths::of_call_center(paths::CHANNELS, &around.call_center);
    view! {
        <CheckGroup name="channels" pointer="/channels" label="Channels" hint="Whose messages it takes. A new chat goes to the first adapter, by name, that lists its channel.">
            <div class="boxes">{boxes}</div>
            <p class="hint"><a href=add>"Channels of this call center"</a></p>
        </CheckGroup>
    }
    .into_any()
}

#[component]
fn Headers(name: &'static str, pointer: &'static str, rows: Vec<ValueRow>) -> impl IntoView {
    let columns = vec![
        RowColumn::new("name", "Header").placeholder("X-Api-Key"),
        RowColumn::new("value", "Value").kept(),
        RowColumn::new("keep", "Keep").hidden("false"),
    ];
    let row = |row: ValueRow| {
        let value = if row.keep { "Set; empty keeps it".to_owned() } else { row.value };
        vec![row.name, value, row.keep.to_string()]
    };
    view! {
        <RowsEditor
            name
            pointer
            label="Extra headers"
            hint="A header whose name has key, token, secret, auth, password, cookie, signature or credential in it is kept as a secret and never shown again."
            columns
            rows=rows.into_iter().map(row).collect()
            add="Add header"
        />
    }
    .into_any()
}
