//! The browser's entry into the portal: what the WASM module exports, and nothing else.
//!
//! A crate of its own because cargo links a dependency's `cdylib` in host builds too, and because a `cdylib` beside
//! an `rlib` silently loses link-time optimisation.

// A page is one type as deep as its markup; this crate is where its layout is computed.
#![recursion_limit = "256"]

use wasm_bindgen::prelude::wasm_bindgen;

/// Takes over the page that the server rendered. Leptos's start script calls it by this name.
#[wasm_bindgen]
pub fn hydrate() {
    // Lazy: the page itself comes in a chunk that has to be there first.
    leptos::mount::hydrate_lazy(patchbay_app::App);
}
