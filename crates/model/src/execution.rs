//! One run of one endpoint (spec/execution.md, Record).

use crate::id::{CallCenterId, ConfigurationVersionId, EndpointId, ExecutionId, IntegratorId, TemplateId};
use crate::time::Timestamp;
use crate::trigger::closed_set;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

closed_set!(
    /// Where an execution stands.
    ExecutionStatus {
        /// Waits for its turn.
        Queued = "queued",
        /// Is being sent.
        Running = "running",
        /// The other side took it.
        Succeeded = "succeeded",
        /// Did not work and is not tried again.
        Failed = "failed",
        /// Was tried as often as allowed; can be replayed.
        Dead = "dead",
        /// May or may not have happened: a person has to look.
        Unknown = "unknown",
        /// Its condition was false.
        Skipped = "skipped",
    }
);

closed_set!(
    /// Why an execution did not succeed: the closed list of spec/execution.md.
    ErrorCode {
        /// The configuration can't be run.
        ConfigInvalid = "config_invalid",
        /// A required client value is missing.
        InputMissing = "input_missing",
        /// A placeholder has no value where one is needed.
        PlaceholderUnresolved = "placeholder_unresolved",
        /// A credential or secret field is not set.
        CredentialMissing = "credential_missing",
        /// The auth endpoint gave no token, or the other side refused it twice.
        AuthFailed = "auth_failed",
        /// The guard refused the destination.
        DestinationRefused = "destination_refused",
        /// The host's name has no address.
        DnsFailed = "dns_failed",
        /// No connection, or it broke.
        ConnectFailed = "connect_failed",
        /// No trusted TLS connection.
        TlsFailed = "tls_failed",
        /// Not done inside the limit.
        Timeout = "timeout",
        /// The answer is over 1 MiB.
        ResponseTooLarge = "response_too_large",
        /// The other side answered with another status than 2xx.
        UpstreamStatus = "upstream_status",
        /// The answer can't be read as it should.
        ResponseInvalid = "response_invalid",
        /// A limit of this deployment, or the other side's 429.
        RateLimited = "rate_limited",
        /// Too many calls of this integrator failed just now.
        CircuitOpen = "circuit_open",
        /// A defect or an outage of ours.
        Internal = "internal",
    }
);

closed_set!(
    /// What made an execution run.
    Cause {
        /// The execute API.
        Execute = "execute",
        /// The Test button.
        Test = "test",
        /// A trigger.
        Trigger = "trigger",
        /// A person's replay.
        Replay = "replay",
    }
);

/// How long each part took, in microseconds; a part that did not happen is zero.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct Timings {
    /// Values, plan and rendering.
    pub resolve_us: u64,
    /// Getting the access token.
    pub auth_us: u64,
    /// Name look-up, guard, TCP and TLS.
    pub connect_us: u64,
    /// From the request written to the response's head.
    pub wait_us: u64,
    /// Reading the body.
    pub read_us: u64,
}

impl Timings {
    /// All parts together, in microseconds.
    #[must_use]
    pub fn total_us(&self) -> u64 {
        self.resolve_us + self.auth_us + self.connect_us + self.wait_us + self.read_us
    }
}

/// What was sent, redacted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct RecordedRequest {
    /// GET, POST, …
    pub method: String,
    /// The URL with secrets as dots.
    pub url: String,
    /// The headers with secrets as dots, in the order sent.
    pub headers: Vec<(String, String)>,
    /// The body with secrets as dots, at most 8 KiB.
    #[serde(default)]
    pub body: Option<String>,
}

/// What came back, at most 8 KiB of the body, redacted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct RecordedResponse {
    /// The HTTP status.
    pub status: u16,
    /// The headers, in the order received.
    pub headers: Vec<(String, String)>,
    /// The body's beginning as text.
    #[serde(default)]
    pub body: Option<String>,
    /// The whole body's size in bytes.
    pub body_bytes: u64,
}

/// Why an attempt or an execution failed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Failure {
    /// Which of the closed list.
    pub code: ErrorCode,
    /// What happened and what to do, without a secret.
    pub detail: String,
}

/// One HTTP exchange of an execution.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Attempt {
    /// From 1.
    pub number: u32,
    /// When it began.
    pub started_at: Timestamp,
    /// How long its parts took.
    pub timings: Timings,
    /// The status that came back.
    pub response_status: Option<u16>,
    /// Why it failed.
    pub failure: Option<Failure>,
    /// What was sent; absent once retention has dropped it.
    pub request: Option<RecordedRequest>,
    /// What came back; absent when nothing did, or once retention has dropped it.
    pub response: Option<RecordedResponse>,
}

/// What a response changes (spec/events.md, response).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct Effects {
    /// Routing effects by their name: priority, queue, preferredAgent, requiredAgents.
    pub set: Map<String, Value>,
    /// Attached data.
    pub save: Map<String, Value>,
    /// What is odd about an answer that counts as good, in sentences for a person.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<String>,
}

impl Effects {
    /// True when the response changes nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.set.is_empty() && self.save.is_empty()
    }

    /// True when there is something to record: a change, or a warning.
    #[must_use]
    pub fn is_noteworthy(&self) -> bool {
        !self.is_empty() || !self.warnings.is_empty()
    }
}

/// An execution in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ExecutionSummary {
    /// Its id.
    pub id: ExecutionId,
    /// The tenant.
    pub call_center_id: CallCenterId,
    /// The template's name, as it was then.
    pub template: String,
    /// The template's id.
    pub template_id: TemplateId,
    /// The endpoint's name, as it was then.
    pub endpoint: String,
    /// The endpoint's id.
    pub endpoint_id: EndpointId,
    /// The integrator.
    pub integrator_id: IntegratorId,
    /// What made it run.
    pub cause: Cause,
    /// The conversation that it belongs to, when there is one.
    pub conversation: Option<String>,
    /// Where it stands.
    pub status: ExecutionStatus,
    /// Why it failed.
    pub error_code: Option<ErrorCode>,
    /// The last status that came back.
    pub response_status: Option<u16>,
    /// Attempts so far.
    pub attempt_count: u32,
    /// When it began.
    pub created_at: Timestamp,
    /// When it was done.
    pub finished_at: Option<Timestamp>,
    /// How long it took, in microseconds.
    pub duration_us: u64,
}

/// An execution with everything that was recorded of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Execution {
    /// What the list shows.
    #[serde(flatten)]
    pub summary: ExecutionSummary,
    /// The configuration that ran.
    pub configuration_version_id: Option<ConfigurationVersionId>,
    /// The request that asked for it.
    pub request_id: Option<String>,
    /// When it is due to be sent the next time, while it stands in the queue; absent while it runs, is behind another one
    /// of its conversation, or has ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_attempt_at: Option<Timestamp>,
    /// Why it failed.
    pub failure: Option<Failure>,
    /// What the response changed.
    pub effects: Effects,
    /// Its HTTP exchanges, in order.
    pub attempts: Vec<Attempt>,
}

/// Which executions a list shows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ExecutionQuery {
    /// Only this call center's; a portal role may leave it out.
    pub call_center_id: Option<CallCenterId>,
    /// Only this status.
    pub status: Option<ExecutionStatus>,
    /// Only this template, by name.
    pub template: Option<String>,
    /// Only this endpoint, by name.
    pub endpoint: Option<String>,
    /// Only this conversation.
    pub conversation: Option<String>,
    /// Only those that began at or after this.
    pub since: Option<Timestamp>,
}

/// What the execute API answers with.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Executed {
    /// The execution.
    pub execution_id: ExecutionId,
    /// Where it stands.
    pub status: ExecutionStatus,
    /// What came back.
    pub response: ResponseView,
    /// How long it took, in milliseconds.
    pub duration_ms: f64,
}

/// A response as the caller sees it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ResponseView {
    /// The HTTP status.
    pub status: u16,
    /// The headers, names in lower case; values of a repeated one joined by `, `.
    pub headers: BTreeMap<String, String>,
    /// JSON when the other side says that it is, text otherwise, null when there is none.
    pub body: Value,
}

closed_set!(
    /// The steps of a call, in their order (spec/execution.md).
    StepKind {
        /// Values from hard params, fields and the client body.
        Resolve = "resolve",
        /// The access token.
        Authenticate = "authenticate",
        /// The request, redacted.
        Render = "render",
        /// Whether the destination is allowed.
        Guard = "guard",
        /// The TCP and TLS connection.
        Connect = "connect",
        /// The answer.
        Response = "response",
        /// The effects.
        Map = "map",
    }
);

closed_set!(
    /// How a step went.
    StepOutcome {
        /// As it should.
        Passed = "passed",
        /// Here it failed.
        Failed = "failed",
        /// Not needed, or not reached.
        Skipped = "skipped",
    }
);

/// One step of a test run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Step {
    /// Which one.
    pub kind: StepKind,
    /// How it went.
    pub outcome: StepOutcome,
    /// One sentence: "3 hard, 1 field, 1 from the body".
    pub summary: String,
    /// What goes over the wire, redacted, when there is something to show.
    pub detail: Option<String>,
    /// How long it took, in microseconds.
    pub duration_us: u64,
}

/// What the Test button shows: the production path, step by step.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct TestRun {
    /// The recorded execution; absent when nothing could be started.
    pub execution_id: Option<ExecutionId>,
    /// Where it ended.
    pub status: ExecutionStatus,
    /// Why it failed.
    pub failure: Option<Failure>,
    /// The status that came back.
    pub response_status: Option<u16>,
    /// The steps in order.
    pub steps: Vec<Step>,
    /// What the response would change; a test run applies nothing.
    pub effects: Effects,
    /// How long it took, in microseconds.
    pub duration_us: u64,
}
