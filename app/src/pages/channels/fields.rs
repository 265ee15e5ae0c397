//! The fields of a channel: a name, and those of its kind.

use super::kind_words;
use crate::api::channels::{ChannelForm, sender_value};
use crate::api::endpoints::list_endpoints;
use crate::api::integrators::list_integrators;
use crate::components::{Notice, SelectField, TextField, TextKind, TextareaField, Tone};
use crate::error::PageError;
use crate::paths;
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
            view! { <SelectField name="form[kind]" pointer=at("/kind") label="Kind" hint="It can't be changed later." options value=form.kind.clone() /> }.into_any()
        }
    };
    let shown = move |one: ChannelKind| kind.is_none_or(|kind| kind == one);
    let webchat = shown(ChannelKind::Webchat).then(|| view! {
        <div class="of-kind webchat">
            <TextareaField name="form[allowed_origins]" pointer=at("/allowedOrigins") label="Sites" hint="Which sites may hold the chat, one a line, such as https://shop.example.com. None: only the page that Patchbay has for it." value=form.allowed_origins.clone() optional=true />
        </div>
    });
    let sms = shown(ChannelKind::Sms).then(|| view! {
        <div class="of-kind sms stack">
            <SendsBy senders value=form.sends_by.clone() />
            <TextField name="form[sender]" pointer=at("/sender") label="Sender" hint="The number or name that is sent from, where the endpoint asks for one." kind=TextKind::Code value=form.sender.clone() optional=true />
            <InboundFields form=form.clone() />
        </div>
    });
    let gateway = shown(ChannelKind::Gateway).then(|| view! {
        <div class="of-kind gateway">
            <TextField name="form[callback_url]" pointer=at("/callbackUrl") label="Callback URL" hint="Where what is said to customers is posted, signed. The answer has to be 2xx; it is repeated for 24 hours." kind=TextKind::Code placeholder="https://gateway.example.com/deliveries" value=form.callback_url.clone() optional=true />
        </div>
    });
    view! {
        <div class="by-kind">
            <TextField name="form[name]" pointer=at("/name") label="Name" hint="Adapters list the channel by it, in any case. TwoWay knows sixteen, such as WhatsApp, SMS and CXWebConversations." value=form.name.clone() autofocus=kind.is_none() />
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
        (
            "id",
            "Id",
            "The gateway's id of a message: the same one twice is one message. Empty: id, messageId, MessageSid, …",
            form.inbound_id,
        ),
        ("from", "From", "The customer's number. Empty: from, msisdn, originator, …", form.inbound_from),
        (
            "to",
            "To",
            "The number that was written to. Empty: to, recipient, …, or else the sender above.",
            form.inbound_to,
        ),
        ("text", "Text", "What the customer wrote. Empty: text, body, message, …", form.inbound_text),
        (
            "items",
            "List",
            "Where a post holds several messages: the list. Empty: results, messages, or the post is the list.",
            form.inbound_items,
        ),
    ];
    let field = |(name, label, hint, value): (&str, &'static str, &'static str, String)| {
        view! { <TextField name=format!("form[inbound_{name}]") pointer=Some(format!("/inbound/{name}")) label hint kind=TextKind::Code value optional=true /> }
    };
    view! {
        <details class="help" open=is_told>
            <summary>"What the gateway calls it"</summary>
            <div class="stack">
                <p class="hint">"The names of Twilio, Vonage, Infobip, MessageBird, Plivo, Clickatell, Sinch and Africa's Talking are known. For another gateway write the name of a member, or a path such as " <code>"data.payload.text"</code> " or " <code>"to[0].number"</code> "."</p>
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
                <p>"Nothing that this call center has plugged in sends SMS. "<a href=paths::INTEGRATIONS>"Add an integrator"</a>" of a template with an endpoint of type SendSMS first."</p>
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
        options.push((value.clone(), format!("{} (not there any more)", value.replace('\t', " · "))));
    }
    view! { <SelectField name="form[sends_by]" pointer=Some("/endpoint".to_owned()) label="Sends by" hint="Which endpoint of which integration sends a message to a customer." options value optional=true /> }
        .into_any()
}

fn meaning(kind: ChannelKind) -> String {
    let what = match kind {
        ChannelKind::Webchat => "a chat in the visitor's browser",
        ChannelKind::Sms => "an integration that sends SMS",
        ChannelKind::Gateway => "a program that posts messages and takes deliveries",
    };
    format!("{}: {what}", kind_words(kind))
}
