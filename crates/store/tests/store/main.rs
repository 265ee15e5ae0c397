//! Every query and every constraint against a real PostgreSQL.

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
mod partitions;
mod recipes;
mod sign_in;
mod support;
mod templates;
mod users;
