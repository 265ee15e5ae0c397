//! The code of private templates: whoever may change the template may change its code.

use super::templates::{self, NOUN};
use super::trail::{self, Deed};
use super::{ServerPortal, refusal};
use crate::clock;
use async_trait::async_trait;
use patchbay_app::portal::{Actor, Change, PortalResult, PrivateCodes};
use patchbay_model::access::Permission;
use patchbay_model::audit::{AuditAction, AuditObject};
use patchbay_model::id::{ConfigurationVersionId, PrivateCodeId, TemplateId};
use patchbay_model::private_code::{ModuleSize, PrivateCode, PrivateCodeDraft};
use patchbay_model::template::Template;
use patchbay_model::valid::Valid;
use patchbay_store::{Reach, Unit, private_codes};
use serde_json::{Value, json};

#[async_trait]
impl PrivateCodes for ServerPortal {
    async fn private_code(&self, actor: &Actor, template: TemplateId) -> PortalResult<PrivateCode> {
        templates::permitted(&self.store, actor, Permission::ReadIntegrations, template).await?;
        let found = private_codes::find(&self.store, template).await.map_err(refusal::of_store(NOUN))?;
        Ok(found.unwrap_or_else(|| PrivateCode::unwritten(template)))
    }

    async fn update_private_code(
        &self,
        actor: &Actor,
        change: Change<TemplateId>,
        draft: PrivateCodeDraft,
    ) -> PortalResult<PrivateCode> {
        self.save_code(actor, change, draft, AuditAction::Updated).await
    }
}

impl ServerPortal {
    /// Saves the code of a private template.
    pub(super) async fn save_code(
        &self,
        actor: &Actor,
        change: Change<TemplateId>,
        draft: PrivateCodeDraft,
        action: AuditAction,
    ) -> PortalResult<PrivateCode> {
        let mut unit = self.begin().await?;
        let template = templates::permitted(&mut unit, actor, Permission::WriteTemplates, change.id).await?;
        let draft = Valid::check(draft)?;
        let saved = write(&mut unit, actor, &template, &draft, change, action).await?;
        // Nothing that runs on the server has read it.
        self.commit(unit).await?;
        Ok(saved)
    }
}

/// Gives a private copy the code of its source.
pub(super) async fn copy(unit: &mut Unit, actor: &Actor, source: TemplateId, copy: &Template) -> PortalResult<()> {
    let found = private_codes::find(&mut *unit, source).await.map_err(refusal::of_store(NOUN))?;
    let Some(found) = found.filter(|_| copy.call_center_id.is_some()) else { return Ok(()) };
    let draft = Valid::check(PrivateCodeDraft::from(&found))?;
    let change = Change { id: copy.id, version: None };
    write(unit, actor, copy, &draft, change, AuditAction::Copied).await.map(drop)
}

async fn write(
    unit: &mut Unit,
    actor: &Actor,
    template: &Template,
    draft: &Valid<PrivateCodeDraft>,
    change: Change<TemplateId>,
    action: AuditAction,
) -> PortalResult<PrivateCode> {
    let stamp = trail::stamp(actor, clock::now());
    let (reach, id) = (Reach::from(actor), PrivateCodeId(clock::new_id()));
    let before = private_codes::find(&mut *unit, change.id).await.map_err(refusal::of_store(NOUN))?;
    let saved = private_codes::save(unit, &reach, change.id, id, draft, change.version, &stamp)
        .await
        .map_err(refusal::of_store(NOUN))?;
    let deed = Deed {
        action,
        object: AuditObject::Template,
        id: template.id.to_string(),
        name: &template.name,
        call_center: template.call_center_id.as_ref(),
        before: before.map_or(Value::Null, |before| told(&before, None)),
        after: told(&saved, Some(stamp.version_id)),
    };
    trail::note(unit, actor, stamp.at, deed).await?;
    Ok(saved)
}

/// Code as the trail tells it: how much, and where the text is kept. The text itself would be in every entry twice.
fn told(code: &PrivateCode, kept_as: Option<ConfigurationVersionId>) -> Value {
    let (function, show_info) = (ModuleSize::of(&code.function), ModuleSize::of(&code.show_info));
    json!({"privateCode": {"function": function, "showInfo": show_info, "configurationVersionId": kept_as}})
}
