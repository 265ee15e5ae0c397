//! Writing adapters with their parts, in one unit.

use super::{find_parts, get};
use crate::error::{StoreError, constraint};
use crate::graph_tokens;
use crate::hidden_parts::{self, HiddenParts, PartsWrite};
use crate::unit::{Unit, check_version};
use crate::words::to_json_text;
use patchbay_model::id::{CallCenterId, Version};
use patchbay_model::integrator::ValueInput;
use patchbay_model::messaging::AdapterId;
use patchbay_model::messaging::adapter::{Adapter, AdapterDraft};
use patchbay_model::time::Timestamp;
use patchbay_model::valid::Valid;
use patchbay_model::webhook::StoredAdapter;

/// An adapter as written.
#[derive(Debug, Clone)]
pub struct AdapterWrite {
    /// What was typed, checked.
    pub draft: Valid<AdapterDraft>,
    /// What stands behind it.
    pub parts: PartsWrite,
    /// Omnichannel: the hash of the new secret; none keeps the one that is stored.
    pub secret_hash: Option<[u8; 32]>,
}

/// Creates an adapter.
///
/// # Errors
/// A conflict with [`ADAPTER_NAME`](constraint::ADAPTER_NAME), [`ADAPTER_SECRET`](constraint::ADAPTER_SECRET) or
/// [`TEMPLATE_NAME`](constraint::TEMPLATE_NAME); a reference to [`TEMPLATE_CALL_CENTER`](constraint::TEMPLATE_CALL_CENTER).
pub async fn insert(
    unit: &mut Unit,
    id: AdapterId,
    call_center: &CallCenterId,
    parts: HiddenParts,
    write: &AdapterWrite,
    at: Timestamp,
) -> Result<Adapter, StoreError> {
    hidden_parts::insert(unit, call_center, parts, &write.parts).await?;
    sqlx::query!(
        "INSERT INTO adapters (id, call_center_id, kind, name, is_bot, channels, settings, secret_hash, template_id,
             integrator_id, created_at, updated_at, has_delivery_secret)
         VALUES ($1, $2, $3, $4, $5, $6, $7::text::json, $8, $9, $10, $11, $11, $12)",
        id.0,
        call_center.as_str(),
        write.draft.kind.as_str(),
        write.draft.name,
        write.draft.is_bot,
        &channels(write),
        to_json_text(&StoredAdapter::of(&write.draft))?,
        write.secret_hash.as_ref().map(<[u8; 32]>::as_slice),
        parts.template.0,
        parts.integrator.0,
        at.0,
        has_delivery_secret(write),
    )
    .execute(unit.connection())
    .await?;
    get(unit, call_center, id).await
}

/// Saves an adapter; its kind stays what it was.
///
/// # Errors
/// As [`insert`].
pub async fn update(
    unit: &mut Unit,
    call_center: &CallCenterId,
    id: AdapterId,
    write: &AdapterWrite,
    version: Option<Version>,
    at: Timestamp,
) -> Result<Adapter, StoreError> {
    let parts = lock(unit, call_center, id, version).await?;
    hidden_parts::update(unit, call_center, parts, &write.parts).await?;
    sqlx::query!(
        "UPDATE adapters SET name = $2, is_bot = $3, channels = $4, settings = $5::text::json,
             secret_hash = COALESCE($6, secret_hash), updated_at = $7, has_delivery_secret = $8, version = version + 1
         WHERE id = $1",
        id.0,
        write.draft.name,
        write.draft.is_bot,
        &channels(write),
        to_json_text(&StoredAdapter::of(&write.draft))?,
        write.secret_hash.as_ref().map(<[u8; 32]>::as_slice),
        at.0,
        has_delivery_secret(write),
    )
    .execute(unit.connection())
    .await?;
    if write.secret_hash.is_some() {
        // Whoever knew the old secret reads no further with what it was granted for it.
        graph_tokens::delete_of_adapter(unit, id).await?;
    }
    get(unit, call_center, id).await
}

fn channels(write: &AdapterWrite) -> Vec<String> {
    write.draft.channels.iter().map(ToString::to_string).collect()
}

fn has_delivery_secret(write: &AdapterWrite) -> bool {
    write.draft.delivery_secret.as_ref().is_some_and(|secret| *secret != ValueInput::None(()))
}

/// Deletes an adapter with its parts and tokens.
///
/// # Errors
/// A conflict with [`ADAPTER_IN_USE`](constraint::ADAPTER_IN_USE) while it hosts chats: close them or hand them over.
pub async fn delete(
    unit: &mut Unit,
    call_center: &CallCenterId,
    id: AdapterId,
    version: Option<Version>,
) -> Result<(), StoreError> {
    let parts = lock(unit, call_center, id, version).await?;
    let hosts = sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT FROM chat_sessions WHERE call_center_id = $1 AND ended_at IS NULL AND adapter_id = $2) AS "hosts!""#,
        call_center.as_str(),
        id.0,
    );
    if hosts.fetch_one(unit.connection()).await? {
        return Err(StoreError::conflict(constraint::ADAPTER_IN_USE));
    }
    sqlx::query!("DELETE FROM adapters WHERE id = $1", id.0).execute(unit.connection()).await?;
    hidden_parts::delete(unit, call_center, parts).await
}

async fn lock(
    unit: &mut Unit,
    call_center: &CallCenterId,
    id: AdapterId,
    version: Option<Version>,
) -> Result<HiddenParts, StoreError> {
    let current = sqlx::query_scalar!(
        "SELECT version FROM adapters WHERE id = $1 AND call_center_id = $2 FOR UPDATE",
        id.0,
        call_center.as_str(),
    );
    check_version(version, current.fetch_one(unit.connection()).await?)?;
    find_parts(unit, call_center, id).await?.ok_or(StoreError::NotFound)
}
