//! Switching an endpoint's triggers off: the other side said that it is gone.

use super::{find, update};
use crate::error::StoreError;
use crate::event_integrations;
use crate::reach::Reach;
use crate::unit::{Door, Stamp, Unit};
use crate::words::Place;
use patchbay_model::endpoint::Endpoint;
use patchbay_model::id::{CallCenterId, EndpointId, EventIntegrationId};
use patchbay_model::trigger::{EventTrigger, Trigger, TriggerName};
use patchbay_model::valid::Valid;

/// An endpoint that runs by name only from now on.
#[derive(Debug, Clone, PartialEq)]
pub struct Silenced {
    /// As it was.
    pub before: Endpoint,
    /// As it is.
    pub after: Endpoint,
    /// The event integration that it belongs to.
    pub event_integration: Option<EventIntegrationId>,
}

/// Takes away whatever makes an endpoint run by itself: events are deselected, moments go. None: it is not the call
/// center's own, and one tenant's host must not switch a published template off for all; or it is silent already.
pub async fn silence(
    unit: &mut Unit,
    call_center: &CallCenterId,
    id: EndpointId,
    stamp: &Stamp,
) -> Result<Option<Silenced>, StoreError> {
    let reach = Reach::One(call_center.clone());
    let Some(before) = find(&mut *unit, &reach, id).await? else { return Ok(None) };
    let mut draft = before.draft.clone();
    draft.triggers = draft.triggers.into_iter().filter_map(silent).collect();
    if draft.triggers == before.draft.triggers {
        return Ok(None);
    }
    let corrupt = |_| Place { table: "endpoints", row: &id }.corrupt("it would not be saved as it is");
    let draft = Valid::check(draft).map_err(corrupt)?;
    let event_integration = event_integrations::find_by_template(&mut *unit, before.template_id).await?;
    unit.door = Door::Whole;
    let after = update(unit, &reach, id, &draft, None, stamp).await;
    unit.door = Door::Ordinary;
    let after = match after {
        Ok(after) => after,
        Err(StoreError::NotFound) => return Ok(None), // seen, and not its own
        Err(why) => return Err(why),
    };
    // Whoever has the form open learns that it changed.
    sqlx::query!(
        "UPDATE event_integrations SET version = version + 1, updated_at = $2 WHERE endpoint_id = $1",
        id.0,
        stamp.at.0
    )
    .execute(unit.connection())
    .await?;
    Ok(Some(Silenced { before, after, event_integration }))
}

fn silent(trigger: Trigger) -> Option<Trigger> {
    match trigger {
        Trigger::Events(events) => Some(Trigger::Events(EventTrigger { events: Vec::new(), ..events })),
        Trigger::Named(name) => (name == TriggerName::Manual).then_some(Trigger::Named(name)),
    }
}
