//! Headers, and the credential that signs the request.

use super::inputs::Inputs;
use super::refusal::refuse;
use super::request::{Authentication, RenderedHeader};
use super::values::RequestValues;
use crate::error::EngineError;
use crate::plan::{EffectClass, Plan, Templates, Transform, credential_prefix};
use crate::redact::{DOTS, md5_hexadecimal};
use patchbay_model::document::AuthenticationType;
use patchbay_model::execution::ErrorCode;
use patchbay_model::templating::Presence;

pub(super) fn render(templates: &Templates, values: &RequestValues<'_>) -> Result<Vec<RenderedHeader>, EngineError> {
    let mut headers = Vec::with_capacity(templates.headers.len());
    for header in &templates.headers {
        if header.presence == Presence::IfPresent && header.template.first_absent(values).is_some() {
            continue;
        }
        let name = header.name.clone();
        headers.push(match header.transform {
            Transform::None => {
                let rendered = header.template.render_header(values).map_err(|error| refuse(&error))?;
                let shown = rendered.holds_secrets().then(|| rendered.redacted().into_owned());
                RenderedHeader { name, value: rendered.into_exposed(), shown }
            }
            Transform::Md5 => {
                let rendered = header.template.render_text(values);
                // The sum of a short secret is as good as the secret.
                let shown = rendered.holds_secrets().then(|| DOTS.to_owned());
                RenderedHeader { name, value: md5_hexadecimal(rendered.expose()), shown }
            }
        });
    }
    Ok(headers)
}

/// An idempotency key makes once of twice when it is sent; one that has no value this time does not.
pub(super) fn effect_class(plan: &Plan, headers: &[RenderedHeader]) -> EffectClass {
    let sends_key = || headers.iter().any(|header| header.name == "idempotency-key" && !header.value.is_empty());
    match plan.effect_class {
        EffectClass::Unsafe if sends_key() => EffectClass::Idempotent,
        class => class,
    }
}

/// The user and password of the chosen type. Of several such credentials the first counts.
pub(super) fn authentication(plan: &Plan, inputs: &Inputs<'_>) -> Result<Option<Authentication>, EngineError> {
    let Some(choice) = plan.authentication else { return Ok(None) };
    let prefix = credential_prefix(choice);
    let found = inputs
        .integrator
        .credentials
        .iter()
        .find_map(|(id, bound)| id.strip_prefix(prefix).map(|user| (user.to_owned(), bound.secret.clone())));
    let Some((user, password)) = found else {
        let detail = format!("the integrator has no credential {prefix}<user>: add it");
        return Err(EngineError::fail(ErrorCode::CredentialMissing, detail));
    };
    Ok(Some(match choice {
        AuthenticationType::Basic => Authentication::Basic { user, password },
        AuthenticationType::Digest => Authentication::Digest { user, password },
    }))
}
