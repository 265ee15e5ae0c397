//! The editors of Info and Iframe JSON.

use super::super::json_data::{
    IFRAME_SCHEMA, INFO_SCHEMA, Member, iframe_members, info_members, members, placeholders, schema_link,
};
use crate::components::{IframePreview, JsonField};
use crate::paths;
use crate::text;
use leptos::prelude::*;
use patchbay_model::templating::{Known, Site};

/// What a document may hold, and where its schema is.
fn help(of: fn() -> Vec<Member>, schema: &'static str) -> ViewFn {
    ViewFn::from(move || view! { {members(of())} <p>{schema_link(schema)}</p> })
}

#[component]
fn GuideLink() -> impl IntoView {
    view! { <p class="hint"><a href=paths::JSON_GUIDE target="_blank" rel="noopener">{text!(integrators.guide)}</a></p> }
}

#[component]
pub(super) fn InfoField(value: String, names: Vec<String>) -> impl IntoView {
    view! {
        <JsonField
            name="form[info]"
            pointer=Some("/info".to_owned())
            label=text!(integrators.info)
            hint=text!(integrators.info_hint)
            value
            optional=true
            placeholders=placeholders(Site::CallboxHook, Known::only(names))
            help=help(info_members, INFO_SCHEMA)
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
                    label=text!(integrators.iframe)
                    hint=text!(integrators.iframe_hint)
                    value
                    rows=18
                    optional=true
                    placeholders=placeholders(Site::Iframe, Known::only(names))
                    help=help(iframe_members, IFRAME_SCHEMA)
                />
                <GuideLink />
            </div>
            <IframePreview of="form[iframe]" />
        </div>
    }
}
