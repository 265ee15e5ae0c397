//! From what the store holds to what can be run.

use super::plans::Plans;
use super::{Recipe, Runnable};
use crate::error::Missing;
use crate::keeper::SecretKeeper;
use crate::places;
use crate::token::{AuthRecipe, Slots};
use patchbay_engine::error::EngineError;
use patchbay_engine::net::{AllowList, Scheme as CalledBy};
use patchbay_engine::plan::Plan;
use patchbay_engine::redact::Redactor;
use patchbay_engine::render::{BoundSecret, FieldInput, IntegratorValues};
use patchbay_model::execution::ErrorCode;
use patchbay_model::templating::Scheme;
use patchbay_store::access_tokens::{Basis, TokenPlace};
use patchbay_store::recipes::{self, RecipeIntegrator, StoredSecret, StoredValue, VersionedEndpoint};
use patchbay_vault::{DataKey, SecretPlace, VaultError};
use std::collections::HashSet;
use std::sync::{Arc, Mutex};

/// Makes recipes.
pub(crate) struct Builder {
    keeper: SecretKeeper,
    allow_list: AllowList,
    plans: Plans,
    slots: Slots,
}

impl Builder {
    pub(crate) fn new(keeper: SecretKeeper, allow_list: AllowList, plan_capacity: u64) -> Self {
        Self { keeper, allow_list, plans: Plans::new(plan_capacity), slots: Slots::default() }
    }

    /// Makes the recipe of `found`.
    pub(crate) fn build(&self, found: recipes::Recipe) -> Result<Recipe, Missing> {
        let endpoint = found.endpoint.as_ref().ok_or(Missing::Endpoint)?;
        let integrator = found.integrator.as_ref().ok_or(Missing::Integrator)?;
        let draft = &endpoint.endpoint.draft;
        let disabled = match (draft.enabled, integrator.enabled) {
            (false, _) => Some(Missing::EndpointDisabled),
            (_, false) => Some(Missing::IntegratorDisabled),
            _ => None,
        };
        Ok(Recipe {
            call_center_id: integrator.call_center_id.clone(),
            template_id: found.template_id,
            template_name: found.template_name.as_str().into(),
            endpoint_id: endpoint.endpoint.id,
            endpoint_name: draft.name.as_str().into(),
            integrator_id: integrator.id,
            version_id: endpoint.version_id,
            disabled,
            runnable: self.runnable(&found, endpoint, integrator),
        })
    }

    fn runnable(
        &self,
        found: &recipes::Recipe,
        endpoint: &VersionedEndpoint,
        integrator: &RecipeIntegrator,
    ) -> Result<Runnable, EngineError> {
        let plan = self.plans.get(found, endpoint)?;
        let data_key = integrator.data_key.as_ref().map(|wrapped| self.keeper.open(wrapped)).transpose();
        let data_key = data_key.map_err(|error| sealed(&error))?;
        let values = Arc::new(unsealed(found, integrator, data_key.as_ref()).map_err(|error| sealed(&error))?);
        let redactor = Arc::new(Redactor::new(&values.secrets()));
        let auth = match plan.auth_endpoint() {
            Some(name) => {
                let auth = found.auth_endpoints.iter().find(|auth| auth.endpoint.draft.name == name);
                // The plan was compiled with these very auth endpoints around it.
                let auth = auth.ok_or_else(|| EngineError::config(format!("there is no auth endpoint {name}")))?;
                let plan = self.plans.get(found, auth)?;
                Some(Arc::new(AuthRecipe {
                    call_center_id: integrator.call_center_id.clone(),
                    place: TokenPlace { integrator_id: integrator.id, auth_endpoint_id: auth.endpoint.id },
                    basis: Basis { integrator: integrator.version_id, auth_endpoint: auth.version_id },
                    name: auth.endpoint.draft.name.clone(),
                    scheme: self.scheme(&plan, &values),
                    plan,
                    values: Arc::clone(&values),
                    data_key: data_key.clone(),
                    redactor: Arc::clone(&redactor),
                    slot: self.slots.get(integrator.version_id, auth.version_id),
                }))
            }
            None => None,
        };
        let scheme = self.scheme(&plan, &values);
        Ok(Runnable { plan, values, scheme, auth, redactor, token_redactor: Mutex::default() })
    }

    fn scheme(&self, plan: &Plan, values: &IntegratorValues) -> Scheme {
        match self.allow_list.scheme(plan.destination(&values.host)) {
            CalledBy::Http => Scheme::Http,
            CalledBy::Https => Scheme::Https,
        }
    }
}

/// The integrator's values in the clear, which exist in memory only.
fn unsealed(
    found: &recipes::Recipe,
    integrator: &RecipeIntegrator,
    data_key: Option<&DataKey>,
) -> Result<IntegratorValues, VaultError> {
    let open = |field: &str, stored: &StoredSecret| -> Result<BoundSecret, VaultError> {
        let place = SecretPlace { call_center: &integrator.call_center_id, row: integrator.id.0, field };
        let secret = data_key.ok_or(VaultError::Unreadable)?.open(place, &stored.sealed.0)?;
        Ok(BoundSecret { secret, hosts: stored.hosts.clone() })
    };
    let secret_names: HashSet<&str> =
        found.parameters.iter().filter(|parameter| parameter.secret).map(|parameter| parameter.name.as_str()).collect();
    let mut values = IntegratorValues {
        host: integrator.host.clone(),
        name: found.template_name.clone(),
        description: integrator.description.clone(),
        ..IntegratorValues::default()
    };
    for (name, stored) in &integrator.fields {
        let value = match stored {
            StoredValue::Sealed(stored) => FieldInput::Secret(open(&places::field(name), stored)?),
            // The parameter became secret after the value was entered.
            StoredValue::Plain(text) if secret_names.contains(name.as_str()) => {
                FieldInput::Secret(text.as_str().into())
            }
            StoredValue::Plain(text) => FieldInput::Plain(text.clone()),
        };
        let empty = match &value {
            FieldInput::Plain(text) => text.is_empty(),
            FieldInput::Secret(bound) => bound.secret.is_empty(),
        };
        if !empty {
            values.fields.insert(name.clone(), value);
        }
    }
    for (id, stored) in &integrator.credentials {
        values.credentials.push((id.clone(), open(&places::credential(id), stored)?));
    }
    Ok(values)
}

fn sealed(error: &VaultError) -> EngineError {
    EngineError::fail(ErrorCode::Internal, format!("the integrator's secrets can't be opened: {error}"))
}
