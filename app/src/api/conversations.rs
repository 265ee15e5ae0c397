//! The conversations' pages.

use super::PageError;
use crate::wire::Ask;
use leptos::prelude::*;
use patchbay_model::conversation::{ConversationDetail, ConversationQuery, ConversationSummary, TimelineEvent};
use patchbay_model::id::CallCenterId;
use patchbay_model::page::{Page, PageRequest};

/// A call center's, by when each was first heard of, newest first.
#[server(prefix = "/api/ui", endpoint = "conversations/list", protocol = Ask)]
pub async fn list_conversations(
    call_center: CallCenterId,
    query: ConversationQuery,
    page: PageRequest,
) -> Result<Page<ConversationSummary>, PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    Ok(portal.list_conversations(&actor, &call_center, query, page).await?)
}

/// One by the platform's id.
#[server(prefix = "/api/ui", endpoint = "conversations/get", protocol = Ask)]
pub async fn get_conversation(call_center: CallCenterId, id: String) -> Result<ConversationDetail, PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    Ok(portal.conversation(&actor, &call_center, &id).await?)
}

/// Its events, in the order in which they were accepted.
#[server(prefix = "/api/ui", endpoint = "conversations/timeline", protocol = Ask)]
pub async fn get_timeline(
    call_center: CallCenterId,
    id: String,
    page: PageRequest,
) -> Result<Page<TimelineEvent>, PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    Ok(portal.timeline(&actor, &call_center, &id, page).await?)
}
