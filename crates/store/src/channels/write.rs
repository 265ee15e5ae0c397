//! Writing channels; a gateway with its parts, in one unit.

use super::{Stored, find_parts, get};
use crate::changes::{Change, announce};
use crate::error::StoreError;
#[cfg(doc)]
use crate::error::constraint;
use crate::hidden_parts::{self, HiddenParts, PartsWrite};
use crate::unit::{Unit, check_version};
use crate::words::to_json_text;
use patchbay_model::id::{CallCenterId, Version};
use patchbay_model::messaging::ChannelId;
use patchbay_model::messaging::channel::{Channel, ChannelDraft};
use patchbay_model::time::Timestamp;
use patchbay_model::valid::Valid;

/// A channel as written.
#[derive(Debug, Clone)]
pub struct ChannelWrite {
    /// What was typed, checked.
    pub draft: Valid<ChannelDraft>,
    /// What stands behind a gateway.
    pub parts: Option<PartsWrite>,
}

/// Creates a channel; `parts` names what stands behind a gateway.
///
/// # Errors
/// A conflict with [`CHANNEL_NAME`](constraint::CHANNEL_NAME) or [`TEMPLATE_NAME`](constraint::TEMPLATE_NAME).
pub async fn insert(
    unit: &mut Unit,
    id: ChannelId,
    call_center: &CallCenterId,
    parts: HiddenParts,
    write: &ChannelWrite,
    at: Timestamp,
) -> Result<Channel, StoreError> {
    if let Some(of_parts) = &write.parts {
        hidden_parts::insert(unit, call_center, parts, of_parts).await?;
    }
    let parts = write.parts.as_ref().map(|_| parts);
    sqlx::query!(
        "INSERT INTO channels (id, call_center_id, name, kind, settings, template_id, integrator_id, created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5::text::json, $6, $7, $8, $8)",
        id.0,
        call_center.as_str(),
        write.draft.name.as_str(),
        write.draft.kind.as_str(),
        to_json_text(&Stored::of(&write.draft))?,
        parts.map(|parts| parts.template.0),
        parts.map(|parts| parts.integrator.0),
        at.0,
    )
    .execute(unit.connection())
    .await?;
    announce(unit, &Change::Channels(call_center.clone())).await?;
    get(unit, call_center, &id.to_string()).await
}

/// Saves a channel; its kind stays what it was.
///
/// # Errors
/// As [`insert`].
pub async fn update(
    unit: &mut Unit,
    call_center: &CallCenterId,
    id: ChannelId,
    write: &ChannelWrite,
    version: Option<Version>,
    at: Timestamp,
) -> Result<Channel, StoreError> {
    let parts = lock(unit, call_center, id, version).await?;
    if let (Some(parts), Some(of_parts)) = (parts, &write.parts) {
        hidden_parts::update(unit, call_center, parts, of_parts).await?;
    }
    sqlx::query!(
        "UPDATE channels SET name = $2, settings = $3::text::json, updated_at = $4, version = version + 1 WHERE id = $1",
        id.0,
        write.draft.name.as_str(),
        to_json_text(&Stored::of(&write.draft))?,
        at.0,
    )
    .execute(unit.connection())
    .await?;
    announce(unit, &Change::Channels(call_center.clone())).await?;
    get(unit, call_center, &id.to_string()).await
}

/// Deletes a channel with its parts. What was said over it stays.
pub async fn delete(
    unit: &mut Unit,
    call_center: &CallCenterId,
    id: ChannelId,
    version: Option<Version>,
) -> Result<(), StoreError> {
    let parts = lock(unit, call_center, id, version).await?;
    sqlx::query!("DELETE FROM channels WHERE id = $1", id.0).execute(unit.connection()).await?;
    announce(unit, &Change::Channels(call_center.clone())).await?;
    match parts {
        Some(parts) => hidden_parts::delete(unit, call_center, parts).await,
        None => Ok(()),
    }
}

async fn lock(
    unit: &mut Unit,
    call_center: &CallCenterId,
    id: ChannelId,
    version: Option<Version>,
) -> Result<Option<HiddenParts>, StoreError> {
    let current = sqlx::query_scalar!(
        "SELECT version FROM channels WHERE id = $1 AND call_center_id = $2 FOR UPDATE",
        id.0,
        call_center.as_str(),
    );
    check_version(version, current.fetch_one(unit.connection()).await?)?;
    find_parts(unit, call_center, id).await
}
