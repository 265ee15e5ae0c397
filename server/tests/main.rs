//! The server as a whole: its real router on a real socket, a real PostgreSQL, a real other side.

// A test that can't be set up has to fail where it stands.
#![allow(clippy::expect_used, clippy::unwrap_used)]

mod api;
mod callbox;
mod calls;
mod channels;
mod chat_crash;
mod chat_order;
mod chat_refusals;
mod chats;
mod commands;
mod crash;
mod errors;
mod event_integrations;
mod events;
mod failures;
mod faults;
mod httpbin;
mod idempotency;
mod keys;
mod loops;
mod omnichannel;
mod operation;
mod pages;
mod plug_in;
mod portal;
mod private_postgres;
mod queues;
mod replays;
mod sessions;
mod simulators;
mod site;
mod sms;
mod stopping;
mod twoway;
mod visitors;
mod webchat;
mod webchat_files;
mod webchat_refusals;
mod world;
