//! Every query and every constraint against a real PostgreSQL.

#![allow(clippy::unwrap_used, reason = "clippy knows tests by #[test] alone, and not the helpers beside them")]

mod access_tokens;
mod audit_entries;
mod call_centers;
mod changes;
mod constraints;
mod endpoints;
mod executions;
mod idempotency_keys;
mod integrators;
mod keys;
mod lists;
mod maintenance;
mod migrations;
mod partitions;
mod recipes;
mod sign_in;
mod support;
mod template_lists;
mod templates;
mod users;
