//! The integrations' pages: integrators.

use super::PageError;
use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use patchbay_model::id::{CallCenterId, IntegratorId, TemplateId, Version};
use patchbay_model::integrator::{FieldValue, Integrator, IntegratorQuery};
use patchbay_model::page::{Page, PageRequest};
use serde::{Deserialize, Serialize};

/// What the form of an integrator sends.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct IntegratorForm {
    /// The tenant.
    pub call_center_id: String,
    /// Bare `host[:port]`.
    pub host: String,
    /// Description.
    pub description: String,
    /// Unchecked: can't be called.
    pub enabled: bool,
    /// Info JSON; empty for none.
    pub info: String,
    /// Iframe JSON; empty for none.
    pub iframe: String,
    /// One row for each template parameter.
    pub fields: Vec<ValueRow>,
    /// Credentials; a row without an id is none.
    pub credentials: Vec<ValueRow>,
}

/// A field or a credential of the form.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ValueRow {
    /// The parameter's name, or the credential's id.
    pub name: String,
    /// What was typed. Never filled in with a stored secret.
    pub value: String,
    /// A stored secret stays when nothing is typed.
    pub keep: bool,
}

impl std::fmt::Debug for ValueRow {
    // What was typed may be a secret.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ValueRow")
            .field("name", &self.name)
            .field("keep", &self.keep)
            .finish_non_exhaustive()
    }
}

/// Those of a template, or of a call center, within reach.
#[server(prefix = "/api/ui", endpoint = "integrators/list", input = Json)]
pub async fn list_integrators(
    call_center: Option<CallCenterId>,
    query: IntegratorQuery,
    page: PageRequest,
) -> Result<Page<Integrator>, PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    Ok(portal.list_integrators(&actor, call_center, query, page).await?)
}

/// One.
#[server(prefix = "/api/ui", endpoint = "integrators/get", input = Json)]
pub async fn get_integrator(id: IntegratorId) -> Result<Integrator, PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    Ok(portal.integrator(&actor, id).await?)
}

/// Creates one.
#[server(prefix = "/api/ui", endpoint = "integrators/create")]
pub async fn create_integrator(
    template: TemplateId,
    form: IntegratorForm,
) -> Result<Integrator, PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    let call_center: CallCenterId = super::required(&form.call_center_id, "/callCenterId")?;
    let saved = portal.create_integrator(&actor, &call_center, form.draft(template)?).await?;
    super::back(crate::components::Done::Created);
    Ok(saved)
}

/// Saves one.
#[server(prefix = "/api/ui", endpoint = "integrators/update")]
pub async fn update_integrator(
    id: IntegratorId,
    version: Version,
    template: TemplateId,
    form: IntegratorForm,
) -> Result<Integrator, PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    let saved = portal
        .update_integrator(
            &actor,
            crate::portal::Change { id, version: Some(version) },
            form.draft(template)?,
        )
        .await?;
    super::back(crate::components::Done::Saved);
    Ok(saved)
}

/// Makes another for a call center, without secrets.
#[server(prefix = "/api/ui", endpoint = "integrators/copy")]
pub async fn copy_integrator(
    id: IntegratorId,
    call_center_id: String,
) -> Result<Integrator, PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    let saved = portal
        .copy_integrator(&actor, id, super::required(&call_center_id, "/callCenterId")?)
        .await?;
    super::back(crate::components::Done::Copied);
    Ok(saved)
}

/// Deletes one.
#[server(prefix = "/api/ui", endpoint = "integrators/delete")]
pub async fn delete_integrator(id: IntegratorId, version: Version) -> Result<(), PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    portal.delete_integrator(&actor, crate::portal::Change { id, version: Some(version) }).await?;
    super::back(crate::components::Done::Deleted);
    Ok(())
}

/// The circuit breaker's state of one.
#[server(prefix = "/api/ui", endpoint = "integrators/circuit", input = Json)]
pub async fn get_circuit(id: IntegratorId) -> Result<String, PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    Ok(portal.circuit(&actor, id).await?)
}

#[cfg(feature = "ssr")]
impl IntegratorForm {
    fn draft(
        self,
        template: TemplateId,
    ) -> Result<patchbay_model::integrator::IntegratorDraft, PageError> {
        use patchbay_model::document::{IframeDocument, InfoDocument};
        // Read as the document first, for positions and unknown members; kept as typed.
        super::document::<InfoDocument>(&self.info, "/info")?;
        super::document::<IframeDocument>(&self.iframe, "/iframe")?;
        let credentials = self.credentials.into_iter().filter(|row| !row.name.trim().is_empty());
        Ok(patchbay_model::integrator::IntegratorDraft {
            template: template.to_string(),
            host: self.host.trim().to_owned(),
            description: self.description,
            enabled: self.enabled,
            info: super::document(&self.info, "/info")?,
            iframe: super::document(&self.iframe, "/iframe")?,
            fields: self.fields.into_iter().map(|row| (row.name.clone(), row.input())).collect(),
            credentials: credentials
                .map(|row| patchbay_model::integrator::CredentialDraft {
                    id: row.name.trim().to_owned(),
                    secret: row.input(),
                })
                .collect(),
        })
    }
}

#[cfg(feature = "ssr")]
impl ValueRow {
    fn input(self) -> patchbay_model::integrator::ValueInput {
        use patchbay_model::integrator::{SecretState, ValueInput};
        match (self.value.is_empty(), self.keep) {
            (false, _) => ValueInput::New(self.value),
            (true, true) => ValueInput::Keep(SecretState { set: true, updated_at: None }),
            (true, false) => ValueInput::None(()),
        }
    }
}

impl From<&Integrator> for IntegratorForm {
    fn from(read: &Integrator) -> Self {
        let pretty = |value: &Option<serde_json::Value>| {
            value.as_ref().map(|value| format!("{value:#}")).unwrap_or_default()
        };
        let field = |(name, value): (&String, &FieldValue)| match value {
            FieldValue::Plain(text) => {
                ValueRow { name: name.clone(), value: text.clone(), keep: false }
            }
            FieldValue::Secret(state) => {
                ValueRow { name: name.clone(), value: String::new(), keep: state.set }
            }
            FieldValue::Missing(()) => ValueRow { name: name.clone(), ..ValueRow::default() },
        };
        Self {
            call_center_id: read.call_center_id.to_string(),
            host: read.host.clone(),
            description: read.description.clone(),
            enabled: read.enabled,
            info: pretty(&read.info),
            iframe: pretty(&read.iframe),
            fields: read.fields.iter().map(field).collect(),
            credentials: read
                .credentials
                .iter()
                .map(|credential| ValueRow {
                    name: credential.id.clone(),
                    value: String::new(),
                    keep: credential.secret.set,
                })
                .collect(),
        }
    }
}
