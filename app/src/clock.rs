//! The viewer's clock: unknown while the server renders, ticking once the page is alive.
//!
//! One signal for the whole page, so that fifty rows share one timer and the server's HTML and the
//! first render in the browser say the same.

use crate::format;
use leptos::prelude::*;
use patchbay_model::time::Timestamp;
use std::time::Duration;

/// Relative times are at most this old.
const TICK: Duration = Duration::from_secs(10);

/// What time it is for the viewer, in milliseconds since 1970; nothing before the page is alive.
#[derive(Clone, Copy)]
pub struct Clock(RwSignal<Option<i64>>);

/// Starts the clock; called once, by the application's root.
pub fn provide_clock() {
    let now = RwSignal::new(None);
    provide_context(Clock(now));
    Effect::new(move |_| {
        now.set(Some(browser_now()));
        let ticking = set_interval_with_handle(move || now.set(Some(browser_now())), TICK);
        if let Ok(ticking) = ticking {
            on_cleanup(move || ticking.clear());
        }
    });
}

/// The page's clock; one that never starts where no root provided it (a component rendered alone).
#[must_use]
pub fn use_clock() -> Clock {
    use_context().unwrap_or_else(|| Clock(RwSignal::new(None)))
}

impl Clock {
    /// The time now, tracked.
    #[must_use]
    pub fn now(self) -> Option<i64> {
        self.0.get()
    }

    /// Looks at the time again, where the page is alive: what was saved since the last tick would lie in the future.
    pub fn refresh(self) {
        let now = browser_now();
        if self.0.try_get_untracked().flatten().is_some_and(|known| now - known > 1000) {
            self.0.set(Some(now));
        }
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "milliseconds since 1970 fit an i64 for longer than the sun shines"
)]
fn browser_now() -> i64 {
    js_sys::Date::now() as i64
}

/// The exact instant in the viewer's zone: `3 May 2026, 16:42:10 (UTC+07:00)`. In a browser only.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "JavaScript counts in doubles")]
#[expect(clippy::cast_possible_truncation, reason = "a zone is at most 14 hours away")]
pub fn exact_local(at: Timestamp) -> String {
    let date = js_sys::Date::new(&(at.0.timestamp_millis() as f64).into());
    let offset = -(date.get_timezone_offset() as i32);
    let sign = if offset < 0 { '-' } else { '+' };
    format!(
        "{}, {:02}:{:02}:{:02} (UTC{sign}{:02}:{:02})",
        format::date(date.get_date(), date.get_month(), date.get_full_year()),
        date.get_hours(),
        date.get_minutes(),
        date.get_seconds(),
        offset.abs() / 60,
        offset.abs() % 60,
    )
}
