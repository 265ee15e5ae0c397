//! `Prefer` (RFC 7240): what a caller would like, and is told when it was done.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use std::convert::Infallible;
use std::time::Duration;

const PREFER: HeaderName = HeaderName::from_static("prefer");
const PREFERENCE_APPLIED: HeaderName = HeaderName::from_static("preference-applied");
/// Less than a request may take here: whoever waits longer gets an answer, and not a time-out.
const LONGEST_WAIT: Duration = Duration::from_secs(60);

/// What the caller prefers. What can't be read is not there (RFC 7240, 2).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Prefer {
    /// `wait=N`: so long for what can be waited for, a minute at most; 0 is none.
    pub wait: Option<Duration>,
    /// `respond-async`.
    pub respond_async: bool,
}

impl<S: Sync> FromRequestParts<S> for Prefer {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        Ok(read(&parts.headers))
    }
}

fn read(headers: &HeaderMap) -> Prefer {
    let mut found = Prefer::default();
    let lines = headers.get_all(PREFER).iter().filter_map(|line| line.to_str().ok());
    for preference in lines.flat_map(|line| line.split(',')) {
        let named = preference.split(';').next().unwrap_or_default();
        let (name, value) = named.split_once('=').unwrap_or((named, ""));
        let value = value.trim().trim_matches('"');
        match name.trim().to_ascii_lowercase().as_str() {
            "respond-async" => found.respond_async = true,
            // The first of a name counts.
            "wait" if found.wait.is_none() => found.wait = value.parse().ok().map(Duration::from_secs),
            _ => {}
        }
    }
    found.wait = found.wait.filter(|wait| !wait.is_zero()).map(|wait| wait.min(LONGEST_WAIT));
    found
}

/// Tells that the caller gets what it preferred.
#[must_use]
pub fn applied(preference: &str) -> [(HeaderName, HeaderValue); 1] {
    [(PREFERENCE_APPLIED, HeaderValue::from_str(preference).unwrap_or(HeaderValue::from_static("")))]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(lines: &[&'static str]) -> Prefer {
        read(&lines.iter().map(|line| (PREFER, HeaderValue::from_static(line))).collect())
    }

    #[test]
    fn preferences_are_read_as_the_rfc_writes_them() {
        let wait = |seconds| Prefer { wait: Some(Duration::from_secs(seconds)), respond_async: false };
        assert_eq!(given(&["wait=10"]), wait(10));
        assert_eq!(given(&["Wait = \"10\"; x=y, handling=lenient"]), wait(10));
        assert_eq!(given(&["foo; bar", "wait=3, wait=9"]), wait(3));
        assert_eq!(given(&["wait=4000"]), wait(60));
        assert_eq!(given(&["respond-async, wait=5"]), Prefer { respond_async: true, ..wait(5) });
    }

    #[test]
    fn what_can_not_be_read_is_not_there() {
        for lines in [&["wait=soon"][..], &["wait=-1"], &["wait"], &["wait=0"], &["respond"], &[]] {
            assert_eq!(given(lines), Prefer::default(), "{lines:?}");
        }
    }
}
