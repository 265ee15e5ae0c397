//! How the other side of an adapter is connected: the addresses that it calls, and a call that works.

use super::workflow::Workflow;
use crate::components::{ButtonLink, CodeBlock, Glyph, Icon, Notice, Tone};
use crate::pages::own_address::{OwnAddress, use_origin};
use crate::paths;
use crate::query::{escape, use_query_link};
use crate::{text, text_view};
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
            <h2 id="outbound">{text!(common.how_connected)}</h2>
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
        let line = shell(&format!("{}{posted}", origin.get()), &body);
        view! { <CodeBlock title=text!(adapters.message_to_customer) text=line /> }
    };
    let authentication = paths::of_call_center(paths::AUTHENTICATION, &read.call_center_id);
    view! {
        <p>
            {text_view!(
                adapters.tokens_help,
                tokens = view! { <a href=move || link.with(&[("tab", Some("tokens"))])>{text!(adapters.tokens_link)}</a> },
                authentication = view! { <a href=authentication>{text!(adapters.authentication_link)}</a> },
            )}
        </p>
        <OwnAddress title=text!(adapters.outbound_url) path />
        {call}
    }
    .into_any()
}

#[component]
fn Omnichannel(read: Adapter) -> impl IntoView {
    let properties = read.properties.clone().unwrap_or_default();
    let off = properties.incoming_url().is_none().then(|| view! {
        <Notice tone=Tone::Warn><p>{text_view!(adapters.bridge_off, property = view! { <code>{"app.ext.integration.api.base.url"}</code> })}</p></Notice>
    });
    let command = format!("/ext/{}/command", escape(read.call_center_id.as_str()));
    view! {
        {off}
        <Workflow />
        <p>{text_view!(adapters.posts_here, answer = view! { <code>{"{\"status\":\"success\"}"}</code> })}</p>
        <OwnAddress title=text!(adapters.outgoing_events) path=properties.send_message_path(&read.call_center_id) />
        <OwnAddress title=text!(adapters.command_events) path=command />
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
        <CodeBlock title=text!(adapters.properties_json) text=document />
        <div class="actions"><a class="button" href=href download=file rel="external"><Glyph icon=Icon::Download />{text!(adapters.save_file)}</a></div>
    }
    .into_any()
}

/// The way to the page of it.
#[component]
pub(super) fn AuthenticationLink(call_center: patchbay_model::id::CallCenterId) -> impl IntoView {
    let page = paths::of_call_center(paths::AUTHENTICATION, &call_center);
    view! { <ButtonLink href=Signal::stored(page) label=text!(adapters.authentication) icon=Icon::Key /> }.into_any()
}

/// The line that posts it.
fn shell(url: &str, body: &str) -> String {
    // The only sign that a shell reads inside single quotes.
    let body = body.replace('\'', "\\u0027");
    format!("curl '{url}' -H 'x-cm-producttoken: TOKEN' -H 'content-type: application/json' \\\n  --data '{body}'")
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
