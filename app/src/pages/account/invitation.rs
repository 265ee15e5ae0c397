//! `/invitation/{token}`: the first password of an invited user, and the first administrator of a new installation.

use crate::api::account::{AcceptInvitation, get_invitation};
use crate::components::{
    BlockSkeleton, FormBody, Loaded, PlainLayout, Submission, SubmitButton, SubmitForm, TextField, TextKind, failure_of,
};
use crate::loading::load;
use crate::{text, text_view};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use patchbay_model::user::User;

/// The page that a one-time link leads to.
#[component]
pub fn InvitationPage() -> impl IntoView {
    let params = use_params_map();
    let token = Memo::new(move |_| params.with(|params| params.get("token").unwrap_or_default()));
    let invitation = load(move || token.get(), get_invitation);
    view! {
        <PlainLayout>
            // Of the page whatever the link is worth: one that was used already has a heading too.
            <Title text=text!(account.welcome) />
            <h1>{text!(account.welcome)}</h1>
            <Loaded resource=invitation skeleton=|| view! { <BlockSkeleton /> } let:user>
                <FirstPassword token=token.get_untracked() user />
            </Loaded>
        </PlainLayout>
    }
}

#[component]
fn FirstPassword(token: String, user: Option<User>) -> impl IntoView {
    let accept = Submission::<AcceptInvitation>::new();
    let deed = if user.is_some() { text!(account.choose_password) } else { text!(account.create_administrator) };
    let who = match user {
        Some(user) => {
            view! { <p>{text_view!(account.sign_in_as, email = view! { <strong>{user.email}</strong> })}</p> }
                .into_any()
        }
        None => view! {
            <p>{text!(account.first_user)}</p>
            <TextField name="email" label=text!(account.email) kind=TextKind::Email autofocus=true />
        }
        .into_any(),
    };
    view! {
        <SubmitForm action=accept>
            <FormBody error=failure_of(accept)>
                <input type="hidden" name="token" value=token />
                {who}
                <TextField name="password" label=text!(account.password) hint=text!(account.password_hint) kind=TextKind::NewPassword />
                <SubmitButton label=deed pending=accept.pending() />
            </FormBody>
        </SubmitForm>
    }
}
