//! The dialogs of `/users`.

use super::list::{DELETE, EDIT, INVITE, INVITED};
use crate::api::call_centers::list_call_centers;
use crate::api::users::{DeleteUser, InviteUser, RenewInvitation, UpdateUser, take_invitation};
use crate::components::{
    BlockSkeleton, ButtonLink, CheckboxField, ConfirmDelete, CopyButton, Dialog, DialogActions, Emphasis, FormBody,
    Loaded, Notice, RelativeTime, SelectField, Submission, SubmitButton, SubmitForm, TextField, TextKind, Tone,
    failure_of,
};
use crate::loading::load;
use crate::query::{QueryLink, SUBJECT, use_query_link};
use leptos::prelude::*;
use patchbay_model::access::Role;
use patchbay_model::page::PageRequest;
use patchbay_model::user::{Invitation, User, UserState};

#[component]
pub(super) fn InviteDialog() -> impl IntoView {
    let invite = Submission::<InviteUser>::new();
    view! {
        <Dialog name=INVITE title="Invite user">
            <SubmitForm action=invite>
                <FormBody error=failure_of(invite)>
                    <TextField name="form[email]" pointer=Some("/email".to_owned()) label="E-mail address" kind=TextKind::Email autofocus=true />
                    <RoleFields role=Role::TenantAdministrator call_center="" />
                    <DialogActions confirm="Make invitation" pending=invite.pending() />
                </FormBody>
            </SubmitForm>
        </Dialog>
    }
}

#[component]
fn RoleFields(role: Role, #[prop(into)] call_center: String) -> impl IntoView {
    let call_centers = load(|| (), |()| list_call_centers(None, PageRequest::longest()));
    let roles = Role::ALL.iter().map(|role| (role.to_string(), role.label().to_owned())).collect();
    view! {
        <SelectField name="form[role]" pointer=Some("/role".to_owned()) label="Role" options=roles value=role.to_string() />
        <Loaded resource=call_centers skeleton=|| view! { <BlockSkeleton lines=1 /> } let:page>
            <SelectField
                name="form[call_center_id]"
                pointer=Some("/callCenterId".to_owned())
                label="Call center"
                hint="For a tenant's role; empty for a portal role."
                options=page.items.into_iter().map(|one| (one.id.to_string(), one.name)).collect()
                value=call_center.clone()
                optional=true
            />
        </Loaded>
    }
}

#[component]
pub(super) fn InvitedDialog() -> impl IntoView {
    view! {
        <Dialog name=INVITED title="Invitation">
            <TakenInvitation />
        </Dialog>
    }
}

#[component]
fn TakenInvitation() -> impl IntoView {
    let link = use_query_link();
    let taken = load(|| (), |()| take_invitation());
    view! {
        <Loaded resource=taken skeleton=|| view! { <BlockSkeleton lines=3 /> } let:invitation>
            {match invitation {
                Some(invitation) => view! { <InvitationLink invitation /> }.into_any(),
                None => view! { <Notice tone=Tone::Warn><p>"The link was shown already. Edit the user to make another."</p></Notice> }.into_any(),
            }}
            <div class="dialog-actions"><ButtonLink href=Signal::derive(move || link.close_dialog()) label="Done" emphasis=Emphasis::Primary /></div>
        </Loaded>
    }
}

#[component]
fn InvitationLink(invitation: Invitation) -> impl IntoView {
    // Only the browser knows under which name the portal is reached.
    let address = RwSignal::new(invitation.path.clone());
    Effect::new(move |_| {
        let origin = window().location().origin().unwrap_or_default();
        address.update(|address| address.insert_str(0, &origin));
    });
    view! {
        <p>"Send this link to " <strong>{invitation.user.email}</strong> ". It works once, until " <RelativeTime at=invitation.expires_at /> ", and is not shown again."</p>
        <pre class="secret-once">{move || address.get()}</pre>
        <CopyButton text=address label="Copy link" />
    }
}

fn subject(users: StoredValue<Vec<User>>, link: QueryLink) -> Option<User> {
    let wanted = link.get(SUBJECT);
    users.with_value(|users| users.iter().find(|user| wanted.as_deref() == Some(&user.id.to_string())).cloned())
}

#[component]
pub(super) fn EditDialog(users: Vec<User>) -> impl IntoView {
    let (update, renew) = (Submission::<UpdateUser>::new(), Submission::<RenewInvitation>::new());
    let link = use_query_link();
    let users = StoredValue::new(users);
    let form = move |user: User| {
        let call_center = user.call_center_id.as_ref().map(ToString::to_string).unwrap_or_default();
        view! {
            <SubmitForm action=update>
                <FormBody error=failure_of(update)>
                    <input type="hidden" name="id" value=user.id.to_string() />
                    <input type="hidden" name="version" value=user.version.to_string() />
                    <TextField name="form[email]" pointer=Some("/email".to_owned()) label="E-mail address" kind=TextKind::Email value=user.email.clone() />
                    <RoleFields role=user.role call_center />
                    <CheckboxField name="form[disabled]" pointer=Some("/disabled".to_owned()) label="Disabled" hint="Can't sign in; every session ends." checked=user.state == UserState::Disabled />
                    <DialogActions confirm="Save" pending=update.pending() />
                </FormBody>
            </SubmitForm>
            <SubmitForm action=renew>
                <FormBody error=failure_of(renew)>
                    <input type="hidden" name="id" value=user.id.to_string() />
                    <p class="hint">"A one-time link sets a new password: for an invitation that expired, or a password that was forgotten."</p>
                    <SubmitButton label="Make a one-time link" pending=renew.pending() emphasis=Emphasis::Normal />
                </FormBody>
            </SubmitForm>
        }
    };
    view! { <Dialog name=EDIT title="Edit user">{move || subject(users, link).map(form)}</Dialog> }
}

#[component]
pub(super) fn DeleteDialog(users: Vec<User>) -> impl IntoView {
    let delete = Submission::<DeleteUser>::new();
    let link = use_query_link();
    let users = StoredValue::new(users);
    let form = move |user: User| {
        view! {
            <SubmitForm action=delete>
                <FormBody error=failure_of(delete)>
                    <input type="hidden" name="id" value=user.id.to_string() />
                    <input type="hidden" name="version" value=user.version.to_string() />
                    <ConfirmDelete subject=user.email breaks=vec!["Every session of this user ends. The audit trail keeps what the user did.".to_owned()] confirm="Delete user" pending=delete.pending() />
                </FormBody>
            </SubmitForm>
        }
    };
    view! { <Dialog name=DELETE title="Delete user">{move || subject(users, link).map(form)}</Dialog> }
}
