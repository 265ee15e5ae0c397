//! What stands behind event integrations, adapters and channels: private templates with their integrators and endpoints.
//!
//! # Invariants
//! Hidden from the lists of those, and written through the door of what they stand behind, because saving one of them
//! alone would make a form show what does not run.

use crate::error::{StoreError, constraint};
use crate::integrators::{self, IntegratorWrite};
use crate::reach::Reach;
use crate::unit::{Door, Stamp, Unit};
use crate::{endpoints, templates};
use patchbay_model::endpoint::EndpointDraft;
use patchbay_model::id::{CallCenterId, EndpointId, IntegratorId, TemplateId};
use patchbay_model::template::TemplateDraft;
use patchbay_model::valid::Valid;

/// The template and the integrator behind something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HiddenParts {
    /// The private template.
    pub template: TemplateId,
    /// Its integrator, to whose row secrets are sealed.
    pub integrator: IntegratorId,
}

/// The parts of an adapter or channel as written, checked and with secrets sealed.
#[derive(Debug, Clone)]
pub struct PartsWrite {
    /// The private template.
    pub template: Valid<TemplateDraft>,
    /// Its endpoints; those of other names go.
    pub endpoints: Vec<Valid<EndpointDraft>>,
    /// Its integrator.
    pub integrator: IntegratorWrite,
    /// One more than endpoints for the template, one more for the integrator: each has configuration versions of its own.
    pub stamps: Vec<Stamp>,
    /// For endpoints that are new.
    pub endpoint_ids: Vec<EndpointId>,
}

impl PartsWrite {
    fn stamp(&self, index: usize) -> Result<&Stamp, StoreError> {
        self.stamps.get(index).ok_or_else(|| StoreError::conflict("hidden_parts_stamps"))
    }
}

/// Creates them. Endpoints come before secrets: a secret is bound to the hosts that they name.
pub(crate) async fn insert(
    unit: &mut Unit,
    call_center: &CallCenterId,
    parts: HiddenParts,
    write: &PartsWrite,
) -> Result<(), StoreError> {
    templates::insert(unit, parts.template, &write.template, write.stamp(0)?).await?;
    let reach = Reach::One(call_center.clone());
    for (index, (draft, id)) in write.endpoints.iter().zip(&write.endpoint_ids).enumerate() {
        endpoints::insert(unit, &reach, *id, parts.template, draft, write.stamp(index + 2)?).await?;
    }
    let (id, template) = (parts.integrator, parts.template);
    integrators::insert(unit, id, call_center, template, &write.integrator, write.stamp(1)?).await?;
    Ok(())
}

/// Saves them.
pub(crate) async fn update(
    unit: &mut Unit,
    call_center: &CallCenterId,
    parts: HiddenParts,
    write: &PartsWrite,
) -> Result<(), StoreError> {
    unit.door = Door::Whole;
    let outcome = update_all(unit, call_center, parts, write).await;
    unit.door = Door::Ordinary;
    outcome
}

async fn update_all(
    unit: &mut Unit,
    call_center: &CallCenterId,
    parts: HiddenParts,
    write: &PartsWrite,
) -> Result<(), StoreError> {
    let reach = Reach::One(call_center.clone());
    templates::update(unit, &reach, parts.template, &write.template, None, write.stamp(0)?).await?;
    let before = endpoints::all(&mut *unit, &reach, parts.template).await?;
    for (index, (draft, new_id)) in write.endpoints.iter().zip(&write.endpoint_ids).enumerate() {
        let stamp = write.stamp(index + 2)?;
        match before.iter().find(|known| known.draft.name == draft.name) {
            Some(known) => endpoints::update(unit, &reach, known.id, draft, None, stamp).await?,
            None => endpoints::insert(unit, &reach, *new_id, parts.template, draft, stamp).await?,
        };
    }
    for gone in before.iter().filter(|known| !write.endpoints.iter().any(|kept| kept.name == known.draft.name)) {
        endpoints::delete(unit, &reach, gone.id, None).await?;
    }
    integrators::update(unit, &reach, parts.integrator, &write.integrator, None, write.stamp(1)?).await?;
    Ok(())
}

/// Saves the integrator alone, for a secret that is made anew.
///
/// # Errors
/// Not found without such parts.
pub async fn save_integrator(
    unit: &mut Unit,
    call_center: &CallCenterId,
    parts: HiddenParts,
    write: &IntegratorWrite,
    stamp: &Stamp,
) -> Result<(), StoreError> {
    unit.door = Door::Whole;
    let saved = integrators::update(unit, &Reach::One(call_center.clone()), parts.integrator, write, None, stamp).await;
    unit.door = Door::Ordinary;
    saved.map(drop)
}

/// Deletes them; whatever they stood behind is gone already.
pub(crate) async fn delete(unit: &mut Unit, call_center: &CallCenterId, parts: HiddenParts) -> Result<(), StoreError> {
    templates::delete(unit, &Reach::One(call_center.clone()), parts.template, None).await
}

/// Refuses to write a part through any other door than that of what it stands behind.
///
/// # Errors
/// A conflict with [`PART_OF_EVENT_INTEGRATION`](constraint::PART_OF_EVENT_INTEGRATION) or
/// [`PART_OF_MESSAGING`](constraint::PART_OF_MESSAGING).
pub(crate) async fn refuse_part(unit: &mut Unit, template: TemplateId) -> Result<(), StoreError> {
    if unit.door == Door::Whole {
        return Ok(());
    }
    let found =
        sqlx::query_scalar!(r#"SELECT part_of AS "part_of!" FROM hidden_parts WHERE template_id = $1"#, template.0);
    match found.fetch_optional(unit.connection()).await?.as_deref() {
        None => Ok(()),
        Some("eventIntegration") => Err(StoreError::conflict(constraint::PART_OF_EVENT_INTEGRATION)),
        Some(_) => Err(StoreError::conflict(constraint::PART_OF_MESSAGING)),
    }
}
