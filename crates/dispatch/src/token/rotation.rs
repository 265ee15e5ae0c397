//! Refresh tokens that are replaced each time they are used (lessons: a new one that is not saved, or that another sign-in
//! has used up, locks the tenant out).

use super::AuthRecipe;
use super::tokens::Tokens;
use crate::places;
use patchbay_engine::answer::Answer;
use patchbay_engine::error::EngineError;
use patchbay_engine::plan::{Plan, TokenRules};
use patchbay_engine::render::{BoundSecret, FieldInput, IntegratorValues};
use patchbay_engine::token;
use patchbay_model::execution::ErrorCode;
use patchbay_model::id::{CallCenterId, IntegratorId};
use patchbay_model::secret::Secret;
use patchbay_store::{Sealed, Unit, integrators};
use patchbay_vault::{DataKey, SecretPlace};
use std::fmt::Display;
use std::sync::Arc;

/// Whose refresh token, and where it stands.
#[derive(Clone, Copy)]
pub(crate) struct Holder<'a> {
    pub(crate) call_center: &'a CallCenterId,
    pub(crate) integrator: IntegratorId,
    pub(crate) plan: &'a Plan,
}

impl<'a> Holder<'a> {
    fn field(self) -> Option<&'a str> {
        self.plan.token_rules().and_then(TokenRules::refresh_field)
    }

    fn place(self, place: &'a str) -> SecretPlace<'a> {
        SecretPlace { call_center: self.call_center, row: self.integrator.0, field: place }
    }
}

impl AuthRecipe {
    pub(super) fn holder(&self) -> Holder<'_> {
        Holder { call_center: &self.call_center_id, integrator: self.place.integrator_id, plan: &self.plan }
    }
}

impl Tokens {
    /// The values to sign in with: another process may have got another refresh token since the recipe was read.
    pub(super) async fn current_values(&self, auth: &AuthRecipe) -> Result<Arc<IntegratorValues>, EngineError> {
        let as_read = || Ok(Arc::clone(&auth.values));
        let (holder, Some(field)) = (auth.holder(), auth.holder().field()) else { return as_read() };
        let stored = integrators::find_secret(&self.store, holder.integrator, field).await;
        let Some(sealed) = stored.map_err(|error| lost(&error))? else { return as_read() };
        let key = self.data_key(auth).await?;
        let secret = key.open(holder.place(&places::field(field)), &sealed.0).map_err(|error| lost(&error))?;
        match auth.values.fields.get(field) {
            Some(FieldInput::Secret(bound)) if bound.secret != secret => {
                let mut values = IntegratorValues::clone(&auth.values);
                let bound = BoundSecret { secret, hosts: bound.hosts.clone() };
                values.fields.insert(field.to_owned(), FieldInput::Secret(bound));
                Ok(Arc::new(values))
            }
            _ => as_read(),
        }
    }

    /// Replaces the refresh token that `values` hold, unless it was replaced or entered anew meanwhile.
    pub(super) async fn replace_refresh_token(
        &self,
        unit: &mut Unit,
        key: &DataKey,
        holder: Holder<'_>,
        values: &IntegratorValues,
        fresh: &Secret,
    ) -> Result<(), EngineError> {
        let Some(field) = holder.field() else { return Ok(()) };
        let Some(FieldInput::Secret(used)) = values.fields.get(field) else { return Ok(()) };
        let found = integrators::find_secret(&mut *unit, holder.integrator, field).await;
        let Some(before) = found.map_err(|error| lost(&error))? else { return Ok(()) };
        let place = places::field(field);
        let stands = key.open(holder.place(&place), &before.0).map_err(|error| lost(&error))?;
        if stands != used.secret || stands == *fresh {
            return Ok(());
        }
        let after = Sealed(key.seal(holder.place(&place), fresh).map_err(|error| lost(&error))?);
        let at = self.clock.now();
        let replaced = integrators::replace_secret(unit, holder.integrator, field, &before, &after, at).await;
        replaced.map(|_| ()).map_err(|error| lost(&error))
    }

    /// The same after somebody called the auth endpoint itself, for a look: its refresh token is used up all the same.
    pub(crate) async fn keep_refresh_token(
        &self,
        holder: Holder<'_>,
        values: &IntegratorValues,
        answer: &Answer,
    ) -> Result<(), EngineError> {
        let Some(rules) = holder.plan.token_rules().filter(|rules| rules.refresh_field().is_some()) else {
            return Ok(());
        };
        let issued = token::read("", rules, answer, self.clock.now());
        let Some(fresh) = issued.ok().and_then(|issued| issued.refresh) else { return Ok(()) };
        let key = self.keeper.data_key(holder.call_center).await.map_err(|error| lost(&error))?;
        let mut unit = self.store.begin().await.map_err(|error| lost(&error))?;
        self.replace_refresh_token(&mut unit, &key, holder, values, &fresh).await?;
        unit.commit().await.map_err(|error| lost(&error))
    }
}

fn lost(error: &impl Display) -> EngineError {
    EngineError::fail(ErrorCode::Internal, format!("the refresh token can't be kept: {error}"))
}
