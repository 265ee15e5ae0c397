//! Instants as the wire writes them: RFC 3339, UTC, milliseconds (spec/api.md).

use chrono::{DateTime, SecondsFormat, Utc};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// An instant. Read with any offset and precision, written in UTC with three decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
pub struct Timestamp(pub DateTime<Utc>);

impl Timestamp {
    /// Reads a day and a time in UTC, as `datetime-local` sends them: without a zone, seconds may be left out. A browser
    /// that shows a line of text in its place may send a blank for the `T`.
    #[must_use]
    pub fn from_utc_day_and_time(text: &str) -> Option<Self> {
        let text = text.trim().replacen(' ', "T", 1);
        let seconds = if text.len() == "2026-11-20T09:30".len() { ":00" } else { "" };
        read(&format!("{text}{seconds}Z"))
    }
}

fn read(text: &str) -> Option<Timestamp> {
    DateTime::parse_from_rfc3339(text).ok().map(|at| Timestamp(at.with_timezone(&Utc)))
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.to_rfc3339_opts(SecondsFormat::Millis, true))
    }
}

impl From<DateTime<Utc>> for Timestamp {
    fn from(at: DateTime<Utc>) -> Self {
        Self(at)
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        read(&text).ok_or_else(|| serde::de::Error::custom("write an instant as 2026-11-20T09:30:00.000Z (RFC 3339)"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_is_written_in_utc_with_milliseconds() {
        let read: Timestamp = serde_json::from_str("\"2026-11-20T16:30:00.1234+07:00\"").unwrap();
        assert_eq!(read.to_string(), "2026-11-20T09:30:00.123Z");
    }

    #[test]
    fn a_day_and_a_time_without_a_zone_are_read_as_utc() {
        let read = |text| Timestamp::from_utc_day_and_time(text).map(|at| at.to_string());
        assert_eq!(read("2026-11-20T09:30").as_deref(), Some("2026-11-20T09:30:00.000Z"));
        assert_eq!(read(" 2026-11-20 09:30:05.5 ").as_deref(), Some("2026-11-20T09:30:05.500Z"));
        for unreadable in ["", "2026-11-20", "09:30", "2026-02-30T09:30", "2026-11-20T09:30+07:00", "yesterday"] {
            assert_eq!(read(unreadable), None, "{unreadable}");
        }
    }
}
