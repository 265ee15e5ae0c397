//! The nouns of Patchbay: types, parsing, validation and the template language.
//!
//! # Layout
//! One file per noun (`template`, `integrator`, `endpoint`, …), each with the type as read, the draft as written,
//! and its rules. [`event`] is what platforms post, [`conversation`] what comes of it; [`messaging`] is chats with adapters
//! and their dialects. [`templating`] is the placeholder language, [`json`] finds positions in JSON text, [`access`] says
//! who may do what, [`problem`] what an error looks like on the wire.
//!
//! # Invariants
//! Compiles to WASM. No I/O, no clock, no randomness. Knows nothing about Postgres, HTTP servers or sessions.

pub mod access;
pub mod audit;
pub mod call_center;
pub mod callbox;
pub mod conversation;
pub mod document;
pub mod endpoint;
pub mod event;
pub mod event_integration;
pub mod exchange;
pub mod execution;
pub mod id;
pub mod integrator;
pub mod json;
pub mod key;
pub mod limit;
pub mod messaging;
pub mod page;
pub mod private_code;
pub mod problem;
pub mod queue;
pub mod secret;
pub mod sentence;
pub mod template;
pub mod templating;
pub mod time;
pub mod trigger;
pub mod user;
pub mod valid;
pub mod view;
pub mod webhook;
pub mod work;
