//! Calling an auth endpoint. The same plan, renderer, guard and client as any other endpoint's.

use super::AuthRecipe;
use super::tokens::Tokens;
use patchbay_engine::error::EngineError;
use patchbay_engine::render::{Inputs, IntegratorValues, render};
use patchbay_engine::token::{self, IssuedToken};
use patchbay_model::execution::ErrorCode;
use patchbay_model::id::ExecutionId;
use patchbay_model::time::Timestamp;
use serde_json::Value;
use std::sync::Arc;

/// A token, just issued.
pub(super) struct SignedIn {
    pub(super) issued: IssuedToken,
    /// When it was asked for: its time began at the latest then.
    pub(super) at: Timestamp,
    /// What it was got with.
    pub(super) values: Arc<IntegratorValues>,
}

impl Tokens {
    pub(super) async fn sign_in(&self, auth: &AuthRecipe) -> Result<SignedIn, EngineError> {
        let rules = auth.plan.token_rules();
        let rules = rules.ok_or_else(|| EngineError::config(format!("{} is no auth endpoint", auth.name)))?;
        let at = self.clock.now();
        let id = ExecutionId(self.clock.new_id());
        let values = self.current_values(auth).await?;
        let inputs = Inputs { scheme: auth.scheme, ..Inputs::new(&values, &Value::Null, id) };
        let request = render(&auth.plan, &inputs)?.outbound(auth.plan.timeout(), auth.place.integrator_id);
        let response = self.client.send(&request).await.map_err(|error| {
            let error = EngineError::from(error);
            EngineError {
                detail: format!("the auth endpoint {}: {}", auth.name, auth.redactor.scrub(&error.detail)),
                ..error
            }
        })?;
        // What was asked of the other side is refused: the code says so, whatever the status was.
        let issued = token::read(&auth.name, rules, &response.answer, self.clock.now());
        issued.map(|issued| SignedIn { issued, at, values }).map_err(|error| EngineError {
            code: ErrorCode::AuthFailed,
            detail: auth.redactor.scrub(&error.detail).into_owned(),
            ..error
        })
    }
}
