//! What came back from the other side, whole and unjudged.

use bytes::Bytes;
use http::HeaderMap;
use std::time::Duration;

/// An HTTP response, read to its end.
#[derive(Debug, Clone, Default)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The headers, in the order received.
    pub headers: HeaderMap,
    /// The body, decompressed, at most 1 MiB.
    pub body: Bytes,
    /// From the request written to the last byte read.
    pub duration: Duration,
}

impl Answer {
    /// Whether the other side took the request.
    #[must_use]
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// A header's first value as text; bytes that are no UTF-8 count as absent.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| std::str::from_utf8(value.as_bytes()).ok())
    }

    /// Whether the other side says that the body is JSON: `application/json` or any `+json` type (RFC 6839).
    #[must_use]
    pub fn claims_json(&self) -> bool {
        let Some(content_type) = self.header("content-type") else { return false };
        let essence = content_type.split(';').next().unwrap_or_default().trim();
        let subtype = essence.rsplit('/').next().unwrap_or_default();
        subtype.eq_ignore_ascii_case("json")
            || subtype.len() >= 5 && subtype.as_bytes()[subtype.len() - 5..].eq_ignore_ascii_case(b"+json")
    }
}
