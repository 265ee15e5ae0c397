//! What came back, and how it went.

use super::guard::GuardDecision;
use crate::answer::Answer;
use std::net::SocketAddr;
use std::time::Duration;

/// Whether a connection was opened for this call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Connection {
    /// Opened for it.
    New,
    /// Kept from an earlier call to the same host.
    Reused,
}

/// How long each part took, over all authentication rounds; a part that did not happen is zero.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Timings {
    /// Waiting for other calls to the same host.
    pub queue: Duration,
    /// Looking up the name, and the guard.
    pub guard: Duration,
    /// TCP and TLS.
    pub connect: Duration,
    /// From the request written to the response's head.
    pub wait: Duration,
    /// Reading the body.
    pub read: Duration,
}

impl std::ops::AddAssign for Timings {
    fn add_assign(&mut self, other: Self) {
        self.queue += other.queue;
        self.guard += other.guard;
        self.connect += other.connect;
        self.wait += other.wait;
        self.read += other.read;
    }
}

/// A response, read to its end.
#[derive(Debug, Clone)]
pub struct OutboundResponse {
    /// Status, headers, body. A redirect is an answer like any other.
    pub answer: Answer,
    /// How long it took.
    pub timings: Timings,
    /// The address that answered.
    pub remote: Option<SocketAddr>,
    /// What the guard let through.
    pub guard: GuardDecision,
    /// Whether a connection was opened for it.
    pub connection: Connection,
    /// HTTP exchanges: 1, or more with Digest or a repeat on a new connection.
    pub exchanges: u32,
}
