//! `/integrations/guide`: "JSON INTEGRATION DATA", what Info and Iframe JSON are made of.

use super::json_data::{IFRAME_MEMBERS, IFRAME_SCHEMA, INFO_MEMBERS, INFO_SCHEMA, members, placeholders, schema_link};
use crate::components::{CodeBlock, Column, Crumb, IframePreview, JsonField, PageHead, Table};
use crate::paths;
use leptos::prelude::*;
use patchbay_model::templating::{Known, Site};

const INFO: &str = r##"{
  "renderTooltip": [{ "path": "/tickets", "element": ".phone" }],
  "listOptions": [{ "name": "autoTicket", "label": "Create a ticket per call", "default": false }],
  "userInfo": [{ "field": "crmEmail", "path": "/", "element": ".user-email" }],
  "dataFunction": [
    { "objectName": "contact", "endpointName": "searchContact", "params": { "phone": "{call.phone}" } },
    { "objectName": "tickets", "endpointName": "listTickets", "params": { "contact": "{data.contact.id}" }, "when": "data.contact" }
  ],
  "preLogFunction": [{ "objectName": "crmLogId", "endpointName": "createCall" }],
  "logFunction": [
    { "endpointName": "updateCall", "when": "call.crmLogId" },
    { "endpointName": "createTicket", "params": { "subject": "Call from {call.phone}" }, "when": "option.autoTicket" }
  ]
}"##;

const IFRAME: &str = r#"{
  "title": "{integrator.name}",
  "sections": [
    {
      "kind": "fields", "label": "Customer", "source": "{data.contact}",
      "items": [
        { "label": "Name", "value": "{data.contact.name}", "href": "https://{integrator.host}/c/{data.contact.id}" },
        { "label": "Company", "value": "{data.contact.company}" }
      ]
    },
    {
      "kind": "list", "label": "Tickets", "source": "{data.tickets}",
      "items": [{ "label": "Subject", "value": "{data.tickets.subject}" }, { "label": "Status", "value": "{data.tickets.status}" }]
    },
    {
      "kind": "links", "label": "Go to", "when": "data.contact",
      "items": [{ "label": "Orders", "href": "https://{integrator.host}/orders?customer={data.contact.id}" }]
    }
  ],
  "forms": [
    {
      "kind": "createTicket", "label": "New ticket", "endpointName": "createTicket",
      "fields": [
        { "name": "subject", "label": "Subject", "input": "text", "required": true, "default": "Call from {call.phone}" },
        { "name": "priority", "label": "Priority", "input": "select", "options": ["Normal", "Urgent"] }
      ]
    }
  ]
}"#;

/// Moment, hook, list, trigger.
const MOMENTS: [[&str; 4]; 6] = [
    ["It rings, or is dialled", "getDataIframe", "dataFunction", "call_start"],
    ["It is answered", "savePreLogCRM", "preLogFunction", "call_connected"],
    ["It ends", "saveLogCRM", "logFunction", "call_end"],
    ["An SMS is sent", "createSMSNote", "smsFunction", "sms_send"],
    ["The agent submits a ticket", "handleCreateTicket", "ticketFunction", "ticket_create"],
    ["The agent submits a contact", "handleCreateContact", "contactFunction", "contact_create"],
];

/// The guide.
#[component]
pub fn JsonGuidePage() -> impl IntoView {
    view! {
        <PageHead
            crumbs=vec![Crumb::text("Customer"), Crumb::link("Integration", paths::INTEGRATIONS)]
            title="JSON INTEGRATION DATA"
            lead="The two documents of an integrator: the Info JSON says what the callbox does, the Iframe JSON what it shows."
        />
        <nav class="tabs" aria-label="On this page">
            <a href="#info" rel="external">"Info JSON"</a>
            <a href="#iframe" rel="external">"Iframe JSON"</a>
            <a href="#values" rel="external">"Placeholders"</a>
        </nav>
        <Info />
        <Iframe />
        <Values />
    }
    .into_any()
}

#[component]
fn Info() -> impl IntoView {
    let row = |[moment, hook, list, trigger]: [&'static str; 4]| {
        view! { <tr><td>{moment}</td><td><code>{hook}</code></td><td><code>{list}</code></td><td><code>{trigger}</code></td></tr> }
    };
    view! {
        <section class="card pad stack" aria-labelledby="info">
            <h2 id="info">"Info JSON"</h2>
            {members(&INFO_MEMBERS)}
            <p>{schema_link(INFO_SCHEMA)}</p>
            <Table caption="Moments of a call" columns=["When", "Hook", "List", "Trigger"].map(Column::new).to_vec()>
                {MOMENTS.map(row).collect_view()}
            </Table>
            <ul>
                <li>"A list runs from top to bottom; then every endpoint with the trigger that no list names. A failed item stores null, and the next one runs."</li>
                <li>"Without "<code>"params"</code>" an endpoint gets the call, the SMS or the form's fields at the top of its body."</li>
                <li>"The id of the log entry comes from the item named "<code>"crmLogId"</code>", or from the first answer that holds one. From then on it is "<code>"call.crmLogId"</code>"."</li>
                <li>"A private integration may replace any hook by JavaScript: see its tab Code."</li>
            </ul>
            <CodeBlock title="An Info JSON" text=INFO />
        </section>
    }
    .into_any()
}

#[component]
fn Iframe() -> impl IntoView {
    view! {
        <section class="card pad stack" aria-labelledby="iframe">
            <h2 id="iframe">"Iframe JSON"</h2>
            {members(&IFRAME_MEMBERS)}
            <p>{schema_link(IFRAME_SCHEMA)}</p>
            <p>"In a section of the kind list, the path of "<code>"source"</code>" means each element. A link is https, or it is shown as text; a value in it adds no segment and no host."</p>
            <div class="beside">
                <JsonField name="sandbox" label="Try it" hint="Nothing is saved here. A placeholder is inserted where the cursor stands."
                    value=IFRAME rows=32 optional=true placeholders=placeholders(Site::Iframe, Known::Any) />
                <IframePreview of="sandbox" />
            </div>
        </section>
    }
    .into_any()
}

#[component]
fn Values() -> impl IntoView {
    let row = |(path, meaning): (&'static str, &'static str)| view! { <div><dt><code>{path}</code></dt><dd>{meaning}</dd></div> };
    let rows = [
        (
            "call",
            "id, direction, phone (E.164), did, extension, agent.id, agent.name, agent.email, startedAt, connectedAt, endedAt, status, durationSeconds, talkSeconds, recordingUrl, note, tags, conversationId, crmLogId.",
        ),
        ("sms", "id, to, from, text, sentAt, agent."),
        ("data", "What endpoints answered, by objectName: {data.contact.name}, {data.tickets[0].id}."),
        ("option", "What the agent chose in the settings, by the option's name."),
        ("user", "What was read from the page, by the field's name."),
        ("form", "The fields of the form that is submitted."),
        ("integrator", "name, host, description."),
    ];
    view! {
        <section class="card pad stack" aria-labelledby="values">
            <h2 id="values">"Placeholders"</h2>
            <p>"A placeholder is a path in braces, such as "<code>"{call.phone}"</code>". Alone in a value of params it keeps its type; in a text it is written out. A path without a value is nothing. "<code>"when"</code>" takes a path without braces: what is false, 0 or empty there skips the item."</p>
            <dl class="facts">{rows.map(row).collect_view()}</dl>
        </section>
    }
    .into_any()
}
