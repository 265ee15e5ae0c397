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
        ("Response read", "1 MiB".to_owned()),
        ("Response recorded", "8 KiB".to_owned()),
        ("Redirects followed", "none".to_owned()),
        ("Executions kept", format!("{} days", settings.execution_retention_days)),
        ("Requests and responses kept", format!("{} days", settings.body_retention_days)),
    ];
    Limits {
        allow_hosts: settings.allow_hosts.clone(),
        egress_address: settings.egress_address.clone(),
        limits: table.into_iter().map(|(name, value)| (name.to_owned(), value)).collect(),
    }
}
