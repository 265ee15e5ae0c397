//! A field for a JavaScript module: line numbers, a file to upload, the syntax error at its line.
//!
//! A textarea inside `<patchbay-code>`, which the script `/code-editor.js` brings to life: the browser itself says
//! whether the text is a module, and nothing of that is in the WASM but what it says in the page's language. Without
//! scripts it is a plain textarea.

use super::field::{FieldFrame, FieldState};
use crate::text;
use leptos::prelude::*;

/// The editor.
#[component]
pub fn CodeField(
    /// Its name in the form.
    #[prop(into)]
    name: String,
    /// The module's file name.
    #[prop(into)]
    label: String,
    /// What the module is for, one sentence.
    #[prop(into)]
    hint: String,
    /// What stands in it at first.
    #[prop(into)]
    value: String,
    /// How many lines are visible.
    #[prop(default = 18)]
    rows: u32,
    /// Where the server's violations point to.
    #[prop(into)]
    pointer: String,
) -> impl IntoView {
    let field = FieldState::new(&name, Some(pointer), hint);
    view! {
        <FieldFrame field=field.clone() label optional=true>
            <patchbay-code
                data-upload=text!(common.code_upload)
                data-too-large=text!(common.code_too_large, file = "{file}")
                data-at=text!(common.code_at, line = "{line}", column = "{column}")
                data-not-loaded=text!(common.code_not_loaded, reason = "{reason}")
                data-exports=text!(common.code_exports, names = "{names}")
                data-no-exports=text!(common.code_no_exports)
            >
                <textarea
                    id=field.id.clone()
                    class="code-text"
                    name=name
                    rows=rows.to_string()
                    wrap="off"
                    spellcheck="false"
                    autocapitalize="none"
                    autocomplete="off"
                    aria-describedby=field.described_by()
                    aria-invalid=field.invalid()
                >
                    // A line break right after the tag is dropped by HTML; one of the text's own must not be.
                    {if value.starts_with('\n') { format!("\n{value}") } else { value }}
                </textarea>
            </patchbay-code>
        </FieldFrame>
    }
    .into_any()
}
