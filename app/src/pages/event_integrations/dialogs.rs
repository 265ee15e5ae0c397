//! Copying and deleting an event integration.

use crate::api::event_integrations::{CopyEventIntegration, DeleteEventIntegration, get_event_integration};
use crate::components::{
    BlockSkeleton, ConfirmDelete, Dialog, DialogActions, FormBody, Loaded, Submission, SubmitForm, TextField,
    failure_of,
};
use crate::loading::load;
use crate::pages::call_center::OfCallCenter;
use crate::query::{SUBJECT, use_query_link};
use crate::{text, text_view};
use leptos::prelude::*;
use patchbay_model::event_integration::EventIntegration;
use patchbay_model::execution::ErrorCode;
use patchbay_model::id::CallCenterId;

pub(super) const COPY: &str = "copy-event-integration";
pub(super) const DELETE: &str = "delete-event-integration";

/// Copy and delete.
#[component]
pub(super) fn EventIntegrationDialogs(call_center: Memo<Option<CallCenterId>>) -> impl IntoView {
    let copy = Callback::new(|read| view! { <CopyForm read /> }.into_any());
    let delete = Callback::new(|read| view! { <DeleteForm read /> }.into_any());
    view! {
        <Dialog name=COPY title=text!(event_integrations.copy)><Subject call_center children=copy /></Dialog>
        <Dialog name=DELETE title=text!(event_integrations.delete)><Subject call_center children=delete /></Dialog>
    }
    .into_any()
}

#[component]
fn CopyForm(read: EventIntegration) -> impl IntoView {
    let copy = Submission::<CopyEventIntegration>::new();
    let consequence = text_view!(
        event_integrations.copy_consequence,
        name = view! { <strong>{read.name.clone()}</strong> },
        code = view! { <code>{ErrorCode::CredentialMissing.as_str()}</code> }
    );
    view! {
        <SubmitForm action=copy>
            <FormBody error=failure_of(copy)>
                <p>{consequence}</p>
                <OfCallCenter id=read.call_center_id />
                <input type="hidden" name="id" value=read.id.to_string() />
                <TextField name="name" label=text!(event_integrations.name_of_copy) value=text!(event_integrations.copy_of, name = read.name) autofocus=true />
                <DialogActions confirm=text!(common.copy) pending=copy.pending() />
            </FormBody>
        </SubmitForm>
    }
    .into_any()
}

#[component]
fn DeleteForm(read: EventIntegration) -> impl IntoView {
    let delete = Submission::<DeleteEventIntegration>::new();
    let mut breaks = vec![text!(event_integrations.delete_secrets).to_owned()];
    if read.is_enabled() {
        let events = read.events.iter().map(|event| event.as_str()).collect::<Vec<_>>().join(", ");
        breaks.insert(0, text!(event_integrations.delete_consequence, events = events));
    }
    view! {
        <SubmitForm action=delete>
            <FormBody error=failure_of(delete)>
                <OfCallCenter id=read.call_center_id />
                <input type="hidden" name="id" value=read.id.to_string() />
                <input type="hidden" name="version" value=read.version.to_string() />
                <ConfirmDelete subject=read.name breaks confirm=text!(common.delete) pending=delete.pending() />
            </FormBody>
        </SubmitForm>
    }
    .into_any()
}

/// Loads the event integration that a dialog is about.
#[component]
fn Subject(call_center: Memo<Option<CallCenterId>>, children: Callback<EventIntegration, AnyView>) -> impl IntoView {
    let link = use_query_link();
    let read = load(
        move || (call_center.get(), link.get(SUBJECT)),
        |(call_center, id)| async move {
            let id = id.unwrap_or_default().parse().ok();
            let (Some(call_center), Some(id)) = (call_center, id) else {
                return Err(crate::pages::no_such(text!(event_integrations.noun)));
            };
            get_event_integration(call_center, id).await
        },
    );
    view! {
        <Loaded resource=read skeleton=|| view! { <BlockSkeleton lines=6 /> } let:read>{children.run(read)}</Loaded>
    }
    .into_any()
}
