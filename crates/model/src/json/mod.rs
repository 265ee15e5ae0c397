//! JSON text with positions: every error says line, column and JSON pointer (spec/api.md, spec/templating.md rule 5).
//!
//! # Layout
//! [`parse`] reads a text into a type, [`locate`] finds a pointer in a text that was read earlier.
//!
//! # Invariants
//! Depth never costs the stack: serde_json stops at 128 levels, the scanner doesn't recurse, and so no value deeper
//! than that exists to be dropped or rendered.

mod locate;
mod parse;
mod position;
mod scan;

pub use locate::{locate, locate_in_string, locate_name, pointer_at};
pub use parse::{JsonError, JsonErrorKind, parse, told};
pub use position::Position;
