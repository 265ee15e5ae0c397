//! `/integrations/guide`: "JSON INTEGRATION DATA", what Info and Iframe JSON are made of.

use super::json_data::{
    IFRAME_SCHEMA, INFO_SCHEMA, iframe_members, info_members, member, members, placeholders, schema_link,
};
use crate::components::{CodeBlock, Column, Crumb, IframePreview, JsonField, MenuEntry, PageHead, Table};
use crate::paths;
use crate::{text, text_view};
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
fn moments() -> [[&'static str; 4]; 6] {
    [
        [text!(json_data.moment_start), "getDataIframe", "dataFunction", "call_start"],
        [text!(json_data.moment_connected), "savePreLogCRM", "preLogFunction", "call_connected"],
        [text!(json_data.moment_end), "saveLogCRM", "logFunction", "call_end"],
        [text!(json_data.moment_sms), "createSMSNote", "smsFunction", "sms_send"],
        [text!(json_data.moment_ticket), "handleCreateTicket", "ticketFunction", "ticket_create"],
        [text!(json_data.moment_contact), "handleCreateContact", "contactFunction", "contact_create"],
    ]
}

/// A name in a sentence.
fn code(name: &'static str) -> impl IntoView {
    view! { <code>{name}</code> }
}

/// The guide.
#[component]
pub fn JsonGuidePage() -> impl IntoView {
    view! {
        <PageHead
            crumbs=vec![Crumb::text(MenuEntry::Integration.section()), Crumb::link(MenuEntry::Integration.label(), paths::INTEGRATIONS)]
            title=text!(json_data.title)
            lead=text!(json_data.lead)
        />
        <nav class="tabs" aria-label=text!(json_data.on_this_page)>
            <a href="#info" rel="external">{text!(json_data.info)}</a>
            <a href="#iframe" rel="external">{text!(json_data.iframe)}</a>
            <a href="#values" rel="external">{text!(json_data.placeholders)}</a>
        </nav>
        <Info />
        <Iframe />
        <Values />
    }
    .into_any()
}

#[component]
fn Info() -> impl IntoView {
    let columns = [text!(json_data.moment), text!(json_data.hook), text!(json_data.list), text!(json_data.trigger)];
    let row = |[moment, hook, list, trigger]: [&'static str; 4]| {
        view! { <tr><td>{moment}</td><td><code>{hook}</code></td><td><code>{list}</code></td><td><code>{trigger}</code></td></tr> }
    };
    view! {
        <section class="card pad stack" aria-labelledby="info">
            <h2 id="info">{text!(json_data.info)}</h2>
            {members(info_members())}
            <p>{schema_link(INFO_SCHEMA)}</p>
            <Table caption=text!(json_data.moments) columns=columns.map(Column::new).to_vec()>
                {moments().map(row).collect_view()}
            </Table>
            <ul>
                <li>{text!(json_data.order)}</li>
                <li>{text_view!(json_data.without_params, params = code("params"))}</li>
                <li>{text_view!(json_data.log_id, name = code("crmLogId"), path = code("call.crmLogId"))}</li>
                <li>{text!(json_data.replaced_by_code)}</li>
            </ul>
            <CodeBlock title=text!(json_data.an_info) text=INFO />
        </section>
    }
    .into_any()
}

#[component]
fn Iframe() -> impl IntoView {
    view! {
        <section class="card pad stack" aria-labelledby="iframe">
            <h2 id="iframe">{text!(json_data.iframe)}</h2>
            {members(iframe_members())}
            <p>{schema_link(IFRAME_SCHEMA)}</p>
            <p>{text_view!(json_data.iframe_rules, source = code("source"))}</p>
            <div class="beside">
                <JsonField name="sandbox" label=text!(json_data.try_it) hint=text!(json_data.try_it_hint)
                    value=IFRAME rows=32 optional=true placeholders=placeholders(Site::Iframe, Known::Any) />
                <IframePreview of="sandbox" />
            </div>
        </section>
    }
    .into_any()
}

#[component]
fn Values() -> impl IntoView {
    let roots = vec![
        member("call", text!(json_data.of_call)),
        member("sms", text!(json_data.of_sms)),
        member("data", text!(json_data.of_data)),
        member("option", text!(json_data.of_option)),
        member("user", text!(json_data.of_user)),
        member("form", text!(json_data.of_form)),
        member("integrator", text!(json_data.of_integrator)),
    ];
    view! {
        <section class="card pad stack" aria-labelledby="values">
            <h2 id="values">{text!(json_data.placeholders)}</h2>
            <p>{text_view!(json_data.placeholder_rules, example = code("{call.phone}"), when = code("when"))}</p>
            {members(roots)}
        </section>
    }
    .into_any()
}
