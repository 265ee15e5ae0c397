//! Whose secrets an endpoint would send to a host that they were not entered for. It is not sent then; told before it is
//! saved, so that nobody finds out by a call that fails.

use super::{endpoints, refusal};
use patchbay_app::portal::PortalResult;
use patchbay_engine::plan::{self, Plan, Surroundings};
use patchbay_model::endpoint::EndpointDraft;
use patchbay_model::id::TemplateId;
use patchbay_model::sentence;
use patchbay_model::valid::Violation;
use patchbay_store::integrators::{self, Held, Unbound};
use patchbay_store::{Reach, Store};

/// How many integrators are named; more are not read anyhow.
const NAMED: usize = 8;

/// The warning that saving `draft` would need secrets to be entered again; none when it would not.
pub(super) async fn of(
    store: &Store,
    reach: &Reach,
    template: TemplateId,
    around: &Surroundings<'_>,
    draft: &EndpointDraft,
    others: &[&EndpointDraft],
) -> PortalResult<Option<Violation>> {
    let Ok(plan) = plan::compile(around, draft) else { return Ok(None) };
    let Some(host) = plan.fixed_host().map(str::to_ascii_lowercase) else { return Ok(None) };
    // A token goes where the secrets go that it was got with.
    let sign_in = plan.auth_endpoint().and_then(|name| others.iter().find(|other| other.name == name));
    let sign_in = sign_in.and_then(|auth| plan::compile(around, auth).ok());
    let (mut fields, mut credentials, mut prefixes) = (Vec::new(), Vec::new(), Vec::new());
    for uses in [Some(&plan), sign_in.as_ref()].into_iter().flatten().map(Plan::secret_uses) {
        fields.extend(uses.fields.into_iter().map(str::to_owned));
        credentials.extend_from_slice(uses.credentials);
        prefixes.extend(uses.credential_prefix.map(str::to_owned));
    }
    let held = Held { fields: &fields, credentials: &credentials, credential_prefixes: &prefixes };
    let limit = i64::try_from(NAMED + 1).unwrap_or(i64::MAX);
    let found = integrators::list_unbound(store, reach, template, &host, held, limit).await;
    let found = found.map_err(refusal::of_store(endpoints::NOUN))?;
    Ok((!found.is_empty()).then(|| told(&host, &found)))
}

fn told(host: &str, found: &[Unbound]) -> Violation {
    let name = |one: &Unbound| format!("{} ({}): {}", one.call_center_id, one.host, one.secrets.join(", "));
    let named: Vec<String> = found.iter().take(NAMED).map(name).collect();
    let more = if found.len() > NAMED { "; …" } else { "" };
    let message = sentence!(
        "secrets that were not entered for %{host} are not sent there. To be entered again: %{named}%{more}",
        host = host,
        named = named.join("; "),
        more = more,
    );
    Violation { pointer: "/url".into(), message, line: None, column: None }
}
