//! How the other side of a channel is connected: the address that it calls, and a call that works.

use crate::components::CodeBlock;
use crate::pages::own_address::{OwnAddress, use_origin};
use crate::query::escape;
use leptos::prelude::*;
use patchbay_model::messaging::channel::{Channel, ChannelKind};

/// What to enter on the other side.
#[component]
pub(super) fn Connect(read: Channel) -> impl IntoView {
    let content = match read.kind {
        ChannelKind::Gateway => view! { <Gateway read /> }.into_any(),
        ChannelKind::Sms => view! {
            <p>"A message of an adapter goes out by the endpoint above, with " <code>"to"</code> ", " <code>"from"</code> " and " <code>"text"</code> " in its client body. The provider posts customers' answers with the inbound secret as a bearer token."</p>
        }
        .into_any(),
        ChannelKind::Webchat => view! { <Webchat read /> }.into_any(),
    };
    view! {
        <section class="stack" aria-labelledby="connect">
            <h2 id="connect">"How it is connected"</h2>
            {content}
        </section>
    }
    .into_any()
}

#[component]
fn Gateway(read: Channel) -> impl IntoView {
    let path = format!(
        "/api/v1/call-centers/{}/channels/{}/messages",
        escape(read.call_center_id.as_str()),
        escape(read.name.as_str())
    );
    let origin = use_origin();
    let posted = path.clone();
    let call = move || {
        let text = format!(
            "curl '{}{posted}' -H 'authorization: Bearer KEY' -H 'content-type: application/json' \\\n  --data '{BODY}'",
            origin.get()
        );
        view! { <CodeBlock title="A customer's message" text /> }
    };
    view! {
        <p>"The gateway posts customers' messages here, with a key that may " <code>"messages:write"</code> ". The same " <code>"id"</code> " again is the same message. Deliveries to the callback URL have the same shape."</p>
        <OwnAddress title="Messages in" path />
        {call}
    }
    .into_any()
}

#[component]
fn Webchat(read: Channel) -> impl IntoView {
    let (of, name) = (read.call_center_id.to_string(), read.name.to_string());
    let page = format!("/chat/{}/{}", escape(&of), escape(&name));
    let origin = use_origin();
    let snippet = move || {
        let text = format!(
            "<script type=\"module\" src=\"{}/webchat.js\"\n  data-call-center=\"{}\" data-channel=\"{}\"></script>",
            origin.get(),
            quoted(&of),
            quoted(&name)
        );
        view! { <CodeBlock title="Snippet" text copy_label="Copy snippet" /> }
    };
    let sites = if read.allowed_origins.is_empty() {
        view! { <p>"No site is allowed yet: name yours above, such as " <code>"https://shop.example.com"</code> ", and put the snippet into its pages."</p> }.into_any()
    } else {
        view! { <p>"Put the snippet into the pages of the sites above: it adds a button that opens the chat. Those sites may also frame the page."</p> }.into_any()
    };
    view! {
        <p>"A visitor's message opens a chat with the first adapter that lists this channel. What adapters and operators say appears in the visitor's browser at once."</p>
        {sites}
        {snippet}
        <OwnAddress title="Page" path=page.clone() />
        // No page of the portal: the browser is to load it.
        <p><a href=page rel="external" target="_blank">"Open the chat's page"</a></p>
    }
    .into_any()
}

/// Text as it stands in an attribute.
fn quoted(text: &str) -> String {
    text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;")
}

const BODY: &str = r#"{"id":"provider-1","from":{"id":"628128778222","name":"Farhan Akbar"},"to":"62800","message":{"$type":"text","text":"Halo"}}"#;
