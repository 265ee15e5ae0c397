//! The outbound client against real sockets: what reaches the other side, what comes back, what is refused.

#![allow(clippy::unwrap_used, reason = "a helper of a test may fail as loudly as the test")]

mod authentication;
mod destinations;
mod failures;
mod limits;
mod tls;
mod upstream;
mod wire;
