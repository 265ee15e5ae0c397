use crate::api::templates::export_template;
use crate::components::{BlockSkeleton, ButtonLink, CodeBlock, Dialog, DialogSize, Emphasis, Glyph, Icon, Loaded};
use crate::loading::load;
use crate::query::{escape, use_query_link};
use crate::text;
use leptos::prelude::*;
use patchbay_model::template::Template;

pub(in crate::pages::integrations) const EXPORT: &str = "export-integration";

/// The template as a document, to copy or to save as a file.
#[component]
pub(in crate::pages::integrations) fn ExportDialog(template: Template) -> impl IntoView {
    let template = StoredValue::new(template);
    view! {
        <Dialog name=EXPORT title=text!(integrations.export_integration) size=DialogSize::Wide>
            <Document template=template.get_value() />
        </Dialog>
    }
}

#[component]
fn Document(template: Template) -> impl IntoView {
    let link = use_query_link();
    let id = template.id;
    let file = format!("{}.json", template.name);
    let document = load(move || id, export_template);
    view! {
        <Loaded resource=document skeleton=|| view! { <BlockSkeleton lines=10 /> } let:document>
            // An address with the document in it: saved by any browser, without a script and without another request.
            {
                let href = format!("data:application/json;charset=utf-8,{}", escape(&document));
                view! {
                    <p>{text!(integrations.exported)}</p>
                    <CodeBlock title=file.clone() text=document />
                    <div class="dialog-actions">
                        <ButtonLink href=Signal::derive(move || link.close_dialog()) label=text!(common.close) emphasis=Emphasis::Normal />
                        <a class="button primary" href=href download=file.clone() rel="external"><Glyph icon=Icon::Download />{text!(integrations.save_as_file)}</a>
                    </div>
                }
            }
        </Loaded>
    }
    .into_any()
}
