//! Running endpoints: what the model describes, the store keeps and the engine can do, put together.
//!
//! # Layout
//! [`Dispatcher`] is the door: execute, test, post events, enqueue and replay. `events` accepts what platforms post, `worker`
//! runs what is queued because of it, `triggers` knows what runs by itself. `recipe` finds and caches what a run needs,
//! `messaging` carries what customers and adapters say to each other, `token` gets and shares access tokens, `run` is the
//! one path of every call, `recorder` writes down what happened, [`places`] names where secrets stand, `per_call_center`
//! keeps what was read of a tenant. [`Clock`] is where time and ids come from.
//!
//! # Invariants
//! The only crate that knows store and engine. A synchronous call in full flight touches no database: recipe and token come from
//! memory, the record is written by a task of its own, in batches. No record is dropped: when the writer is behind, the
//! caller waits. No SMS is sent before its intent is committed. Nothing outside of here decides whether a token is good.

mod caller;
mod clock;
mod dispatcher;
mod enqueue;
mod error;
mod events;
mod input;
mod keeper;
pub mod messaging;
mod meters;
mod per_call_center;
pub mod places;
mod recipe;
mod recorder;
mod run;
mod to_the_end;
mod token;
mod triggers;
mod worker;

pub use caller::{Call, Caller};
pub use clock::Clock;
pub use dispatcher::{Dispatcher, Settings};
pub use error::{DispatchError, Missing};
pub use events::{Arrived, EventAnswer, EventSettings, EventsError, Post};
pub use keeper::{KeeperError, SecretKeeper};
pub use recorder::RecorderSettings;
pub use run::{ExecutionFailure, Outcome};
pub use worker::WorkerSettings;
