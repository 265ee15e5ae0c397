//! What tests need besides the thing that they test.
//!
//! # Layout
//! [`database`] a database of its own for each test, on a real PostgreSQL; [`upstream`] the other side, a real server
//! that answers as told and remembers what it was asked; [`client`] asks the server under test.
//!
//! # Invariants
//! For tests only. Sleeps nowhere: [`client::until`] asks again until something holds, and gives up aloud.

// A test that can't be set up has to fail where it stands; there is nobody to hand an error to.
#![allow(clippy::expect_used, clippy::missing_panics_doc)]

pub mod client;
pub mod database;
pub mod upstream;

pub use client::{Client, Reply};
pub use database::TestDatabase;
pub use upstream::{Answer, Received, Upstream};
