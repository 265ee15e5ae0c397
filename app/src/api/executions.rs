//! The executions' pages.

use super::PageError;
use crate::wire::Ask;
use leptos::prelude::*;
use patchbay_model::execution::{Execution, ExecutionQuery, ExecutionSummary};
use patchbay_model::id::ExecutionId;
use patchbay_model::page::{Page, PageRequest};

/// Those within reach, newest first.
#[server(prefix = "/api/ui", endpoint = "executions/list", protocol = Ask)]
pub async fn list_executions(query: ExecutionQuery, page: PageRequest) -> Result<Page<ExecutionSummary>, PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    Ok(portal.list_executions(&actor, query, page).await?)
}

/// One with its attempts.
#[server(prefix = "/api/ui", endpoint = "executions/get", protocol = Ask)]
pub async fn get_execution(id: ExecutionId) -> Result<Execution, PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    Ok(portal.execution(&actor, id).await?)
}
