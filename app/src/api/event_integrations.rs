//! The event integrations' pages.

use super::PageError;
use super::event_integration_form::EventIntegrationForm;
#[cfg(feature = "ssr")]
use crate::languages::all_said;
#[cfg(feature = "ssr")]
use crate::paths;
use crate::wire::Ask;
use leptos::prelude::*;
use patchbay_model::event::Applicability;
use patchbay_model::event_integration::{
    EventIntegration, EventIntegrationCheck, EventIntegrationDocument, EventIntegrationQuery, Overlap,
};
use patchbay_model::id::{CallCenterId, EventIntegrationId, Version};
use patchbay_model::page::{Page, PageRequest};

/// A call center's, in the order in which they run.
#[server(prefix = "/api/ui", endpoint = "event-integrations/list", protocol = Ask)]
pub async fn list_event_integrations(
    call_center: CallCenterId,
    query: EventIntegrationQuery,
    page: PageRequest,
) -> Result<Page<EventIntegration>, PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    Ok(portal.list_event_integrations(&actor, &call_center, query, page).await?)
}

/// One. Its secrets are told as set or not set.
#[server(prefix = "/api/ui", endpoint = "event-integrations/get", protocol = Ask)]
pub async fn get_event_integration(
    call_center: CallCenterId,
    id: EventIntegrationId,
) -> Result<EventIntegration, PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    Ok(portal.event_integration(&actor, &call_center, id).await?)
}

/// Those shipped with Patchbay.
#[server(prefix = "/api/ui", endpoint = "event-integrations/gallery", protocol = Ask)]
pub async fn get_event_integration_gallery() -> Result<Vec<EventIntegrationDocument>, PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    Ok(portal.event_integration_gallery(&actor).await?)
}

/// Checks the form as saving would, for messages while typing, and tells whom it would meet.
#[server(prefix = "/api/ui", endpoint = "event-integrations/check", protocol = Ask)]
pub async fn check_event_integration(
    call_center: CallCenterId,
    id: Option<EventIntegrationId>,
    form: EventIntegrationForm,
) -> Result<EventIntegrationCheck, PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    let check = match form.draft() {
        Ok(draft) => portal.check_event_integration(&actor, &call_center, id, draft).await?,
        // A member that can't be read is what a check is there to find.
        Err(found) => EventIntegrationCheck { violations: found.into_vec(), ..EventIntegrationCheck::default() },
    };
    let (violations, warnings) = (all_said(check.violations), all_said(check.warnings));
    Ok(EventIntegrationCheck { violations, warnings, ..check })
}

/// Creates one and leads to its page.
#[server(prefix = "/api/ui", endpoint = "event-integrations/create")]
pub async fn create_event_integration(
    call_center: CallCenterId,
    form: EventIntegrationForm,
) -> Result<EventIntegration, PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    let typed = form.without_secrets();
    let outcome = async { Ok(portal.create_event_integration(&actor, &call_center, form.draft()?).await?) };
    let saved = super::forms::keep_if_refused(&typed, outcome.await).await?;
    super::lead_to(&paths::event_integration(&call_center, saved.id), crate::components::Done::Created);
    Ok(saved)
}

/// Saves one.
#[server(prefix = "/api/ui", endpoint = "event-integrations/update")]
pub async fn update_event_integration(
    call_center: CallCenterId,
    id: EventIntegrationId,
    version: Version,
    form: EventIntegrationForm,
) -> Result<EventIntegration, PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    let typed = form.without_secrets();
    let outcome = async {
        let change = crate::portal::Change { id, version: Some(version) };
        Ok(portal.update_event_integration(&actor, &call_center, change, form.draft()?).await?)
    };
    let saved = super::forms::keep_if_refused(&typed, outcome.await).await?;
    super::back(crate::components::Done::Saved);
    Ok(saved)
}

/// Makes another without the authentication details, and leads to it: they have to be entered there.
#[server(prefix = "/api/ui", endpoint = "event-integrations/copy")]
pub async fn copy_event_integration(
    call_center: CallCenterId,
    id: EventIntegrationId,
    name: String,
) -> Result<EventIntegration, PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    let saved = portal.copy_event_integration(&actor, &call_center, id, name.trim().to_owned()).await?;
    super::lead_to(&paths::event_integration(&call_center, saved.id), crate::components::Done::Copied);
    Ok(saved)
}

/// Deletes one and leads to the list: the page that it was deleted on may be its own.
#[server(prefix = "/api/ui", endpoint = "event-integrations/delete")]
pub async fn delete_event_integration(
    call_center: CallCenterId,
    id: EventIntegrationId,
    version: Version,
) -> Result<(), PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    let change = crate::portal::Change { id, version: Some(version) };
    portal.delete_event_integration(&actor, &call_center, change).await?;
    super::lead_to(&paths::of_call_center(paths::EVENT_INTEGRATIONS, &call_center), crate::components::Done::Deleted);
    Ok(())
}

/// Where more than one trigger listens.
#[server(prefix = "/api/ui", endpoint = "event-integrations/overlaps", protocol = Ask)]
pub async fn list_overlaps(call_center: CallCenterId) -> Result<Vec<Overlap>, PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    Ok(portal.overlaps(&actor, &call_center).await?)
}

/// Which event applies to which conversations.
#[server(prefix = "/api/ui", endpoint = "event-integrations/applicability", protocol = Ask)]
pub async fn get_applicability() -> Result<Applicability, PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    Ok(portal.applicability(&actor).await?)
}
