//! The third-party omnichannel bridge: outgoing messages, commands, and what third parties read (spec/omnichannel.md).

mod error;
mod graph;
mod routes;
mod wire;

pub use routes::routes;
