//! The dialogs of `/users`.

use super::list::{DELETE, EDIT, INVITE, INVITED};
use crate::api::users::{DeleteUser, InviteUser, RenewInvitation, UpdateUser, UserForm, get_user, take_invitation};
use crate::components::{
    BlockSkeleton, CheckboxField, ConfirmDelete, Dialog, DialogActions, Emphasis, FormBody, Loaded, RelativeTime,
    SelectField, Submission, SubmitButton, SubmitForm, TextField, TextKind, failure_of,
};
use crate::loading::load;
use crate::pages::call_center_field::CallCenterField;
use crate::pages::shown_once::{Secret, shown_once};
use crate::pages::stale::VersionField;
use crate::pages::typed::{use_typed, was_refused};
use crate::query::{QueryLink, SUBJECT, use_query_link};
use crate::words::Word;
use crate::{text, text_view};
use leptos::prelude::*;
use patchbay_model::access::Role;
use patchbay_model::id::UserId;
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
    let roles = Role::ALL.iter().map(|role| (role.to_string(), role.word().to_owned())).collect();
    view! {
        <SelectField name="form[role]" pointer=Some("/role".to_owned()) label=text!(users.role) options=roles value=role.to_string() />
        <CallCenterField name="form[call_center_id]" value=call_center hint=text!(users.call_center_hint) optional=true />
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
    let link = use_query_link();
    let users = StoredValue::new(users);
    let forms = |user: User| {
        let id = user.id;
        view! {
            <EditForm user />
            <RenewForm id />
        }
    };
    view! { <Dialog name=EDIT title=text!(users.edit)>{move || subject(users, link).map(forms)}</Dialog> }
}

#[component]
fn EditForm(user: User) -> impl IntoView {
    let update = Submission::<UpdateUser>::new();
    let failure = failure_of(update);
    let refused = was_refused::<UpdateUser>();
    let typed = use_typed::<UserForm>(refused);
    let id = user.id;
    let newest = Action::new(move |(): &()| async move { get_user(id).await.map(|newest| newest.version) });
    let here = use_query_link().here();
    let saved_at = StoredValue::new(here);
    let user = StoredValue::new(user);
    view! {
        <Loaded resource=typed skeleton=|| view! { <BlockSkeleton lines=6 /> } let:typed>
            <SubmitForm action=update>
                <FormBody error=failure>
                    {
                        let read = user.get_value();
                        let form = typed.clone().unwrap_or_else(|| form_of(&read));
                        view! {
                            <input type="hidden" name="id" value=id.to_string() />
                            <VersionField version=Signal::stored(read.version) failure saved_at=saved_at.get_value() newest rendered_afresh=refused />
                            <TextField name="form[email]" pointer=Some("/email".to_owned()) label=text!(users.email) kind=TextKind::Email value=form.email />
                            <RoleFields role=form.role call_center=form.call_center_id />
                            <CheckboxField name="form[disabled]" pointer=Some("/disabled".to_owned()) label=text!(users.disabled) hint=text!(users.disabled_hint) checked=form.disabled />
                        }
                    }
                    <DialogActions confirm=text!(common.save) pending=update.pending() />
                </FormBody>
            </SubmitForm>
        </Loaded>
    }
    .into_any()
}

fn form_of(user: &User) -> UserForm {
    UserForm {
        email: user.email.clone(),
        role: user.role,
        call_center_id: user.call_center_id.as_ref().map(ToString::to_string).unwrap_or_default(),
        disabled: user.state == UserState::Disabled,
    }
}

#[component]
fn RenewForm(id: UserId) -> impl IntoView {
    let renew = Submission::<RenewInvitation>::new();
    view! {
        <SubmitForm action=renew>
            <FormBody error=failure_of(renew)>
                <input type="hidden" name="id" value=id.to_string() />
                <p class="hint">{text!(users.renew_hint)}</p>
                <SubmitButton label=text!(users.renew) pending=renew.pending() emphasis=Emphasis::Normal />
            </FormBody>
        </SubmitForm>
    }
    .into_any()
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
