//! Events: platforms tell what happens to conversations, and read what came of it (spec/api.md, Events and Reading).

mod error;
mod routes;
mod wire;

pub use routes::routes;
