//! How often a request may reach the other side (spec/execution.md, Effect class).

use patchbay_model::endpoint::{EndpointDraft, EndpointType, Method};

/// How often a request may reach the other side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EffectClass {
    /// It changes nothing.
    Safe,
    /// Twice is as good as once.
    Idempotent,
    /// Twice may be too often; a person can tell.
    Unsafe,
    /// Never twice, whatever the method: an SMS.
    AtMostOnce,
}

/// As far as the endpoint tells: whether a request brings an idempotency key is seen when it is rendered.
pub(super) fn of(draft: &EndpointDraft) -> EffectClass {
    match (draft.endpoint_type, draft.method) {
        // Many gateways send on GET.
        (EndpointType::SendSms, _) => EffectClass::AtMostOnce,
        (_, Method::Get) => EffectClass::Safe,
        (_, Method::Put | Method::Delete) => EffectClass::Idempotent,
        (_, Method::Post | Method::Patch) => EffectClass::Unsafe,
    }
}
