//! What a run needs, from names to something that can be rendered.
//!
//! # Layout
//! `build` makes a [`Recipe`] of what the store holds, `cache` keeps recipes by name, `plans` keeps compiled plans, which
//! the integrators of a template share.

mod build;
mod cache;
mod plans;

use crate::error::Missing;
use crate::token::{AuthRecipe, HeldToken};
use patchbay_engine::error::EngineError;
use patchbay_engine::plan::{EffectClass, Plan};
use patchbay_engine::redact::Redactor;
use patchbay_engine::render::IntegratorValues;
use patchbay_engine::retry::SCHEDULE;
use patchbay_model::id::{CallCenterId, ConfigurationVersionId, EndpointId, IntegratorId, TemplateId};
use patchbay_model::templating::Scheme;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

pub(crate) use build::Builder;
pub(crate) use cache::{Listening, RecipeCache};

/// An endpoint as one call center runs it.
pub(crate) struct Recipe {
    pub(crate) call_center_id: CallCenterId,
    pub(crate) template_id: TemplateId,
    pub(crate) template_name: Arc<str>,
    pub(crate) endpoint_id: EndpointId,
    pub(crate) endpoint_name: Arc<str>,
    pub(crate) integrator_id: IntegratorId,
    pub(crate) version_id: ConfigurationVersionId,
    /// What is switched off; a test may run it all the same.
    pub(crate) disabled: Option<Missing>,
    /// The rest, or why every run of it fails: a plan that doesn't compile any more, secrets that don't open.
    pub(crate) runnable: Result<Runnable, EngineError>,
}

impl Recipe {
    /// How often a run may reach the other side; of what can't be run nothing does.
    pub(crate) fn effect_class(&self) -> EffectClass {
        self.runnable.as_ref().map_or(EffectClass::Unsafe, |runnable| runnable.plan.effect_class())
    }

    /// When a run is tried again.
    pub(crate) fn schedule(&self) -> &'static [Duration] {
        self.runnable.as_ref().map_or(&SCHEDULE, |runnable| runnable.plan.schedule())
    }
}

/// What is rendered and sent.
pub(crate) struct Runnable {
    pub(crate) plan: Arc<Plan>,
    pub(crate) values: Arc<IntegratorValues>,
    pub(crate) scheme: Scheme,
    /// Signs in, when the plan takes a token.
    pub(crate) auth: Option<Arc<AuthRecipe>>,
    /// Knows the integrator's secrets.
    redactor: Arc<Redactor>,
    /// Knows those and the token of the last run: rarely another one, and dear to build.
    token_redactor: Mutex<Option<(Arc<HeldToken>, Arc<Redactor>)>>,
}

impl Runnable {
    /// What keeps the secrets of a run with `token` out of its record.
    pub(crate) fn redactor(&self, token: Option<&Arc<HeldToken>>) -> Arc<Redactor> {
        let Some(token) = token else { return Arc::clone(&self.redactor) };
        // One assignment: a panic elsewhere leaves nothing half-written.
        let mut kept = self.token_redactor.lock().unwrap_or_else(PoisonError::into_inner);
        match &*kept {
            Some((known, redactor)) if Arc::ptr_eq(known, token) => Arc::clone(redactor),
            _ => {
                let mut secrets = self.values.secrets();
                secrets.push(token.secret.clone());
                let redactor = Arc::new(Redactor::new(&secrets));
                *kept = Some((Arc::clone(token), Arc::clone(&redactor)));
                redactor
            }
        }
    }
}
