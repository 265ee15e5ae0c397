//! Who asks, and for what.

use patchbay_model::id::{CallCenterId, KeyId};
use patchbay_store::idempotency_keys::Lease;
use serde_json::Value;
use std::time::Duration;

/// Who asked for an execution, for its record.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Caller {
    /// E-mail address or key name.
    pub actor: Option<String>,
    /// The key, when a program asked.
    pub key_id: Option<KeyId>,
    /// Names the request.
    pub request_id: Option<String>,
}

/// One endpoint by name, with the body that the client sent.
#[derive(Debug, Clone)]
pub struct Call {
    /// Who asks.
    pub caller: Caller,
    /// The tenant.
    pub call_center: CallCenterId,
    /// The template's name or id.
    pub template: String,
    /// The endpoint's name.
    pub endpoint: String,
    /// The client body: an object, or null for none.
    pub client: Value,
    /// Shortens the endpoint's own timeout, never lengthens it.
    pub deadline: Option<Duration>,
    /// The idempotency key that the caller holds, so that an SMS's intent is noted under it.
    pub lease: Option<Lease>,
}
