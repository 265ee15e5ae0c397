//! The menu: which places there are, and which of them this viewer may see.

use super::icon::{Glyph, Icon, Mark};
use crate::paths;
use leptos::{html, prelude::*};
use leptos_router::hooks::use_location;

/// A place in the menu.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MenuEntry {
    /// Customer -> Call centers.
    CallCenters,
    /// Customer -> Integration.
    Integration,
    /// Operation -> Executions.
    Executions,
    /// Operation -> Audit.
    Audit,
    /// System -> Users.
    Users,
    /// System -> Keys.
    Keys,
}

impl MenuEntry {
    /// All places, in the menu's order.
    pub const ALL: [Self; 6] =
        [Self::CallCenters, Self::Integration, Self::Executions, Self::Audit, Self::Users, Self::Keys];

    /// What it is called.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::CallCenters => "Call centers",
            Self::Integration => "Integration",
            Self::Executions => "Executions",
            Self::Audit => "Audit",
            Self::Users => "Users",
            Self::Keys => "Keys",
        }
    }

    /// The section that it stands in: the first breadcrumb of its pages.
    #[must_use]
    pub fn section(self) -> &'static str {
        match self {
            Self::CallCenters | Self::Integration => "Customer",
            Self::Executions | Self::Audit => "Operation",
            Self::Users | Self::Keys => "System",
        }
    }

    /// Where it leads.
    #[must_use]
    pub fn path(self) -> &'static str {
        match self {
            Self::CallCenters => paths::CALL_CENTERS,
            Self::Integration => paths::INTEGRATIONS,
            Self::Executions => paths::EXECUTIONS,
            Self::Audit => paths::AUDIT,
            Self::Users => paths::USERS,
            Self::Keys => paths::KEYS,
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
    let sections = entries.chunk_by(|one, other| one.section() == other.section()).map(|section| {
        let links = section.iter().map(|entry| view! { <MenuLink entry=*entry path /> }).collect_view();
        let name = section[0].section();
        let id = format!("menu-{}", name.to_ascii_lowercase());
        view! {
            <h2 id=id.clone()>{name}</h2>
            <ul aria-labelledby=id>{links}</ul>
        }
    });
    view! {
        <aside class="side" id="menu" aria-label="Sidebar" popover="auto" node_ref=menu>
            <a class="brand" href="/"><Mark /> "Patchbay"</a>
            <nav aria-label="Main">{sections.collect_view()}</nav>
            {children()}
        </aside>
    }
    .into_any()
}

#[component]
fn MenuLink(entry: MenuEntry, path: Memo<String>) -> impl IntoView {
    let current = move || path.with(|path| entry.holds(path)).then_some("page");
    view! {
        <li>
            <a href=entry.path() aria-current=current>{entry.label()}</a>
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
            <button type="button" class="button ghost icon" aria-label="Menu" popovertarget="menu">
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
}
