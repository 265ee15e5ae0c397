//! What the form of an integrator sends, and the integrator that it means.

#[cfg(feature = "ssr")]
use super::PageError;
#[cfg(feature = "ssr")]
use patchbay_model::id::TemplateId;
use patchbay_model::integrator::{Credential, FieldValue, Integrator};
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
        f.debug_struct("ValueRow").field("name", &self.name).field("keep", &self.keep).finish_non_exhaustive()
    }
}

#[cfg(feature = "ssr")]
impl IntegratorForm {
    /// A field stays as typed when it is a parameter known not to be secret: whatever else it may be, it is not sent back.
    pub(super) fn without_secrets(self, parameters: &[patchbay_model::template::Parameter]) -> Self {
        let is_open =
            |row: &ValueRow| parameters.iter().any(|parameter| parameter.name == row.name && !parameter.secret);
        let field = |row: ValueRow| if is_open(&row) { row } else { row.without_value() };
        Self {
            fields: self.fields.into_iter().map(field).collect(),
            credentials: without_secrets(&self.credentials),
            ..self
        }
    }

    pub(super) fn place(&self, mut error: PageError) -> PageError {
        super::forms::place_in_text(&self.info, "/info", &mut error.0.errors);
        super::forms::place_in_text(&self.iframe, "/iframe", &mut error.0.errors);
        error
    }

    pub(super) fn draft(self, template: TemplateId) -> Result<patchbay_model::integrator::IntegratorDraft, PageError> {
        use patchbay_model::document::{IframeDocument, InfoDocument};
        // Read as the document first, for positions and unknown members; kept as typed.
        super::document::<InfoDocument>(&self.info, "/info")?;
        super::document::<IframeDocument>(&self.iframe, "/iframe")?;
        Ok(patchbay_model::integrator::IntegratorDraft {
            template: template.to_string(),
            host: self.host.trim().to_owned(),
            description: self.description,
            enabled: self.enabled,
            info: super::document(&self.info, "/info")?,
            iframe: super::document(&self.iframe, "/iframe")?,
            fields: self.fields.into_iter().map(|row| (row.name.clone(), row.input())).collect(),
            credentials: credentials(self.credentials),
        })
    }
}

/// The rows as a form may come back with them: what is kept for the next page stands in it for the browser to read, and a
/// secret must not.
#[cfg(feature = "ssr")]
pub(super) fn without_secrets(rows: &[ValueRow]) -> Vec<ValueRow> {
    rows.iter().cloned().map(ValueRow::without_value).collect()
}

/// The credentials that rows of a form mean.
#[cfg(feature = "ssr")]
pub(super) fn credentials(rows: Vec<ValueRow>) -> Vec<patchbay_model::integrator::CredentialDraft> {
    let filled = rows.into_iter().filter(|row| !row.name.trim().is_empty());
    filled
        .map(|row| patchbay_model::integrator::CredentialDraft { id: row.name.trim().to_owned(), secret: row.input() })
        .collect()
}

#[cfg(feature = "ssr")]
impl ValueRow {
    fn without_value(self) -> Self {
        Self { value: String::new(), ..self }
    }

    pub(super) fn input(self) -> patchbay_model::integrator::ValueInput {
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
        let pretty =
            |value: &Option<serde_json::Value>| value.as_ref().map(|value| format!("{value:#}")).unwrap_or_default();
        let field = |(name, value): (&String, &FieldValue)| match value {
            FieldValue::Plain(text) => ValueRow { name: name.clone(), value: text.clone(), keep: false },
            FieldValue::Secret(state) => ValueRow { name: name.clone(), value: String::new(), keep: state.set },
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
            credentials: read.credentials.iter().map(ValueRow::from).collect(),
        }
    }
}

impl From<&Credential> for ValueRow {
    fn from(read: &Credential) -> Self {
        Self { name: read.id.clone(), value: String::new(), keep: read.secret.set }
    }
}
