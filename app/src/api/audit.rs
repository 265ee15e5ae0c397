//! The audit trail's page.

use super::PageError;
use crate::wire::Ask;
use leptos::prelude::*;
use patchbay_model::audit::{AuditEntry, AuditQuery};
use patchbay_model::page::{Page, PageRequest};

/// Entries, newest first.
#[server(prefix = "/api/ui", endpoint = "audit/list", protocol = Ask)]
pub async fn list_audit(query: AuditQuery, page: PageRequest) -> Result<Page<AuditEntry>, PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    Ok(portal.list_audit(&actor, query, page).await?)
}
