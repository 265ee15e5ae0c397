//! What every page behind the sign-in stands in: the menu of who is signed in, and the way to sign in for who is not.

use crate::api::account::{Me, SignOut, get_me};
use crate::components::{BlockSkeleton, Layout, Loaded, MenuEntry, Viewer};
use crate::loading::load;
use crate::{text, words::Word};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::components::{Outlet, Redirect};
use leptos_router::hooks::use_location;
use patchbay_model::access::Permission;

/// The frame. Provides [`Me`] to the pages in it.
#[component]
pub fn Frame() -> impl IntoView {
    let me = load(|| (), |()| get_me());
    view! {
        <Loaded resource=me skeleton=|| view! { <BlockSkeleton lines=8 /> } let:me>
            {match me {
                Some(me) => view! { <Page me /> }.into_any(),
                None => view! { <ToSignIn /> }.into_any(),
            }}
        </Loaded>
    }
}

#[component]
fn Page(me: Me) -> impl IntoView {
    provide_context(me.clone());
    view! {
        <Layout viewer=viewer(&me)>
            <Outlet />
        </Layout>
    }
}

#[component]
fn ToSignIn() -> impl IntoView {
    let location = use_location();
    let path = format!("/sign-in?next={}", crate::query::escape(&location.pathname.get_untracked()));
    view! { <Redirect path /> }
}

fn viewer(me: &Me) -> Viewer {
    let role = match &me.call_center_id {
        Some(call_center) => text!(common.role_of_call_center, role = me.role.word(), call_center = call_center),
        None => me.role.word().to_owned(),
    };
    let entries = MenuEntry::ALL.into_iter().filter(|entry| me.holds(reading(*entry))).collect();
    Viewer { name: me.email.clone(), role, entries, sign_out: SignOut::url().to_owned() }
}

fn reading(entry: MenuEntry) -> Permission {
    match entry {
        MenuEntry::CallCenters => Permission::ReadCallCenters,
        MenuEntry::Integration => Permission::ReadIntegrations,
        MenuEntry::Queues => Permission::ReadQueues,
        MenuEntry::Executions | MenuEntry::QueueHealth => Permission::ReadExecutions,
        MenuEntry::Conversations => Permission::ReadConversations,
        MenuEntry::Simulator => Permission::WriteEvents,
        MenuEntry::Audit => Permission::ReadAudit,
        MenuEntry::EventIntegrations => Permission::ReadEventIntegrations,
        MenuEntry::Channels => Permission::ReadChannels,
        MenuEntry::Adapters => Permission::ReadAdapters,
        MenuEntry::Users => Permission::ReadUsers,
        MenuEntry::Keys => Permission::ReadKeys,
    }
}

/// Who is signed in, on a page inside the frame.
#[must_use]
pub fn use_me() -> Me {
    expect_context::<Me>()
}
