//! The portal's pages as the server renders them: what a browser gets before any WASM.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail")]

mod events;
mod html;
mod integrations;
mod made_up;
mod messaging;
mod operation;
mod rendered;
mod runtime;
