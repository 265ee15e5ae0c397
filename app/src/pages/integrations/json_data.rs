//! What Info and Iframe JSON may hold, in words: for the help beside the editors and for the guide.

use crate::components::Placeholder;
use crate::pages::placeholders::offered;
use crate::text;
use leptos::prelude::*;
use patchbay_model::templating::{Context, Known, Scope, Site};

pub(super) const INFO_SCHEMA: &str = "/schemas/info.json";
pub(super) const IFRAME_SCHEMA: &str = "/schemas/iframe.json";

/// The lists of the Info JSON, in the order of the moments that they run at.
const FUNCTIONS: [&str; 6] =
    ["dataFunction", "preLogFunction", "logFunction", "smsFunction", "ticketFunction", "contactFunction"];

/// A member of a document and its meaning.
pub(super) type Member = (String, String);

/// One of them.
pub(super) fn member(name: &str, meaning: impl Into<String>) -> Member {
    (name.to_owned(), meaning.into())
}

/// What the Info JSON may hold.
pub(super) fn info_members() -> Vec<Member> {
    vec![
        member("renderTooltip", text!(json_data.render_tooltip)),
        member("listOptions", text!(json_data.list_options, placeholder = "option.<name>")),
        member("userInfo", text!(json_data.user_info, placeholder = "user.<field>")),
        member(&FUNCTIONS.join(", "), text!(json_data.functions)),
        member(text!(json_data.each_function), text!(json_data.function_members, placeholder = "data.<objectName>")),
    ]
}

/// What the Iframe JSON may hold.
pub(super) fn iframe_members() -> Vec<Member> {
    vec![
        member("title", text!(json_data.iframe_title)),
        member("sections", text!(json_data.sections)),
        member("forms", text!(json_data.forms)),
    ]
}

/// The members as a list.
pub(super) fn members(members: Vec<Member>) -> impl IntoView {
    let member = |(name, meaning): Member| view! { <div><dt><code>{name}</code></dt><dd>{meaning}</dd></div> };
    view! { <dl class="facts">{members.into_iter().map(member).collect_view()}</dl> }.into_any()
}

/// Where the schema of a document lies.
pub(super) fn schema_link(schema: &'static str) -> impl IntoView {
    view! { <a href=schema target="_blank" rel="external">{text!(json_data.schema)}</a> }.into_any()
}

/// What may be inserted into the Info JSON, or with `Site::Iframe` into the Iframe JSON.
pub(super) fn placeholders(site: Site, fields: Known) -> Vec<Placeholder> {
    offered(Scope::new(site, &Context { fields, ..Context::default() }))
}
