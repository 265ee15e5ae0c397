//! The portal: pages that the server renders and the browser takes over.
//!
//! # Layout
//! [`pages`] one folder per noun, one file per address; [`components`] what they are made of; [`api`] the server functions
//! that they call; [`portal`] and [`scope`] what those ask of the server; [`shell`] the document around everything.
//! [`query`] and [`paths`] build addresses, [`format`] and [`clock`] words for numbers and times, [`theme`] the colours.
//!
//! # Invariants
//! Never reaches the database, the engine or a runtime: a page renders in a test with a made-up portal.
//! No page works only with WASM, except to be quicker.

#![recursion_limit = "256"]

pub mod api;
pub mod clock;
pub mod components;
pub mod error;
pub mod format;
pub mod json_text;
pub mod pages;
pub mod paths;
#[cfg(feature = "ssr")]
pub mod portal;
pub mod query;
pub mod response;
#[cfg(feature = "ssr")]
pub mod scope;
#[cfg(feature = "ssr")]
mod shell;
pub mod theme;

#[cfg(feature = "ssr")]
pub use shell::shell;

use components::provide_toasts;
use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::components::{ParentRoute, Route, Router, Routes};
use leptos_router::{SsrMode, path};
use pages::{
    AuditPage, CallCentersPage, EndpointPage, ExecutionPage, ExecutionsPage, Frame, Gallery, IntegrationGalleryPage, IntegrationPage, IntegrationsPage, InvitationPage, KeysPage, NewEndpointPage, NotFound, PasswordPage, SignInPage, StartPage, UsersPage,
};

/// The application: contexts and the one list of addresses.
///
/// `SsrMode::Async` everywhere: the answer has its right status, and a page without scripts is complete, because nothing
/// is streamed in afterwards.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    clock::provide_clock();
    provide_toasts();
    let (routing, set_routing) = signal(false);
    view! {
        <Title formatter=|title: String| if title.is_empty() { "Patchbay".to_owned() } else { format!("{title} · Patchbay") } />
        <Router set_is_routing=set_routing>
            <div class="routing" class:active=move || routing.get() aria-hidden="true"></div>
            <Routes fallback=NotFound>
                <Route path=path!("/sign-in") view=SignInPage ssr=SsrMode::Async />
                <Route path=path!("/invitation/:token") view=InvitationPage ssr=SsrMode::Async />
                <ParentRoute path=path!("") view=Frame ssr=SsrMode::Async>
                    <Route path=path!("/") view=StartPage />
                    <Route path=path!("/call-centers") view=CallCentersPage />
                    <Route path=path!("/integrations") view=IntegrationsPage />
                    <Route path=path!("/integrations/gallery") view=IntegrationGalleryPage />
                    <Route path=path!("/integrations/:id") view=IntegrationPage />
                    <Route path=path!("/integrations/:id/endpoints/new") view=NewEndpointPage />
                    <Route path=path!("/integrations/:id/endpoints/:endpoint_id") view=EndpointPage />
                    <Route path=path!("/executions") view=ExecutionsPage />
                    <Route path=path!("/executions/:id") view=ExecutionPage />
                    <Route path=path!("/audit") view=AuditPage />
                    <Route path=path!("/users") view=UsersPage />
                    <Route path=path!("/keys") view=KeysPage />
                    <Route path=path!("/account/password") view=PasswordPage />
                </ParentRoute>
                <Route path=path!("/dev/components") view=Gallery ssr=SsrMode::Async />
            </Routes>
        </Router>
    }
}
