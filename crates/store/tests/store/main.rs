//! Every query and every constraint against a real PostgreSQL.

#![allow(clippy::unwrap_used, reason = "clippy knows tests by #[test] alone, and not the helpers beside them")]

mod access_tokens;
mod adapters;
mod audit_entries;
mod call_centers;
mod changes;
mod chats;
mod constraints;
mod conversations;
mod endpoints;
mod event_integrations;
mod events;
mod executions;
mod idempotency_keys;
mod integrators;
mod keys;
mod lists;
mod maintenance;
mod orders;
mod partitions;
mod private_codes;
mod queued_executions;
mod queues;
mod recipes;
mod replays;
mod sign_in;
mod support;
mod template_lists;
mod templates;
mod users;
