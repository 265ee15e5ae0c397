//! What bounds outbound calls (spec/execution.md, Guard and Limits).

use crate::settings::Settings;
use patchbay_model::document::MAXIMUM_DOCUMENT_BYTES;
use patchbay_model::event::MAXIMUM_EVENTS;
use patchbay_model::limit::{
    CALL_SECONDS, DEFAULT_CALL_SECONDS, Limit, LimitName as Name, LimitUnit as Unit, Limits, MAXIMUM_HEADERS,
    MAXIMUM_RECORDED_BYTES, MAXIMUM_REQUEST_BYTES, MAXIMUM_RESPONSE_BYTES, MAXIMUM_URL_BYTES,
};

/// The allow-list and the limits that `settings` put in force, beside those that are fixed.
#[must_use]
pub fn limits(settings: &Settings) -> Limits {
    let limits = [
        (Name::CallByDefault, u64::from(DEFAULT_CALL_SECONDS), Unit::Seconds),
        (Name::Call, u64::from(*CALL_SECONDS.end()), Unit::Seconds),
        (Name::HostConcurrency, settings.host_concurrency.get() as u64, Unit::Count),
        (Name::HostRequests, u64::from(settings.host_requests_per_second.get()), Unit::Count),
        (Name::Url, MAXIMUM_URL_BYTES as u64, Unit::Bytes),
        (Name::Headers, MAXIMUM_HEADERS as u64, Unit::Count),
        (Name::Document, MAXIMUM_DOCUMENT_BYTES as u64, Unit::Bytes),
        (Name::RequestBody, MAXIMUM_REQUEST_BYTES as u64, Unit::Bytes),
        (Name::ResponseRead, MAXIMUM_RESPONSE_BYTES as u64, Unit::Bytes),
        (Name::ResponseRecorded, MAXIMUM_RECORDED_BYTES as u64, Unit::Bytes),
        (Name::Redirects, 0, Unit::Count),
        (Name::Events, MAXIMUM_EVENTS as u64, Unit::Count),
        (Name::EventsBody, settings.events_body_limit_bytes as u64, Unit::Bytes),
        (Name::Backlog, settings.event_backlog as u64, Unit::Count),
        (Name::IntegratorConcurrency, settings.worker_per_integrator as u64, Unit::Count),
        (Name::ExecutionsKept, u64::from(settings.execution_retention_days), Unit::Days),
        (Name::BodiesKept, u64::from(settings.body_retention_days), Unit::Days),
    ];
    Limits {
        allow_hosts: settings.allow_hosts.clone(),
        egress_address: settings.egress_address.clone(),
        limits: limits.into_iter().map(|(name, most, unit)| Limit { name, most, unit }).collect(),
    }
}
