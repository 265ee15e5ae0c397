//! Which triggers hear an event (spec/events.md, Matching).
//!
//! # Layout
//! [`TriggerIndex`] is compiled from all triggers of a call center and answers by look-up; [`Occurrence`] is what it is
//! asked, [`Matched`] what it answers: in order, conditions decided, `stop` obeyed.
//!
//! # Invariants
//! What matching costs depends on how many triggers match, never on how many there are. The index knows nothing of a
//! database: whoever loads triggers says what names them.

mod index;
mod occurrence;

#[cfg(test)]
mod tests;

pub use index::{Listener, TriggerIndex};
pub use occurrence::{Decision, Heard, Matched, Occurrence};
