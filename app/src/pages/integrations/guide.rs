//! `/integrations/guide`: "JSON INTEGRATION DATA", what Info and Iframe JSON are made of.

use super::json_data::{
    IFRAME_SCHEMA, INFO_SCHEMA, iframe_members, info_members, member, members, placeholders, schema_link,
};
use crate::components::{CodeBlock, Column, Crumb, IframePreview, JsonField, MenuEntry, PageHead, Table};
use crate::languages::filled;
use crate::paths;
use crate::{text, text_view};
use leptos::prelude::*;
use patchbay_model::templating::{Known, Site};

/// `%{name}` stands for what people read: it is in their language, as the page is.
const INFO: &str = r##"{
  "renderTooltip": [{ "path": "/tickets", "element": ".phone" }],
  "listOptions": [{ "name": "autoTicket", "label": "%{ticket_per_call}", "default": false }],
  "userInfo": [{ "field": "crmEmail", "path": "/", "element": ".user-email" }],
  "dataFunction": [
    { "objectName": "contact", "endpointName": "searchContact", "params": { "phone": "{call.phone}" } },
    { "objectName": "tickets", "endpointName": "listTickets", "params": { "contact": "{data.contact.id}" }, "when": "data.contact" }
  ],
  "preLogFunction": [{ "objectName": "crmLogId", "endpointName": "createCall" }],
  "logFunction": [
    { "endpointName": "updateCall", "when": "call.crmLogId" },
    { "endpointName": "createTicket", "params": { "subject": "%{call_from}" }, "when": "option.autoTicket" }
  ]
}"##;

const IFRAME: &str = r#"{
  "title": "{integrator.name}",
  "sections": [
    {
      "kind": "fields", "label": "%{customer}", "source": "{data.contact}",
      "items": [
        { "label": "%{name}", "value": "{data.contact.name}", "href": "https://{integrator.host}/c/{data.contact.id}" },
        { "label": "%{company}", "value": "{data.contact.company}" }
      ]
    },
    {
      "kind": "list", "label": "%{tickets}", "source": "{data.tickets}",
      "items": [{ "label": "%{subject}", "value": "{data.tickets.subject}" }, { "label": "%{status}", "value": "{data.tickets.status}" }]
    },
    {
      "kind": "links", "label": "%{go_to}", "when": "data.contact",
      "items": [{ "label": "%{orders}", "href": "https://{integrator.host}/orders?customer={data.contact.id}" }]
    }
  ],
  "forms": [
    {
      "kind": "createTicket", "label": "%{new_ticket}", "endpointName": "createTicket",
      "fields": [
        { "name": "subject", "label": "%{subject}", "input": "text", "required": true, "default": "%{call_from}" },
        { "name": "priority", "label": "%{priority}", "input": "select", "options": ["%{normal}", "%{urgent}"] }
      ]
    }
  ]
}"#;

fn info() -> String {
    let call_from = call_from();
    filled(INFO, &[("ticket_per_call", &text!(json_data.sample_ticket_per_call)), ("call_from", &call_from)])
}

fn iframe() -> String {
    let call_from = call_from();
    filled(
        IFRAME,
        &[
            ("customer", &text!(json_data.sample_customer)),
            ("name", &text!(common.name)),
            ("company", &text!(json_data.sample_company)),
            ("tickets", &text!(json_data.sample_tickets)),
            ("subject", &text!(json_data.sample_subject)),
            ("status", &text!(json_data.sample_status)),
            ("go_to", &text!(json_data.sample_go_to)),
            ("orders", &text!(json_data.sample_orders)),
            ("new_ticket", &text!(json_data.sample_new_ticket)),
            ("priority", &text!(json_data.sample_priority)),
            ("normal", &text!(json_data.sample_normal)),
            ("urgent", &text!(json_data.sample_urgent)),
            ("call_from", &call_from),
        ],
    )
}

fn call_from() -> String {
    text!(json_data.sample_call_from, phone = "{call.phone}")
}

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
            <CodeBlock title=text!(json_data.an_info) text=info() />
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
                    value=iframe() rows=32 optional=true placeholders=placeholders(Site::Iframe, Known::Any) />
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::languages::Language;

    #[test]
    fn the_samples_are_json_in_every_language() {
        for language in Language::all() {
            Owner::new().with(|| {
                provide_context(*language);
                for sample in [info(), iframe()] {
                    assert_eq!(crate::json_text::check(&sample), None, "{sample}");
                    assert!(!sample.contains("%{"), "{sample}");
                }
            });
        }
    }
}
