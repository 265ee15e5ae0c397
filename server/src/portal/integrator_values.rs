//! An integrator's draft against its template: which values it may have, needs, keeps, and seals.

use super::documents;
use super::secrets::Sealer;
use patchbay_app::portal::PortalResult;
use patchbay_model::id::{CallCenterId, IntegratorId};
use patchbay_model::integrator::{
    Credential, CredentialDraft, FieldValue, Integrator, IntegratorDraft, SecretState, ValueInput,
};
use patchbay_model::sentence;
use patchbay_model::sentence::Sentence;
use patchbay_model::template::{Parameter, Template};
use patchbay_model::time::Timestamp;
use patchbay_model::valid::{Violations, pointer_token};
use patchbay_store::Unit;
use patchbay_store::integrators::{FieldWrite, IntegratorWrite, SecretWrite};
use patchbay_vault::KeyRing;
use std::collections::BTreeMap;

const ENTER_AGAIN: Sentence = sentence!(
    "enter this secret again: the host changed, and a secret is only ever sent to the host that it was entered for"
);
const NOTHING_TO_KEEP: Sentence = sentence!("no secret is stored here: enter it");

/// What is to be written, with secrets sealed.
#[expect(clippy::too_many_arguments, reason = "each is one thing that a secret is bound to or judged by")]
pub(super) async fn written(
    unit: &mut Unit,
    keys: &KeyRing,
    template: &Template,
    call_center: &CallCenterId,
    id: IntegratorId,
    draft: &IntegratorDraft,
    before: Option<&Integrator>,
    at: Timestamp,
) -> PortalResult<IntegratorWrite> {
    let found = check(template, draft, before);
    if !found.is_empty() {
        return Err(found.into());
    }
    let sealer = Sealer::open(unit, keys, call_center, id.0, at).await?;
    let mut fields = BTreeMap::new();
    for parameter in &template.parameters {
        let write = match draft.fields.get(&parameter.name) {
            Some(ValueInput::New(value)) if value.is_empty() => continue,
            Some(ValueInput::New(value)) if parameter.secret => {
                FieldWrite::Sealed(sealer.field(&parameter.name, value)?)
            }
            Some(ValueInput::New(value)) => FieldWrite::Plain(value.clone()),
            Some(ValueInput::Keep(kept)) if kept.set => FieldWrite::Keep,
            Some(ValueInput::Keep(_) | ValueInput::None(())) | None => continue,
        };
        fields.insert(parameter.name.clone(), write);
    }
    Ok(IntegratorWrite {
        host: draft.host.clone(),
        description: draft.description.clone(),
        enabled: draft.enabled,
        info: draft.info.clone(),
        iframe: draft.iframe.clone(),
        fields,
        credentials: sealed_credentials(&sealer, &draft.credentials)?,
    })
}

/// The credentials to be written, with new secrets sealed.
pub(super) fn sealed_credentials(
    sealer: &Sealer<'_>,
    drafts: &[CredentialDraft],
) -> PortalResult<BTreeMap<String, SecretWrite>> {
    let write = |credential: &CredentialDraft| {
        let write = match &credential.secret {
            ValueInput::New(value) => SecretWrite::Sealed(sealer.credential(&credential.id, value)?),
            ValueInput::Keep(_) | ValueInput::None(()) => SecretWrite::Keep,
        };
        Ok((credential.id.clone(), write))
    };
    drafts.iter().map(write).collect()
}

/// Refuses empty secrets, and to keep what is not there or was entered for another host.
pub(super) fn check_secrets(drafts: &[CredentialDraft], stored: &[Credential], moved: bool) -> Violations {
    let mut found = Violations::none();
    for (index, credential) in drafts.iter().enumerate() {
        let at = format!("/credentials/{index}/secret");
        match &credential.secret {
            ValueInput::New(value) => found.require(!value.is_empty(), &at, sentence!("enter the secret")),
            ValueInput::Keep(kept) => {
                let stored = stored.iter().any(|known| known.id == credential.id);
                found.require(stored && kept.set, &at, NOTHING_TO_KEEP);
                found.require(!(stored && moved), &at, ENTER_AGAIN);
            }
            ValueInput::None(()) => {}
        }
    }
    found
}

/// A copy of `source` without anything that was entered in secret.
pub(super) fn without_secrets(source: &Integrator) -> IntegratorWrite {
    let plain = source.fields.iter().filter_map(|(name, value)| match value {
        FieldValue::Plain(text) => Some((name.clone(), FieldWrite::Plain(text.clone()))),
        FieldValue::Secret(_) | FieldValue::Missing(()) => None,
    });
    IntegratorWrite {
        host: source.host.clone(),
        description: source.description.clone(),
        enabled: source.enabled,
        info: source.info.clone(),
        iframe: source.iframe.clone(),
        fields: plain.collect(),
        credentials: BTreeMap::new(),
    }
}

/// Everything in which the draft disagrees with its template, or keeps what is not there.
fn check(template: &Template, draft: &IntegratorDraft, before: Option<&Integrator>) -> Violations {
    let mut found = Violations::none();
    if draft.info.is_some() && !template.info_enabled {
        found.add("/info", sentence!("this template has Info switched off: remove the document"));
    }
    if draft.iframe.is_some() && !template.iframe_enabled {
        found.add("/iframe", sentence!("this template has Iframe switched off: remove the document"));
    }
    if found.is_empty() {
        found.nest("", documents::check(draft.info.as_ref(), draft.iframe.as_ref()));
    }
    for name in draft.fields.keys().filter(|name| !template.parameters.iter().any(|known| known.name == **name)) {
        found.add(pointer(name), sentence!("the template has no such parameter: remove the value"));
    }
    let moved = before.is_some_and(|before| before.host != draft.host);
    for parameter in &template.parameters {
        if let Some(message) = wrong_with(parameter, draft.fields.get(&parameter.name), before, moved) {
            found.add(pointer(&parameter.name), message);
        }
    }
    let stored = before.map_or(&[][..], |before| before.credentials.as_slice());
    found.nest("", check_secrets(&draft.credentials, stored, moved));
    found
}

fn wrong_with(
    parameter: &Parameter,
    input: Option<&ValueInput>,
    before: Option<&Integrator>,
    moved: bool,
) -> Option<Sentence> {
    let needed = parameter.required && parameter.default.is_none();
    match input {
        Some(ValueInput::New(value)) if !value.is_empty() => None,
        Some(ValueInput::Keep(kept)) if kept.set => {
            let stored = before.and_then(|before| before.fields.get(&parameter.name));
            match stored {
                Some(FieldValue::Secret(SecretState { set: true, .. })) => moved.then_some(ENTER_AGAIN),
                _ if parameter.secret => Some(NOTHING_TO_KEEP),
                _ => Some(sentence!("this value is no secret: send the value itself")),
            }
        }
        Some(ValueInput::Keep(_)) if parameter.secret && !needed => None,
        _ => needed.then_some(sentence!("this value is required: enter it")),
    }
}

fn pointer(name: &str) -> String {
    format!("/fields/{}", pointer_token(name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn template() -> Template {
        serde_json::from_value(json!({
            "id": "01890000-0000-7000-8000-000000000001", "name": "acme", "label": "Acme", "type": "crm", "description": "",
            "infoEnabled": false, "iframeEnabled": true, "visibility": "published", "callCenterId": null, "version": 1,
            "createdAt": "2026-11-20T09:30:00.000Z", "updatedAt": "2026-11-20T09:30:00.000Z",
            "parameters": [
                {"name": "X-Key", "location": "header", "required": true, "secret": true},
                {"name": "X/Sum", "location": "query", "required": true},
                {"name": "page", "location": "query", "required": true, "default": "10"},
                {"name": "note", "location": "query"}
            ]
        }))
        .unwrap()
    }

    fn before() -> Integrator {
        serde_json::from_value(json!({
            "id": "01890000-0000-7000-8000-000000000002", "callCenterId": "cc-1", "template": "acme",
            "templateId": "01890000-0000-7000-8000-000000000001", "host": "a.test", "description": "", "enabled": true,
            "info": null, "iframe": null, "fields": {"X-Key": {"set": true}, "X/Sum": "1", "page": null, "note": null},
            "credentials": [{"id": "basic:bob", "secret": {"set": true}}], "version": 1,
            "createdAt": "2026-11-20T09:30:00.000Z", "updatedAt": "2026-11-20T09:30:00.000Z"
        }))
        .unwrap()
    }

    fn pointers(draft: Value, before: Option<&Integrator>) -> Vec<String> {
        let draft: IntegratorDraft = serde_json::from_value(draft).unwrap();
        check(&template(), &draft, before).into_vec().into_iter().map(|found| found.pointer).collect()
    }

    #[test]
    fn a_new_integrator_needs_what_is_required_and_has_no_default() {
        let draft = json!({"template": "acme", "host": "a.test", "fields": {"X-Key": "k", "X/Sum": "1"}});
        assert_eq!(pointers(draft, None), [""; 0]);
        let draft = json!({"template": "acme", "host": "a.test", "fields": {"X-Key": "", "note": "x", "other": null}});
        assert_eq!(pointers(draft, None), ["/fields/other", "/fields/X-Key", "/fields/X~1Sum"]);
    }

    #[test]
    fn a_stored_secret_is_kept_and_nothing_else_can_be() {
        let keep = json!({"set": true});
        let draft = json!({"template": "acme", "host": "a.test", "fields": {"X-Key": keep, "X/Sum": "1"},
            "credentials": [{"id": "basic:bob", "secret": keep}]});
        assert_eq!(pointers(draft.clone(), Some(&before())), [""; 0]);
        assert_eq!(pointers(draft, None), ["/fields/X-Key", "/credentials/0/secret"]);
        let draft = json!({"template": "acme", "host": "a.test", "fields": {"X-Key": {"set": false}, "X/Sum": keep},
            "credentials": [{"id": "basic:eve", "secret": keep}]});
        assert_eq!(pointers(draft, Some(&before())), ["/fields/X-Key", "/fields/X~1Sum", "/credentials/0/secret"]);
    }

    #[test]
    fn a_changed_host_asks_for_every_kept_secret_again() {
        let keep = json!({"set": true});
        let draft = json!({"template": "acme", "host": "b.test", "fields": {"X-Key": keep, "X/Sum": "1"},
            "credentials": [{"id": "basic:bob", "secret": keep}]});
        assert_eq!(pointers(draft, Some(&before())), ["/fields/X-Key", "/credentials/0/secret"]);
        let draft = json!({"template": "acme", "host": "b.test", "fields": {"X-Key": "new", "X/Sum": "1"}});
        assert_eq!(pointers(draft, Some(&before())), [""; 0]);
    }

    #[test]
    fn a_document_is_refused_when_the_template_has_it_switched_off() {
        let fields = json!({"X-Key": "k", "X/Sum": "1"});
        let draft =
            json!({"template": "acme", "host": "a.test", "fields": fields, "info": {}, "iframe": {"title": "x"}});
        assert_eq!(pointers(draft, None), ["/info"]);
        let draft = json!({"template": "acme", "host": "a.test", "fields": fields, "iframe": {"titel": "x"}});
        assert_eq!(pointers(draft, None), ["/iframe/titel"]);
    }
}
