//! Counts requests. The meters are kept: asking the recorder for one builds and hashes its name and labels each time.

use metrics::{Counter, Histogram};
use std::collections::HashMap;
use std::sync::{LazyLock, PoisonError, RwLock};

#[derive(Clone)]
struct Meters {
    seconds: Histogram,
    answered: Counter,
}

/// By route, then by method and status: as many as there are routes and kinds of answers.
type Known = HashMap<String, HashMap<(&'static str, u16), Meters>>;

static KNOWN: LazyLock<RwLock<Known>> = LazyLock::new(RwLock::default);

/// Counts one answer.
pub(super) fn count(method: &'static str, route: &str, status: u16, seconds: f64) {
    let kind = (method, status);
    let known = {
        let known = KNOWN.read().unwrap_or_else(PoisonError::into_inner);
        known.get(route).and_then(|kinds| kinds.get(&kind)).cloned()
    };
    let meters = known.unwrap_or_else(|| {
        let made = make(method, route, status);
        let mut known = KNOWN.write().unwrap_or_else(PoisonError::into_inner);
        known.entry(route.to_owned()).or_default().insert(kind, made.clone());
        made
    });
    meters.seconds.record(seconds);
    meters.answered.increment(1);
}

fn make(method: &'static str, route: &str, status: u16) -> Meters {
    let route = route.to_owned();
    Meters {
        seconds: metrics::histogram!("patchbay_http_request_seconds", "method" => method, "route" => route.clone()),
        answered: metrics::counter!("patchbay_http_requests_total", "method" => method, "route" => route, "status" => status.to_string()),
    }
}
