//! Writing integrators.

use super::get;
use super::values::{delete_values, insert_values};
use crate::Sealed;
use crate::changes::{Change, announce};
use crate::configuration_versions::{self, Object};
use crate::error::StoreError;
use crate::hidden_parts;
use crate::reach::Reach;
use crate::templates;
use crate::unit::{Stamp, Unit, check_version};
use crate::words::{to_json, to_json_text_option};
use patchbay_model::id::{CallCenterId, IntegratorId, TemplateId, Version};
use patchbay_model::integrator::Integrator;
use serde_json::Value;
use std::collections::BTreeMap;

/// An integrator as written, with its secrets sealed: a checked draft on its way into the tables.
#[derive(Debug, Clone)]
pub struct IntegratorWrite {
    /// Bare `host[:port]`.
    pub host: String,
    /// What it is for.
    pub description: String,
    /// False: the execute API answers 404.
    pub enabled: bool,
    /// Info JSON.
    pub info: Option<Value>,
    /// Iframe JSON.
    pub iframe: Option<Value>,
    /// Values by parameter; what is left out is removed.
    pub fields: BTreeMap<String, FieldWrite>,
    /// Secrets by credential id; what is left out is removed.
    pub credentials: BTreeMap<String, SecretWrite>,
}

/// A field's value as written.
#[derive(Clone, PartialEq, Eq)]
pub enum FieldWrite {
    /// A value that everybody may read who sees the integrator.
    Plain(String),
    /// A secret.
    Sealed(Sealed),
    /// What is stored stays.
    Keep,
}

impl std::fmt::Debug for FieldWrite {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Plain(_) => "Plain(…)",
            Self::Sealed(_) => "Sealed(…)",
            Self::Keep => "Keep",
        })
    }
}

/// A credential's secret as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SecretWrite {
    /// A new secret.
    Sealed(Sealed),
    /// What is stored stays.
    Keep,
}

/// Creates an integrator.
///
/// # Errors
/// A conflict with [`INTEGRATOR_TEMPLATE`](crate::constraint::INTEGRATOR_TEMPLATE), a reference to
/// [`INTEGRATOR_CALL_CENTER`](crate::constraint::INTEGRATOR_CALL_CENTER) or
/// [`INTEGRATOR_TEMPLATE_MISSING`](crate::constraint::INTEGRATOR_TEMPLATE_MISSING).
pub async fn insert(
    unit: &mut Unit,
    id: IntegratorId,
    call_center: &CallCenterId,
    template: TemplateId,
    write: &IntegratorWrite,
    stamp: &Stamp,
) -> Result<Integrator, StoreError> {
    templates::lock_shared(unit, call_center.as_str(), template.0).await?;
    sqlx::query!(
        "INSERT INTO integrators (id, call_center_id, template_id, host, description, enabled, info, iframe,
             configuration_version_id, created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7::text::json, $8::text::json, $9, $10, $10)",
        id.0,
        call_center.as_str(),
        template.0,
        write.host,
        write.description,
        write.enabled,
        to_json_text_option(write.info.as_ref())?,
        to_json_text_option(write.iframe.as_ref())?,
        stamp.version_id.0,
        stamp.at.0,
    )
    .execute(unit.connection())
    .await?;
    insert_values(unit, id, write, stamp.at).await?;
    settle(unit, id, stamp).await
}

/// Saves an integrator. When it may sign in elsewhere or differently from now on, its access tokens are forgotten.
///
/// # Errors
/// A reference to [`FIELD_HOST`](crate::constraint::FIELD_HOST) or [`CREDENTIAL_HOST`](crate::constraint::CREDENTIAL_HOST)
/// when the host changed and a secret was kept.
pub async fn update(
    unit: &mut Unit,
    reach: &Reach,
    id: IntegratorId,
    write: &IntegratorWrite,
    version: Option<Version>,
    stamp: &Stamp,
) -> Result<Integrator, StoreError> {
    let host = lock(unit, reach, id, version).await?;
    let changed = delete_values(unit, id, write).await?;
    sqlx::query!(
        "UPDATE integrators SET host = $2, description = $3, enabled = $4, info = $5::text::json, iframe = $6::text::json,
             configuration_version_id = $7, updated_at = $8, version = version + 1
         WHERE id = $1",
        id.0,
        write.host,
        write.description,
        write.enabled,
        to_json_text_option(write.info.as_ref())?,
        to_json_text_option(write.iframe.as_ref())?,
        stamp.version_id.0,
        stamp.at.0,
    )
    .execute(unit.connection())
    .await?;
    let entered = insert_values(unit, id, write, stamp.at).await?;
    if changed || entered || host != write.host {
        sqlx::query!("DELETE FROM access_tokens WHERE integrator_id = $1", id.0).execute(unit.connection()).await?;
    }
    settle(unit, id, stamp).await
}

/// Deletes an integrator with its fields, credentials and access tokens.
pub async fn delete(
    unit: &mut Unit,
    reach: &Reach,
    id: IntegratorId,
    version: Option<Version>,
) -> Result<(), StoreError> {
    lock(unit, reach, id, version).await?;
    sqlx::query!("DELETE FROM integrators WHERE id = $1", id.0).execute(unit.connection()).await?;
    announce(unit, &Change::Integrator(id)).await
}

async fn lock(
    unit: &mut Unit,
    reach: &Reach,
    id: IntegratorId,
    version: Option<Version>,
) -> Result<String, StoreError> {
    let row = sqlx::query!(
        "SELECT version, host, template_id FROM integrators WHERE id = $1 AND ($2::text IS NULL OR call_center_id = $2) FOR UPDATE",
        id.0,
        reach.id(),
    )
    .fetch_one(unit.connection())
    .await?;
    check_version(version, row.version)?;
    hidden_parts::refuse_part(unit, TemplateId(row.template_id)).await?;
    Ok(row.host)
}

/// Keeps the version, tells the others, and reads what was written.
async fn settle(unit: &mut Unit, id: IntegratorId, stamp: &Stamp) -> Result<Integrator, StoreError> {
    let integrator = get(&mut *unit, &Reach::All, id).await?;
    let snapshot = to_json(&integrator)?;
    let owner = Some(&integrator.call_center_id);
    configuration_versions::insert(unit, Object::Integrator(id), owner, integrator.version, &snapshot, stamp).await?;
    announce(unit, &Change::Integrator(id)).await?;
    Ok(integrator)
}
