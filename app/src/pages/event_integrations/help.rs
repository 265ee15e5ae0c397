//! `/event-integrations/help/request` and `/event-integrations/help/response`: how the JSON for configuration is built.

use super::placeholders::{of_request, of_response};
use crate::components::{CodeBlock, Crumb, JsonField, PageHead, Placeholder, Selection, Tab, Tabs};
use crate::paths;
use leptos::prelude::*;
use patchbay_model::templating::Known;

/// What a new form begins with: the whole event and the whole conversation.
pub(super) const FIRST_CONFIGURATION: &str = r#"{
  "request": {
    "method": "POST",
    "body": {
      "event": "{event}",
      "contact": "{contact}"
    }
  }
}"#;

const FETCH: &str = r#"{
  "request": {
    "method": "GET",
    "params": { "phone": "{contact.source}" }
  },
  "response": {
    "save": {
      "customer_name": "{response.body.name}",
      "customer_id": "{response.body.id}"
    }
  }
}"#;

const ROUTE: &str = r#"{
  "request": {
    "method": "POST",
    "timeout": 5,
    "body": { "contact": "{contact}" }
  },
  "response": {
    "set": {
      "priority": "{response.body.priority}",
      "queue": { "address": "{response.body.queue}" },
      "preferredAgent": "{response.body.agent}",
      "requiredAgents": { "agents": "{response.body.agents}", "timeout": 30 }
    }
  }
}"#;

const SURVEY: &str = r#"{
  "request": {
    "method": "POST",
    "headers": { "x-api-key": "{authentications.api-key}" },
    "condition": "contact.channel_sub_type == \"whatsapp\"",
    "delay": 60,
    "body": {
      "to": "{contact.source}",
      "text": "How did we do? Answer with 1 to 5."
    }
  }
}"#;

const REQUEST_MEMBERS: [(&str, &str); 9] = [
    ("method", "Required: GET, POST, PUT, PATCH or DELETE. POST, PUT and PATCH carry a body."),
    ("authentication", "{\"type\": \"basic\"} or \"digest\": signs by the credential basic:<user> or digest:<user>."),
    ("headers", "Name and text. {authentications.<name>} is the secret of a credential, and stands here only."),
    ("params", "The query, name by name. Encoded for you, so that no value can break the URL."),
    ("body", "Sent as JSON. A text that is one placeholder keeps its type: \"{contact}\" is the whole object."),
    (
        "condition",
        "CEL over event and contact, such as contact.priority > 3 && contact.queue.address == \"sales\". False: skipped, and recorded so.",
    ),
    ("timeout", "Seconds that the answer may take, 1 to 60; 10 when left out."),
    ("block", "true: the sender of the event waits for the answer even if it changes nothing."),
    ("delay", "Seconds before it is sent, up to 3,600. Nobody waits for a delayed request."),
];

const RESPONSE_MEMBERS: [(&str, &str); 5] = [
    ("set.queue", "{\"id\": …} or {\"address\": …}: a queue of this call center that takes the channel."),
    ("set.priority", "An unsigned integer."),
    ("set.requiredAgents", "{\"agents\": […], \"timeout\": seconds}: only these, as long as the time lasts."),
    ("set.preferredAgent", "One agent: an id, or {\"id\"}, {\"number\"} or {\"chatAddress\"}."),
    (
        "save",
        "Attached data, key by key: letters, digits, _ . and -, beginning with a letter or _. 16 KiB in all; a customer's value wins over an agent's, an agent's over an integration's.",
    ),
];

/// How a request is built.
#[component]
pub fn RequestHelpPage() -> impl IntoView {
    let placeholders = of_request(Known::Any);
    view! {
        <Head title="Building the request" lead="What an event-driven integration sends, and when." />
        <Members label="The members of request" members=&REQUEST_MEMBERS />
        <section class="card pad stack" aria-labelledby="rules">
            <h2 id="rules">"Placeholders"</h2>
            <p>"A placeholder is a path in braces. It is encoded by where it stands: in the URL, in a header, in the query, in JSON. An unknown one is refused when you save."</p>
            <p><code>"{event}"</code>" in a text is the event's name; alone in a body it is the whole event. "<code>"{contact}"</code>" is the conversation: who calls whom, the queue, the agent, the priority."</p>
        </section>
        <Sandbox placeholders value=FIRST_CONFIGURATION />
        <section class="stack" aria-labelledby="examples">
            <h2 id="examples">"Examples"</h2>
            <CodeBlock title="Listen to lifecycle events: POST to …/contact-pro-events/{event}, all nine events" text=FIRST_CONFIGURATION />
            <CodeBlock title="A survey after chats: ended, inbound, direct chats" text=SURVEY />
        </section>
    }
    .into_any()
}

/// How a response is built.
#[component]
pub fn ResponseHelpPage() -> impl IntoView {
    let placeholders = of_response();
    view! {
        <Head title="Building the response" lead="What the answer changes: where the conversation goes, and what is left with it." />
        <Members label="The members of response" members=&RESPONSE_MEMBERS />
        <section class="card pad stack" aria-labelledby="rules">
            <h2 id="rules">"When it counts"</h2>
            <ul>
                <li>"A response makes the sender of the event wait, at most as long as the timeout. No answer, or a failed one, leaves the conversation as it is."</li>
                <li>"It is read when the status is 2xx and the body is JSON."</li>
                <li>"set works on received, queued, transferred and forwarded of inbound conversations; priority and agents also before allocated. After the end nothing is set."</li>
                <li>"Each effect is judged by itself: one that is not valid is rejected with its reason, the others apply. Where several integrations set the same, the first one wins."</li>
                <li>"Values are fixed, or placeholders such as "<code>"{response.body.priority}"</code>"."</li>
            </ul>
        </section>
        <Sandbox placeholders value=FETCH />
        <section class="stack" aria-labelledby="examples">
            <h2 id="examples">"Examples"</h2>
            <CodeBlock title="Fetch data and show it to the agent: received" text=FETCH />
            <CodeBlock title="Control the routing: received or queued" text=ROUTE />
        </section>
    }
    .into_any()
}

#[component]
fn Head(title: &'static str, lead: &'static str) -> impl IntoView {
    let crumbs =
        vec![Crumb::text("System Management"), Crumb::link("Event-Driven Integrations", paths::EVENT_INTEGRATIONS)];
    let tab = |label: &'static str, href: &str| Tab {
        label: label.to_owned(),
        href: href.to_owned(),
        count: None,
        selection: Selection::of(&label, &title),
    };
    let tabs =
        vec![tab("Building the request", paths::REQUEST_HELP), tab("Building the response", paths::RESPONSE_HELP)];
    view! {
        <PageHead crumbs title lead />
        <Tabs label="Help" tabs />
    }
    .into_any()
}

#[component]
fn Members(label: &'static str, members: &'static [(&'static str, &'static str)]) -> impl IntoView {
    let member = |(name, meaning): &(&'static str, &'static str)| view! { <div><dt><code>{*name}</code></dt><dd>{*meaning}</dd></div> };
    view! {
        <section class="card pad stack" aria-labelledby="members">
            <h2 id="members">{label}</h2>
            <dl class="facts">{members.iter().map(member).collect_view()}</dl>
            <p><a href="/schemas/event-integration.json" target="_blank" rel="external">"JSON Schema"</a></p>
        </section>
    }
    .into_any()
}

/// An editor whose text goes nowhere: to see how a placeholder is written, and to copy from.
#[component]
fn Sandbox(placeholders: Vec<Placeholder>, value: &'static str) -> impl IntoView {
    view! {
        <section class="card pad stack" aria-label="Try it">
            <JsonField name="sandbox" label="Try it" hint="Nothing is saved here. A placeholder is inserted where the cursor stands." value rows=12 optional=true placeholders />
        </section>
    }
    .into_any()
}
