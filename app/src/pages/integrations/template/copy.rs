use super::Subject;
use crate::api::templates::CopyTemplate;
use crate::components::{Dialog, DialogActions, FormBody, Submission, SubmitForm, TextField, failure_of};
use crate::pages::call_center_field::CallCenterField;
use leptos::prelude::*;
use patchbay_model::template::Template;

pub(in crate::pages::integrations) const COPY: &str = "copy-integration";

/// Copy integration, with its endpoints and without integrators.
#[component]
pub(in crate::pages::integrations) fn CopyDialog() -> impl IntoView {
    view! {
        <Dialog name=COPY title="Copy integration">
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
                <p>"Parameters and endpoints of " <strong>{template.label}</strong> " are copied, integrators and their secrets are not."</p>
                <input type="hidden" name="id" value=template.id.to_string() />
                <TextField name="name" label="Name of the copy" value=format!("{} copy", template.name) autofocus=true />
                <CallCenterField name="call_center_id" hint="Whose private integration the copy is. Empty: published." optional=true />
                <DialogActions confirm="Copy" pending=copy.pending() />
            </FormBody>
        </SubmitForm>
    }
    .into_any()
}
