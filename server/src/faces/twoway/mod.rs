//! TwoWay: the outbound URL, routing, sessions and their history (spec/twoway.md).

mod control;
mod error;
mod routes;
mod wire;

pub use routes::routes;
