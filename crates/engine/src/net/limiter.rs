//! How much one destination host gets at a time (spec/execution.md, Send), so that one slow or small system neither ties
//! up ours nor is run over by it.

use super::keyed::Keyed;
use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};
use std::num::{NonZeroU32, NonZeroUsize};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// The limits of each destination, `host:port`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LaneLimits {
    /// Calls at the same time; further ones wait, at most as long as their own timeout.
    pub concurrency: NonZeroUsize,
    /// Calls per second, in the long run; further ones fail with `rate_limited`, or wait if nobody waits for them.
    pub per_second: NonZeroU32,
    /// Calls that may come at once after a quiet time.
    pub burst: NonZeroU32,
}

const DEFAULT_RATE: NonZeroU32 = NonZeroU32::MIN.saturating_add(99);

impl Default for LaneLimits {
    /// 32 at a time, 100 per second, 100 at once.
    fn default() -> Self {
        Self { concurrency: NonZeroUsize::MIN.saturating_add(31), per_second: DEFAULT_RATE, burst: DEFAULT_RATE }
    }
}

/// One lane per destination.
pub(super) struct Lanes {
    lanes: Keyed<String, Lane>,
    limits: LaneLimits,
}

/// The way to one destination.
pub(super) struct Lane {
    seats: Arc<Semaphore>,
    rate: DefaultDirectRateLimiter,
}

impl Lanes {
    pub(super) fn new(limits: LaneLimits) -> Self {
        // Nobody in it: a forgotten lane costs the destination one burst more, once in thousands of hosts.
        Self { lanes: Keyed::new(|_| true), limits }
    }

    /// The way to `authority`, `host:port`.
    pub(super) fn lane(&self, authority: String) -> Arc<Lane> {
        self.lanes.get_or_make(authority, || Lane {
            seats: Arc::new(Semaphore::new(self.limits.concurrency.get())),
            rate: RateLimiter::direct(Quota::per_second(self.limits.per_second).allow_burst(self.limits.burst)),
        })
    }
}

impl Lane {
    /// Counts one call, or says when there is room for one.
    pub(super) fn count(&self) -> Result<(), Duration> {
        self.rate.check().map_err(|full| full.wait_time_from(DefaultClock::default().now()))
    }

    /// Waits for a seat; none when the process is ending.
    pub(super) async fn enter(&self) -> Option<OwnedSemaphorePermit> {
        Arc::clone(&self.seats).acquire_owned().await.ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures::FutureExt as _;

    fn lanes(concurrency: usize, per_second: u32, burst: u32) -> Lanes {
        Lanes::new(LaneLimits {
            concurrency: concurrency.try_into().unwrap(),
            per_second: per_second.try_into().unwrap(),
            burst: burst.try_into().unwrap(),
        })
    }

    #[test]
    fn a_burst_is_let_through_and_the_next_call_is_told_when_to_come() {
        let lanes = lanes(1, 1, 3);
        let lane = lanes.lane("a:443".into());
        assert!((0..3).all(|_| lane.count().is_ok()));
        let wait = lane.count().unwrap_err();
        assert!(wait > Duration::from_millis(500) && wait <= Duration::from_secs(1), "{wait:?}");
    }

    #[test]
    fn another_host_has_its_own_limits() {
        let lanes = lanes(1, 1, 1);
        assert!(lanes.lane("a:443".into()).count().is_ok());
        assert!(lanes.lane("a:443".into()).count().is_err());
        assert!(lanes.lane("b:443".into()).count().is_ok());
    }

    #[test]
    fn a_call_waits_until_another_has_left() {
        let lanes = lanes(1, 1, 1);
        let lane = lanes.lane("a:443".into());
        let seat = lane.enter().now_or_never().unwrap();
        let mut waiting = Box::pin(lane.enter());
        assert!(waiting.as_mut().now_or_never().is_none());
        drop(seat);
        assert!(waiting.now_or_never().unwrap().is_some());
    }
}
