//! The server's one source of time and of new ids; everything below is told both.

use chrono::{DateTime, Utc};
use patchbay_model::time::Timestamp;
use uuid::Uuid;

/// Now.
#[must_use]
#[expect(clippy::disallowed_methods, reason = "this is the one source")]
pub fn now() -> Timestamp {
    Timestamp(DateTime::<Utc>::from(std::time::SystemTime::now()))
}

/// A new UUIDv7.
#[must_use]
#[expect(clippy::disallowed_methods, reason = "this is the one source")]
pub fn new_id() -> Uuid {
    Uuid::now_v7()
}

/// The same for those who are given a clock.
#[derive(Debug, Clone, Copy)]
pub struct ServerClock;

impl patchbay_dispatch::Clock for ServerClock {
    fn now(&self) -> Timestamp {
        now()
    }

    fn new_id(&self) -> Uuid {
        new_id()
    }
}
