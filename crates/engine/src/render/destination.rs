//! Where a secret may go: to its integrator's host, and to the hosts that the template's endpoints named when it was
//! entered (product.md: secrets are tied to the host they were entered for). Whoever writes an endpoint chooses its URL,
//! and must not read by it what others have entered.

use super::inputs::{BoundSecret, FieldInput, Inputs};
use crate::error::EngineError;
use crate::plan::{Plan, SecretUses};
use patchbay_model::execution::ErrorCode;

/// Refuses to send a secret to a host that it was not entered for.
pub(super) fn check(plan: &Plan, inputs: &Inputs<'_>) -> Result<(), EngineError> {
    let Some(host) = plan.fixed_host() else { return Ok(()) };
    let host = host.to_ascii_lowercase();
    if host == inputs.integrator.host.to_ascii_lowercase() {
        return Ok(());
    }
    let refuse = |detail: String| Err(EngineError::fail(ErrorCode::CredentialMissing, detail));
    if let Some(name) = unbound(plan, inputs, &host) {
        return refuse(format!("{name} was not entered for {host}: enter it again for {host}"));
    }
    if plan.auth_endpoint().is_none() {
        return Ok(());
    }
    let Some(sign_in) = inputs.sign_in else {
        return refuse(format!("the access token was not got for {host}: it goes to the integrator's host alone"));
    };
    match unbound(sign_in, inputs, &host) {
        None => Ok(()),
        Some(name) => refuse(format!(
            "the access token is got with {name}, which was not entered for {host}: enter it again for {host}"
        )),
    }
}

/// A secret that `plan` uses and that may not go to `host`.
fn unbound(plan: &Plan, inputs: &Inputs<'_>, host: &str) -> Option<String> {
    let SecretUses { fields, credentials, credential_prefix } = plan.secret_uses();
    let is_kept_from = |bound: &BoundSecret| !bound.hosts.iter().any(|known| known == host);
    let field = fields.into_iter().find(|name| match inputs.integrator.fields.get(*name) {
        Some(FieldInput::Secret(bound)) => is_kept_from(bound),
        Some(FieldInput::Plain(_)) | None => false,
    });
    let is_used = |id: &str| {
        credentials.iter().any(|used| used == id) || credential_prefix.is_some_and(|prefix| id.starts_with(prefix))
    };
    let stored = &inputs.integrator.credentials;
    let credential = || stored.iter().find(|(id, bound)| is_used(id) && is_kept_from(bound)).map(|(id, _)| id.as_str());
    field.or_else(credential).map(str::to_owned)
}
