//! The editors of Info and Iframe JSON.

use super::super::insertable;
use crate::components::JsonField;
use leptos::prelude::*;
use patchbay_model::templating::{Context, Known, Scope, Site};

const INFO_MEMBERS: [(&str, &str); 5] = [
    ("renderTooltip", "Click-to-call buttons: path is part of the page's address, element a CSS selector."),
    ("listOptions", "Check boxes in the callbox settings: name, label, default; read as option.<name>."),
    ("userInfo", "Texts read from the page: field, path, element; read as user.<field>."),
    (
        "dataFunction, preLogFunction, logFunction, smsFunction, ticketFunction, contactFunction",
        "What runs at call_start, call_connected, call_end, sms_send, ticket_create and contact_create, top to bottom.",
    ),
    (
        "… of each function",
        "endpointName, params with placeholders, when (a path that must hold something), objectName (the answer becomes data.<objectName>).",
    ),
];

const IFRAME_MEMBERS: [(&str, &str); 3] = [
    ("title", "Shown above everything; placeholders allowed."),
    ("sections", "kind fields, list or links; label, source, when; items with label, value and href (https only)."),
    (
        "forms",
        "kind createTicket or createContact; label, endpointName; fields with name, label, input, required, options, default.",
    ),
];

fn context(names: Vec<String>) -> Context {
    Context { fields: Known::only(names), ..Context::default() }
}

/// What a document may hold, and where its schema is.
fn help(members: &'static [(&'static str, &'static str)], schema: &'static str) -> ViewFn {
    ViewFn::from(move || {
        let member = |(name, meaning): &(&'static str, &'static str)| view! { <div><dt><code>{*name}</code></dt><dd>{*meaning}</dd></div> };
        let members = members.iter().map(member).collect_view();
        view! {
            <dl class="facts">{members}</dl>
            <p><a href=schema target="_blank" rel="external">"JSON Schema"</a></p>
        }
    })
}

#[component]
pub(super) fn InfoField(value: String, names: Vec<String>) -> impl IntoView {
    let placeholders = insertable(Scope::new(Site::CallboxHook, &context(names)));
    view! {
        <JsonField
            name="form[info]"
            pointer=Some("/info".to_owned())
            label="Info JSON"
            hint="Click-to-call buttons, options, and which endpoints the callbox runs when."
            value
            optional=true
            placeholders
            help=help(&INFO_MEMBERS, "/schemas/info.json")
        />
    }
}

#[component]
pub(super) fn IframeField(value: String, names: Vec<String>) -> impl IntoView {
    let placeholders = insertable(Scope::new(Site::Iframe, &context(names)));
    view! {
        <JsonField
            name="form[iframe]"
            pointer=Some("/iframe".to_owned())
            label="Iframe JSON"
            hint="What the callbox shows about the call. Rendered as text, never as HTML."
            value
            optional=true
            placeholders
            help=help(&IFRAME_MEMBERS, "/schemas/iframe.json")
        />
    }
}
