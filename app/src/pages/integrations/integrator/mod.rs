//! Dialogs about an integrator: a template plugged in for one call center.

mod delete;
mod documents;
mod fields;
mod save;

use crate::api::integrators::get_integrator;
use crate::components::{BlockSkeleton, Dialog, DialogSize, Loaded};
use crate::loading::load;
use crate::query::{SUBJECT, use_query_link};
use crate::text;
use delete::{CopyForm, DeleteForm};
use leptos::prelude::*;
use patchbay_model::integrator::Integrator;
use patchbay_model::template::Template;
use save::{AddForm, EditForm};

pub(super) const ADD: &str = "add-integrator";
pub(super) const EDIT: &str = "edit-integrator";
pub(super) const COPY: &str = "copy-integrator";
pub(super) const DELETE: &str = "delete-integrator";

/// Add, edit, copy, delete.
#[component]
pub(super) fn IntegratorDialogs(template: Template) -> impl IntoView {
    let template = StoredValue::new(template);
    let edit =
        Callback::new(move |integrator| view! { <EditForm template=template.get_value() integrator /> }.into_any());
    let copy = Callback::new(|integrator| view! { <CopyForm integrator /> }.into_any());
    let delete = Callback::new(|integrator| view! { <DeleteForm integrator /> }.into_any());
    view! {
        <Dialog name=ADD title=text!(integrators.add) size=DialogSize::Wide>
            <AddForm template=template.get_value() />
        </Dialog>
        <Dialog name=EDIT title=text!(integrators.edit) size=DialogSize::Wide><Subject children=edit /></Dialog>
        <Dialog name=COPY title=text!(integrators.copy)><Subject children=copy /></Dialog>
        <Dialog name=DELETE title=text!(integrators.delete)><Subject children=delete /></Dialog>
    }
    .into_any()
}

/// Loads the integrator that a dialog is about.
#[component]
fn Subject(children: Callback<Integrator, AnyView>) -> impl IntoView {
    let link = use_query_link();
    let integrator = load(
        move || link.get(SUBJECT),
        |id| async move {
            let id = id.unwrap_or_default().parse();
            get_integrator(id.map_err(|_| crate::pages::no_such(text!(words.integrator)))?).await
        },
    );
    view! {
        <Loaded resource=integrator skeleton=|| view! { <BlockSkeleton lines=6 /> } let:integrator>
            {children.run(integrator)}
        </Loaded>
    }
    .into_any()
}
