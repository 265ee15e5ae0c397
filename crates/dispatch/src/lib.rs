//! Running endpoints: what the model describes, the store keeps and the engine can do, put together.
//!
//! # Layout
//! [`Dispatcher`] is the door: execute and test. `recipe` finds and caches what a run needs, `token` gets and shares
//! access tokens, `run` is the one path of every call, `recorder` writes down what happened, [`places`] names where
//! secrets stand. [`Clock`] is where time and ids come from.
//!
//! # Invariants
//! The only crate that knows store and engine. A call in full flight touches no database: recipe and token come from
//! memory, the record is written by a task of its own, in batches. No record is dropped: when the writer is behind, the
//! caller waits. No SMS is sent before its intent is committed. Nothing outside of here decides whether a token is good.

mod caller;
mod clock;
mod dispatcher;
mod error;
mod keeper;
mod meters;
pub mod places;
mod recipe;
mod recorder;
mod run;
mod token;

pub use caller::{Call, Caller};
pub use clock::Clock;
pub use dispatcher::{Dispatcher, Settings};
pub use error::{DispatchError, Missing};
pub use keeper::{KeeperError, SecretKeeper};
pub use recorder::RecorderSettings;
pub use run::{ExecutionFailure, Outcome};
