//! How long a token is used.

use std::time::Duration;

/// When nobody says how long a token is good: most are for an hour.
const UNKNOWN: Duration = Duration::from_secs(50 * 60);
/// The most of a token's time that is given away to be on the safe side.
const MARGIN: Duration = Duration::from_secs(60);
/// Beyond this a token is asked for again anyhow, and no clock overflows.
const LONGEST: Duration = Duration::from_secs(30 * 24 * 60 * 60);

/// The time of a token, from when it was issued.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lifetime {
    /// So long it is used without a second thought.
    pub fresh: Duration,
    /// So long it is still good: it is used while the next one is being got.
    pub valid: Duration,
}

impl Lifetime {
    /// The lifetime of a token that expires in this time: fresh until min(50 %, 60 s) are left.
    #[must_use]
    pub fn new(expires_in: Option<Duration>) -> Self {
        let valid = expires_in.unwrap_or(UNKNOWN).min(LONGEST);
        Self { fresh: valid - MARGIN.min(valid / 2), valid }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_fresh_until_half_its_time_or_a_minute_is_left() {
        let seconds = Duration::from_secs_f64;
        for (expires_in, fresh, valid) in [
            (Some(3600.0), 3540.0, 3600.0),
            (Some(120.0), 60.0, 120.0),
            (Some(60.0), 30.0, 60.0),
            (Some(1.0), 0.5, 1.0),
            (Some(0.0), 0.0, 0.0),
            (None, 2940.0, 3000.0),
            (Some(1e12), 2_592_000.0 - 60.0, 2_592_000.0),
        ] {
            let lifetime = Lifetime::new(expires_in.map(seconds));
            assert_eq!((lifetime.fresh, lifetime.valid), (seconds(fresh), seconds(valid)), "{expires_in:?}");
        }
    }
}
