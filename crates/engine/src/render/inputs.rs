//! The values of one execution.

use crate::plan::Plan;
use patchbay_model::id::ExecutionId;
use patchbay_model::secret::Secret;
use patchbay_model::templating::Scheme;
use serde_json::Value;
use std::collections::HashMap;

/// What is rendered into a plan.
#[derive(Debug, Clone, Copy)]
pub struct Inputs<'a> {
    /// The integrator's side.
    pub integrator: &'a IntegratorValues,
    /// How the destination is called: without TLS only when the operator lists it so.
    pub scheme: Scheme,
    /// The access token, when the plan takes one.
    pub token: Option<&'a Secret>,
    /// The auth endpoint that got it: a token goes where the secrets go that it was got with.
    pub sign_in: Option<&'a Plan>,
    /// The body that the caller sent; an object, or null for none.
    pub client: &'a Value,
    /// The event, with `name`, `datetime` and `data`; null outside of event-driven runs.
    pub event: &'a Value,
    /// The conversation as spec/events.md lists it; null outside of event-driven runs.
    pub contact: &'a Value,
    /// Names the execution; separates the parts of a multipart body.
    pub execution_id: ExecutionId,
}

/// What an integrator adds to a plan. Prepared once and shared by its executions.
#[derive(Debug, Clone, Default)]
pub struct IntegratorValues {
    /// Bare `host[:port]`.
    pub host: String,
    /// The name of the integration: its template's.
    pub name: String,
    /// Its description.
    pub description: String,
    /// Its fields; one without a value is absent.
    pub fields: HashMap<String, FieldInput>,
    /// Its credentials by id.
    pub credentials: Vec<(String, BoundSecret)>,
}

/// A field's value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldInput {
    /// May be shown.
    Plain(String),
    /// Must not.
    Secret(BoundSecret),
}

/// A secret, and where it may go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoundSecret {
    /// The secret.
    pub secret: Secret,
    /// Besides the integrator's host: `host[:port]` in lower case, as the template's endpoints named them when the secret
    /// was entered.
    pub hosts: Vec<String>,
}

impl From<&str> for BoundSecret {
    /// A secret that goes to the integrator's host alone.
    fn from(secret: &str) -> Self {
        Self { secret: secret.into(), hosts: Vec::new() }
    }
}

impl<'a> Inputs<'a> {
    /// The inputs of a call by name: no token yet, no event.
    #[must_use]
    pub fn new(integrator: &'a IntegratorValues, client: &'a Value, execution_id: ExecutionId) -> Self {
        const NOTHING: &Value = &Value::Null;
        let (scheme, event, contact) = (Scheme::Https, NOTHING, NOTHING);
        Self { integrator, scheme, token: None, sign_in: None, client, event, contact, execution_id }
    }
}

impl IntegratorValues {
    /// The secret of credential `id`.
    #[must_use]
    pub fn credential(&self, id: &str) -> Option<&Secret> {
        self.credentials.iter().find(|(known, _)| known == id).map(|(_, bound)| &bound.secret)
    }

    /// Every secret that it holds, and what becomes of them in a request: what has to be kept out of records.
    #[must_use]
    pub fn secrets(&self) -> Vec<Secret> {
        use base64::Engine as _;
        let fields = self.fields.values().filter_map(|field| match field {
            FieldInput::Secret(bound) => Some(bound.secret.clone()),
            FieldInput::Plain(_) => None,
        });
        let mut secrets: Vec<Secret> = fields.collect();
        for (id, BoundSecret { secret, .. }) in &self.credentials {
            secrets.push(secret.clone());
            if let Some(user) = id.strip_prefix("basic:") {
                let pair = format!("{user}:{}", secret.expose());
                secrets.push(Secret::new(base64::engine::general_purpose::STANDARD.encode(pair)));
            }
        }
        secrets
    }
}
