//! The fields of a third-party omnichannel adapter, its settings under their original names.

use super::around::Around;
use super::twoway_fields::egress;
use crate::api::adapter_form::AdapterForm;
use crate::components::{CheckGroup, CheckboxField, JsonField, SecretField, TextField, TextKind};
use crate::paths;
use crate::{text, text_view};
use leptos::prelude::*;
use patchbay_model::messaging::adapter::Adapter;
use patchbay_model::time::Timestamp;

/// Since when the secrets are set: all that is ever known of them here.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct SecretsSince {
    secret: Option<Timestamp>,
    delivery_secret: Option<Timestamp>,
}

impl SecretsSince {
    pub(super) fn of(read: &Adapter) -> Self {
        // A secret that is set says since when; should it not, the adapter's last save is the latest that it can be.
        let since = |secret: &Option<patchbay_model::integrator::SecretState>| {
            secret.as_ref().filter(|secret| secret.set).map(|secret| secret.updated_at.unwrap_or(read.updated_at))
        };
        Self { secret: since(&read.secret), delivery_secret: since(&read.delivery_secret) }
    }
}

#[component]
pub(super) fn OmnichannelFields(form: AdapterForm, around: Around, since: SecretsSince) -> impl IntoView {
    let property = |name: &str| format!("app.ext.integration.api.{name}");
    let at = |name: &str| Some(format!("/properties/{}", property(name)));
    let keep = |kept: bool, name: &'static str| kept.then(|| view! { <input type="hidden" name=name value="true" /> });
    let (kept, kept_for_delivery) =
        (keep(form.keep_secret, "form[keep_secret]"), keep(form.keep_delivery_secret, "form[keep_delivery_secret]"));
    view! {
        <TextField name="form[name]" pointer=Some("/name".to_owned()) label=text!(common.name) hint=text!(adapters.name_hint) value=form.name.clone() autofocus=form.name.is_empty() />
        <CheckboxField name="form[is_bot]" pointer=Some("/isBot".to_owned()) label=text!(adapters.is_bot) hint=text!(adapters.is_bot_hint) checked=form.is_bot />
        <Channels form=form.clone() around=around.clone() />
        <fieldset class="rows webhook">
            <legend>{text!(adapters.properties)}</legend>
            <TextField name="form[base_url]" pointer=at("base.url") label=property("base.url") hint=text!(adapters.base_url_hint) kind=TextKind::Code placeholder="https://suite.example.com" value=form.base_url optional=true />
            <TextField name="form[incoming_message]" pointer=at("incomingMessage") label=property("incomingMessage") hint=text!(adapters.incoming_message_hint) kind=TextKind::Code placeholder="/api/incoming" value=form.incoming_message optional=true />
            <TextField name="form[send_message]" pointer=at("sendMessage") label=property("sendMessage") hint=text!(adapters.send_message_hint) kind=TextKind::Code placeholder="/ext/{owner}/sendMessage" value=form.send_message optional=true />
            <details class="help" open=!form.document.is_empty()>
                <summary>{text!(adapters.import_json)}</summary>
                <JsonField name="form[document]" pointer=Some("/properties".to_owned()) label=text!(adapters.properties_json) hint=text!(adapters.properties_json_hint) value=form.document.clone() rows=5 optional=true />
            </details>
        </fieldset>
        {kept}
        <SecretField name="form[secret]" pointer=Some("/secret".to_owned()) label=text!(adapters.secret) hint=text!(adapters.secret_hint) set_at=since.secret />
        {kept_for_delivery}
        <SecretField name="form[delivery_secret]" pointer=Some("/deliverySecret".to_owned()) label=text!(adapters.delivery_secret) hint=text!(adapters.delivery_secret_hint) set_at=since.delivery_secret optional=true />
        <p class="hint">
            {text_view!(
                adapters.schema,
                schema = view! { <a href="/schemas/omnichannel.json" target="_blank" rel="external">{"omnichannel.json"}</a> },
                address = egress(around.egress_address),
            )}
        </p>
    }
    .into_any()
}

#[component]
fn Channels(form: AdapterForm, around: Around) -> impl IntoView {
    let is_own = |name: &String| around.channels.iter().any(|own| own.to_lowercase() == name.to_lowercase());
    let others: Vec<String> = form.channels.iter().filter(|name| !is_own(name)).cloned().collect();
    let typed = Some(form.more_channels.clone()).filter(|typed| !typed.is_empty());
    let others: Vec<String> = others.into_iter().chain(typed).collect();
    let boxes = around.channels.iter().enumerate().map(|(index, name)| {
        let checked = form.channels.iter().any(|chosen| chosen.to_lowercase() == name.to_lowercase());
        view! { <CheckboxField name=format!("form[channels][{index}]") label=name.clone() value=name.clone() checked /> }
    });
    let boxes = boxes.collect_view();
    let none = around.channels.is_empty().then(|| {
        let add = paths::of_call_center(paths::CHANNELS, &around.call_center);
        view! { <p class="faint">{text_view!(adapters.channels_none, add = view! { <a href=add>{text!(adapters.channels_add)}</a> })}</p> }
    });
    view! {
        <CheckGroup name="channels" pointer="/channels" label=text!(adapters.channels) hint=text!(adapters.channels_hint)>
            {none}
            <div class="boxes">{boxes}</div>
        </CheckGroup>
        <TextField name="form[more_channels]" pointer=Some("/moreChannels".to_owned()) label=text!(adapters.more_channels) hint=text!(adapters.more_channels_hint) value=others.join(", ") optional=true />
    }
    .into_any()
}
