//! The fields of a channel: a name, and those of its kind.

use crate::api::channels::{ChannelForm, sender_value};
use crate::api::endpoints::list_endpoints;
use crate::api::integrators::list_integrators;
use crate::components::{Notice, SelectField, TextField, TextKind, TextareaField, Tone};
use crate::error::PageError;
use crate::paths;
use crate::words::Word;
use crate::{text, text_view};
use leptos::prelude::*;
use patchbay_model::endpoint::EndpointType;
use patchbay_model::id::CallCenterId;
use patchbay_model::integrator::IntegratorQuery;
use patchbay_model::messaging::channel::ChannelKind;
use patchbay_model::page::PageRequest;
use serde::{Deserialize, Serialize};

/// An endpoint that can send SMS for the call center.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Sender {
    template: String,
    endpoint: String,
    label: String,
}

/// The `sendSms` endpoints of what the call center has plugged in.
pub(super) async fn senders_of(call_center: &CallCenterId) -> Result<Vec<Sender>, PageError> {
    let longest = PageRequest::longest;
    let integrators = list_integrators(Some(call_center.clone()), IntegratorQuery::default(), longest()).await?;
    let mut templates: Vec<_> = integrators.items.into_iter().map(|one| (one.template_id, one.template)).collect();
    templates.dedup();
    let mut senders: Vec<Sender> = Vec::new();
    for (id, template) in templates {
        let endpoints = list_endpoints(id, None, longest()).await?.items.into_iter();
        let sending = endpoints.filter(|endpoint| endpoint.draft.endpoint_type == EndpointType::SendSms);
        let known = |endpoint: &str| senders.iter().any(|one| one.template == template && one.endpoint == endpoint);
        let found: Vec<_> = sending
            .filter(|endpoint| !known(&endpoint.draft.name))
            .map(|endpoint| Sender {
                template: template.clone(),
                endpoint: endpoint.draft.name,
                label: endpoint.draft.label,
            })
            .collect();
        senders.extend(found);
    }
    Ok(senders)
}

/// The fields. Of a channel to come those of every kind stand there, and the style sheet shows the chosen one's.
#[component]
pub(super) fn ChannelFields(
    form: ChannelForm,
    senders: Vec<Sender>,
    /// The kind of a saved one, which stays.
    kind: Option<ChannelKind>,
) -> impl IntoView {
    let at = |pointer: &str| Some(pointer.to_owned());
    let choice = match kind {
        Some(kind) => view! { <input type="hidden" name="form[kind]" value=kind.as_str() /> }.into_any(),
        None => {
            let options = ChannelKind::ALL.iter().map(|kind| (kind.to_string(), meaning(*kind))).collect();
            view! { <SelectField name="form[kind]" pointer=at("/kind") label=text!(common.kind) hint=text!(channels.kind_hint) options value=form.kind.clone() /> }.into_any()
        }
    };
    let shown = move |one: ChannelKind| kind.is_none_or(|kind| kind == one);
    let webchat = shown(ChannelKind::Webchat).then(|| view! {
        <div class="of-kind webchat">
            <TextareaField name="form[allowed_origins]" pointer=at("/allowedOrigins") label=text!(channels.sites) hint=text!(channels.sites_hint) value=form.allowed_origins.clone() optional=true />
        </div>
    });
    let sms = shown(ChannelKind::Sms).then(|| view! {
        <div class="of-kind sms stack">
            <SendsBy senders value=form.sends_by.clone() />
            <TextField name="form[sender]" pointer=at("/sender") label=text!(channels.sender) hint=text!(channels.sender_hint) kind=TextKind::Code value=form.sender.clone() optional=true />
            <InboundFields form=form.clone() />
        </div>
    });
    let gateway = shown(ChannelKind::Gateway).then(|| view! {
        <div class="of-kind gateway">
            <TextField name="form[callback_url]" pointer=at("/callbackUrl") label=text!(channels.callback_url) hint=text!(channels.callback_url_hint) kind=TextKind::Code placeholder="https://gateway.example.com/deliveries" value=form.callback_url.clone() optional=true />
        </div>
    });
    view! {
        <div class="by-kind">
            <TextField name="form[name]" pointer=at("/name") label=text!(common.name) hint=text!(channels.name_hint) value=form.name.clone() autofocus=kind.is_none() />
            {choice}
            {webchat}
            {sms}
            {gateway}
        </div>
    }
    .into_any()
}

/// What the gateway calls the parts of a message. Closed while the names of common gateways do.
#[component]
fn InboundFields(form: ChannelForm) -> impl IntoView {
    let typed = [&form.inbound_items, &form.inbound_id, &form.inbound_from, &form.inbound_to, &form.inbound_text];
    let is_told = typed.into_iter().any(|text| !text.is_empty());
    let fields = [
        ("id", text!(channels.inbound_id), text!(channels.inbound_id_hint), form.inbound_id),
        ("from", text!(channels.inbound_from), text!(channels.inbound_from_hint), form.inbound_from),
        ("to", text!(channels.inbound_to), text!(channels.inbound_to_hint), form.inbound_to),
        ("text", text!(channels.inbound_text), text!(channels.inbound_text_hint), form.inbound_text),
        ("items", text!(channels.inbound_items), text!(channels.inbound_items_hint), form.inbound_items),
    ];
    let field = |(name, label, hint, value): (&str, &'static str, &'static str, String)| {
        view! { <TextField name=format!("form[inbound_{name}]") pointer=Some(format!("/inbound/{name}")) label hint kind=TextKind::Code value optional=true /> }
    };
    view! {
        <details class="help" open=is_told>
            <summary>{text!(channels.inbound)}</summary>
            <div class="stack">
                <p class="hint">
                    {text_view!(
                        channels.inbound_help,
                        path = view! { <code>{"data.payload.text"}</code> },
                        element = view! { <code>{"to[0].number"}</code> },
                    )}
                </p>
                {fields.map(field).collect_view()}
            </div>
        </details>
    }
    .into_any()
}

#[component]
fn SendsBy(senders: Vec<Sender>, value: String) -> impl IntoView {
    if senders.is_empty() && value.is_empty() {
        return view! {
            <Notice tone=Tone::Warn>
                <p>{text_view!(channels.nothing_sends, add = view! { <a href=paths::INTEGRATIONS>{text!(channels.add_integrator)}</a> })}</p>
            </Notice>
        }
        .into_any();
    }
    let mut options: Vec<(String, String)> = senders
        .into_iter()
        .map(|one| {
            (sender_value(&one.template, &one.endpoint), format!("{} · {} ({})", one.template, one.label, one.endpoint))
        })
        .collect();
    // What is saved may be gone by now: it is shown, and not changed by looking at it.
    if !value.is_empty() && !options.iter().any(|(known, _)| *known == value) {
        options.push((value.clone(), text!(channels.sender_gone, sender = value.replace('\t', " · "))));
    }
    view! { <SelectField name="form[sends_by]" pointer=Some("/endpoint".to_owned()) label=text!(channels.sends_by) hint=text!(channels.sends_by_hint) options value optional=true /> }
        .into_any()
}

fn meaning(kind: ChannelKind) -> String {
    let what = match kind {
        ChannelKind::Webchat => text!(channels.webchat_is),
        ChannelKind::Sms => text!(channels.sms_is),
        ChannelKind::Gateway => text!(channels.gateway_is),
    };
    format!("{}: {what}", kind.word())
}
