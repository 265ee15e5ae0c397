//! All SQL of Patchbay.
//!
//! # Layout
//! One module per aggregate, with free functions: `find` gives an `Option`, `get` an error if absent, `list` a page;
//! `insert`, `update`, `delete`, `claim` and `settle` write. Reads take `&Store` or `&mut Unit` (see [`Db`]); whatever
//! other processes cache is written in a [`Unit`], which tells them in the same transaction ([`changes`]).
//! [`error`] sorts what the database says, [`cursor`] makes pages, [`partitions`] keeps the tables of the history in
//! order. Queries are checked while compiling; `scripts/sqlx-prepare` writes what is needed without a database.
//!
//! # Invariants
//! No clock and no randomness: ids and times are parameters. No secret in plain text: it takes and gives sealed bytes.
//! Knows nothing about HTTP, roles or the engine. Every list is a keyset page on an index, every query on a tenant's
//! aggregate takes a [`Reach`] or the call center itself, every constraint has a name.

pub mod access_tokens;
pub mod adapter_tokens;
pub mod adapters;
pub mod audit_entries;
mod batches;
pub mod call_centers;
pub mod callbox_integrations;
pub mod callbox_tokens;
pub mod changes;
pub mod channels;
pub mod chats;
mod columns;
pub mod configuration_versions;
pub mod contacts;
pub mod conversations;
mod copy;
pub mod cursor;
pub mod data_keys;
pub mod endpoints;
pub mod error;
pub mod event_applicability;
pub mod event_integrations;
pub mod events;
pub mod executions;
pub mod figures;
pub mod graph_tokens;
mod handle;
mod hidden_parts;
pub mod idempotency_keys;
pub mod integrators;
pub mod invitations;
pub mod keys;
pub mod maintenance;
pub mod messages;
pub mod partitions;
pub mod private_codes;
pub mod queued_executions;
pub mod queues;
mod reach;
pub mod recipes;
pub mod sessions;
pub mod sign_in_throttles;
mod store;
pub mod templates;
mod unit;
pub mod users;
pub mod visitors;
mod words;

pub use error::{StoreError, constraint};
pub use hidden_parts::{HiddenParts, PartsWrite, save_integrator};
pub use reach::Reach;
pub use store::{ConnectOptions, MIGRATOR, Store};
pub use unit::{Db, Stamp, Unit};

/// A secret as the vault sealed it; nothing here can open it.
#[derive(Clone, PartialEq, Eq)]
pub struct Sealed(pub Vec<u8>);

impl std::fmt::Debug for Sealed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Sealed({} bytes)", self.0.len())
    }
}
