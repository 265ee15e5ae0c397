//! What happens between "call this endpoint" and "this is what it changes", without doing any of it: plans, requests,
//! tokens, effects. Feature `net` adds the one outbound client.
//!
//! # Layout
//! [`plan`] compiles an endpoint when it is saved, [`render`] turns a plan and values into a request, [`token`] reads
//! an auth endpoint's answer, [`interpret`] reads any other's, [`redact`] keeps secrets out of what is recorded.
//! [`matching`] finds the triggers that hear an event, [`condition`] decides whether they run, [`retry`] what becomes of
//! a failed attempt; [`event_integration`] checks the form that stands before all of it. [`net`] sends.
//!
//! # Invariants
//! Outside [`net`]: no I/O, no clock, no randomness; the same inputs give the same bytes. Everywhere: no SQL, no
//! server, no tenant, no session.

pub mod answer;
pub mod condition;
pub mod error;
pub mod event_integration;
pub mod interpret;
pub mod matching;
#[cfg(feature = "net")]
pub mod net;
pub mod plan;
pub mod redact;
pub mod render;
pub mod retry;
pub mod token;

#[cfg(test)]
mod fixtures;
