//! The inbound webhook of SMS channels: what gateways post of customers, each in names of its own (spec/twoway.md, The
//! customer's side).
//!
//! # Invariants
//! Who posts is known by a token of the channel before anything is read. Gateways that can only be given a URL have it in
//! there: no line of a log and no figure names more of an address than its route.

mod error;
mod routes;
mod wire;

pub use routes::routes;
