//! From an answer to what it means (spec/execution.md, map; spec/events.md, response).
//!
//! # Layout
//! [`View`] is the answer as its caller sees it, [`judge`] says whether the other side took the request, [`effects`]
//! what it changes, [`apply`] whether its conversation lets it.
//!
//! # Invariants
//! An answer is read once and never trusted: a deep, broken or mislabelled body becomes text, not an error, unless
//! somebody needs what it should have held.

pub(crate) mod apply;
mod effects;
mod facts;
mod verdict;
mod view;

pub use apply::{KnownQueue, Occasion, Queues, apply, refused};
pub use effects::effects;
pub use facts::Facts;
pub use verdict::judge;
pub use view::{BodyKind, View};

#[cfg(test)]
mod tests;
