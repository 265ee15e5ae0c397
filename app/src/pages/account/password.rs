//! `/account/password`

use crate::api::account::ChangePassword;
use crate::components::{FormBody, PageHead, Submission, SubmitButton, SubmitForm, TextField, TextKind, failure_of};
use crate::text;
use leptos::prelude::*;

/// Change one's own password.
#[component]
pub fn PasswordPage() -> impl IntoView {
    let change = Submission::<ChangePassword>::new();
    view! {
        <PageHead title=text!(account.change_password) lead=text!(account.change_password_lead) />
        <div class="form-card card">
            <SubmitForm action=change>
                <FormBody error=failure_of(change)>
                    <TextField name="current" label=text!(account.current_password) kind=TextKind::CurrentPassword />
                    <TextField name="new" label=text!(account.new_password) hint=text!(account.password_hint) kind=TextKind::NewPassword />
                    <SubmitButton label=text!(account.change_password) pending=change.pending() />
                </FormBody>
            </SubmitForm>
        </div>
    }
}
