//! The editors of Info and Iframe JSON.

use super::super::json_data::{
    IFRAME_MEMBERS, IFRAME_SCHEMA, INFO_MEMBERS, INFO_SCHEMA, Member, members, placeholders, schema_link,
};
use crate::components::{IframePreview, JsonField};
use crate::paths;
use leptos::prelude::*;
use patchbay_model::templating::{Known, Site};

/// What a document may hold, and where its schema is.
fn help(of: &'static [Member], schema: &'static str) -> ViewFn {
    ViewFn::from(move || view! { {members(of)} <p>{schema_link(schema)}</p> })
}

#[component]
fn GuideLink() -> impl IntoView {
    view! { <p class="hint"><a href=paths::JSON_GUIDE target="_blank" rel="noopener">"Guide: JSON INTEGRATION DATA"</a></p> }
}

#[component]
pub(super) fn InfoField(value: String, names: Vec<String>) -> impl IntoView {
    view! {
        <JsonField
            name="form[info]"
            pointer=Some("/info".to_owned())
            label="Info JSON"
            hint="Click-to-call buttons, options, and which endpoints the callbox runs when."
            value
            optional=true
            placeholders=placeholders(Site::CallboxHook, Known::only(names))
            help=help(&INFO_MEMBERS, INFO_SCHEMA)
        />
        <GuideLink />
    }
}

#[component]
pub(super) fn IframeField(value: String, names: Vec<String>) -> impl IntoView {
    view! {
        <div class="beside">
            <div class="stack">
                <JsonField
                    name="form[iframe]"
                    pointer=Some("/iframe".to_owned())
                    label="Iframe JSON"
                    hint="What the callbox shows about the call. Rendered as text, never as HTML."
                    value
                    rows=18
                    optional=true
                    placeholders=placeholders(Site::Iframe, Known::only(names))
                    help=help(&IFRAME_MEMBERS, IFRAME_SCHEMA)
                />
                <GuideLink />
            </div>
            <IframePreview of="form[iframe]" />
        </div>
    }
}
