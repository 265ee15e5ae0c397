use super::{Actor, PortalResult};
use async_trait::async_trait;
use patchbay_model::audit::{AuditEntry, AuditQuery};
use patchbay_model::id::AuditEntryId;
use patchbay_model::page::{Page, PageRequest};

/// Who changed what, when.
#[async_trait]
pub trait AuditTrail {
    /// Entries within the actor's reach, newest first.
    async fn list_audit(&self, actor: &Actor, query: AuditQuery, page: PageRequest) -> PortalResult<Page<AuditEntry>>;
    /// One entry.
    async fn audit_entry(&self, actor: &Actor, id: AuditEntryId) -> PortalResult<AuditEntry>;
}
