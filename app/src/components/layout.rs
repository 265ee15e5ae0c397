//! The frame of every page: menu, main, messages. And the plain frame of the pages before sign-in.

use super::icon::{Glyph, Icon, Mark};
use super::language_switch::LanguageSwitch;
use super::menu::{Menu, MenuEntry, TopBar};
use super::shortcuts::{KEYS_DIALOG, Shortcuts};
use super::theme_switch::ThemeSwitch;
use super::toast::ToastRegion;
use crate::{paths, query::use_query_link, text};
use leptos::prelude::*;

/// Who looks at the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Viewer {
    /// As they sign in: the e-mail address.
    pub name: String,
    /// What they are: "Tenant administrator of cc-1".
    pub role: String,
    /// What they may see.
    pub entries: Vec<MenuEntry>,
    /// Where signing out posts to.
    pub sign_out: String,
}

/// The frame of a page for somebody who is signed in.
#[component]
pub fn Layout(
    /// Who looks at it.
    viewer: Viewer,
    /// The page.
    children: Children,
) -> impl IntoView {
    let entries = viewer.entries.clone();
    view! {
        <SkipLink />
        <div class="shell">
            <TopBar />
            <Menu entries>
                <UserMenu viewer />
            </Menu>
            <main id="main" tabindex="-1">{children()}</main>
        </div>
        <ToastRegion />
        <Shortcuts />
    }
    .into_any()
}

/// The frame of the pages before sign-in: one card in the middle.
#[component]
pub fn PlainLayout(
    /// The page: a heading and a form.
    children: Children,
) -> impl IntoView {
    view! {
        <SkipLink />
        <div class="plain">
            <header class="brand"><Mark /> "Patchbay"</header>
            <main id="main" tabindex="-1" class="card">{children()}</main>
            <footer><ThemeSwitch /><LanguageSwitch /></footer>
        </div>
        <ToastRegion />
    }
    .into_any()
}

/// `rel=external` keeps the router's hands off: the browser itself moves the focus to the target.
#[component]
fn SkipLink() -> impl IntoView {
    view! { <a class="skip" href="#main" rel="external">{text!(common.skip)}</a> }.into_any()
}

/// Who is signed in, and what concerns only them.
#[component]
fn UserMenu(viewer: Viewer) -> impl IntoView {
    let link = use_query_link();
    view! {
        <button type="button" class="user" popovertarget="user-menu">
            <Glyph icon=Icon::Person />
            <span>
                {viewer.name}
                <span class="sub">{viewer.role}</span>
            </span>
            <Glyph icon=Icon::ChevronUp />
        </button>
        <div class="user-menu" id="user-menu" popover="auto">
            <ThemeSwitch />
            <LanguageSwitch />
            <a href=paths::PASSWORD>{text!(common.change_password)}</a>
            <a class="scripted" href=move || link.open_dialog(KEYS_DIALOG) data-noscroll="">{text!(common.keyboard)}</a>
            <form method="post" action=viewer.sign_out>
                <button type="submit">{text!(common.sign_out)}</button>
            </form>
        </div>
    }
    .into_any()
}
