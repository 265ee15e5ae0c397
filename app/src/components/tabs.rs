//! Tabs as links: each has an address, so they work without WASM and can be sent to a colleague.

use crate::format;
use leptos::prelude::*;

/// One tab.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tab {
    /// What it shows.
    pub label: String,
    /// Its address.
    pub href: String,
    /// How many rows it has, where that is known.
    pub count: Option<u64>,
    /// Whether it is the one shown.
    pub selection: Selection,
}

/// Whether something is the chosen one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Selection {
    /// It is.
    Current,
    /// Another one is.
    Other,
}

impl Selection {
    /// `Current` if the two are the same.
    pub fn of<T: PartialEq>(one: &T, current: &T) -> Self {
        if one == current { Self::Current } else { Self::Other }
    }
}

/// A row of tabs. Navigation, not `role=tablist`: they are links, and are announced as what they are.
#[component]
pub fn Tabs(
    /// What the tabs are about: "HubSpot".
    #[prop(into)]
    label: String,
    /// The tabs.
    tabs: Vec<Tab>,
) -> impl IntoView {
    let tab = |tab: Tab| {
        view! {
            <a href=tab.href data-noscroll="" aria-current=(tab.selection == Selection::Current).then_some("page")>
                {tab.label}
                {tab.count.map(|count| view! { <span class="count">{format::number(count)}</span> })}
            </a>
        }
    };
    view! {
        <nav class="tabs" aria-label=label>
            {tabs.into_iter().map(tab).collect_view()}
        </nav>
    }
    .into_any()
}
