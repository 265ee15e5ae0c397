//! An integrator as it would be written, for a patch to be laid over.

use patchbay_model::integrator::{Credential, CredentialDraft, FieldValue, Integrator, IntegratorDraft, ValueInput};

/// What could be written to leave `read` as it is.
pub(super) fn draft_of(read: &Integrator) -> IntegratorDraft {
    let value = |value: &FieldValue| match value {
        FieldValue::Plain(text) => ValueInput::New(text.clone()),
        FieldValue::Secret(state) if state.set => ValueInput::Keep(state.clone()),
        FieldValue::Secret(_) | FieldValue::Missing(()) => ValueInput::None(()),
    };
    let credential = |credential: &Credential| CredentialDraft {
        id: credential.id.clone(),
        secret: ValueInput::Keep(credential.secret.clone()),
    };
    IntegratorDraft {
        template: read.template_id.to_string(),
        host: read.host.clone(),
        description: read.description.clone(),
        enabled: read.enabled,
        info: read.info.clone(),
        iframe: read.iframe.clone(),
        fields: read.fields.iter().map(|(name, field)| (name.clone(), value(field))).collect(),
        credentials: read.credentials.iter().map(credential).collect(),
    }
}
