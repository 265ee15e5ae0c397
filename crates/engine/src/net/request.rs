//! A request that is ready to go out, and its limits (spec/execution.md, Limits).

use super::authentication::{HttpAuthentication, basic};
use super::error::RequestFault;
use bytes::Bytes;
use http::header::{AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderMap, HeaderName, HeaderValue, Method};
use patchbay_model::limit::{DEFAULT_CALL_SECONDS, MAXIMUM_HEADERS, MAXIMUM_REQUEST_BYTES, MAXIMUM_URL_BYTES};
use std::fmt;
use std::time::Duration;
use url::Url;
use uuid::Uuid;

/// Set by the connection. Written by an integrator they would let a request carry a second one (smuggling), or name
/// another host than the one that the guard has checked.
const RESERVED: &[&str] = &[
    "connection",
    "content-length",
    "expect",
    "host",
    "keep-alive",
    "proxy-authorization",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

/// A header's rendered value. It may hold a secret, so `Debug` shows dots.
#[derive(Clone, PartialEq, Eq)]
pub struct HeaderText(String);

impl HeaderText {
    /// The value itself.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl<T: Into<String>> From<T> for HeaderText {
    fn from(text: T) -> Self {
        Self(text.into())
    }
}

impl fmt::Debug for HeaderText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("••••••")
    }
}

/// What the client does when a kept connection turns out to have been closed by the other side meanwhile.
///
/// Servers close idle connections whenever they like, and then a request may be lost in flight. Nobody can tell whether
/// the other side had begun to work on it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Repeat {
    /// Fails with `connect_failed` and [`Sent::Maybe`](super::Sent::Maybe).
    #[default]
    Never,
    /// Sends it once more on a new connection: for requests that are safe or idempotent (RFC 9110, section 9.2.2).
    OnDeadConnection,
}

/// What becomes of a request for which the destination's rate leaves no room.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum OverRate {
    /// Fails with `rate_limited`: somebody waits who can come again.
    #[default]
    Fails,
    /// Waits for its turn, within its timeout: nobody waits, and failing would use up an attempt.
    Waits,
}

/// Where a request goes: read once, by whoever is first.
#[derive(Clone)]
pub enum Target {
    /// As written.
    Written(String),
    /// As read by whoever checked it.
    Read(Url),
}

/// One request. Its strings are already rendered; secrets among them are not marked.
#[derive(Clone)]
pub struct OutboundRequest {
    /// GET, POST, …
    pub method: Method,
    /// Absolute URL of at most 2 KiB. A fragment is not sent.
    pub url: Target,
    /// At most 64. A name may occur several times.
    pub headers: Vec<(String, HeaderText)>,
    /// `Content-Type`, unless the headers have one.
    pub content_type: Option<String>,
    /// At most 256 KiB.
    pub body: Bytes,
    /// Replaces an `Authorization` among the headers.
    pub authentication: Option<HttpAuthentication>,
    /// The limit for everything: waiting for a turn, name, connection, authentication rounds, response.
    pub timeout: Duration,
    /// The integrator whose circuit breaker and Digest challenges apply; none: neither.
    pub integrator: Option<Uuid>,
    /// Whether it may be written twice.
    pub repeat: Repeat,
    /// What becomes of it when the destination has had its calls of this second.
    pub over_rate: OverRate,
}

impl OutboundRequest {
    /// A request without headers and body, with a timeout of ten seconds.
    #[must_use]
    pub fn new(method: Method, url: impl Into<String>) -> Self {
        Self::to(method, Target::Written(url.into()))
    }

    /// The same to a URL that has been read.
    #[must_use]
    pub fn checked(method: Method, url: Url) -> Self {
        Self::to(method, Target::Read(url))
    }

    fn to(method: Method, url: Target) -> Self {
        Self {
            method,
            url,
            headers: Vec::new(),
            content_type: None,
            body: Bytes::new(),
            authentication: None,
            timeout: Duration::from_secs(DEFAULT_CALL_SECONDS.into()),
            integrator: None,
            repeat: Repeat::Never,
            over_rate: OverRate::Fails,
        }
    }

    /// Checks every limit, before anything is done.
    pub(super) fn check(&self) -> Result<Checked, RequestFault> {
        if self.body.len() > MAXIMUM_REQUEST_BYTES {
            return Err(RequestFault::BodyTooLarge { bytes: self.body.len() });
        }
        if self.method == Method::CONNECT {
            return Err(RequestFault::MethodRefused(self.method.to_string()));
        }
        Ok(Checked { url: self.check_url()?, headers: self.check_headers()? })
    }

    fn check_url(&self) -> Result<Url, RequestFault> {
        let mut url = match &self.url {
            Target::Written(text) => read_url(text)?,
            Target::Read(url) => url.clone(),
        };
        url.set_fragment(None);
        // Encoding makes it longer.
        if url.as_str().len() > MAXIMUM_URL_BYTES {
            return Err(RequestFault::UrlTooLong { bytes: url.as_str().len() });
        }
        Ok(url)
    }

    fn check_headers(&self) -> Result<HeaderMap, RequestFault> {
        if self.headers.len() > MAXIMUM_HEADERS {
            return Err(RequestFault::TooManyHeaders { count: self.headers.len() });
        }
        let mut headers = HeaderMap::with_capacity(self.headers.len() + 2);
        for (name, value) in &self.headers {
            let header = HeaderName::from_bytes(name.as_bytes()).map_err(|_| RequestFault::HeaderName(name.clone()))?;
            if RESERVED.contains(&header.as_str()) {
                return Err(RequestFault::HeaderReserved(name.clone()));
            }
            headers.append(header, header_value(name, value.as_str())?);
        }
        if let Some(content_type) = &self.content_type
            && !headers.contains_key(CONTENT_TYPE)
        {
            headers.insert(CONTENT_TYPE, header_value("Content-Type", content_type)?);
        }
        match &self.authentication {
            Some(HttpAuthentication::Basic { user, secret }) => {
                headers.insert(AUTHORIZATION, header_value("Authorization", &basic(user, secret)?)?);
            }
            Some(HttpAuthentication::Digest { .. }) => {
                headers.remove(AUTHORIZATION);
            }
            None => {}
        }
        Ok(headers)
    }
}

impl fmt::Debug for OutboundRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Path, query and body may hold secrets; here nobody knows which.
        f.debug_struct("OutboundRequest").field("method", &self.method).finish_non_exhaustive()
    }
}

/// The parts of a request that need parsing, parsed.
pub(super) struct Checked {
    pub(super) url: Url,
    pub(super) headers: HeaderMap,
}

fn read_url(text: &str) -> Result<Url, RequestFault> {
    if text.len() > MAXIMUM_URL_BYTES {
        return Err(RequestFault::UrlTooLong { bytes: text.len() });
    }
    // The parser drops line breaks and turns backslashes round. What it would have to mend was not meant to be sent.
    if text.contains(|c: char| c.is_control() || c.is_whitespace() || c == '\\') {
        return Err(RequestFault::UrlInvalid);
    }
    Url::parse(text).map_err(|_| RequestFault::UrlInvalid)
}

/// A header value that neither debug output nor an HTTP/2 header table shows.
pub(super) fn header_value(name: &str, text: &str) -> Result<HeaderValue, RequestFault> {
    let mut value = HeaderValue::from_bytes(text.as_bytes()).map_err(|_| RequestFault::HeaderValue(name.to_owned()))?;
    value.set_sensitive(true);
    Ok(value)
}

#[cfg(test)]
mod tests;
