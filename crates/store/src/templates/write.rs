//! Writing templates.

use super::get;
use crate::changes::{Change, announce};
use crate::configuration_versions::{self, Object};
use crate::endpoints;
use crate::error::{StoreError, constraint};
use crate::hidden_parts;
use crate::private_codes;
use crate::reach::Reach;
use crate::unit::{Stamp, Unit, check_version};
use crate::words::{location, template_type, to_json};
use patchbay_model::id::{TemplateId, Version};
use patchbay_model::template::{Parameter, Template, TemplateDraft};
use patchbay_model::valid::Valid;
use uuid::Uuid;

/// Creates a template.
///
/// # Errors
/// A conflict with [`constraint::TEMPLATE_NAME`], a reference to [`constraint::TEMPLATE_CALL_CENTER`].
pub async fn insert(
    unit: &mut Unit,
    id: TemplateId,
    draft: &Valid<TemplateDraft>,
    stamp: &Stamp,
) -> Result<Template, StoreError> {
    lock_name(unit, &draft.name).await?;
    sqlx::query!(
        "INSERT INTO templates (id, name, label, type, description, info_enabled, iframe_enabled, call_center_id,
             configuration_version_id, created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10)",
        id.0,
        draft.name,
        draft.label,
        template_type(draft.template_type),
        draft.description,
        draft.info_enabled,
        draft.iframe_enabled,
        draft.call_center_id.as_ref().map(|id| id.as_str()),
        stamp.version_id.0,
        stamp.at.0,
    )
    .execute(unit.connection())
    .await?;
    insert_parameters(unit, id, &draft.parameters).await?;
    settle(unit, id, stamp).await
}

/// Saves a template; its parameters become those of the draft, and integrators lose the values of those that are gone.
///
/// # Errors
/// As [`insert`], and a conflict with [`constraint::TEMPLATE_IN_USE`] or [`constraint::PRIVATE_CODE_TEMPLATE`].
pub async fn update(
    unit: &mut Unit,
    reach: &Reach,
    id: TemplateId,
    draft: &Valid<TemplateDraft>,
    version: Option<Version>,
    stamp: &Stamp,
) -> Result<Template, StoreError> {
    lock_name(unit, &draft.name).await?;
    lock(unit, reach, id, version).await?;
    sqlx::query!(
        "UPDATE templates SET name = $2, label = $3, type = $4, description = $5, info_enabled = $6, iframe_enabled = $7,
             call_center_id = $8, configuration_version_id = $9, updated_at = $10, version = version + 1
         WHERE id = $1",
        id.0,
        draft.name,
        draft.label,
        template_type(draft.template_type),
        draft.description,
        draft.info_enabled,
        draft.iframe_enabled,
        draft.call_center_id.as_ref().map(|id| id.as_str()),
        stamp.version_id.0,
        stamp.at.0,
    )
    .execute(unit.connection())
    .await?;
    let stranded = sqlx::query_scalar!(
        r#"SELECT EXISTS (
             SELECT FROM integrators i JOIN templates t ON t.id = i.template_id
             WHERE t.id = $1 AND t.call_center_id IS NOT NULL AND i.call_center_id <> t.call_center_id
           ) AS "stranded!""#,
        id.0,
    );
    if stranded.fetch_one(unit.connection()).await? {
        return Err(StoreError::conflict(constraint::TEMPLATE_IN_USE));
    }
    if draft.call_center_id.is_none() && private_codes::has_module(unit, id).await? {
        return Err(StoreError::conflict(constraint::PRIVATE_CODE_TEMPLATE));
    }
    sqlx::query!("DELETE FROM template_parameters WHERE template_id = $1", id.0).execute(unit.connection()).await?;
    insert_parameters(unit, id, &draft.parameters).await?;
    sqlx::query!(
        "DELETE FROM integrator_fields f USING integrators i
         WHERE i.template_id = $1 AND f.integrator_id = i.id
           AND f.name NOT IN (SELECT name FROM template_parameters WHERE template_id = $1)",
        id.0,
    )
    .execute(unit.connection())
    .await?;
    settle(unit, id, stamp).await
}

/// Deletes a template with its endpoints and integrators; see [`usage`](super::usage).
pub async fn delete(
    unit: &mut Unit,
    reach: &Reach,
    id: TemplateId,
    version: Option<Version>,
) -> Result<(), StoreError> {
    lock(unit, reach, id, version).await?;
    sqlx::query!("DELETE FROM templates WHERE id = $1", id.0).execute(unit.connection()).await?;
    announce(unit, &Change::Template(id)).await
}

/// Keeps the version, tells the others, and reads what was written.
async fn settle(unit: &mut Unit, id: TemplateId, stamp: &Stamp) -> Result<Template, StoreError> {
    let template = get(&mut *unit, &Reach::All, id).await?;
    let mut snapshot = to_json(&template)?;
    let endpoints = endpoints::all(&mut *unit, &Reach::All, id).await?;
    if let Some(members) = snapshot.as_object_mut() {
        let drafts: Vec<_> = endpoints.into_iter().map(|endpoint| endpoint.draft).collect();
        members.insert("endpoints".to_owned(), to_json(&drafts)?);
    }
    let owner = template.call_center_id.as_ref();
    configuration_versions::insert(unit, Object::Template(id), owner, template.version, &snapshot, stamp).await?;
    announce(unit, &Change::Template(id)).await?;
    Ok(template)
}

async fn insert_parameters(unit: &mut Unit, id: TemplateId, parameters: &[Parameter]) -> Result<(), StoreError> {
    let names: Vec<_> = parameters.iter().map(|p| p.name.clone()).collect();
    let locations: Vec<_> = parameters.iter().map(|p| location(p.location).to_owned()).collect();
    let required: Vec<_> = parameters.iter().map(|p| p.required).collect();
    let secret: Vec<_> = parameters.iter().map(|p| p.secret).collect();
    let descriptions: Vec<_> = parameters.iter().map(|p| p.description.clone()).collect();
    let defaults: Vec<_> = parameters.iter().map(|p| p.default.clone()).collect();
    sqlx::query!(
        "INSERT INTO template_parameters (template_id, position, name, location, required, secret, description, default_value)
         SELECT $1, position, name, location, required, secret, description, default_value
         FROM UNNEST($2::text[], $3::text[], $4::bool[], $5::bool[], $6::text[], $7::text[])
             WITH ORDINALITY AS p (name, location, required, secret, description, default_value, position)",
        id.0,
        &names,
        &locations,
        &required,
        &secret,
        &descriptions,
        &defaults as &[Option<String>],
    )
    .execute(unit.connection())
    .await?;
    Ok(())
}

/// Lets one writer of a name at a time through. The constraint is what keeps names apart; without the lock two writers
/// could both insert and then wait for each other, and one would be told of a deadlock instead of the conflict.
async fn lock_name(unit: &mut Unit, name: &str) -> Result<(), StoreError> {
    sqlx::query!("SELECT pg_advisory_xact_lock(hashtextextended($1, 1))", name).execute(unit.connection()).await?;
    Ok(())
}

/// Locks a template for writing it or one of its endpoints: published ones only in reach of all, those behind an event
/// integration only through that.
///
/// NO KEY UPDATE: endpoints and integrators that refer to the template meanwhile need not wait for it.
pub(crate) async fn lock(
    unit: &mut Unit,
    reach: &Reach,
    id: TemplateId,
    version: Option<Version>,
) -> Result<(), StoreError> {
    let current = sqlx::query_scalar!(
        "SELECT version FROM templates WHERE id = $1 AND ($2::text IS NULL OR call_center_id = $2) FOR NO KEY UPDATE",
        id.0,
        reach.id(),
    );
    check_version(version, current.fetch_one(unit.connection()).await?)?;
    hidden_parts::refuse_part(unit, id).await
}

/// Sees to it that the template stays visible to `call_center` until the unit ends.
pub(crate) async fn lock_shared(unit: &mut Unit, call_center: &str, id: Uuid) -> Result<(), StoreError> {
    let seen = sqlx::query_scalar!(
        r#"SELECT true AS "seen!" FROM templates WHERE id = $1 AND (call_center_id IS NULL OR call_center_id = $2) FOR SHARE"#,
        id,
        call_center,
    );
    match seen.fetch_optional(unit.connection()).await? {
        Some(_) => Ok(()),
        None => Err(StoreError::reference(constraint::INTEGRATOR_TEMPLATE_MISSING)),
    }
}
