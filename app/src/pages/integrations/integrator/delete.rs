//! Copying and deleting an integrator.

use crate::api::integrators::{CopyIntegrator, DeleteIntegrator};
use crate::components::{ConfirmDelete, DialogActions, FormBody, Submission, SubmitForm, failure_of};
use crate::pages::call_center_field::CallCenterField;
use crate::{text, text_view};
use leptos::prelude::*;
use patchbay_model::integrator::Integrator;

#[component]
pub(super) fn CopyForm(integrator: Integrator) -> impl IntoView {
    let copy = Submission::<CopyIntegrator>::new();
    view! {
        <SubmitForm action=copy>
            <FormBody error=failure_of(copy)>
                <p>{text_view!(integrators.copied_with_it, call_center = view! { <strong>{integrator.call_center_id.to_string()}</strong> })}</p>
                <input type="hidden" name="id" value=integrator.id.to_string() />
                <CallCenterField name="call_center_id" />
                <DialogActions confirm=text!(integrators.confirm_copy) pending=copy.pending() />
            </FormBody>
        </SubmitForm>
    }
    .into_any()
}

#[component]
pub(super) fn DeleteForm(integrator: Integrator) -> impl IntoView {
    let delete = Submission::<DeleteIntegrator>::new();
    let Integrator { id, version, call_center_id, template, host, .. } = integrator;
    let breaks = vec![
        text!(integrators.calls_refused, call_center = call_center_id, template = template),
        text!(integrators.secrets_gone).to_owned(),
    ];
    view! {
        <SubmitForm action=delete>
            <FormBody error=failure_of(delete)>
                <input type="hidden" name="id" value=id.to_string() />
                <input type="hidden" name="version" value=version.to_string() />
                <ConfirmDelete subject=format!("{call_center_id} ({host})") breaks confirm=text!(integrators.delete) pending=delete.pending() />
            </FormBody>
        </SubmitForm>
    }
    .into_any()
}
