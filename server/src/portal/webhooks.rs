//! What stands behind adapters and gateways, made from what was typed: endpoints compiled, secrets sealed, signing secrets
//! made. One place for both.

use super::refusal;
use super::secrets::Sealer;
use super::{ServerPortal, trail};
use crate::clock;
use patchbay_app::portal::{Actor, PortalError, PortalResult};
use patchbay_engine::net::{AllowList, Scheme};
use patchbay_engine::plan::{Surroundings, compile};
use patchbay_model::id::{CallCenterId, EndpointId};
use patchbay_model::integrator::{Integrator, ValueInput};
use patchbay_model::messaging::signing::{CreatedSigningSecret, SigningSecret as ShownSecret};
use patchbay_model::sentence;
use patchbay_model::sentence::Sentence;
use patchbay_model::template::TemplateType;
use patchbay_model::templating::Known;
use patchbay_model::time::Timestamp;
use patchbay_model::valid::{Valid, Violation, Violations};
use patchbay_model::webhook::{NO_HOST, Parts, SIGNING_PREFIX, SigningSecretId, WebhookRole, signing_credential};
use patchbay_store::integrators::{self, IntegratorWrite, SecretWrite};
use patchbay_store::{HiddenParts, PartsWrite, Reach, Unit, save_integrator};
use patchbay_vault::standard_webhooks::SigningSecret;
use std::collections::BTreeMap;

const ENTER_AGAIN: Sentence = sentence!(
    "enter this secret again: the host changed, and a secret is only ever sent to the host that it was entered for"
);
const NOTHING_TO_KEEP: Sentence = sentence!("no secret is stored here: enter it");

/// Parts that can be written.
pub(super) struct MadeParts {
    /// What is written.
    pub(super) write: PartsWrite,
    /// The secret that new parts sign with, to be shown this once.
    pub(super) signing_secret: Option<String>,
}

impl ServerPortal {
    /// The parts as written, checked. New parts get a signing secret; those that are there (with `moved`, the webhooks that
    /// go to another host now) keep theirs.
    pub(super) async fn parts_write(
        &self,
        unit: &mut Unit,
        call_center: &CallCenterId,
        hidden: HiddenParts,
        parts: Parts,
        moved: Option<&[WebhookRole]>,
        (actor, at): (&Actor, Timestamp),
    ) -> PortalResult<MadeParts> {
        let known = match moved {
            Some(_) => Some(integrator(unit, call_center, hidden).await?),
            None => None,
        };
        let sealer = Sealer::open(unit, &self.keys, call_center, hidden.integrator.0, at).await?;
        let (mut found, mut credentials) = (Violations::none(), BTreeMap::new());
        for header in &parts.credentials {
            let id = &header.credential.id;
            let write = match &header.credential.secret {
                ValueInput::New(text) => SecretWrite::Sealed(sealer.credential(id, text)?),
                ValueInput::Keep(_) | ValueInput::None(()) => {
                    let is_stored = known.iter().flat_map(|known| &known.credentials).any(|one| one.id == *id);
                    let has_moved = moved.is_some_and(|moved| moved.contains(&header.role));
                    found.require(is_stored, &header.pointer, NOTHING_TO_KEEP);
                    found.require(!(is_stored && has_moved), &header.pointer, ENTER_AGAIN);
                    SecretWrite::Keep
                }
            };
            credentials.insert(id.clone(), write);
        }
        if !found.is_empty() {
            return Err(found.into());
        }
        let signing_secret = match &known {
            Some(known) => {
                keep_signing(known, &mut credentials);
                None
            }
            None => Some(add_signing(&sealer, &mut credentials)?),
        };
        let mut endpoints = Vec::new();
        for draft in parts.endpoints {
            let surroundings = Surroundings {
                template_type: TemplateType::Crm,
                parameters: &[],
                siblings: Vec::new(),
                credentials: Known::Any,
            };
            compile(&surroundings, &draft)?;
            endpoints.push(Valid::check(draft)?);
        }
        let write = PartsWrite {
            template: Valid::check(parts.template)?,
            stamps: (0..endpoints.len() + 2).map(|_| trail::stamp(actor, at)).collect(),
            endpoint_ids: endpoints.iter().map(|_| EndpointId(clock::new_id())).collect(),
            endpoints,
            integrator: written(credentials),
        };
        Ok(MadeParts { write, signing_secret })
    }

    /// Makes a new signing secret; of the old ones the newest stays.
    pub(super) async fn rotate_signing(
        &self,
        unit: &mut Unit,
        call_center: &CallCenterId,
        hidden: HiddenParts,
        (actor, at): (&Actor, Timestamp),
    ) -> PortalResult<CreatedSigningSecret> {
        let known = integrator(unit, call_center, hidden).await?;
        let sealer = Sealer::open(unit, &self.keys, call_center, hidden.integrator.0, at).await?;
        let mut credentials: BTreeMap<String, SecretWrite> =
            known.credentials.iter().map(|credential| (credential.id.clone(), SecretWrite::Keep)).collect();
        // Ids are UUIDv7: the greatest is the newest.
        let newest = credentials.keys().filter(|id| id.starts_with(SIGNING_PREFIX)).max().cloned();
        credentials.retain(|id, _| !id.starts_with(SIGNING_PREFIX) || Some(id) == newest.as_ref());
        let secret = add_signing(&sealer, &mut credentials)?;
        save_integrator(unit, call_center, hidden, &written(credentials), &trail::stamp(actor, at))
            .await
            .map_err(refusal::of_store(sentence!("adapter")))?;
        Ok(CreatedSigningSecret { secret, secrets: Vec::<ShownSecret>::new() })
    }
}

/// What is said of `http://` where the operator does not allow it.
pub(super) const USE_HTTPS: Sentence =
    sentence!("use https: this deployment does not allow this host to be called without TLS");

/// Refuses `http://` where the operator does not allow it.
pub(super) fn check_plain(allow_list: &AllowList, hosts: Vec<(&'static str, String)>) -> PortalResult<()> {
    let refused = hosts.into_iter().filter(|(_, host)| allow_list.scheme(host) != Scheme::Http);
    let found: Vec<Violation> = refused
        .map(|(pointer, _)| Violation { pointer: pointer.to_owned(), message: USE_HTTPS, line: None, column: None })
        .collect();
    if found.is_empty() { Ok(()) } else { Err(PortalError::Invalid(found)) }
}

async fn integrator(unit: &mut Unit, call_center: &CallCenterId, hidden: HiddenParts) -> PortalResult<Integrator> {
    let reach = Reach::One(call_center.clone());
    integrators::get(unit, &reach, hidden.integrator).await.map_err(refusal::of_store(sentence!("adapter")))
}

fn keep_signing(known: &Integrator, credentials: &mut BTreeMap<String, SecretWrite>) {
    let signing = known.credentials.iter().filter(|credential| credential.id.starts_with(SIGNING_PREFIX));
    credentials.extend(signing.map(|credential| (credential.id.clone(), SecretWrite::Keep)));
}

fn add_signing(sealer: &Sealer<'_>, credentials: &mut BTreeMap<String, SecretWrite>) -> PortalResult<String> {
    let secret = SigningSecret::generate().map_err(refusal::of_vault)?.to_secret();
    let id = signing_credential(SigningSecretId(clock::new_id()));
    let sealed = sealer.credential(&id, secret.expose())?;
    credentials.insert(id, SecretWrite::Sealed(sealed));
    Ok(secret.expose().to_owned())
}

fn written(credentials: BTreeMap<String, SecretWrite>) -> IntegratorWrite {
    IntegratorWrite {
        host: NO_HOST.to_owned(),
        description: String::new(),
        enabled: true,
        info: None,
        iframe: None,
        fields: BTreeMap::new(),
        credentials,
    }
}
