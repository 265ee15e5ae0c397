//! Dialogs about a template: the list opens them, and the page of one template.

mod add;
mod copy;
mod delete;
mod edit;
mod export;
mod fields;

pub(super) use add::{ADD, AddDialog};
pub(super) use copy::{COPY, CopyDialog};
pub(super) use delete::{DELETE, DeleteDialog};
pub(super) use edit::{EDIT, EditDialog};
pub(super) use export::{EXPORT, ExportDialog};
pub(super) use fields::locations;

use crate::api::templates::get_template;
use crate::components::{BlockSkeleton, Loaded};
use crate::loading::load;
use crate::query::{SUBJECT, use_query_link};
use crate::text;
use leptos::prelude::*;
use patchbay_model::template::Template;

/// Loads the template that a dialog is about.
#[component]
fn Subject(children: Callback<Template, AnyView>) -> impl IntoView {
    let link = use_query_link();
    let template = load(
        move || link.get(SUBJECT),
        |id| async move {
            let id = id.unwrap_or_default().parse();
            get_template(id.map_err(|_| crate::pages::no_such(text!(integrations.noun_integration)))?).await
        },
    );
    view! {
        <Loaded resource=template skeleton=|| view! { <BlockSkeleton lines=6 /> } let:template>
            {children.run(template)}
        </Loaded>
    }
    .into_any()
}
