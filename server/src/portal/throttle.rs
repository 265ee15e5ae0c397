//! Growing waits against guessing. Failures are counted in the database, so that they count in every process.
//!
//! An account is throttled together with the network that tries: whoever guesses somebody's password does not lock the
//! owner out, who comes from elsewhere.

use super::refusal;
use chrono::TimeDelta;
use patchbay_app::portal::{PortalError, PortalResult};
use patchbay_model::sentence;
use patchbay_model::time::Timestamp;
use patchbay_store::Store;
use patchbay_store::sign_in_throttles::{self, Scope, Throttle};
use patchbay_vault::TokenHash;
use std::net::IpAddr;

/// Failures are counted in windows of this length; after it, an account is as good as new.
const WINDOW: TimeDelta = TimeDelta::hours(1);

/// How fast the waits grow.
#[derive(Debug, Clone, Copy)]
struct Pace {
    /// Failures before the first wait.
    free: u32,
    /// The longest wait; waits double up to it.
    longest_seconds: u32,
}

/// Whoever knows an account's address: five tries, then up to a quarter of an hour.
const ACCOUNT: Pace = Pace { free: 5, longest_seconds: 900 };
/// Everybody behind one network address: an office has many people who mistype.
const ADDRESS: Pace = Pace { free: 50, longest_seconds: 300 };

/// One try, counted before its outcome is known.
pub(super) struct Attempt<'a> {
    store: &'a Store,
    account: String,
    network: Option<String>,
    now: Timestamp,
}

impl<'a> Attempt<'a> {
    /// Begins a try at the account `subject` from the network address `address`, if there is one to tell.
    ///
    /// # Errors
    /// `Throttled` when it comes too early. Such a try is not counted, so that waiting always ends.
    pub(super) async fn begin(
        store: &'a Store,
        subject: &str,
        address: Option<&str>,
        now: Timestamp,
    ) -> PortalResult<Self> {
        let network = address.map(network_of);
        // Hashed: what is typed there has any length, may hold any character, and is now and then a password.
        let account = format!("{} {}", subject.to_lowercase(), network.as_deref().unwrap_or_default());
        let account = TokenHash::of(&account).to_string();
        let attempt = Self { store, account, network, now };
        let before = attempt.look(Scope::Account, &attempt.account, ACCOUNT).await?;
        if let Some(network) = &attempt.network {
            attempt.look(Scope::Address, network, ADDRESS).await?;
        }
        let counted = attempt.count(Scope::Account, &attempt.account).await?;
        // Tries that began at the same moment all found the door open; only one of them goes through it.
        let alone = counted.failures <= before.map_or(0, |before| before.failures) + 1;
        match ACCOUNT.wait_after(counted.failures.saturating_sub(1)) {
            Some(wait) if !alone => Err(throttled(wait)),
            _ => Ok(attempt),
        }
    }

    /// It was not the password. The network is counted only now: one that signs in well all day must not be slowed
    /// down, and each account behind it has been counted already.
    pub(super) async fn failed(self) -> PortalResult<()> {
        if let Some(network) = &self.network {
            self.count(Scope::Address, network).await?;
        }
        Ok(())
    }

    /// It was the password: the owner is here.
    pub(super) async fn succeeded(self) -> PortalResult<()> {
        sign_in_throttles::delete(self.store, Scope::Account, &self.account)
            .await
            .map_err(refusal::of_store(sentence!("user")))
    }

    async fn look(&self, scope: Scope, subject: &str, pace: Pace) -> PortalResult<Option<Throttle>> {
        let found = sign_in_throttles::find(self.store, scope, subject, self.window_start()).await;
        let found = found.map_err(refusal::of_store(sentence!("user")))?;
        let wait = found.and_then(|found| pace.remaining(found, self.now));
        wait.map_or(Ok(found), |wait| Err(throttled(wait)))
    }

    async fn count(&self, scope: Scope, subject: &str) -> PortalResult<Throttle> {
        sign_in_throttles::count(self.store, scope, subject, self.window_start(), self.now)
            .await
            .map_err(refusal::of_store(sentence!("user")))
    }

    fn window_start(&self) -> Timestamp {
        Timestamp(self.now.0 - WINDOW)
    }
}

impl Pace {
    /// 1, 2, 4, … seconds once the free failures are used up.
    fn wait_after(self, failures: u32) -> Option<TimeDelta> {
        let over = failures.checked_sub(self.free)?;
        let seconds = 1_u32.checked_shl(over).unwrap_or(u32::MAX).min(self.longest_seconds);
        Some(TimeDelta::seconds(i64::from(seconds)))
    }

    fn remaining(self, found: Throttle, now: Timestamp) -> Option<TimeDelta> {
        let until = found.last_failed_at.0 + self.wait_after(found.failures)?;
        Some(until - now.0).filter(|left| *left > TimeDelta::zero())
    }
}

fn throttled(wait: TimeDelta) -> PortalError {
    let milliseconds = u64::try_from(wait.num_milliseconds()).unwrap_or(0);
    PortalError::Throttled { seconds: milliseconds.div_ceil(1000).max(1) }
}

/// The network that an address stands for: a single IPv4 address, the /64 of an IPv6 one (one household has 2^64).
fn network_of(address: &str) -> String {
    match address.parse::<IpAddr>().map(|address| address.to_canonical()) {
        Ok(IpAddr::V6(address)) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
        Ok(IpAddr::V4(address)) => address.to_string(),
        Err(_) => address.chars().take(64).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::DateTime;

    fn at(seconds: i64) -> Timestamp {
        Timestamp(DateTime::from_timestamp(1_800_000_000 + seconds, 0).unwrap())
    }

    #[test]
    fn waits_double_after_the_free_failures_and_are_bounded() {
        let seconds = |failures| ACCOUNT.wait_after(failures).map(|wait| wait.num_seconds());
        assert_eq!([4, 5, 6, 8, 1000].map(seconds), [None, Some(1), Some(2), Some(8), Some(900)]);
    }

    #[test]
    fn a_wait_counts_from_the_last_failure_and_ends() {
        let found = Throttle { failures: 7, last_failed_at: at(0) };
        assert_eq!(ACCOUNT.remaining(found, at(1)), Some(TimeDelta::seconds(3)));
        assert_eq!(ACCOUNT.remaining(found, at(4)), None);
        assert_eq!(ADDRESS.remaining(found, at(0)), None);
    }

    #[test]
    fn a_wait_is_told_in_whole_seconds_that_suffice() {
        let told = |milliseconds| match throttled(TimeDelta::milliseconds(milliseconds)) {
            PortalError::Throttled { seconds } => seconds,
            other => panic!("{other}"),
        };
        assert_eq!([1, 1000, 1001].map(told), [1, 1, 2]);
    }

    #[test]
    fn an_ipv6_household_counts_as_one() {
        assert_eq!(network_of("2001:db8:1:2:3::4"), network_of("2001:db8:1:2:ffff::1"));
        assert_ne!(network_of("2001:db8:1:2::1"), network_of("2001:db8:1:3::1"));
        assert_eq!(network_of("::ffff:192.0.2.1"), "192.0.2.1");
    }
}
