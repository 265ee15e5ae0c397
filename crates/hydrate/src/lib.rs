//! The browser's entry into the portal: what the WASM module exports, and nothing else.
//!
//! A crate of its own because cargo links a dependency's `cdylib` in host builds too, and because a `cdylib` beside
//! an `rlib` silently loses link-time optimisation.

// A page is one type as deep as its markup; this crate is where its layout is computed.
#![recursion_limit = "256"]

use leptos::ev;
use leptos::prelude::{document, window_event_listener};
use leptos::web_sys::{Element, MouseEvent, console};
use wasm_bindgen::JsCast as _;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::spawn_local;

/// Takes over the page that the server rendered. Leptos's start script calls it by this name.
#[wasm_bindgen]
pub fn hydrate() {
    // Without it a panic is `RuntimeError: unreachable` in the console, and nobody could say where.
    std::panic::set_hook(Box::new(|panic| console::error_1(&panic.to_string().into())));
    let Some(body) = document().body() else { return };
    // The page itself comes in a chunk, and the router hears clicks before that is there: it would change the address of
    // a page that can't follow yet. Until then links are the browser's own.
    let waiting = window_event_listener(ev::click, |click| {
        if is_on_link(&click) {
            click.stop_immediate_propagation();
        }
    });
    spawn_local(async move {
        let page = leptos::mount::hydrate_from_async(body, patchbay_app::App).await;
        waiting.remove();
        page.forget();
    });
}

fn is_on_link(click: &MouseEvent) -> bool {
    let target = click.target().and_then(|target| target.dyn_into::<Element>().ok());
    target.and_then(|element| element.closest("a[href]").ok().flatten()).is_some()
}
