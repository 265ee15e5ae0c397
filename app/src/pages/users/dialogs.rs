//! The dialogs of `/users`.

use super::list::{DELETE, EDIT, INVITE, INVITED};
use crate::api::call_centers::list_call_centers;
use crate::api::users::{DeleteUser, InviteUser, RenewInvitation, UpdateUser, take_invitation};
use crate::components::{
    BlockSkeleton, CheckboxField, ConfirmDelete, Dialog, DialogActions, Emphasis, FormBody, Loaded, RelativeTime,
    SelectField, Submission, SubmitButton, SubmitForm, TextField, TextKind, failure_of,
};
use crate::loading::load;
use crate::pages::shown_once::{Secret, shown_once};
use crate::query::{QueryLink, SUBJECT, use_query_link};
use crate::words::Word;
use crate::{text, text_view};
use leptos::prelude::*;
use patchbay_model::access::Role;
use patchbay_model::page::PageRequest;
use patchbay_model::user::{Invitation, User, UserState};

#[component]
pub(super) fn InviteDialog() -> impl IntoView {
    let invite = Submission::<InviteUser>::new();
    view! {
        <Dialog name=INVITE title=text!(users.invite)>
            <SubmitForm action=invite>
                <FormBody error=failure_of(invite)>
                    <TextField name="form[email]" pointer=Some("/email".to_owned()) label=text!(users.email) kind=TextKind::Email autofocus=true />
                    <RoleFields role=Role::TenantAdministrator call_center="" />
                    <DialogActions confirm=text!(users.make_invitation) pending=invite.pending() />
                </FormBody>
            </SubmitForm>
        </Dialog>
    }
}

#[component]
fn RoleFields(role: Role, #[prop(into)] call_center: String) -> impl IntoView {
    let call_centers = load(|| (), |()| list_call_centers(None, PageRequest::longest()));
    let roles = Role::ALL.iter().map(|role| (role.to_string(), role.word().to_owned())).collect();
    view! {
        <SelectField name="form[role]" pointer=Some("/role".to_owned()) label=text!(users.role) options=roles value=role.to_string() />
        <Loaded resource=call_centers skeleton=|| view! { <BlockSkeleton lines=1 /> } let:page>
            <SelectField
                name="form[call_center_id]"
                pointer=Some("/callCenterId".to_owned())
                label=text!(common.call_center)
                hint=text!(users.call_center_hint)
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
        <Dialog name=INVITED title=text!(users.invitation)>
            {taken_invitation()}
        </Dialog>
    }
}

fn taken_invitation() -> AnyView {
    let taken = load(|| (), |()| take_invitation());
    shown_once(taken, text!(users.link_shown_already), |invitation| view! { <InvitationLink invitation /> })
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
        <p>{text_view!(users.send_link, email = view! { <strong>{invitation.user.email}</strong> }, expires = view! { <RelativeTime at=invitation.expires_at /> })}</p>
        <Secret text=address copy_label=text!(users.copy_link) />
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
                    <TextField name="form[email]" pointer=Some("/email".to_owned()) label=text!(users.email) kind=TextKind::Email value=user.email.clone() />
                    <RoleFields role=user.role call_center />
                    <CheckboxField name="form[disabled]" pointer=Some("/disabled".to_owned()) label=text!(users.disabled) hint=text!(users.disabled_hint) checked=user.state == UserState::Disabled />
                    <DialogActions confirm=text!(common.save) pending=update.pending() />
                </FormBody>
            </SubmitForm>
            <SubmitForm action=renew>
                <FormBody error=failure_of(renew)>
                    <input type="hidden" name="id" value=user.id.to_string() />
                    <p class="hint">{text!(users.renew_hint)}</p>
                    <SubmitButton label=text!(users.renew) pending=renew.pending() emphasis=Emphasis::Normal />
                </FormBody>
            </SubmitForm>
        }
    };
    view! { <Dialog name=EDIT title=text!(users.edit)>{move || subject(users, link).map(form)}</Dialog> }
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
                    <ConfirmDelete subject=user.email breaks=vec![text!(users.delete_consequence).to_owned()] confirm=text!(users.delete) pending=delete.pending() />
                </FormBody>
            </SubmitForm>
        }
    };
    view! { <Dialog name=DELETE title=text!(users.delete)>{move || subject(users, link).map(form)}</Dialog> }
}
