//! What bounds outbound calls, in words for a page (spec/execution.md, Guard and Limits).

use crate::settings::Settings;
use patchbay_model::view::Limits;

/// The allow-list and the limits that `settings` put in force, beside those that are fixed.
#[must_use]
pub fn limits(settings: &Settings) -> Limits {
    let table = [
        ("Whole call", "10 s unless the endpoint says otherwise, 1 s to 60 s".to_owned()),
        ("Calls to one host at the same time", settings.host_concurrency.to_string()),
        ("Calls to one host per second", settings.host_requests_per_second.to_string()),
        ("URL", "2 KiB".to_owned()),
        ("Headers", "64".to_owned()),
        ("Configuration document", "64 KiB".to_owned()),
        ("Request body", "256 KiB".to_owned()),
        ("Events of one post", "1,000".to_owned()),
        ("Body of a post of events", format!("{} KiB", settings.events_body_limit_bytes / 1024)),
        ("Executions in the queue before events are refused", settings.event_backlog.to_string()),
        ("Executions of one integrator at the same time", settings.worker_per_integrator.to_string()),
        ("Response read", "1 MiB".to_owned()),
        ("Response recorded", "8 KiB".to_owned()),
        ("Redirects followed", "none".to_owned()),
        ("Executions and conversations kept", format!("{} days", settings.execution_retention_days)),
        ("Requests, responses and what a replay needs kept", format!("{} days", settings.body_retention_days)),
    ];
    Limits {
        allow_hosts: settings.allow_hosts.clone(),
        egress_address: settings.egress_address.clone(),
        limits: table.into_iter().map(|(name, value)| (name.to_owned(), value)).collect(),
    }
}
