//! The one path of every call: resolve, authenticate, render, send, read, map, record (spec/execution.md).
//!
//! # Layout
//! [`Run`] is the path, `attempt` one HTTP exchange of it, `steps` what a test run looks at meanwhile, [`Outcome`] what
//! the caller gets, `intent` what is committed before an SMS goes out.
//!
//! # Invariants
//! A test goes the same way as any other call; it only looks. A caller that hangs up does not stop a run: what was sent
//! is recorded.

mod attempt;
mod ending;
mod intent;
mod outcome;
mod path;
mod say;
mod steps;

pub(crate) use ending::Note;
pub(crate) use path::{Core, Run};
pub(crate) use steps::Steps;

pub use outcome::{ExecutionFailure, Outcome};
