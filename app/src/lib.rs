//! The portal: pages that the server renders and the browser takes over.
//!
//! # Layout
//! [`pages`] one folder per noun, one file per address; [`components`] what they are made of; [`api`] the server functions
//! that they call, [`wire`] how, [`loading`] what pages load by them; [`portal`] and [`scope`] what those ask of the server;
//! [`shell`] the document around everything. [`query`] and [`paths`] build addresses, `settled` puts contents in each other's
//! place, [`languages`] every text, [`words`] what the model's sets are called, [`format`] and [`clock`] words for numbers and
//! times, [`theme`] the colours.
//!
//! # Invariants
//! Never reaches the database, the engine or a runtime: a page renders in a test with a made-up portal.
//! No page works only with WASM, except to be quicker.

#![recursion_limit = "256"]

#[cfg(not(erase_components))]
compile_error!("RUSTFLAGS hides .cargo/config.toml: add --cfg=erase_components to it, or unset it");

pub mod api;
pub mod clock;
pub mod components;
pub mod error;
pub mod format;
pub mod json_text;
pub mod languages;
pub mod loading;
pub mod pages;
pub mod paths;
#[cfg(feature = "ssr")]
pub mod portal;
pub mod query;
pub mod response;
#[cfg(feature = "ssr")]
pub mod scope;
mod settled;
#[cfg(feature = "ssr")]
mod shell;
pub mod theme;
pub mod wire;
pub mod words;

#[cfg(feature = "ssr")]
pub use shell::shell;

use components::provide_toasts;
use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::components::{ParentRoute, Route, Router, Routes};
use leptos_router::{SsrMode, path};
use pages::{Frame, NotFound, lazy};

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
        // A text of its own: while the code of a page is on its way, the browser has no other.
        <Title text="" formatter=|title: String| if title.is_empty() { "Patchbay".to_owned() } else { format!("{title} · Patchbay") } />
        <Router set_is_routing=set_routing>
            <div class="routing" class:active=move || routing.get() aria-hidden="true"></div>
            <Routes fallback=NotFound>
                <Route path=path!("/sign-in") view=lazy::SIGN_IN ssr=SsrMode::Async />
                <Route path=path!("/invitation/:token") view=lazy::INVITATION ssr=SsrMode::Async />
                <ParentRoute path=path!("") view=Frame ssr=SsrMode::Async>
                    <Route path=path!("/") view=lazy::START />
                    <Route path=path!("/call-centers") view=lazy::CALL_CENTERS />
                    <Route path=path!("/integrations") view=lazy::INTEGRATIONS />
                    <Route path=path!("/integrations/gallery") view=lazy::INTEGRATION_GALLERY />
                    <Route path=path!("/integrations/gallery/:name") view=lazy::PLUG_IN />
                    <Route path=path!("/integrations/guide") view=lazy::JSON_GUIDE />
                    <Route path=path!("/integrations/:id") view=lazy::INTEGRATION />
                    <Route path=path!("/integrations/:id/endpoints/new") view=lazy::NEW_ENDPOINT />
                    <Route path=path!("/integrations/:id/endpoints/:endpoint_id") view=lazy::ENDPOINT />
                    <Route path=path!("/queues") view=lazy::QUEUES />
                    <Route path=path!("/executions") view=lazy::EXECUTIONS />
                    <Route path=path!("/executions/:id") view=lazy::EXECUTION />
                    <Route path=path!("/conversations") view=lazy::CONVERSATIONS />
                    <Route path=path!("/conversations/:id") view=lazy::CONVERSATION />
                    <Route path=path!("/queue-health") view=lazy::QUEUE_HEALTH />
                    <Route path=path!("/simulator") view=lazy::SIMULATOR />
                    <Route path=path!("/event-integrations") view=lazy::EVENT_INTEGRATIONS />
                    <Route path=path!("/event-integrations/new") view=lazy::NEW_EVENT_INTEGRATION />
                    <Route path=path!("/event-integrations/examples") view=lazy::EVENT_INTEGRATION_EXAMPLES />
                    <Route path=path!("/event-integrations/help/request") view=lazy::REQUEST_HELP />
                    <Route path=path!("/event-integrations/help/response") view=lazy::RESPONSE_HELP />
                    <Route path=path!("/event-integrations/:id") view=lazy::EVENT_INTEGRATION />
                    <Route path=path!("/channels") view=lazy::CHANNELS />
                    <Route path=path!("/channels/:id") view=lazy::CHANNEL />
                    <Route path=path!("/adapters") view=lazy::ADAPTERS />
                    <Route path=path!("/adapters/authentication") view=lazy::AUTHENTICATION />
                    <Route path=path!("/adapters/new/twoway") view=lazy::NEW_TWOWAY />
                    <Route path=path!("/adapters/new/omnichannel") view=lazy::NEW_OMNICHANNEL />
                    <Route path=path!("/adapters/:id") view=lazy::ADAPTER />
                    <Route path=path!("/audit") view=lazy::AUDIT />
                    <Route path=path!("/users") view=lazy::USERS />
                    <Route path=path!("/keys") view=lazy::KEYS />
                    <Route path=path!("/account/password") view=lazy::PASSWORD />
                </ParentRoute>
                <Route path=path!("/dev/components") view=lazy::COMPONENTS ssr=SsrMode::Async />
            </Routes>
        </Router>
    }
}
