//! The portal: pages that the server renders and the browser takes over.
//!
//! # Layout
//! [`pages`] one folder per noun, one file per address; [`components`] what they are made of; [`api`] the server functions
//! that they call, [`wire`] how; [`portal`] and [`scope`] what those ask of the server; [`shell`] the document around everything.
//! [`query`] and [`paths`] build addresses, `settled` puts contents in each other's place, [`languages`] every text, [`words`] what the model's sets are
//! called, [`format`] and [`clock`] words for numbers and times, [`theme`] the colours.
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
use leptos_router::{Lazy, SsrMode, path};
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
                <Route path=path!("/sign-in") view={Lazy::<lazy::SignIn>::new()} ssr=SsrMode::Async />
                <Route path=path!("/invitation/:token") view={Lazy::<lazy::Invitation>::new()} ssr=SsrMode::Async />
                <ParentRoute path=path!("") view=Frame ssr=SsrMode::Async>
                    <Route path=path!("/") view={Lazy::<lazy::Start>::new()} />
                    <Route path=path!("/call-centers") view={Lazy::<lazy::CallCenters>::new()} />
                    <Route path=path!("/integrations") view={Lazy::<lazy::Integrations>::new()} />
                    <Route path=path!("/integrations/gallery") view={Lazy::<lazy::IntegrationGallery>::new()} />
                    <Route path=path!("/integrations/gallery/:name") view={Lazy::<lazy::PlugIn>::new()} />
                    <Route path=path!("/integrations/guide") view={Lazy::<lazy::JsonGuide>::new()} />
                    <Route path=path!("/integrations/:id") view={Lazy::<lazy::Integration>::new()} />
                    <Route path=path!("/integrations/:id/endpoints/new") view={Lazy::<lazy::NewEndpoint>::new()} />
                    <Route path=path!("/integrations/:id/endpoints/:endpoint_id") view={Lazy::<lazy::Endpoint>::new()} />
                    <Route path=path!("/queues") view={Lazy::<lazy::Queues>::new()} />
                    <Route path=path!("/executions") view={Lazy::<lazy::Executions>::new()} />
                    <Route path=path!("/executions/:id") view={Lazy::<lazy::Execution>::new()} />
                    <Route path=path!("/conversations") view={Lazy::<lazy::Conversations>::new()} />
                    <Route path=path!("/conversations/:id") view={Lazy::<lazy::Conversation>::new()} />
                    <Route path=path!("/queue-health") view={Lazy::<lazy::QueueHealth>::new()} />
                    <Route path=path!("/simulator") view={Lazy::<lazy::Simulator>::new()} />
                    <Route path=path!("/event-integrations") view={Lazy::<lazy::EventIntegrations>::new()} />
                    <Route path=path!("/event-integrations/new") view={Lazy::<lazy::NewEventIntegration>::new()} />
                    <Route path=path!("/event-integrations/examples") view={Lazy::<lazy::EventIntegrationExamples>::new()} />
                    <Route path=path!("/event-integrations/help/request") view={Lazy::<lazy::RequestHelp>::new()} />
                    <Route path=path!("/event-integrations/help/response") view={Lazy::<lazy::ResponseHelp>::new()} />
                    <Route path=path!("/event-integrations/:id") view={Lazy::<lazy::EventIntegration>::new()} />
                    <Route path=path!("/channels") view={Lazy::<lazy::Channels>::new()} />
                    <Route path=path!("/channels/:id") view={Lazy::<lazy::Channel>::new()} />
                    <Route path=path!("/adapters") view={Lazy::<lazy::Adapters>::new()} />
                    <Route path=path!("/adapters/authentication") view={Lazy::<lazy::Authentication>::new()} />
                    <Route path=path!("/adapters/new/twoway") view={Lazy::<lazy::NewTwoway>::new()} />
                    <Route path=path!("/adapters/new/omnichannel") view={Lazy::<lazy::NewOmnichannel>::new()} />
                    <Route path=path!("/adapters/:id") view={Lazy::<lazy::Adapter>::new()} />
                    <Route path=path!("/audit") view={Lazy::<lazy::Audit>::new()} />
                    <Route path=path!("/users") view={Lazy::<lazy::Users>::new()} />
                    <Route path=path!("/keys") view={Lazy::<lazy::Keys>::new()} />
                    <Route path=path!("/account/password") view={Lazy::<lazy::Password>::new()} />
                </ParentRoute>
                <Route path=path!("/dev/components") view={Lazy::<lazy::Components>::new()} ssr=SsrMode::Async />
            </Routes>
        </Router>
    }
}
