//! What bounds the calls, events and records of a deployment (spec/execution.md, Guard and Limits).

use crate::trigger::closed_set;
use serde::{Deserialize, Serialize};
use std::ops::RangeInclusive;

/// How long a whole call may take, in seconds, as its endpoint says.
pub const CALL_SECONDS: RangeInclusive<u32> = 1..=60;
/// How long it may take when its endpoint says nothing, in seconds.
pub const DEFAULT_CALL_SECONDS: u32 = 10;
/// The most bytes of a URL.
pub const MAXIMUM_URL_BYTES: usize = 2 * 1024;
/// The most headers of a request.
pub const MAXIMUM_HEADERS: usize = 64;
/// The most bytes of a request's body.
pub const MAXIMUM_REQUEST_BYTES: usize = 256 * 1024;
/// The most bytes that are read of an answer's body.
pub const MAXIMUM_RESPONSE_BYTES: usize = 1024 * 1024;
/// The most bytes of a body that are recorded.
pub const MAXIMUM_RECORDED_BYTES: usize = 8 * 1024;

/// The guard's allow-list and the limits in force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Limits {
    /// `PATCHBAY_ALLOW_HOSTS`, one entry a line; empty: public https hosts only.
    pub allow_hosts: Vec<String>,
    /// The address that calls leave from, when it is configured.
    pub egress_address: Option<String>,
    /// The limits, in the order in which a call meets them.
    pub limits: Vec<Limit>,
}

/// One limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Limit {
    /// What it bounds.
    pub name: LimitName,
    /// At most this much.
    pub most: u64,
    /// In what `most` counts.
    pub unit: LimitUnit,
}

closed_set!(
    /// What is bounded.
    LimitName {
        /// A whole call whose endpoint says nothing about it.
        CallByDefault = "callByDefault",
        /// A whole call, whatever its endpoint says.
        Call = "call",
        /// Calls to one host at the same time.
        HostConcurrency = "hostConcurrency",
        /// Calls to one host in a second.
        HostRequests = "hostRequests",
        /// The URL of a call.
        Url = "url",
        /// Header lines of a call.
        Headers = "headers",
        /// A document of a configuration: Info, Iframe, a body template.
        Document = "document",
        /// The body of a call.
        RequestBody = "requestBody",
        /// The part of an answer that is read.
        ResponseRead = "responseRead",
        /// The part of an answer that is recorded.
        ResponseRecorded = "responseRecorded",
        /// Redirects that are followed.
        Redirects = "redirects",
        /// Events in one post.
        Events = "events",
        /// The body of a post of events.
        EventsBody = "eventsBody",
        /// Executions in the queue, before events are refused.
        Backlog = "backlog",
        /// Executions of one integrator at the same time.
        IntegratorConcurrency = "integratorConcurrency",
        /// Age of executions and conversations.
        ExecutionsKept = "executionsKept",
        /// Age of recorded requests and responses, and of what a replay needs.
        BodiesKept = "bodiesKept",
    }
);

closed_set!(
    /// In what a limit counts.
    LimitUnit {
        /// Pieces.
        Count = "count",
        /// Bytes.
        Bytes = "bytes",
        /// Seconds.
        Seconds = "seconds",
        /// Days.
        Days = "days",
    }
);
