//! `/users`

use super::dialogs::{DeleteDialog, EditDialog, InviteDialog, InvitedDialog};
use crate::api::users::list_users;
use crate::components::{
    ButtonLink, Column, Crumb, Emphasis, EmptyState, FilterBar, Icon, IconLink, Loaded, MenuEntry, OptionalTime,
    PageHead, Pager, RelativeTime, Status, Table, TableSkeleton, Tone,
};
use crate::loading::load;
use crate::pages::frame::use_me;
use crate::query::{DIALOG, use_query_link};
use crate::text;
use crate::words::Word;
use leptos::prelude::*;
use patchbay_model::access::Permission;
use patchbay_model::page::Page;
use patchbay_model::user::{User, UserState};

pub(super) const INVITE: &str = "invite-user";
pub(super) const INVITED: &str = "invited";
pub(super) const EDIT: &str = "edit-user";
pub(super) const DELETE: &str = "delete-user";

/// The list of users.
#[component]
pub fn UsersPage() -> impl IntoView {
    let link = use_query_link();
    let may_write = use_me().holds(Permission::WriteUsers);
    let list = load(
        // The dialog too: an invitation is shown in one, and its user has to be in the list behind it.
        move || (link.get(DIALOG), link.get("search"), link.page()),
        |(_, search, page)| list_users(search, page),
    );
    view! {
        <PageHead crumbs=vec![Crumb::text(MenuEntry::Users.section())] title=text!(users.title) lead=text!(users.lead)>
            {may_write.then(|| view! { <ButtonLink href=Signal::derive(move || link.open_dialog(INVITE)) label=text!(users.invite) icon=Icon::Plus emphasis=Emphasis::Primary /> })}
        </PageHead>
        <FilterBar search=text!(users.search) />
        <Loaded resource=list skeleton=|| view! { <TableSkeleton columns=columns() /> } let:page>
            <Rows page=page.clone() may_write />
            <EditDialog users=page.items.clone() />
            <DeleteDialog users=page.items />
        </Loaded>
        <InviteDialog />
        <InvitedDialog />
    }
}

fn columns() -> Vec<Column> {
    vec![
        Column::new(text!(users.user)).sort("name").unless_said("name"),
        Column::new(text!(users.role)),
        Column::new(text!(common.state)),
        Column::new(text!(common.created)).sort("created").optional(),
        Column::new(text!(users.last_signed_in)).optional(),
        Column::actions(),
    ]
}

fn state(user: &User) -> (&'static str, Tone) {
    match user.state {
        UserState::Invited => (text!(users.state_invited), Tone::Warn),
        UserState::Active => (text!(users.state_active), Tone::Ok),
        UserState::Disabled => (text!(users.state_disabled), Tone::Neutral),
    }
}

#[component]
fn Rows(page: Page<User>, may_write: bool) -> impl IntoView {
    let link = use_query_link();
    if page.items.is_empty() {
        return view! { <EmptyState title=text!(users.none_matches) explanation=text!(users.none_matches_help) icon=Icon::Person /> }.into_any();
    }
    let row = move |user: User| {
        let (word, tone) = state(&user);
        let (edit, delete) = (user.id.to_string(), user.id.to_string());
        view! {
            <tr>
                <td>{user.email.clone()}</td>
                <td>{user.role.word()}{user.call_center_id.map(|id| view! { <span class="sub mono">{id.to_string()}</span> })}</td>
                <td><Status label=word.to_owned() tone=tone /></td>
                <td class="opt"><RelativeTime at=user.created_at /></td>
                <td class="opt"><OptionalTime at=user.last_signed_in_at absent=text!(common.never) /></td>
                <td class="row-actions">
                    {may_write.then(|| view! {
                        <IconLink icon=Icon::Pencil label=text!(common.edit_named, name = user.email) href=Signal::derive(move || link.open_dialog_about(EDIT, &edit)) />
                        <IconLink icon=Icon::Trash label=text!(common.delete_named, name = user.email) href=Signal::derive(move || link.open_dialog_about(DELETE, &delete)) />
                    })}
                </td>
            </tr>
        }
    };
    view! {
        <Table caption=text!(users.title) columns=columns()>{page.items.into_iter().map(row).collect_view()}</Table>
        <Pager next=page.next_cursor />
    }
    .into_any()
}
