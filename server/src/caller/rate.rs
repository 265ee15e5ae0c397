//! How often one may ask.

use governor::DefaultKeyedRateLimiter;
use governor::clock::{Clock as _, DefaultClock};

/// Counts a request of `of`.
///
/// # Errors
/// There were too many: the seconds until the next one is looked at.
pub(crate) fn check_rate<K>(limiter: &DefaultKeyedRateLimiter<K>, of: &K) -> Result<(), u64>
where
    K: std::hash::Hash + Eq + Clone,
{
    let wait = |until: governor::NotUntil<_>| until.wait_time_from(DefaultClock::default().now()).as_secs() + 1;
    limiter.check_key(of).map_err(wait)
}
