//! Saving an event integration: what it says of itself, what the compiler of endpoints says, and what only this call
//! center and this deployment know: its queues, its stored secrets, the hosts that are called without TLS.

use super::integrator_values::{check_secrets, sealed_credentials};
use super::secrets::Sealer;
use super::webhooks::USE_HTTPS;
use super::{ServerPortal, event_integrations, refusal};
use patchbay_app::portal::{PortalError, PortalResult};
use patchbay_engine::event_integration::{check, surroundings};
use patchbay_engine::net::{AllowList, Scheme};
use patchbay_engine::plan::compile;
use patchbay_model::event_integration::{EventIntegration, EventIntegrationDraft, Parts};
use patchbay_model::id::{CallCenterId, IntegratorId};
use patchbay_model::sentence;
use patchbay_model::templating::Known;
use patchbay_model::time::Timestamp;
use patchbay_model::valid::{Valid, Validate as _, Violation, Violations};
use patchbay_model::view::EndpointCheck;
use patchbay_store::event_integrations::EventIntegrationWrite;
use patchbay_store::integrators::IntegratorWrite;
use patchbay_store::{Unit, queues};
use std::collections::{BTreeMap, HashSet};

/// Where a draft comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Given {
    /// A person or a program typed it: a credential that it needs has to be there.
    Typed,
    /// It was copied or imported, and nobody entered its credentials yet: until then it fails with `credential_missing`.
    WithoutSecrets,
}

/// Everything that is wrong with a draft, and what is probably not meant.
pub(super) async fn checked(
    unit: &mut Unit,
    allow_list: &AllowList,
    call_center: &CallCenterId,
    draft: &EventIntegrationDraft,
    before: Option<&EventIntegration>,
    given: Given,
) -> PortalResult<EndpointCheck> {
    let mut found = match given {
        Given::Typed => check(draft, call_center),
        Given::WithoutSecrets => EndpointCheck { violations: draft.validate().into_vec(), warnings: Vec::new() },
    };
    let parts = draft.parts(call_center).ok();
    if let Some(parts) = &parts {
        let moved = before.is_some_and(|before| host_of(before) != Some(parts.integrator.host.clone()));
        let stored = before.map_or(&[][..], |before| before.credentials.as_slice());
        found.violations.extend(check_secrets(&draft.credentials, stored, moved).into_vec());
        found.violations.extend(without_tls(draft, parts, allow_list));
    }
    let known: HashSet<String> = queues::all(unit, call_center)
        .await
        .map_err(refusal::of_store(event_integrations::NOUN))?
        .into_iter()
        .map(|queue| queue.address)
        .collect();
    let mut unknown = Violations::none();
    for (index, queue) in draft.queues.iter().enumerate() {
        let message = sentence!("this call center has no queue of this address: create it, or choose another one");
        unknown.require(known.contains(queue), &format!("/queues/{index}"), message);
    }
    found.violations.extend(unknown.into_vec());
    Ok(found)
}

/// What is to be written, compiled and with secrets sealed.
#[expect(clippy::too_many_arguments, reason = "each is one thing that a secret is bound to or judged by")]
pub(super) async fn written(
    portal: &ServerPortal,
    unit: &mut Unit,
    call_center: &CallCenterId,
    integrator: IntegratorId,
    draft: &EventIntegrationDraft,
    before: Option<&EventIntegration>,
    given: Given,
    at: Timestamp,
) -> PortalResult<EventIntegrationWrite> {
    let found = checked(unit, portal.client.allow_list(), call_center, draft, before, given).await?;
    if !found.violations.is_empty() {
        return Err(PortalError::Invalid(found.violations));
    }
    let Parts { template, integrator: draft_of, endpoint, url, configuration } = draft.parts(call_center)?;
    // Once more as it will run: whatever the check overlooked must not be found when an event comes.
    compile(&surroundings(Known::Any), &endpoint)?;
    let sealer = Sealer::open(unit, &portal.keys, call_center, integrator.0, at).await?;
    let integrator = IntegratorWrite {
        host: draft_of.host,
        description: draft_of.description,
        enabled: draft_of.enabled,
        info: None,
        iframe: None,
        fields: BTreeMap::new(),
        credentials: sealed_credentials(&sealer, &draft.credentials)?,
    };
    Ok(EventIntegrationWrite {
        template: Valid::check(template)?,
        integrator,
        endpoint: Valid::check(endpoint)?,
        url,
        configuration,
    })
}

fn host_of(saved: &EventIntegration) -> Option<String> {
    let parts = EventIntegrationDraft::from(saved).parts(&saved.call_center_id).ok()?;
    Some(parts.integrator.host)
}

/// Which scheme is used the guard's list says; who writes another one than is used is told.
fn without_tls(draft: &EventIntegrationDraft, parts: &Parts, allow_list: &AllowList) -> Option<Violation> {
    let is_plain = draft.url.get(..7).is_some_and(|scheme| scheme.eq_ignore_ascii_case("http://"));
    let is_allowed = allow_list.scheme(&parts.integrator.host) == Scheme::Http;
    (is_plain && !is_allowed).then(|| Violation {
        pointer: "/url".to_owned(),
        message: USE_HTTPS.to_owned(),
        line: Some(1),
        column: Some(1),
    })
}
