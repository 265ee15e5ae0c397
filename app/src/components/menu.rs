//! The menu: which places there are, and which of them this viewer may see.

use super::icon::{Glyph, Icon, Mark};
use crate::paths;
use crate::query::{CALL_CENTER, escape, use_query_link};
use crate::text;
use leptos::{html, prelude::*};
use leptos_router::hooks::use_location;

/// A place in the menu.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MenuEntry {
    /// Customer -> Call centers.
    CallCenters,
    /// Customer -> Integration.
    Integration,
    /// Customer -> Queues.
    Queues,
    /// Operation -> Executions.
    Executions,
    /// Operation -> Conversations.
    Conversations,
    /// Operation -> Queue health.
    QueueHealth,
    /// Operation -> Simulator.
    Simulator,
    /// Operation -> Audit.
    Audit,
    /// System Management -> Event-Driven Integrations.
    EventIntegrations,
    /// System Management -> Channels.
    Channels,
    /// System Management -> Adapters.
    Adapters,
    /// System Management -> Users.
    Users,
    /// System Management -> Keys.
    Keys,
}

impl MenuEntry {
    /// All places, in the menu's order.
    pub const ALL: [Self; 13] = [
        Self::CallCenters,
        Self::Integration,
        Self::Queues,
        Self::Executions,
        Self::Conversations,
        Self::QueueHealth,
        Self::Simulator,
        Self::Audit,
        Self::EventIntegrations,
        Self::Channels,
        Self::Adapters,
        Self::Users,
        Self::Keys,
    ];

    /// What it is called.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::CallCenters => text!(common.menu_call_centers),
            Self::Integration => text!(common.menu_integration),
            Self::Queues => text!(common.menu_queues),
            Self::Executions => text!(common.menu_executions),
            Self::Conversations => text!(common.menu_conversations),
            Self::QueueHealth => text!(common.menu_queue_health),
            Self::Simulator => text!(common.menu_simulator),
            Self::Audit => text!(common.menu_audit),
            Self::EventIntegrations => text!(common.menu_event_integrations),
            Self::Channels => text!(common.menu_channels),
            Self::Adapters => text!(common.menu_adapters),
            Self::Users => text!(common.menu_users),
            Self::Keys => text!(common.menu_keys),
        }
    }

    /// The section that it stands in: the first breadcrumb of its pages.
    #[must_use]
    pub fn section(self) -> &'static str {
        match self {
            Self::CallCenters | Self::Integration | Self::Queues => text!(common.menu_customer),
            Self::Executions | Self::Conversations | Self::QueueHealth | Self::Simulator | Self::Audit => {
                text!(common.menu_operation)
            }
            Self::EventIntegrations | Self::Channels | Self::Adapters | Self::Users | Self::Keys => {
                text!(common.menu_system)
            }
        }
    }

    /// Where it leads.
    #[must_use]
    pub fn path(self) -> &'static str {
        match self {
            Self::CallCenters => paths::CALL_CENTERS,
            Self::Integration => paths::INTEGRATIONS,
            Self::Queues => paths::QUEUES,
            Self::Executions => paths::EXECUTIONS,
            Self::Conversations => paths::CONVERSATIONS,
            Self::QueueHealth => paths::QUEUE_HEALTH,
            Self::Simulator => paths::SIMULATOR,
            Self::Audit => paths::AUDIT,
            Self::EventIntegrations => paths::EVENT_INTEGRATIONS,
            Self::Channels => paths::CHANNELS,
            Self::Adapters => paths::ADAPTERS,
            Self::Users => paths::USERS,
            Self::Keys => paths::KEYS,
        }
    }

    /// Whether its page shows the things of one call center: the menu leads on to the one that was chosen.
    fn is_of_call_center(self) -> bool {
        matches!(
            self,
            Self::Queues
                | Self::Conversations
                | Self::QueueHealth
                | Self::Simulator
                | Self::EventIntegrations
                | Self::Channels
                | Self::Adapters
        )
    }

    /// Where it leads from a page of this call center.
    fn href(self, call_center: Option<&str>) -> String {
        match call_center {
            Some(id) if self.is_of_call_center() => format!("{}?{CALL_CENTER}={}", self.path(), escape(id)),
            _ => self.path().to_owned(),
        }
    }

    /// The page itself and the pages below it.
    fn holds(self, path: &str) -> bool {
        path.strip_prefix(self.path()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }
}

/// Brand and sections. A popover, because that opens, closes by Escape and returns the focus without a line of script;
/// on a wide screen the style sheet shows it always.
#[component]
pub(super) fn Menu(
    /// What this viewer may see.
    entries: Vec<MenuEntry>,
    /// Below the sections: who is signed in.
    children: Children,
) -> impl IntoView {
    let path = use_location().pathname;
    let menu = NodeRef::<html::Aside>::new();
    // A sheet that stays open over the page it led to would hide it.
    Effect::new(move |_| {
        path.track();
        if let Some(menu) = menu.get() {
            let _ = menu.hide_popover();
        }
    });
    let sections = entries.chunk_by(|one, other| one.section() == other.section()).enumerate();
    let sections = sections.map(|(index, section)| {
        let links = section.iter().map(|entry| view! { <MenuLink entry=*entry path /> }).collect_view();
        let name = section[0].section();
        let id = format!("menu-{index}");
        view! {
            <h2 id=id.clone()>{name}</h2>
            <ul aria-labelledby=id>{links}</ul>
        }
    });
    view! {
        <aside class="side" id="menu" aria-label=text!(common.sidebar) popover="auto" node_ref=menu>
            <a class="brand" href="/"><Mark /> "Patchbay"</a>
            <nav aria-label=text!(common.main_menu)>{sections.collect_view()}</nav>
            {children()}
        </aside>
    }
    .into_any()
}

#[component]
fn MenuLink(entry: MenuEntry, path: Memo<String>) -> impl IntoView {
    let link = use_query_link();
    let current = move || path.with(|path| entry.holds(path)).then_some("page");
    let href = move || entry.href(link.get(CALL_CENTER).as_deref());
    view! {
        <li>
            <a href=href aria-current=current>{entry.label()}</a>
        </li>
    }
    .into_any()
}

/// The bar of a small screen: opens the menu.
#[component]
pub(super) fn TopBar() -> impl IntoView {
    view! {
        <header class="top-bar">
            <a class="brand" href="/"><Mark /> "Patchbay"</a>
            <button type="button" class="button ghost icon" aria-label=text!(common.menu) popovertarget="menu">
                <Glyph icon=Icon::Menu />
            </button>
        </header>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::MenuEntry;

    #[test]
    fn a_place_holds_its_own_pages_only() {
        assert!(MenuEntry::Integration.holds("/integrations") && MenuEntry::Integration.holds("/integrations/hubspot"));
        assert!(!MenuEntry::Keys.holds("/keysmith") && !MenuEntry::Users.holds("/"));
    }

    #[test]
    fn the_chosen_call_center_is_taken_along_where_it_means_something() {
        assert_eq!(MenuEntry::Queues.href(Some("cc-1")), "/queues?callCenter=cc-1");
        assert_eq!(MenuEntry::Queues.href(None), "/queues");
        assert_eq!(MenuEntry::Users.href(Some("cc-1")), "/users");
    }
}
