//! What can go wrong on the way to the other side and back.

use super::guard::Refusal;
use super::resolver::LookUpFailure;
use crate::error::{EngineError, Verdict};
use patchbay_model::execution::ErrorCode;
use std::time::Duration;

/// Whether the other side may have got the request. An at-most-once call that was perhaps sent is never repeated by
/// itself (spec/execution.md, Effect class).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sent {
    /// Certainly not: it may be tried again whatever it does.
    No,
    /// Perhaps in full, perhaps in part.
    Maybe,
}

/// How far a call had come when its time was up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Waited for another call to the same host to end.
    Queue,
    /// Looked up the host's addresses.
    LookUp,
    /// Opened the TCP and TLS connection.
    Connect,
    /// Waited for the response's head.
    Wait,
    /// Read the response's body.
    Read,
}

impl Stage {
    fn told(self) -> &'static str {
        match self {
            Self::Queue => "waiting for other calls to the same host",
            Self::LookUp => "looking up the host",
            Self::Connect => "connecting",
            Self::Wait => "waiting for the response",
            Self::Read => "reading the response",
        }
    }
}

/// What is wrong with a request before anything was done with it (spec/execution.md, Limits).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RequestFault {
    /// Over 2 KiB.
    #[error("the URL has {bytes} bytes; at most 2048 are sent")]
    UrlTooLong {
        /// Its length.
        bytes: usize,
    },
    /// Not an absolute URL, or one with spaces, control characters or backslashes.
    #[error("the URL can't be parsed")]
    UrlInvalid,
    /// CONNECT would open a tunnel past the guard.
    #[error("the method {0} is not sent")]
    MethodRefused(String),
    /// Over 64.
    #[error("there are {count} headers; at most 64 are sent")]
    TooManyHeaders {
        /// How many.
        count: usize,
    },
    /// Not a token as of RFC 9110.
    #[error("{0:?} is no header name")]
    HeaderName(String),
    /// The connection's own business: Host, Content-Length and the hop-by-hop headers.
    #[error("the header {0} is set by the connection itself")]
    HeaderReserved(String),
    /// CR, LF, NUL or another control character.
    #[error("the value of the header {0} holds a line break or a control character")]
    HeaderValue(String),
    /// Over 256 KiB.
    #[error("the body has {bytes} bytes; at most 262144 are sent")]
    BodyTooLarge {
        /// Its length.
        bytes: usize,
    },
    /// RFC 7617, section 2: everything after the first colon would count as the password.
    #[error("the user name of Basic authentication holds a colon")]
    BasicUser,
}

/// Why there is no response. Holds neither a secret nor the URL's path or query, so it may be recorded and shown.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NetError {
    /// Nothing was done: the request itself is at fault.
    #[error(transparent)]
    RequestInvalid(#[from] RequestFault),
    /// The guard refused the destination.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The host's name has no address.
    #[error("{host}: {reason}")]
    Dns {
        /// The name.
        host: String,
        /// Whether it does not exist or the name server does not answer.
        reason: LookUpFailure,
    },
    /// No connection, or it broke before the response was read.
    #[error("{host}: {reason}")]
    Connect {
        /// `host:port`.
        host: String,
        /// What the operating system or the HTTP layer said.
        reason: String,
        /// Whether the request may have got out.
        sent: Sent,
    },
    /// No trusted TLS connection.
    #[error("{host}: {reason}")]
    Tls {
        /// `host:port`.
        host: String,
        /// What is wrong with the certificate or the handshake.
        reason: String,
        /// Whether the request may have got out: TLS 1.3 servers refuse a client after it has begun to speak.
        sent: Sent,
    },
    /// Not done inside the limit.
    #[error("no response within {} ms: time ran out {}", limit.as_millis(), stage.told())]
    Timeout {
        /// How far the call had come.
        stage: Stage,
        /// The limit that it had.
        limit: Duration,
        /// Whether the request may have got out.
        sent: Sent,
    },
    /// The body is over 1 MiB after decompression.
    #[error("the response (status {status}) is over 1 MiB")]
    ResponseTooLarge {
        /// The response's status.
        status: u16,
    },
    /// What came back is not HTTP, or its compression is broken.
    #[error("the response can't be read: {reason}")]
    ResponseInvalid {
        /// What is wrong with it.
        reason: String,
    },
    /// This deployment's rate limit for the host.
    #[error("the rate limit for {host} is reached; try again in {} ms", retry_after.as_millis())]
    RateLimited {
        /// `host:port`.
        host: String,
        /// When there is room again.
        retry_after: Duration,
    },
    /// Too many calls of this integrator failed just now.
    #[error("too many calls of this integrator failed; the next is let through in {} s", retry_after.as_secs_f64().ceil())]
    CircuitOpen {
        /// When the next call is let through.
        retry_after: Duration,
    },
}

impl NetError {
    /// The code of the closed list.
    #[must_use]
    pub fn code(&self) -> ErrorCode {
        match self {
            Self::RequestInvalid(_) => ErrorCode::ConfigInvalid,
            Self::Refused(_) => ErrorCode::DestinationRefused,
            Self::Dns { .. } => ErrorCode::DnsFailed,
            Self::Connect { .. } => ErrorCode::ConnectFailed,
            Self::Tls { .. } => ErrorCode::TlsFailed,
            Self::Timeout { .. } => ErrorCode::Timeout,
            Self::ResponseTooLarge { .. } => ErrorCode::ResponseTooLarge,
            Self::ResponseInvalid { .. } => ErrorCode::ResponseInvalid,
            Self::RateLimited { .. } => ErrorCode::RateLimited,
            Self::CircuitOpen { .. } => ErrorCode::CircuitOpen,
        }
    }

    /// Whether the request may have got out.
    #[must_use]
    pub fn sent(&self) -> Sent {
        match self {
            Self::Connect { sent, .. } | Self::Tls { sent, .. } | Self::Timeout { sent, .. } => *sent,
            Self::ResponseTooLarge { .. } | Self::ResponseInvalid { .. } => Sent::Maybe,
            Self::RequestInvalid(_)
            | Self::Refused(_)
            | Self::Dns { .. }
            | Self::RateLimited { .. }
            | Self::CircuitOpen { .. } => Sent::No,
        }
    }

    /// When trying again makes sense, if that is known.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::RateLimited { retry_after, .. } | Self::CircuitOpen { retry_after } => Some(*retry_after),
            _ => None,
        }
    }

    /// What a durable execution does about it. Whether an at-most-once one may, [`sent`](Self::sent) says.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        match self {
            Self::Dns { .. }
            | Self::Connect { .. }
            | Self::Tls { .. }
            | Self::Timeout { .. }
            | Self::RateLimited { .. }
            | Self::CircuitOpen { .. } => Verdict::Retry { not_before: self.retry_after() },
            // The same request would be refused, or the same answer be as unreadable, again.
            Self::RequestInvalid(_)
            | Self::Refused(_)
            | Self::ResponseTooLarge { .. }
            | Self::ResponseInvalid { .. } => Verdict::Fail,
        }
    }
}

impl From<NetError> for EngineError {
    fn from(error: NetError) -> Self {
        Self::fail(error.code(), error.to_string()).with(error.verdict())
    }
}

/// Why the client can't be set up: the TLS or HTTP layer refuses its settings, for example an unreadable root certificate.
/// The operator has to change something before the process can start.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the outbound client can't be set up: {0}")]
pub struct SetupError(pub(super) String);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_pass_is_retried_and_what_can_not_change_is_not() {
        let retry_after = Duration::from_secs(7);
        let limited = NetError::RateLimited { host: "a.test:443".into(), retry_after };
        assert_eq!(EngineError::from(limited).verdict, Verdict::Retry { not_before: Some(retry_after) });
        let reset = NetError::Connect { host: "a.test:443".into(), reason: "reset".into(), sent: Sent::Maybe };
        assert_eq!(EngineError::from(reset).verdict, Verdict::Retry { not_before: None });
        assert_eq!(EngineError::from(NetError::ResponseTooLarge { status: 200 }).verdict, Verdict::Fail);
        assert_eq!(EngineError::from(NetError::from(Refusal::UserInfo)).verdict, Verdict::Fail);
    }

    #[test]
    fn a_timeout_says_where_the_time_went() {
        let error = NetError::Timeout { stage: Stage::Connect, limit: Duration::from_secs(10), sent: Sent::No };
        assert_eq!(error.to_string(), "no response within 10000 ms: time ran out connecting");
    }
}
