//! Dispatch against a real PostgreSQL and a real upstream on loopback.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that can't go on has failed")]

mod blocking;
mod changes;
mod clock;
mod crashes;
mod destinations;
mod events;
mod execute;
mod pressure;
mod queue;
mod records;
mod sms;
mod test_runs;
mod throughput;
mod tokens;
mod upstream;
mod world;
