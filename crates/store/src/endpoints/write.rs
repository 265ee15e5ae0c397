//! Writing endpoints. Every write locks the template first, so that two writers of one template can't both make theirs
//! the default auth endpoint.

use super::get;
use crate::changes::{Change, announce};
use crate::configuration_versions::{self, Object};
use crate::error::{StoreError, constraint};
use crate::reach::Reach;
use crate::templates;
use crate::unit::{Stamp, Unit, check_version};
use crate::words::{Place, to_json, to_json_text_option};
use patchbay_model::endpoint::{Endpoint, EndpointDraft, EndpointType};
use patchbay_model::id::{EndpointId, TemplateId, Version};
use patchbay_model::valid::Valid;
use uuid::Uuid;

/// Creates an endpoint. The first auth endpoint of a template becomes its default unless the draft says no.
///
/// # Errors
/// A conflict with [`constraint::ENDPOINT_NAME`], a reference to [`constraint::ENDPOINT_AUTH_ENDPOINT`].
pub async fn insert(
    unit: &mut Unit,
    reach: &Reach,
    id: EndpointId,
    template: TemplateId,
    draft: &Valid<EndpointDraft>,
    stamp: &Stamp,
) -> Result<Endpoint, StoreError> {
    templates::lock(unit, reach, template, None).await?;
    let auth_endpoint = auth_endpoint(unit, template, draft).await?;
    let is_default = settle_default(unit, template, id, draft, None).await?;
    sqlx::query!(
        "INSERT INTO endpoints (id, template_id, name, label, type, method, url, description, triggers, response_type,
             expiry_path, expired, is_default, body_format, auth_endpoint_id, timeout_seconds, enabled, hard_params,
             parameters, request, response, configuration_version_id, created_at, updated_at, refresh_token)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20::text::json, $21::text::json, $22, $23, $23, $24)",
        id.0,
        template.0,
        draft.name,
        draft.label,
        draft.endpoint_type.as_str(),
        draft.method.as_str(),
        draft.url,
        draft.description,
        to_json(&draft.triggers)?,
        draft.response_type,
        draft.expiry_path,
        draft.expired.as_ref().map(to_json).transpose()?,
        is_default,
        draft.body_format.as_str(),
        auth_endpoint,
        seconds(id, draft)?,
        draft.enabled,
        to_json(&draft.hard_params)?,
        to_json(&draft.parameters)?,
        to_json_text_option(draft.request.as_ref())?,
        to_json_text_option(draft.response.as_ref())?,
        stamp.version_id.0,
        stamp.at.0,
        draft.refresh_token.as_ref().map(to_json).transpose()?,
    )
    .execute(unit.connection())
    .await?;
    settle(unit, id, stamp).await
}

/// Saves an endpoint. A saved auth endpoint may sign in differently: its tokens are forgotten.
///
/// # Errors
/// As [`insert`].
pub async fn update(
    unit: &mut Unit,
    reach: &Reach,
    id: EndpointId,
    draft: &Valid<EndpointDraft>,
    version: Option<Version>,
    stamp: &Stamp,
) -> Result<Endpoint, StoreError> {
    let before = lock(unit, reach, id, version).await?;
    let template = before.template_id;
    let auth_endpoint = auth_endpoint(unit, template, draft).await?;
    let is_default = settle_default(unit, template, id, draft, Some(before.is_default)).await?;
    if before.was_auth && draft.endpoint_type != EndpointType::Auth && before.is_named {
        return Err(StoreError::reference(constraint::ENDPOINT_AUTH_ENDPOINT));
    }
    sqlx::query!(
        "UPDATE endpoints SET name = $2, label = $3, type = $4, method = $5, url = $6, description = $7, triggers = $8,
             response_type = $9, expiry_path = $10, expired = $11, is_default = $12, body_format = $13, auth_endpoint_id = $14,
             timeout_seconds = $15, enabled = $16, hard_params = $17, parameters = $18, request = $19::text::json, response = $20::text::json,
             configuration_version_id = $21, updated_at = $22, refresh_token = $23, version = version + 1
         WHERE id = $1",
        id.0,
        draft.name,
        draft.label,
        draft.endpoint_type.as_str(),
        draft.method.as_str(),
        draft.url,
        draft.description,
        to_json(&draft.triggers)?,
        draft.response_type,
        draft.expiry_path,
        draft.expired.as_ref().map(to_json).transpose()?,
        is_default,
        draft.body_format.as_str(),
        auth_endpoint,
        seconds(id, draft)?,
        draft.enabled,
        to_json(&draft.hard_params)?,
        to_json(&draft.parameters)?,
        to_json_text_option(draft.request.as_ref())?,
        to_json_text_option(draft.response.as_ref())?,
        stamp.version_id.0,
        stamp.at.0,
        draft.refresh_token.as_ref().map(to_json).transpose()?,
    )
    .execute(unit.connection())
    .await?;
    if before.was_auth {
        sqlx::query!("DELETE FROM access_tokens WHERE auth_endpoint_id = $1", id.0).execute(unit.connection()).await?;
        announce(unit, &Change::Template(template)).await?;
    }
    settle(unit, id, stamp).await
}

/// Deletes an endpoint.
///
/// # Errors
/// A reference to [`constraint::ENDPOINT_AUTH_ENDPOINT`] when other endpoints name it; see [`usage`](super::usage).
pub async fn delete(
    unit: &mut Unit,
    reach: &Reach,
    id: EndpointId,
    version: Option<Version>,
) -> Result<(), StoreError> {
    let before = lock(unit, reach, id, version).await?;
    sqlx::query!("DELETE FROM endpoints WHERE id = $1", id.0).execute(unit.connection()).await?;
    if before.was_auth {
        announce(unit, &Change::Template(before.template_id)).await?;
    }
    announce(unit, &Change::Endpoint(id)).await
}

struct Before {
    template_id: TemplateId,
    is_default: bool,
    was_auth: bool,
    is_named: bool,
}

async fn lock(unit: &mut Unit, reach: &Reach, id: EndpointId, version: Option<Version>) -> Result<Before, StoreError> {
    let template = sqlx::query_scalar!("SELECT template_id FROM endpoints WHERE id = $1", id.0);
    let template = TemplateId(template.fetch_one(unit.connection()).await?);
    templates::lock(unit, reach, template, None).await?;
    let row = sqlx::query!(
        r#"SELECT version, is_default, type, EXISTS (SELECT FROM endpoints o WHERE o.auth_endpoint_id = e.id) AS "is_named!"
           FROM endpoints e WHERE id = $1 FOR UPDATE"#,
        id.0,
    )
    .fetch_one(unit.connection())
    .await?;
    check_version(version, row.version)?;
    let was_auth = row.r#type == EndpointType::Auth.as_str();
    Ok(Before { template_id: template, is_default: row.is_default, was_auth, is_named: row.is_named })
}

async fn auth_endpoint(
    unit: &mut Unit,
    template: TemplateId,
    draft: &EndpointDraft,
) -> Result<Option<Uuid>, StoreError> {
    let Some(name) = &draft.auth_endpoint else { return Ok(None) };
    let found = sqlx::query_scalar!(
        "SELECT id FROM endpoints WHERE template_id = $1 AND name = $2 AND type = 'auth'",
        template.0,
        name,
    );
    match found.fetch_optional(unit.connection()).await? {
        Some(id) => Ok(Some(id)),
        None => Err(StoreError::reference(constraint::ENDPOINT_AUTH_ENDPOINT)),
    }
}

/// Whether the endpoint becomes the default; if so, no other one stays it.
async fn settle_default(
    unit: &mut Unit,
    template: TemplateId,
    id: EndpointId,
    draft: &EndpointDraft,
    before: Option<bool>,
) -> Result<bool, StoreError> {
    if draft.endpoint_type != EndpointType::Auth {
        return Ok(false);
    }
    let others = sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT FROM endpoints WHERE template_id = $1 AND id <> $2 AND is_default) AS "others!""#,
        template.0,
        id.0,
    );
    let others = others.fetch_one(unit.connection()).await?;
    let is_default = draft.default.unwrap_or(before == Some(true) || !others);
    if is_default && others {
        sqlx::query!("UPDATE endpoints SET is_default = false WHERE template_id = $1 AND is_default", template.0)
            .execute(unit.connection())
            .await?;
    }
    Ok(is_default)
}

fn seconds(id: EndpointId, draft: &EndpointDraft) -> Result<i32, StoreError> {
    Place { table: "endpoints", row: &id }.number(draft.timeout_seconds)
}

/// Keeps the version, tells the others, and reads what was written.
async fn settle(unit: &mut Unit, id: EndpointId, stamp: &Stamp) -> Result<Endpoint, StoreError> {
    let endpoint = get(&mut *unit, &Reach::All, id).await?;
    let owner = templates::get(&mut *unit, &Reach::All, endpoint.template_id).await?.call_center_id;
    let snapshot = to_json(&endpoint)?;
    configuration_versions::insert(unit, Object::Endpoint(id), owner.as_ref(), endpoint.version, &snapshot, stamp)
        .await?;
    if endpoint.draft.endpoint_type == EndpointType::Auth {
        // Endpoints that name no auth endpoint use the template's default, which may be another one now.
        announce(unit, &Change::Template(endpoint.template_id)).await?;
    }
    announce(unit, &Change::Endpoint(id)).await?;
    Ok(endpoint)
}
