//! What Info and Iframe JSON may hold, in words: for the help beside the editors and for the guide.

use crate::components::Placeholder;
use leptos::prelude::*;
use patchbay_model::templating::{Context, Known, Scope, Site};

/// A member and its meaning.
pub(super) type Member = (&'static str, &'static str);

pub(super) const INFO_SCHEMA: &str = "/schemas/info.json";
pub(super) const IFRAME_SCHEMA: &str = "/schemas/iframe.json";

pub(super) const INFO_MEMBERS: [Member; 5] = [
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

pub(super) const IFRAME_MEMBERS: [Member; 3] = [
    ("title", "Shown above everything; placeholders allowed."),
    ("sections", "kind fields, list or links; label, source, when; items with label, value and href (https only)."),
    (
        "forms",
        "kind createTicket or createContact; label, endpointName; fields with name, label, input, required, options, default.",
    ),
];

/// The members as a list.
pub(super) fn members(members: &'static [Member]) -> impl IntoView {
    let member = |(name, meaning): &Member| view! { <div><dt><code>{*name}</code></dt><dd>{*meaning}</dd></div> };
    view! { <dl class="facts">{members.iter().map(member).collect_view()}</dl> }.into_any()
}

/// Where the schema of a document lies.
pub(super) fn schema_link(schema: &'static str) -> impl IntoView {
    view! { <a href=schema target="_blank" rel="external">"JSON Schema"</a> }.into_any()
}

/// What may be inserted into the Info JSON, or with `Site::Iframe` into the Iframe JSON.
pub(super) fn placeholders(site: Site, fields: Known) -> Vec<Placeholder> {
    super::insertable(Scope::new(site, &Context { fields, ..Context::default() }))
}
