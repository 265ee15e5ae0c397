//! The messaging side of a conversation's page.

use super::PageError;
use crate::wire::Ask;
use leptos::prelude::*;
use patchbay_model::conversation::{ChatDetail, TranscriptEntry};
use patchbay_model::id::CallCenterId;
#[cfg(feature = "ssr")]
use patchbay_model::messaging::event::HandOver;
use patchbay_model::messaging::{AdapterId, ChatId};
use patchbay_model::page::{Page, PageRequest};

/// One: customer, channel, session.
#[server(prefix = "/api/ui", endpoint = "chats/get", protocol = Ask)]
pub async fn get_chat(call_center: CallCenterId, id: ChatId) -> Result<ChatDetail, PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    Ok(portal.chat(&actor, &call_center, id).await?)
}

/// What was said and what happened in it, newest first.
#[server(prefix = "/api/ui", endpoint = "chats/transcript", protocol = Ask)]
pub async fn get_transcript(
    call_center: CallCenterId,
    id: ChatId,
    page: PageRequest,
) -> Result<Page<TranscriptEntry>, PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    Ok(portal.transcript(&actor, &call_center, id, page).await?)
}

/// Says a text to its customer, as the person who asks.
#[server(prefix = "/api/ui", endpoint = "chats/reply")]
pub async fn reply_to_chat(call_center: CallCenterId, id: ChatId, text: String) -> Result<(), PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    // A browser sends every line break of a text as two characters; it has but one.
    let typed = text.replace("\r\n", "\n");
    let content = patchbay_model::messaging::content::Content::text(typed.trim());
    let outcome = portal.reply(&actor, &call_center, id, content).await.map_err(PageError::from);
    super::forms::keep_if_refused(&typed, outcome).await?;
    super::back(crate::components::Done::Sent);
    Ok(())
}

/// Gives it another host. `context` is a JSON text for the new one; empty is none.
#[server(prefix = "/api/ui", endpoint = "chats/hand-over")]
pub async fn hand_chat_over(
    call_center: CallCenterId,
    id: ChatId,
    target: AdapterId,
    #[server(default)] context: String,
) -> Result<(), PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    let outcome = async {
        let known = super::document::<serde_json::Value>(&context, "/context")?;
        let to = HandOver { source_adapter_id: None, target_adapter_id: target, context: known };
        Ok(portal.hand_over(&actor, &call_center, id, to).await?)
    };
    super::forms::keep_if_refused(&(target.to_string(), &context), outcome.await).await?;
    super::back(crate::components::Done::HandedOver);
    Ok(())
}

/// Ends its session.
#[server(prefix = "/api/ui", endpoint = "chats/close")]
pub async fn close_chat(call_center: CallCenterId, id: ChatId) -> Result<(), PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    portal.end_chat(&actor, &call_center, id).await?;
    super::back(crate::components::Done::Closed);
    Ok(())
}
