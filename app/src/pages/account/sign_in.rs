//! `/sign-in`

use crate::api::account::SignIn;
use crate::components::{FormBody, PlainLayout, Submission, SubmitButton, SubmitForm, TextField, TextKind, failure_of};
use crate::query::use_query_link;
use crate::text;
use leptos::prelude::*;
use leptos_meta::Title;

/// Sign-in.
#[component]
pub fn SignInPage() -> impl IntoView {
    let sign_in = Submission::<SignIn>::new();
    let next = use_query_link().get("next").unwrap_or_default();
    view! {
        <Title text=text!(account.sign_in) />
        <PlainLayout>
            <h1>{text!(account.sign_in)}</h1>
            <SubmitForm action=sign_in>
                <FormBody error=failure_of(sign_in)>
                    <input type="hidden" name="next" value=next />
                    <TextField name="email" label=text!(account.email) kind=TextKind::Email autofocus=true />
                    <TextField name="password" label=text!(account.password) kind=TextKind::CurrentPassword />
                    <SubmitButton label=text!(account.sign_in) pending=sign_in.pending() />
                </FormBody>
            </SubmitForm>
        </PlainLayout>
    }
}
