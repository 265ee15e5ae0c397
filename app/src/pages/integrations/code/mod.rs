//! The tab "Code" of a private template: its two modules, and their versions.

mod editors;
mod versions;

use crate::api::private_code::get_private_code;
use crate::components::{BlockSkeleton, CodeBlock, EmptyState, Loaded};
use crate::loading::load;
use crate::text;
use editors::Editors;
use leptos::prelude::*;
use patchbay_model::id::TemplateId;
use patchbay_model::private_code::PrivateCode;
use versions::Versions;

/// What the modules are called; docs/guides/private-code.md tells what stands in them.
const FUNCTION: &str = "function.js";
const SHOW_INFO: &str = "showInfo/index.js";

/// The editors for who may write, the text for who may read, the versions for both.
#[component]
pub(super) fn CodeTab(template: TemplateId, may_write: bool) -> impl IntoView {
    let code = load(move || template, get_private_code);
    view! {
        <Loaded resource=code skeleton=|| view! { <BlockSkeleton lines=20 /> } let:code>
            {if may_write { view! { <Editors code /> }.into_any() } else { view! { <Texts code /> }.into_any() }}
        </Loaded>
        <Versions template may_restore=may_write />
    }
    .into_any()
}

#[component]
fn Texts(code: PrivateCode) -> impl IntoView {
    if code.function.is_empty() && code.show_info.is_empty() {
        return view! { <EmptyState title=text!(integrations.no_code) explanation=text!(integrations.no_code_help) /> }
            .into_any();
    }
    let module = |(title, text): (&'static str, String)| (!text.is_empty()).then(|| view! { <CodeBlock title text /> });
    [(FUNCTION, code.function), (SHOW_INFO, code.show_info)].map(module).collect_view().into_any()
}
