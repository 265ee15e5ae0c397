//! How numbers, durations and instants read: the same words on the server and in the browser.

use crate::text;
use chrono::{Datelike, Timelike};
use patchbay_model::limit::LimitUnit;
use patchbay_model::time::Timestamp;
use patchbay_model::view::MOST_COUNTED;
use std::fmt::Display;

const SECOND: i64 = 1_000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// A count with separators: `18,204`.
#[must_use]
pub fn number(value: u64) -> String {
    let digits = value.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A count with its noun: `1 integrator`, `3 integrators`.
#[must_use]
pub fn count(value: u64, singular: &str, plural: &str) -> String {
    format!("{} {}", number(value), if value == 1 { singular } else { plural })
}

/// A count that ended at [`MOST_COUNTED`]: `3 chats`, `more than 1,000 chats`.
#[must_use]
pub fn counted(value: u64, singular: &str, plural: &str) -> String {
    if value > MOST_COUNTED {
        return text!(time.more_than, count = number(MOST_COUNTED), noun = plural);
    }
    count(value, singular, plural)
}

/// How much a limit allows: `64`, `256 KiB`, `10 s`, `30 d`.
#[must_use]
pub fn amount(most: u64, unit: LimitUnit) -> String {
    const KIB: u64 = 1024;
    const MIB: u64 = 1024 * KIB;
    match unit {
        LimitUnit::Bytes if most >= MIB && most.is_multiple_of(MIB) => format!("{} MiB", number(most / MIB)),
        LimitUnit::Bytes if most >= KIB && most.is_multiple_of(KIB) => format!("{} KiB", number(most / KIB)),
        LimitUnit::Bytes => format!("{} B", number(most)),
        LimitUnit::Seconds => format!("{} {}", number(most), text!(time.second)),
        LimitUnit::Days => format!("{} {}", number(most), text!(time.day)),
        LimitUnit::Count => number(most),
    }
}

/// A duration in the unit that a person compares it in: `0.2 ms`, `1,804 ms`, `10.0 s`, `1 m 52 s`, `3 d 4 h`.
#[must_use]
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "shown, not calculated with")]
pub fn duration(milliseconds: f64) -> String {
    let milliseconds = milliseconds.max(0.0);
    let whole = milliseconds.round() as i64;
    // Tenths by hand: writing a float costs the browser 11 KB.
    let tenths = |value: f64| {
        let tenths = (value * 10.0).round() as i64;
        format!("{}.{}", tenths / 10, tenths % 10)
    };
    if milliseconds < 10.0 {
        format!("{} ms", tenths(milliseconds))
    } else if whole < 10 * SECOND {
        format!("{} ms", number(whole as u64))
    } else if whole < MINUTE {
        format!("{} {}", tenths(milliseconds / 1_000.0), text!(time.second))
    } else {
        span(whole)
    }
}

/// Two units at most: nobody needs the seconds of a day.
fn span(milliseconds: i64) -> String {
    let pair = |large: i64, small: i64, large_name, small_name| {
        let rest = milliseconds % large / small;
        let whole = milliseconds / large;
        if rest == 0 { format!("{whole} {large_name}") } else { format!("{whole} {large_name} {rest} {small_name}") }
    };
    match milliseconds {
        ..MINUTE => format!("{} {}", milliseconds / SECOND, text!(time.second)),
        MINUTE..HOUR => pair(MINUTE, SECOND, text!(time.minute), text!(time.second)),
        HOUR..DAY => pair(HOUR, MINUTE, text!(time.hour), text!(time.minute)),
        _ => pair(DAY, HOUR, text!(time.day), text!(time.hour)),
    }
}

/// An instant as distance from now: `just now`, `12 s ago`, `in 1 m 52 s`, and a date beyond 30 days.
#[must_use]
pub fn relative(at: Timestamp, now_ms: i64) -> String {
    let distance = now_ms - at.0.timestamp_millis();
    // Past times lose their second unit: "3 h ago" is read at a glance; a countdown is watched.
    let coarse = |distance: i64| match distance {
        ..MINUTE => format!("{} {}", distance / SECOND, text!(time.second)),
        MINUTE..HOUR => format!("{} {}", distance / MINUTE, text!(time.minute_alone)),
        HOUR..DAY => format!("{} {}", distance / HOUR, text!(time.hour)),
        _ => format!("{} {}", distance / DAY, text!(time.day)),
    };
    match distance {
        // Clocks of two machines differ by some seconds: "in 2 s" about the past would look like a defect.
        _ if distance.abs() < 5 * SECOND => text!(time.just_now).to_owned(),
        ..0 => text!(time.in_span, span = span(-distance)),
        _ if distance < 30 * DAY => text!(time.ago, span = coarse(distance)),
        _ => day(at),
    }
}

/// The day alone, in UTC: `3 May 2026`.
#[must_use]
pub fn day(at: Timestamp) -> String {
    date(at.0.day(), at.0.month0(), at.0.year())
}

/// Day and minute in UTC, for text that stands until the browser knows its zone: `3 May, 16:42 UTC`.
#[must_use]
pub fn minute_utc(at: Timestamp) -> String {
    let clock = format!("{:02}:{:02}", at.0.hour(), at.0.minute());
    text!(time.minute_utc, day = at.0.day(), month = month(at.0.month0()), clock = clock)
}

/// The exact instant in UTC: `3 May 2026, 16:42:10 UTC`.
#[must_use]
pub fn exact_utc(at: Timestamp) -> String {
    format!("{}, {:02}:{:02}:{:02} UTC", day(at), at.0.hour(), at.0.minute(), at.0.second())
}

/// A day: `3 May 2026`. Months count from 0, as `Date.getMonth` does.
pub(crate) fn date(day: u32, month_from_0: u32, year: impl Display) -> String {
    text!(time.date, day = day, month = month(month_from_0), year = year)
}

fn month(index: u32) -> &'static str {
    text!(time.months).split(' ').nth(index as usize).unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::DateTime;

    fn at(text: &str) -> Timestamp {
        Timestamp(DateTime::parse_from_rfc3339(text).unwrap_or_default().into())
    }

    #[test]
    fn big_numbers_have_separators() {
        assert_eq!(
            ["0", "999", "1,000", "18,204", "1,234,567"],
            [0, 999, 1_000, 18_204, 1_234_567].map(number).each_ref().map(String::as_str)
        );
        assert_eq!(count(1, "integrator", "integrators"), "1 integrator");
        assert_eq!(count(3, "integrator", "integrators"), "3 integrators");
    }

    #[test]
    fn limits_carry_the_unit_that_fits() {
        let shown = [
            (64, LimitUnit::Count),
            (100, LimitUnit::Bytes),
            (256 * 1024, LimitUnit::Bytes),
            (2 * 1024 * 1024, LimitUnit::Bytes),
            (1024 * 1024 + 1024, LimitUnit::Bytes),
            (10, LimitUnit::Seconds),
            (400, LimitUnit::Days),
        ];
        let shown = shown.map(|(most, unit)| amount(most, unit));
        assert_eq!(
            shown.each_ref().map(String::as_str),
            ["64", "100 B", "256 KiB", "2 MiB", "1,025 KiB", "10 s", "400 d"]
        );
    }

    #[test]
    fn durations_carry_the_unit_that_fits() {
        let shown = [0.04, 3.42, 184.2, 1_804.0, 10_000.0, 112_000.0, 7_200_000.0, 273_600_000.0].map(duration);
        assert_eq!(
            shown.each_ref().map(String::as_str),
            ["0.0 ms", "3.4 ms", "184 ms", "1,804 ms", "10.0 s", "1 m 52 s", "2 h", "3 d 4 h"]
        );
    }

    #[test]
    fn instants_read_as_distance_and_far_ones_as_a_date() {
        let now = at("2026-05-03T16:42:10Z").0.timestamp_millis();
        assert_eq!(relative(at("2026-05-03T16:42:08Z"), now), "just now");
        assert_eq!(relative(at("2026-05-03T16:41:50Z"), now), "20 s ago");
        assert_eq!(relative(at("2026-05-03T13:00:00Z"), now), "3 h ago");
        assert_eq!(relative(at("2026-05-03T16:44:02Z"), now), "in 1 m 52 s");
        assert_eq!(relative(at("2026-01-03T16:44:02Z"), now), "3 Jan 2026");
        assert_eq!(exact_utc(at("2026-05-03T16:42:10Z")), "3 May 2026, 16:42:10 UTC");
    }
}
