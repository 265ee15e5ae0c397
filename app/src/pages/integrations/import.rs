//! Import: a template from a document that another Patchbay exported.

use crate::api::templates::ImportTemplate;
use crate::components::{
    BlockSkeleton, Dialog, DialogActions, DialogSize, FormBody, JsonField, Loaded, Submission, SubmitForm, failure_of,
};
use crate::pages::call_center_field::CallCenterField;
use crate::pages::typed::{use_typed, was_refused};
use crate::text;
use leptos::{html, prelude::*};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};

pub(super) const IMPORT: &str = "import-integration";
const DOCUMENT: &str = "document";

/// The dialog: paste a document, or choose a file of one.
#[component]
pub(super) fn ImportDialog() -> impl IntoView {
    let import = Submission::<ImportTemplate>::new();
    let typed = use_typed::<String>(was_refused::<ImportTemplate>());
    view! {
        <Dialog name=IMPORT title=text!(integrations.import_integration) size=DialogSize::Wide>
            <Loaded resource=typed skeleton=|| view! { <BlockSkeleton lines=8 /> } let:typed>
                <SubmitForm action=import>
                    <FormBody error=failure_of(import)>
                        <FileField />
                        <JsonField name=DOCUMENT label=text!(integrations.document) hint=text!(integrations.document_hint) value=typed.unwrap_or_default() rows=14 />
                        <CallCenterField name="call_center_id" hint=text!(integrations.import_call_center_hint) optional=true />
                        <DialogActions confirm=text!(integrations.import) pending=import.pending() />
                    </FormBody>
                </SubmitForm>
            </Loaded>
        </Dialog>
    }
    .into_any()
}

/// Puts a file's text into the field below. It has no name, so the file itself is never sent; without WASM it isn't
/// shown, because nobody would read the file.
#[component]
fn FileField() -> impl IntoView {
    let input = NodeRef::<html::Input>::new();
    let on_change = move |_| {
        let Some(input) = input.get_untracked() else { return };
        let file = input.files().and_then(|files| files.get(0));
        let target = input.form().and_then(|form| form.elements().named_item(DOCUMENT));
        let (Some(file), Some(target)) = (file, target) else { return };
        let target: web_sys::HtmlTextAreaElement = target.unchecked_into();
        let on_text = Closure::once(move |text: JsValue| {
            target.set_value(&text.as_string().unwrap_or_default());
            // As if it had been typed: the editor counts the lines and checks them.
            for event in ["input", "change"] {
                let _ = web_sys::Event::new(event).map(|event| target.dispatch_event(&event));
            }
        });
        let _ = file.text().then(&on_text);
        on_text.forget();
    };
    view! {
        <div class="field scripted">
            <label for="import-file">{text!(integrations.file)}</label>
            <input id="import-file" type="file" accept="application/json,.json" node_ref=input on:change=on_change />
        </div>
    }
}
