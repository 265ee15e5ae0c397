//! How the other side of an adapter is connected: the addresses that it calls, and a call that works.

use super::workflow::Workflow;
use crate::components::{ButtonLink, CodeBlock, Glyph, Icon, Notice, Tone};
use crate::pages::own_address::{OwnAddress, use_origin};
use crate::paths;
use crate::query::{escape, use_query_link};
use leptos::prelude::*;
use patchbay_model::id::CallCenterId;
use patchbay_model::messaging::adapter::{Adapter, AdapterKind, OmnichannelProperties};

/// What to enter on the other side.
#[component]
pub(super) fn Outbound(read: Adapter) -> impl IntoView {
    let content = match read.kind {
        AdapterKind::Twoway => view! { <Twoway read /> }.into_any(),
        AdapterKind::Omnichannel => view! { <Omnichannel read /> }.into_any(),
    };
    view! {
        <section class="stack" aria-labelledby="outbound">
            <h2 id="outbound">"How it is connected"</h2>
            {content}
        </section>
    }
    .into_any()
}

#[component]
fn Twoway(read: Adapter) -> impl IntoView {
    let link = use_query_link();
    let account = escape(read.call_center_id.as_str());
    let path = format!("/conversational/twoway/v2/accounts/{account}/adapters/{}", read.id);
    let body = sample(&read.call_center_id, read.channels.first().map_or("WhatsApp", |channel| channel.as_str()));
    let (origin, posted) = (use_origin(), path.clone());
    let call = move || {
        let text = format!(
            "curl '{}{posted}' -H 'x-cm-producttoken: TOKEN' -H 'content-type: application/json' \\\n  --data '{}'",
            origin.get(),
            body.replace('\'', "\\u0027"),
        );
        view! { <CodeBlock title="A message to a customer" text /> }
    };
    let authentication = paths::of_call_center(paths::AUTHENTICATION, &read.call_center_id);
    view! {
        <p>"The other side posts what it says here, with one of the adapter's "<a href=move || link.with(&[("tab", Some("tokens"))])>"tokens"</a>". It is answered with 201 once everything is accepted. "<a href=authentication>"About authentication"</a></p>
        <OwnAddress title="Outbound URL" path />
        {call}
    }
    .into_any()
}

#[component]
fn Omnichannel(read: Adapter) -> impl IntoView {
    let properties = read.properties.clone().unwrap_or_default();
    let off = properties.incoming_url().is_none().then(|| view! {
        <Notice tone=Tone::Warn><p>"The bridge is off: "<code>"app.ext.integration.api.base.url"</code>" is empty, so no Incoming Event is posted."</p></Notice>
    });
    let command = format!("/ext/{}/command", escape(read.call_center_id.as_str()));
    view! {
        {off}
        <Workflow />
        <p>"The third party posts to these addresses, with the secret as a bearer token, and is answered with " <code>"{\"status\":\"success\"}"</code> "."</p>
        <OwnAddress title="Outgoing Events" path=properties.send_message_path(&read.call_center_id) />
        <OwnAddress title="Command Events" path=command />
        <Export name=read.name properties />
    }
    .into_any()
}

#[component]
fn Export(name: String, properties: OmnichannelProperties) -> impl IntoView {
    let document = serde_json::to_string_pretty(&properties).unwrap_or_default();
    // An address with the document in it: saved by any browser, without a script and without another request.
    let href = format!("data:application/json;charset=utf-8,{}", escape(&document));
    let file = format!("{name}.json");
    view! {
        <CodeBlock title="Properties as JSON" text=document />
        <div class="actions"><a class="button" href=href download=file rel="external"><Glyph icon=Icon::Download />"Save as file"</a></div>
    }
    .into_any()
}

/// The way to the page of it.
#[component]
pub(super) fn AuthenticationLink(call_center: patchbay_model::id::CallCenterId) -> impl IntoView {
    let page = paths::of_call_center(paths::AUTHENTICATION, &call_center);
    view! { <ButtonLink href=Signal::stored(page) label="Authentication" icon=Icon::Key /> }.into_any()
}

/// A message as the other side posts it. The id of the chat has to be there and is not looked at.
fn sample(account: &CallCenterId, channel: &str) -> String {
    format!(
        r#"{{"chat":{{"id":"new","accountId":"{account}","channel":"{channel}","conversationClientId":"628128778222","conversationHostId":"62800"}},"conversationMessages":[{{"$type":"text","direction":"ClientTerminated","text":"Hello"}}]}}"#
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use patchbay_model::messaging::twoway::Sent;

    #[test]
    fn the_sample_is_taken() {
        let account: CallCenterId = "cc-1".parse().unwrap();
        let sent = Sent::decode(&sample(&account, "Facebook Messenger"), &account).unwrap();
        assert_eq!(sent.messages.len(), 1);
    }
}
