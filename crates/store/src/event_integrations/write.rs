//! Writing event integrations with their parts, in one unit.

use super::{PartIds, find_parts, get};
use crate::error::StoreError;
#[cfg(doc)]
use crate::error::constraint;
use crate::integrators::{self, IntegratorWrite};
use crate::reach::Reach;
use crate::unit::{Door, Stamp, Unit, check_version};
use crate::{endpoints, templates};
use patchbay_model::endpoint::EndpointDraft;
use patchbay_model::event_integration::EventIntegration;
use patchbay_model::id::{CallCenterId, EventIntegrationId, Version};
use patchbay_model::template::TemplateDraft;
use patchbay_model::valid::Valid;

/// An event integration as written: its parts, checked, with the credentials sealed, and what was typed.
#[derive(Debug, Clone)]
pub struct EventIntegrationWrite {
    /// The private template.
    pub template: Valid<TemplateDraft>,
    /// Its integrator with the credentials.
    pub integrator: IntegratorWrite,
    /// Its endpoint with the trigger.
    pub endpoint: Valid<EndpointDraft>,
    /// The URL as typed.
    pub url: String,
    /// The JSON for configuration as typed.
    pub configuration: String,
}

/// One stamp per part: each of them has configuration versions of its own.
#[derive(Debug, Clone)]
pub struct PartStamps {
    /// For the template.
    pub template: Stamp,
    /// For the integrator.
    pub integrator: Stamp,
    /// For the endpoint.
    pub endpoint: Stamp,
}

/// Creates an event integration. A copy is one more of these, from the draft that the model makes of the original.
///
/// # Errors
/// A conflict with [`TEMPLATE_NAME`](constraint::TEMPLATE_NAME): the name is taken, perhaps by an ordinary integration. A
/// reference to [`TEMPLATE_CALL_CENTER`](constraint::TEMPLATE_CALL_CENTER).
pub async fn insert(
    unit: &mut Unit,
    id: EventIntegrationId,
    call_center: &CallCenterId,
    parts: PartIds,
    write: &EventIntegrationWrite,
    stamps: &PartStamps,
) -> Result<EventIntegration, StoreError> {
    templates::insert(unit, parts.template, &write.template, &stamps.template).await?;
    integrators::insert(unit, parts.integrator, call_center, parts.template, &write.integrator, &stamps.integrator)
        .await?;
    let reach = Reach::One(call_center.clone());
    endpoints::insert(unit, &reach, parts.endpoint, parts.template, &write.endpoint, &stamps.endpoint).await?;
    sqlx::query!(
        "INSERT INTO event_integrations (id, call_center_id, template_id, integrator_id, endpoint_id, url, configuration,
             created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8)",
        id.0,
        call_center.as_str(),
        parts.template.0,
        parts.integrator.0,
        parts.endpoint.0,
        write.url,
        write.configuration,
        stamps.template.at.0,
    )
    .execute(unit.connection())
    .await?;
    get(unit, call_center, id).await
}

/// Saves an event integration.
///
/// # Errors
/// As [`insert`], and a reference to [`CREDENTIAL_HOST`](constraint::CREDENTIAL_HOST) when the URL names another host
/// and a secret was kept.
pub async fn update(
    unit: &mut Unit,
    call_center: &CallCenterId,
    id: EventIntegrationId,
    write: &EventIntegrationWrite,
    version: Option<Version>,
    stamps: &PartStamps,
) -> Result<EventIntegration, StoreError> {
    let parts = lock(unit, call_center, id, version).await?;
    let reach = Reach::One(call_center.clone());
    unit.door = Door::Whole;
    templates::update(unit, &reach, parts.template, &write.template, None, &stamps.template).await?;
    integrators::update(unit, &reach, parts.integrator, &write.integrator, None, &stamps.integrator).await?;
    endpoints::update(unit, &reach, parts.endpoint, &write.endpoint, None, &stamps.endpoint).await?;
    unit.door = Door::Ordinary;
    sqlx::query!(
        "UPDATE event_integrations SET url = $2, configuration = $3, updated_at = $4, version = version + 1 WHERE id = $1",
        id.0,
        write.url,
        write.configuration,
        stamps.template.at.0,
    )
    .execute(unit.connection())
    .await?;
    get(unit, call_center, id).await
}

/// Deletes an event integration with its parts.
pub async fn delete(
    unit: &mut Unit,
    call_center: &CallCenterId,
    id: EventIntegrationId,
    version: Option<Version>,
) -> Result<(), StoreError> {
    let parts = lock(unit, call_center, id, version).await?;
    sqlx::query!("DELETE FROM event_integrations WHERE id = $1", id.0).execute(unit.connection()).await?;
    templates::delete(unit, &Reach::One(call_center.clone()), parts.template, None).await
}

async fn lock(
    unit: &mut Unit,
    call_center: &CallCenterId,
    id: EventIntegrationId,
    version: Option<Version>,
) -> Result<PartIds, StoreError> {
    let current = sqlx::query_scalar!(
        "SELECT version FROM event_integrations WHERE id = $1 AND call_center_id = $2 FOR UPDATE",
        id.0,
        call_center.as_str(),
    );
    check_version(version, current.fetch_one(unit.connection()).await?)?;
    find_parts(unit, call_center, id).await?.ok_or(StoreError::NotFound)
}
