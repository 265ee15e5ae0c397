//! The integrations' pages: integrators.

use super::PageError;
use super::integrator_form::IntegratorForm;
use crate::wire::Ask;
use leptos::prelude::*;
use patchbay_model::id::{CallCenterId, IntegratorId, TemplateId, Version};
use patchbay_model::integrator::{Integrator, IntegratorQuery};
use patchbay_model::page::{Page, PageRequest};
use patchbay_model::view::Circuit;

/// Those of a template, or of a call center, within reach.
#[server(prefix = "/api/ui", endpoint = "integrators/list", protocol = Ask)]
pub async fn list_integrators(
    call_center: Option<CallCenterId>,
    query: IntegratorQuery,
    page: PageRequest,
) -> Result<Page<Integrator>, PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    Ok(portal.list_integrators(&actor, call_center, query, page).await?)
}

/// One.
#[server(prefix = "/api/ui", endpoint = "integrators/get", protocol = Ask)]
pub async fn get_integrator(id: IntegratorId) -> Result<Integrator, PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    Ok(portal.integrator(&actor, id).await?)
}

/// Creates one.
#[server(prefix = "/api/ui", endpoint = "integrators/create")]
pub async fn create_integrator(template: TemplateId, form: IntegratorForm) -> Result<Integrator, PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    let typed = form.clone();
    let outcome = async {
        let call_center: CallCenterId = super::required(&form.call_center_id, "/callCenterId")?;
        Ok(portal.create_integrator(&actor, &call_center, form.draft(template)?).await?)
    };
    let saved = keep_if_refused(template, typed, outcome.await).await?;
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
    let typed = form.clone();
    let outcome = async {
        let change = crate::portal::Change { id, version: Some(version) };
        Ok(portal.update_integrator(&actor, change, form.draft(template)?).await?)
    };
    let saved = keep_if_refused(template, typed, outcome.await).await?;
    super::back(crate::components::Done::Saved);
    Ok(saved)
}

/// Passes the outcome on; what was refused is kept for the page that comes next, without the secrets in it.
#[cfg(feature = "ssr")]
async fn keep_if_refused(
    template: TemplateId,
    typed: IntegratorForm,
    outcome: Result<Integrator, PageError>,
) -> Result<Integrator, PageError> {
    let outcome = outcome.map_err(|error| typed.place(error));
    if outcome.is_ok() {
        return outcome;
    }
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    // Of a template that can't be read nobody knows which fields are secret: then none comes back.
    let parameters = portal.template(&actor, &template.to_string(), None).await.map(|template| template.parameters);
    let typed = typed.without_secrets(&parameters.unwrap_or_default());
    super::forms::keep_if_refused(&typed, outcome).await
}

/// Makes another for a call center, without secrets.
#[server(prefix = "/api/ui", endpoint = "integrators/copy")]
pub async fn copy_integrator(id: IntegratorId, call_center_id: String) -> Result<Integrator, PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    let saved = portal.copy_integrator(&actor, id, super::required(&call_center_id, "/callCenterId")?).await?;
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

/// The circuit breakers' states of those on one page of a list, in the same order.
#[server(prefix = "/api/ui", endpoint = "integrators/circuits", protocol = Ask)]
pub async fn get_circuits(ids: Vec<IntegratorId>) -> Result<Vec<Circuit>, PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    let mut states = Vec::with_capacity(ids.len());
    for id in ids.into_iter().take(PageRequest::MAXIMUM_LIMIT as usize) {
        states.push(portal.circuit(&actor, id).await?);
    }
    Ok(states)
}
