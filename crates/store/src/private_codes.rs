//! The code of private templates.

use crate::configuration_versions::{self, Object};
use crate::error::{StoreError, constraint};
use crate::reach::Reach;
use crate::templates;
use crate::unit::{Db, Stamp, Unit, check_version};
use crate::words::to_json;
use patchbay_model::id::{PrivateCodeId, TemplateId, Version};
use patchbay_model::private_code::{PrivateCode, PrivateCodeDraft};
use patchbay_model::valid::Valid;

/// Finds the code of a template; none before anybody wrote any.
pub async fn find<'c>(db: impl Db<'c>, template: TemplateId) -> Result<Option<PrivateCode>, StoreError> {
    let found = sqlx::query!(
        "SELECT id, function_module, show_info_module, version, updated_at FROM private_codes WHERE template_id = $1",
        template.0,
    );
    Ok(found.fetch_optional(db.executor()).await?.map(|row| PrivateCode {
        id: Some(PrivateCodeId(row.id)),
        template_id: template,
        function: row.function_module,
        show_info: row.show_info_module,
        version: Version(row.version),
        updated_at: Some(row.updated_at.into()),
    }))
}

/// Finds whose the code with this id is.
pub async fn find_template<'c>(db: impl Db<'c>, id: PrivateCodeId) -> Result<Option<TemplateId>, StoreError> {
    let found = sqlx::query_scalar!("SELECT template_id FROM private_codes WHERE id = $1", id.0);
    Ok(found.fetch_optional(db.executor()).await?.map(TemplateId))
}

/// Saves the code of a private template; `id` is what it gets when it is the first.
///
/// # Errors
/// A conflict with [`constraint::PRIVATE_CODE_TEMPLATE`].
pub async fn save(
    unit: &mut Unit,
    reach: &Reach,
    template: TemplateId,
    id: PrivateCodeId,
    draft: &Valid<PrivateCodeDraft>,
    version: Option<Version>,
    stamp: &Stamp,
) -> Result<PrivateCode, StoreError> {
    // Under the template's lock nobody publishes it meanwhile, and of two first saves one comes after the other.
    templates::lock(unit, reach, template, None).await?;
    let owner = templates::get(&mut *unit, reach, template).await?.call_center_id;
    let before = find(&mut *unit, template).await?.unwrap_or_else(|| PrivateCode::unwritten(template));
    check_version(version, before.version.0)?;
    let owner = owner.ok_or_else(|| StoreError::conflict(constraint::PRIVATE_CODE_TEMPLATE))?;
    let saved = sqlx::query!(
        "INSERT INTO private_codes (template_id, id, function_module, show_info_module, created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $5)
         ON CONFLICT ON CONSTRAINT private_codes_pkey DO UPDATE SET function_module = EXCLUDED.function_module,
             show_info_module = EXCLUDED.show_info_module, updated_at = EXCLUDED.updated_at,
             version = private_codes.version + 1
         RETURNING id, version",
        template.0,
        id.0,
        draft.function,
        draft.show_info,
        stamp.at.0,
    );
    let saved = saved.fetch_one(unit.connection()).await?;
    let id = PrivateCodeId(saved.id);
    let code = PrivateCode {
        id: Some(id),
        template_id: template,
        function: draft.function.clone(),
        show_info: draft.show_info.clone(),
        version: Version(saved.version),
        updated_at: Some(stamp.at),
    };
    let (object, snapshot) = (Object::PrivateCode(id), to_json(&code)?);
    configuration_versions::insert(unit, object, Some(&owner), code.version, &snapshot, stamp).await?;
    Ok(code)
}

/// Whether a template carries any code.
pub(crate) async fn has_module(unit: &mut Unit, template: TemplateId) -> Result<bool, StoreError> {
    let found = sqlx::query_scalar!(
        r#"SELECT EXISTS (
             SELECT FROM private_codes WHERE template_id = $1 AND function_module || show_info_module <> ''
           ) AS "found!""#,
        template.0,
    );
    Ok(found.fetch_one(unit.connection()).await?)
}
