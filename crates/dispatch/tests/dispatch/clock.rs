//! Time in tests.

use chrono::{DateTime, TimeDelta, Utc};
use patchbay_dispatch::Clock;
use patchbay_model::time::Timestamp;
use std::sync::Mutex;
use uuid::Uuid;

/// Time that moves when a test says so.
pub struct TestClock(Mutex<DateTime<Utc>>);

impl TestClock {
    pub fn at(text: &str) -> Self {
        Self(Mutex::new(text.parse().unwrap()))
    }

    pub fn advance(&self, seconds: i64) {
        *self.0.lock().unwrap() += TimeDelta::seconds(seconds);
    }
}

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        Timestamp(*self.0.lock().unwrap())
    }

    fn new_id(&self) -> Uuid {
        let now = self.now().0;
        let seconds = u64::try_from(now.timestamp()).unwrap();
        Uuid::new_v7(uuid::Timestamp::from_unix(uuid::NoContext, seconds, now.timestamp_subsec_nanos()))
    }
}
