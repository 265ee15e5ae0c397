//! The fields of a TwoWay adapter.

use super::around::Around;
use super::handover::HandoverBody;
use crate::api::adapter_form::AdapterForm;
use crate::api::integrator_form::ValueRow;
use crate::components::{CheckGroup, CheckboxField, RowColumn, RowsEditor, TextField, TextKind};
use crate::paths;
use crate::{text, text_view};
use leptos::prelude::*;
use patchbay_model::messaging::channel::TWOWAY_CHANNELS;

#[component]
pub(super) fn TwowayFields(form: AdapterForm, around: Around) -> impl IntoView {
    let AdapterForm { name, is_bot, channels, message_url, message_headers, handover_url, handover_headers, .. } = form;
    view! {
        <TextField name="form[name]" pointer=Some("/name".to_owned()) label=text!(common.name) hint=text!(adapters.name_hint) autofocus=name.is_empty() value=name />
        <CheckboxField name="form[is_bot]" pointer=Some("/isBot".to_owned()) label=text!(adapters.is_bot) hint=text!(adapters.is_bot_hint) checked=is_bot />
        <Channels chosen=channels around=around.clone() />
        <fieldset class="rows webhook">
            <legend>{text!(adapters.message_endpoint)}</legend>
            <p class="hint">{text!(adapters.message_endpoint_hint)}</p>
            <TextField name="form[message_url]" pointer=Some("/messageEndpoint/url".to_owned()) label=text!(adapters.webhook_url) kind=TextKind::Code placeholder="https://bot.example.com/messages" value=message_url optional=true />
            <Headers name="form[message_headers]" pointer="/messageEndpoint/headers" rows=message_headers />
        </fieldset>
        <fieldset class="rows webhook">
            <legend>{text!(adapters.handover_endpoint)}</legend>
            <p class="hint">{text_view!(adapters.handover_endpoint_hint, header = view! { <code>"X-Event: handover"</code> })}</p>
            <TextField name="form[handover_url]" pointer=Some("/handoverEndpoint/url".to_owned()) label=text!(adapters.handover_url) kind=TextKind::Code placeholder="https://bot.example.com/handover" value=handover_url optional=true />
            <HandoverBody call_center=around.call_center value=form.handover_body />
            <Headers name="form[handover_headers]" pointer="/handoverEndpoint/headers" rows=handover_headers />
        </fieldset>
        <fieldset class="rows webhook">
            <legend>{text!(adapters.events_endpoint)}</legend>
            <p class="hint">{text!(adapters.events_endpoint_hint)}</p>
            <TextField name="form[events_url]" pointer=Some("/eventsEndpoint/url".to_owned()) label=text!(adapters.events_url) kind=TextKind::Code placeholder="https://bot.example.com/events" value=form.events_url optional=true />
            <Headers name="form[events_headers]" pointer="/eventsEndpoint/headers" rows=form.events_headers />
        </fieldset>
        <p class="hint">
            {text_view!(
                adapters.schema,
                schema = view! { <a href="/schemas/twoway.json" target="_blank" rel="external">{"twoway.json"}</a> },
                address = egress(around.egress_address),
            )}
        </p>
    }
    .into_any()
}

/// The address that a firewall of the other side has to let through.
pub(super) fn egress(address: Option<String>) -> AnyView {
    match address {
        Some(address) => view! { <code>{address}</code> }.into_any(),
        None => text!(adapters.egress_chosen).into_any(),
    }
}

#[component]
fn Channels(chosen: Vec<String>, around: Around) -> impl IntoView {
    let boxes = TWOWAY_CHANNELS.iter().enumerate().map(|(index, name)| {
        let is = |other: &String| other.eq_ignore_ascii_case(name);
        let hint = if around.channels.iter().any(is) { text!(adapters.own_channel) } else { "" };
        view! { <CheckboxField name=format!("form[channels][{index}]") label=*name hint value=*name checked=chosen.iter().any(is) /> }
    });
    let boxes = boxes.collect_view();
    let add = paths::of_call_center(paths::CHANNELS, &around.call_center);
    view! {
        <CheckGroup name="channels" pointer="/channels" label=text!(adapters.channels) hint=text!(adapters.channels_hint)>
            <div class="boxes">{boxes}</div>
            <p class="hint"><a href=add>{text!(adapters.channels_link)}</a></p>
        </CheckGroup>
    }
    .into_any()
}

#[component]
fn Headers(name: &'static str, pointer: &'static str, rows: Vec<ValueRow>) -> impl IntoView {
    let columns = vec![
        RowColumn::new("name", text!(adapters.header)).placeholder("X-Api-Key"),
        RowColumn::new("value", text!(adapters.value)).kept(),
        RowColumn::new("keep", text!(shared.keep)).hidden("false"),
    ];
    let row = |row: ValueRow| {
        let value = if row.keep { text!(adapters.value_kept).to_owned() } else { row.value };
        vec![row.name, value, row.keep.to_string()]
    };
    view! {
        <RowsEditor
            name
            pointer
            label=text!(adapters.headers)
            hint=text!(adapters.headers_hint)
            columns
            rows=rows.into_iter().map(row).collect()
            add=text!(adapters.add_header)
        />
    }
    .into_any()
}
