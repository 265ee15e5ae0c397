//! `/event-integrations/help/request` and `/event-integrations/help/response`: how the JSON for configuration is built.

use super::placeholders::{of_request, of_response};
use crate::components::{CodeBlock, Crumb, JsonField, MenuEntry, PageHead, Placeholder, Selection, Tab, Tabs};
use crate::languages::filled;
use crate::paths;
use crate::{text, text_view};
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
      "text": "%{question}"
    }
  }
}"#;

/// The sample with its question in the page's language.
fn survey() -> String {
    filled(SURVEY, &[("question", &text!(event_integrations.sample_question))])
}

fn request_members() -> Vec<(&'static str, String)> {
    let authentication =
        text!(event_integrations.request_authentication, basic = "basic:<user>", digest = "digest:<user>");
    vec![
        ("method", text!(event_integrations.request_method).to_owned()),
        ("authentication", authentication),
        ("headers", text!(event_integrations.request_headers, placeholder = "{authentications.<name>}")),
        ("params", text!(event_integrations.request_params).to_owned()),
        ("body", text!(event_integrations.request_body).to_owned()),
        ("condition", text!(event_integrations.request_condition).to_owned()),
        ("timeout", text!(event_integrations.request_timeout).to_owned()),
        ("block", text!(event_integrations.request_block).to_owned()),
        ("delay", text!(event_integrations.request_delay).to_owned()),
    ]
}

fn response_members() -> Vec<(&'static str, String)> {
    vec![
        ("set.queue", text!(event_integrations.response_queue).to_owned()),
        ("set.priority", text!(event_integrations.response_priority).to_owned()),
        ("set.requiredAgents", text!(event_integrations.response_required_agents).to_owned()),
        ("set.preferredAgent", text!(event_integrations.response_preferred_agent).to_owned()),
        ("save", text!(event_integrations.response_save).to_owned()),
    ]
}

/// How a request is built.
#[component]
pub fn RequestHelpPage() -> impl IntoView {
    let placeholders = of_request(Known::Any);
    view! {
        <Head title=text!(event_integrations.building_request) lead=text!(event_integrations.request_lead) />
        <Members label=text!(event_integrations.request_members) members=request_members() />
        <section class="card pad stack" aria-labelledby="rules">
            <h2 id="rules">{text!(event_integrations.placeholders)}</h2>
            <p>{text!(event_integrations.placeholders_help)}</p>
            <p>{text_view!(event_integrations.placeholders_meaning, event = view! { <code>"{event}"</code> }, contact = view! { <code>"{contact}"</code> })}</p>
        </section>
        <Sandbox placeholders value=FIRST_CONFIGURATION />
        <section class="stack" aria-labelledby="examples">
            <h2 id="examples">{text!(event_integrations.examples)}</h2>
            <CodeBlock title=text!(event_integrations.example_lifecycle) text=FIRST_CONFIGURATION />
            <CodeBlock title=text!(event_integrations.example_survey) text=survey() />
        </section>
    }
    .into_any()
}

/// How a response is built.
#[component]
pub fn ResponseHelpPage() -> impl IntoView {
    let placeholders = of_response();
    view! {
        <Head title=text!(event_integrations.building_response) lead=text!(event_integrations.response_lead) />
        <Members label=text!(event_integrations.response_members) members=response_members() />
        <section class="card pad stack" aria-labelledby="rules">
            <h2 id="rules">{text!(event_integrations.when_it_counts)}</h2>
            <ul>
                <li>{text!(event_integrations.counts_waits)}</li>
                <li>{text!(event_integrations.counts_read)}</li>
                <li>{text!(event_integrations.counts_set)}</li>
                <li>{text!(event_integrations.counts_each)}</li>
                <li>{text_view!(event_integrations.counts_values, example = view! { <code>"{response.body.priority}"</code> })}</li>
            </ul>
        </section>
        <Sandbox placeholders value=FETCH />
        <section class="stack" aria-labelledby="examples">
            <h2 id="examples">{text!(event_integrations.examples)}</h2>
            <CodeBlock title=text!(event_integrations.example_fetch) text=FETCH />
            <CodeBlock title=text!(event_integrations.example_route) text=ROUTE />
        </section>
    }
    .into_any()
}

#[component]
fn Head(title: &'static str, lead: &'static str) -> impl IntoView {
    let entry = MenuEntry::EventIntegrations;
    let crumbs = vec![Crumb::text(entry.section()), Crumb::link(entry.label(), entry.path())];
    let tab = |label: &'static str, href: &str| Tab {
        label: label.to_owned(),
        href: href.to_owned(),
        count: None,
        selection: Selection::of(&label, &title),
    };
    let tabs = vec![
        tab(text!(event_integrations.building_request), paths::REQUEST_HELP),
        tab(text!(event_integrations.building_response), paths::RESPONSE_HELP),
    ];
    view! {
        <PageHead crumbs title lead />
        <Tabs label=text!(event_integrations.help) tabs />
    }
    .into_any()
}

#[component]
fn Members(label: &'static str, members: Vec<(&'static str, String)>) -> impl IntoView {
    let member = |(name, meaning)| view! { <div><dt><code>{name}</code></dt><dd>{meaning}</dd></div> };
    view! {
        <section class="card pad stack" aria-labelledby="members">
            <h2 id="members">{label}</h2>
            <dl class="facts">{members.into_iter().map(member).collect_view()}</dl>
            <p><a href="/schemas/event-integration.json" target="_blank" rel="external">{text!(event_integrations.json_schema)}</a></p>
        </section>
    }
    .into_any()
}

/// An editor whose text goes nowhere: to see how a placeholder is written, and to copy from.
#[component]
fn Sandbox(placeholders: Vec<Placeholder>, value: &'static str) -> impl IntoView {
    view! {
        <section class="card pad stack" aria-label=text!(event_integrations.sandbox)>
            <JsonField name="sandbox" label=text!(event_integrations.sandbox) hint=text!(event_integrations.sandbox_hint) value rows=12 optional=true placeholders />
        </section>
    }
    .into_any()
}
