//! The tenants.

use super::trail::{self, Deed};
use super::{ServerPortal, refusal, rights, secrets};
use crate::clock;
use async_trait::async_trait;
use patchbay_app::portal::{Actor, CallCenters, PortalError, PortalResult};
use patchbay_model::access::{Owner, Permission};
use patchbay_model::audit::{AuditAction, AuditObject};
use patchbay_model::call_center::{CallCenter, CallCenterDraft};
use patchbay_model::id::{CallCenterId, Version};
use patchbay_model::limit::Limits;
use patchbay_model::page::{Page, PageRequest};
use patchbay_model::sentence;
use patchbay_model::sentence::Sentence;
use patchbay_model::valid::Valid;
use patchbay_model::view::CallCenterUsage;
use patchbay_store::changes::Change;
use patchbay_store::{Reach, Unit, call_centers};
use serde_json::Value;

const NOUN: Sentence = sentence!("call center");

#[async_trait]
impl CallCenters for ServerPortal {
    async fn list_call_centers(
        &self,
        actor: &Actor,
        search: Option<String>,
        page: PageRequest,
    ) -> PortalResult<Page<CallCenter>> {
        let reach = rights::reach(actor, Permission::ReadCallCenters, None)?;
        let search = search.as_deref().filter(|search| !search.is_empty());
        call_centers::list(&self.store, &reach, search, &page).await.map_err(refusal::of_store(NOUN))
    }

    async fn call_center(&self, actor: &Actor, id: &CallCenterId) -> PortalResult<CallCenter> {
        rights::require_in(actor, Permission::ReadCallCenters, id, NOUN)?;
        call_centers::get(&self.store, &Reach::from(actor), id).await.map_err(refusal::of_store(NOUN))
    }

    async fn create_call_center(&self, actor: &Actor, draft: CallCenterDraft) -> PortalResult<CallCenter> {
        rights::require(actor, Permission::WriteCallCenters, Owner::Portal, NOUN)?;
        let (draft, at) = (Valid::check(draft)?, clock::now());
        let mut unit = self.begin().await?;
        check_time_zone(&mut unit, &draft).await?;
        let created = call_centers::insert(&mut unit, &draft, at).await.map_err(refusal::of_store(NOUN))?;
        secrets::create_data_key(&mut unit, &self.keys, &created.id, at).await?;
        let deed = deed(AuditAction::Created, &created, Value::Null, trail::document(&created)?);
        trail::note(&mut unit, actor, at, deed).await?;
        self.commit(unit).await?;
        Ok(created)
    }

    async fn update_call_center(
        &self,
        actor: &Actor,
        id: &CallCenterId,
        version: Option<Version>,
        draft: CallCenterDraft,
    ) -> PortalResult<CallCenter> {
        rights::require_in(actor, Permission::WriteCallCenters, id, NOUN)?;
        let (draft, at) = (Valid::check(draft)?, clock::now());
        let mut unit = self.begin().await?;
        let before = call_centers::get(&mut unit, &Reach::All, id).await.map_err(refusal::of_store(NOUN))?;
        if draft.id != before.id {
            return Err(PortalError::invalid(
                "/id",
                sentence!("the id of a call center never changes: leave it as it is"),
            ));
        }
        check_time_zone(&mut unit, &draft).await?;
        let after = call_centers::update(&mut unit, &Reach::All, id, &draft, version, at)
            .await
            .map_err(refusal::of_store(NOUN))?;
        let deed = deed(AuditAction::Updated, &after, trail::document(&before)?, trail::document(&after)?);
        trail::note(&mut unit, actor, at, deed).await?;
        self.commit(unit).await?;
        Ok(after)
    }

    async fn call_center_usage(&self, actor: &Actor, id: &CallCenterId) -> PortalResult<CallCenterUsage> {
        rights::require_in(actor, Permission::ReadCallCenters, id, NOUN)?;
        call_centers::usage(&self.store, &Reach::from(actor), id).await.map_err(refusal::of_store(NOUN))
    }

    async fn delete_call_center(&self, actor: &Actor, id: &CallCenterId, version: Option<Version>) -> PortalResult<()> {
        rights::require_in(actor, Permission::WriteCallCenters, id, NOUN)?;
        let at = clock::now();
        let mut unit = self.begin().await?;
        let before = call_centers::get(&mut unit, &Reach::All, id).await.map_err(refusal::of_store(NOUN))?;
        call_centers::delete(&mut unit, &Reach::All, id, version).await.map_err(refusal::of_store(NOUN))?;
        let deed = deed(AuditAction::Deleted, &before, trail::document(&before)?, Value::Null);
        trail::note(&mut unit, actor, at, deed).await?;
        self.commit_change(unit, &Change::CallCenter(before.id.clone())).await
    }

    /// The same for everybody: the allow-list holds what the operator opened for every tenant's integrators.
    async fn limits(&self, actor: &Actor) -> PortalResult<Limits> {
        rights::require_somewhere(actor, Permission::ReadCallCenters)?;
        Ok(self.limits.clone())
    }
}

/// The model checks the shape; the names are too many for the browser.
async fn check_time_zone(unit: &mut Unit, draft: &CallCenterDraft) -> PortalResult<()> {
    let known = call_centers::knows_time_zone(unit, &draft.time_zone).await.map_err(refusal::of_store(NOUN))?;
    if known {
        return Ok(());
    }
    let hint =
        sentence!("no time zone is called %{name}: name one such as Asia/Ho_Chi_Minh, or UTC", name = &draft.time_zone);
    Err(PortalError::invalid("/timeZone", hint))
}

fn deed(action: AuditAction, call_center: &CallCenter, before: Value, after: Value) -> Deed<'_> {
    Deed {
        action,
        object: AuditObject::CallCenter,
        id: call_center.id.to_string(),
        name: &call_center.name,
        call_center: Some(&call_center.id),
        before,
        after,
    }
}
