//! The fields of a third-party omnichannel adapter, its settings under their original names.

use super::around::Around;
use super::twoway_fields::egress;
use crate::api::adapter_form::AdapterForm;
use crate::components::{CheckGroup, CheckboxField, JsonField, SecretField, TextField, TextKind};
use crate::paths;
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
    let property = |name: &str| Some(format!("/properties/app.ext.integration.api.{name}"));
    let keep = |kept: bool, name: &'static str| kept.then(|| view! { <input type="hidden" name=name value="true" /> });
    let (kept, kept_for_delivery) =
        (keep(form.keep_secret, "form[keep_secret]"), keep(form.keep_delivery_secret, "form[keep_delivery_secret]"));
    view! {
        <TextField name="form[name]" pointer=Some("/name".to_owned()) label="Name" hint="Unique in the call center." value=form.name.clone() autofocus=form.name.is_empty() />
        <CheckboxField name="form[is_bot]" pointer=Some("/isBot".to_owned()) label="It is a bot" hint="A program answers, not a person." checked=form.is_bot />
        <Channels form=form.clone() around=around.clone() />
        <fieldset class="rows webhook">
            <legend>"Properties"</legend>
            <TextField name="form[base_url]" pointer=property("base.url") label="app.ext.integration.api.base.url" hint="The https root of the third party. Empty: the bridge is off." kind=TextKind::Code placeholder="https://suite.example.com" value=form.base_url optional=true />
            <TextField name="form[incoming_message]" pointer=property("incomingMessage") label="app.ext.integration.api.incomingMessage" hint="The path there that Incoming Events are posted to." kind=TextKind::Code placeholder="/api/incoming" value=form.incoming_message optional=true />
            <TextField name="form[send_message]" pointer=property("sendMessage") label="app.ext.integration.api.sendMessage" hint="The path here that takes Outgoing Events; {owner} is the call center. Commands are taken there too." kind=TextKind::Code placeholder="/ext/{owner}/sendMessage" value=form.send_message optional=true />
            <details class="help" open=!form.document.is_empty()>
                <summary>"Import from JSON"</summary>
                <JsonField name="form[document]" pointer=Some("/properties".to_owned()) label="Properties as JSON" hint="What an export gave. What stands here counts in the place of the three fields." value=form.document.clone() rows=5 optional=true />
            </details>
        </fieldset>
        {kept}
        <SecretField name="form[secret]" pointer=Some("/secret".to_owned()) label="Secret" hint="What the third party shows as a bearer token, and is shown: 16 to 200 letters, digits and signs." set_at=since.secret />
        {kept_for_delivery}
        <SecretField name="form[delivery_secret]" pointer=Some("/deliverySecret".to_owned()) label="Secret of deliveries" hint="What the third party is shown, where that is another." set_at=since.delivery_secret optional=true />
        <p class="hint">"The schema of what is posted and taken: " <a href="/schemas/omnichannel.json" target="_blank" rel="external">"omnichannel.json"</a> ". Calls leave from " {egress(around.egress_address)} "."</p>
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
        view! { <p class="faint">"This call center has no channels yet. "<a href=add>"Add one"</a>"."</p> }
    });
    view! {
        <CheckGroup name="channels" pointer="/channels" label="Channels" hint="Whose messages it takes. A new chat goes to the first adapter, by name, that lists its channel.">
            {none}
            <div class="boxes">{boxes}</div>
        </CheckGroup>
        <TextField name="form[more_channels]" pointer=Some("/moreChannels".to_owned()) label="Channels to come" hint="Names of channels that are not there yet, with commas between." value=others.join(", ") optional=true />
    }
    .into_any()
}
