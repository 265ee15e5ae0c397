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
            <p>"A message of an adapter goes out by the endpoint above, with " <code>"to"</code> ", " <code>"from"</code> " and " <code>"text"</code> " in its client body. The provider has no webhook of its own here yet: customers' answers are posted to " <code>"/api/v1/call-centers/…/channels/…/messages"</code> " with a key that may " <code>"messages:write"</code> "."</p>
        }
        .into_any(),
        ChannelKind::Webchat => view! {
            <p>"A visitor's message opens a chat with the first adapter that lists this channel. The chat's page and the snippet for your sites are not there yet: until then visitors' messages are posted to " <code>"/api/v1/call-centers/…/channels/…/messages"</code> " with a key that may " <code>"messages:write"</code> ", and what is said to them stands in the conversation."</p>
        }
        .into_any(),
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

const BODY: &str = r#"{"id":"provider-1","from":{"id":"628128778222","name":"Farhan Akbar"},"to":"62800","message":{"$type":"text","text":"Halo"}}"#;
