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
            <patchbay-preview
                data-of=editor
                data-made-up=text!(common.preview_made_up)
                data-nothing=text!(common.preview_nothing)
                data-incomplete=text!(common.preview_incomplete)
                data-saves-nothing=text!(common.preview_saves_nothing)
            ></patchbay-preview>
            <ModuleScript src="/iframe-preview.js" />
        </section>
    }
    .into_any()
}
