//! The one path of every call: resolve, authenticate, render, send, read, map, record (spec/execution.md).
//!
//! # Layout
//! [`Run`] is one execution under way; `path` and `finish` are its way, `attempt` one HTTP exchange of it, `steps` what a test run looks at meanwhile, [`Outcome`] what
//! the caller gets, `durable` what a worker gets, `intent` what is committed before an SMS goes out, `signing` what a webhook's receiver checks.
//!
//! # Invariants
//! A test goes the same way as any other call; it only looks. A caller that hangs up does not stop a run: what was sent
//! is recorded.

mod attempt;
mod durable;
mod ending;
mod finish;
mod intent;
mod outcome;
mod path;
mod say;
mod signing;
mod state;
mod steps;

pub(crate) use durable::DurableEnd;
pub(crate) use ending::Note;
pub(crate) use state::{Core, Durable, Given, Run};
pub(crate) use steps::Steps;

pub use outcome::{ExecutionFailure, Outcome};
