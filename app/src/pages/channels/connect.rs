//! How the other side of a channel is connected: the address that it calls, and a call that works.

use crate::components::CodeBlock;
use crate::pages::own_address::{OwnAddress, use_origin};
use crate::query::escape;
use crate::{text, text_view};
use leptos::prelude::*;
use patchbay_model::messaging::channel::{Channel, ChannelKind};
use patchbay_model::messaging::inbound::InboundMembers;
use patchbay_model::templating::{ValuePath, parse_value_path};
use serde_json::Value;

/// What to enter on the other side.
#[component]
pub(super) fn Connect(read: Channel) -> impl IntoView {
    let content = match read.kind {
        ChannelKind::Gateway => view! { <Gateway read /> }.into_any(),
        ChannelKind::Sms => view! { <Sms read /> }.into_any(),
        ChannelKind::Webchat => view! { <Webchat read /> }.into_any(),
    };
    view! {
        <section class="stack" aria-labelledby="connect">
            <h2 id="connect">{text!(common.how_connected)}</h2>
            {content}
        </section>
    }
    .into_any()
}

#[component]
fn Sms(read: Channel) -> impl IntoView {
    let path = inbound_path(&read);
    let origin = use_origin();
    let members = read.inbound.clone().unwrap_or_default();
    let posted = path.clone();
    let call = move || {
        let line = inbound_call(&format!("{}{posted}", origin.get()), "TOKEN", &members);
        view! { <CodeBlock title=text!(channels.customer_sms) text=line /> }
    };
    view! {
        <p>
            {text_view!(
                channels.sms_out,
                to = view! { <code>{"to"}</code> },
                from = view! { <code>{"from"}</code> },
                text = view! { <code>{"text"}</code> },
            )}
        </p>
        <p>
            {text_view!(
                channels.sms_in,
                header = view! { <code>"authorization: Bearer"</code> },
                query = view! { <code>{"?token="}</code> },
            )}
        </p>
        <OwnAddress title=text!(channels.messages_in) path />
        {call}
    }
    .into_any()
}

/// The path of the inbound webhook, without its token.
pub(super) fn inbound_path(read: &Channel) -> String {
    let (call_center, name) = (escape(read.call_center_id.as_str()), escape(read.name.as_str()));
    format!("/api/v1/call-centers/{call_center}/channels/{name}/inbound")
}

/// A line for a shell that posts as a gateway would that uses these names. A path is no name of a form: such a gateway
/// sends JSON.
pub(super) fn inbound_call(url: &str, token: &str, members: &InboundMembers) -> String {
    let of = |told: &Option<String>, known: &str| told.clone().unwrap_or_else(|| known.to_owned());
    let values = [
        (of(&members.id, "id"), "sms-1"),
        (of(&members.from, "from"), "628128778222"),
        (of(&members.to, "to"), "62800"),
        (of(&members.text, "text"), "Halo"),
    ];
    let mut item = Value::Null;
    for (name, value) in values {
        let path = parse_value_path(&name).unwrap_or_else(|_| ValuePath::key(&name));
        // Of members that stand in each other's way the first is shown.
        let _ = path.set(&mut item, value.into());
    }
    let body = match &members.items {
        Some(name) => {
            let mut body = Value::Null;
            let path = parse_value_path(name).unwrap_or_else(|_| ValuePath::key(name));
            let _ = path.set(&mut body, Value::Array(vec![item]));
            body
        }
        None => item,
    };
    // The only sign that a shell reads inside single quotes.
    let body = body.to_string().replace('\'', "\\u0027");
    shell(url, token, &body)
}

fn shell(url: &str, token: &str, body: &str) -> String {
    format!(
        "curl -i '{url}' -H 'authorization: Bearer {token}' -H 'content-type: application/json' \\\n  --data '{body}'"
    )
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
        let line = shell(&format!("{}{posted}", origin.get()), "KEY", BODY);
        view! { <CodeBlock title=text!(channels.customer_message) text=line /> }
    };
    view! {
        <p>
            {text_view!(
                channels.gateway_in,
                scope = view! { <code>{"messages:write"}</code> },
                id = view! { <code>{"id"}</code> },
            )}
        </p>
        <OwnAddress title=text!(channels.messages_in) path />
        {call}
    }
    .into_any()
}

#[component]
fn Webchat(read: Channel) -> impl IntoView {
    let (of, name) = (read.call_center_id.to_string(), read.name.to_string());
    let page = format!("/chat/{}/{}", escape(&of), escape(&name));
    let origin = use_origin();
    let code = move || {
        let tag = snippet(&origin.get(), &of, &name);
        view! { <CodeBlock title=text!(channels.snippet) text=tag copy_label=text!(channels.copy_snippet) /> }
    };
    let sites = if read.allowed_origins.is_empty() {
        view! { <p>{text_view!(channels.no_sites, example = view! { <code>{"https://shop.example.com"}</code> })}</p> }
            .into_any()
    } else {
        view! { <p>{text!(channels.sites_help)}</p> }.into_any()
    };
    view! {
        <p>{text!(channels.webchat_opens)}</p>
        {sites}
        {code}
        <OwnAddress title=text!(channels.page) path=page.clone() />
        // No page of the portal: the browser is to load it.
        <p><a href=page rel="external" target="_blank">{text!(channels.open_page)}</a></p>
    }
    .into_any()
}

fn snippet(origin: &str, call_center: &str, channel: &str) -> String {
    format!(
        "<script type=\"module\" src=\"{origin}/webchat.js\"\n  data-call-center=\"{}\" data-channel=\"{}\"></script>",
        quoted(call_center),
        quoted(channel)
    )
}

/// Text as it stands in an attribute.
fn quoted(text: &str) -> String {
    text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;")
}

const BODY: &str = r#"{"id":"provider-1","from":{"id":"628128778222","name":"Farhan Akbar"},"to":"62800","message":{"$type":"text","text":"Halo"}}"#;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_that_posts_uses_the_names_of_the_gateway() {
        let line = inbound_call("https://p.test/in", "pbg_x", &InboundMembers::default());
        assert!(line.contains(r#"--data '{"id":"sms-1","from":"628128778222","to":"62800","text":"Halo"}'"#), "{line}");
        let members = InboundMembers {
            items: Some("results".to_owned()),
            from: Some("sender.number".to_owned()),
            text: Some("it's".to_owned()),
            ..InboundMembers::default()
        };
        let line = inbound_call("https://p.test/in", "pbg_x", &members);
        let body = r#"{"results":[{"id":"sms-1","sender":{"number":"628128778222"},"to":"62800","it\u0027s":"Halo"}]}"#;
        assert!(line.ends_with(&format!("--data '{body}'")), "{line}");
    }
}
