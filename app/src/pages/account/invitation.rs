//! `/invitation/{token}`: the first password of an invited user, and the first administrator of a new installation.

use crate::api::account::{AcceptInvitation, get_invitation};
use crate::components::{
    BlockSkeleton, FormBody, Loaded, PlainLayout, Submission, SubmitButton, SubmitForm, TextField, TextKind, failure_of,
};
use crate::loading::load;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use patchbay_model::user::User;

/// Of the page whatever the link is worth: one that was used already has a heading too.
const TITLE: &str = "Welcome to Patchbay";

/// The page that a one-time link leads to.
#[component]
pub fn InvitationPage() -> impl IntoView {
    let params = use_params_map();
    let token = Memo::new(move |_| params.with(|params| params.get("token").unwrap_or_default()));
    let invitation = load(move || token.get(), get_invitation);
    view! {
        <PlainLayout>
            <Title text=TITLE />
            <h1>{TITLE}</h1>
            <Loaded resource=invitation skeleton=|| view! { <BlockSkeleton /> } let:user>
                <FirstPassword token=token.get_untracked() user />
            </Loaded>
        </PlainLayout>
    }
}

#[component]
fn FirstPassword(token: String, user: Option<User>) -> impl IntoView {
    let accept = Submission::<AcceptInvitation>::new();
    let deed = if user.is_some() { "Choose your password" } else { "Create the administrator" };
    let who = match user {
        Some(user) => view! { <p>"You sign in as " <strong>{user.email}</strong> "."</p> }.into_any(),
        None => view! {
            <p>"The first user of this Patchbay. Others are invited by this one."</p>
            <TextField name="email" label="E-mail address" kind=TextKind::Email autofocus=true />
        }
        .into_any(),
    };
    view! {
        <SubmitForm action=accept>
            <FormBody error=failure_of(accept)>
                <input type="hidden" name="token" value=token />
                {who}
                <TextField name="password" label="Password" hint="At least 12 characters; a sentence is fine." kind=TextKind::NewPassword />
                <SubmitButton label=deed pending=accept.pending() />
            </FormBody>
        </SubmitForm>
    }
}
