//! What the callbox makes of an Iframe JSON, beside its editor. The callbox's own script draws it: nothing of it is in
//! the WASM.

use super::module_script::ModuleScript;
use crate::text;
use leptos::prelude::*;

/// Follows the editor whose field has the name `of`.
#[component]
pub fn IframePreview(
    /// The editor's name in its form.
    #[prop(into)]
    of: String,
) -> impl IntoView {
    let editor = super::field::id_of(&of);
    view! {
        <section class="preview scripted" aria-label=text!(common.preview)>
            <patchbay-preview data-of=editor></patchbay-preview>
            <ModuleScript src="/iframe-preview.js" />
        </section>
    }
    .into_any()
}
