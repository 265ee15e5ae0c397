//! What customers and adapters say to each other: one core for all dialects (spec/twoway.md, spec/omnichannel.md).
//!
//! # Layout
//! `customers` takes what comes in over channels, `adapters` what adapters say, `sessions` hands over and ends.
//! [`Work`](work::Work) is the transaction of it, which `shared` has those share who come at the same time; `deliver` is
//! what it queues for webhooks, gateways and SMS, `facts` what it tells the conversation that a chat is, `roster` knows who
//! takes part.
//!
//! # Invariants
//! Nothing is answered before the commit, and nothing is delivered that was not committed. A delivery is an execution like
//! any other: retries, order, limits and records are the queue's. Of one chat everything happens under its row's lock, so
//! that the order in which it was said is the order in which it is delivered.

mod adapters;
mod customers;
mod deliver;
mod error;
mod facts;
mod roster;
mod sessions;
mod shared;
mod work;

pub use adapters::Speaker;
pub use error::MessagingError;
pub(crate) use roster::RosterCache;
pub use sessions::ChatState;
pub(crate) use shared::SharedWork;
