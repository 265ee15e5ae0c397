//! Who changed what, when.

use super::{ServerPortal, refusal, rights};
use async_trait::async_trait;
use patchbay_app::portal::{Actor, AuditTrail, PortalResult};
use patchbay_model::access::{Owner, Permission};
use patchbay_model::audit::{AuditEntry, AuditQuery};
use patchbay_model::id::AuditEntryId;
use patchbay_model::page::{Page, PageRequest};
use patchbay_model::sentence;
use patchbay_model::sentence::Sentence;
use patchbay_store::{Reach, audit_entries};

const NOUN: Sentence = sentence!("audit entry");

#[async_trait]
impl AuditTrail for ServerPortal {
    async fn list_audit(&self, actor: &Actor, query: AuditQuery, page: PageRequest) -> PortalResult<Page<AuditEntry>> {
        let reach = rights::reach(actor, Permission::ReadAudit, query.call_center_id.as_ref())?;
        audit_entries::list(&self.store, &reach, &query, &page).await.map_err(refusal::of_store(NOUN))
    }

    async fn audit_entry(&self, actor: &Actor, id: AuditEntryId) -> PortalResult<AuditEntry> {
        let found = audit_entries::get(&self.store, &Reach::from(actor), id).await.map_err(refusal::of_store(NOUN))?;
        let owner = found.call_center_id.as_ref().map_or(Owner::Portal, Owner::CallCenter);
        rights::require(actor, Permission::ReadAudit, owner, NOUN)?;
        Ok(found)
    }
}
