//! `/account/password`

use crate::api::account::ChangePassword;
use crate::components::{FormBody, PageHead, Submission, SubmitButton, SubmitForm, TextField, TextKind, failure_of};
use leptos::prelude::*;

/// Change one's own password.
#[component]
pub fn PasswordPage() -> impl IntoView {
    let change = Submission::<ChangePassword>::new();
    view! {
        <PageHead title="Change password" lead="Every other session of yours ends." />
        <div class="form-card card">
            <SubmitForm action=change>
                <FormBody error=failure_of(change)>
                    <TextField name="current" label="Current password" kind=TextKind::CurrentPassword />
                    <TextField name="new" label="New password" hint="At least 12 characters; a sentence is fine." kind=TextKind::NewPassword />
                    <SubmitButton label="Change password" pending=change.pending() />
                </FormBody>
            </SubmitForm>
        </div>
    }
}
