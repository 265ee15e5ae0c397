use super::Subject;
use crate::api::templates::CopyTemplate;
use crate::components::{Dialog, DialogActions, FormBody, Submission, SubmitForm, TextField, failure_of};
use crate::pages::call_center_field::CallCenterField;
use crate::{text, text_view};
use leptos::prelude::*;
use patchbay_model::template::Template;

pub(in crate::pages::integrations) const COPY: &str = "copy-integration";

/// Copy integration, with its endpoints and without integrators.
#[component]
pub(in crate::pages::integrations) fn CopyDialog() -> impl IntoView {
    view! {
        <Dialog name=COPY title=text!(integrations.copy_integration)>
            <Subject children=Callback::new(|template| view! { <Form template /> }.into_any()) />
        </Dialog>
    }
}

#[component]
fn Form(template: Template) -> impl IntoView {
    let copy = Submission::<CopyTemplate>::new();
    view! {
        <SubmitForm action=copy>
            <FormBody error=failure_of(copy)>
                <p>{text_view!(integrations.copied_with_it, name = view! { <strong>{template.label}</strong> })}</p>
                <input type="hidden" name="id" value=template.id.to_string() />
                <TextField name="name" label=text!(integrations.name_of_copy) value=text!(integrations.named_copy, name = template.name) autofocus=true />
                <CallCenterField name="call_center_id" hint=text!(integrations.copy_call_center_hint) optional=true />
                <DialogActions confirm=text!(integrations.copy) pending=copy.pending() />
            </FormBody>
        </SubmitForm>
    }
    .into_any()
}
