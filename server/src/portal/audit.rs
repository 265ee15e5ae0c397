//! Who changed what, when.

use super::{ServerPortal, refusal, rights};
use async_trait::async_trait;
use patchbay_app::portal::{Actor, AuditTrail, PortalResult};
use patchbay_model::access::Permission;
use patchbay_model::audit::{AuditEntry, AuditQuery};
use patchbay_model::page::{Page, PageRequest};
use patchbay_model::sentence;
use patchbay_store::audit_entries;

#[async_trait]
impl AuditTrail for ServerPortal {
    async fn list_audit(&self, actor: &Actor, query: AuditQuery, page: PageRequest) -> PortalResult<Page<AuditEntry>> {
        let reach = rights::reach(actor, Permission::ReadAudit, query.call_center_id.as_ref())?;
        audit_entries::list(&self.store, &reach, &query, &page)
            .await
            .map_err(refusal::of_store(sentence!("audit entry")))
    }
}
