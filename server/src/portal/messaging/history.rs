//! The history of a session, as TwoWay clients read it.

use super::NOUN;
use crate::portal::{ServerPortal, refusal};
use patchbay_app::portal::{HistoryParts, PortalError, PortalResult, Wanted};
use patchbay_model::id::CallCenterId;
use patchbay_model::messaging::SessionId;
use patchbay_model::messaging::twoway::control::SessionHistory;
use patchbay_model::page::PageRequest;
use patchbay_model::sentence;
use patchbay_model::time::Timestamp;
use patchbay_store::chats;
use patchbay_store::messages::{self, Part, StoredEvent, StoredMessage};
use serde_json::{Map, Value, json};

/// The most messages and events of a session's history.
const MOST_OF_HISTORY: usize = 1000;

impl ServerPortal {
    /// What was said and what happened in a session.
    pub(super) async fn history_of(
        &self,
        call_center: &CallCenterId,
        session: SessionId,
        parts: HistoryParts,
    ) -> PortalResult<SessionHistory> {
        let found = chats::find_session(&self.store, call_center, session).await;
        let found = found
            .map_err(refusal::of_store(sentence!("session")))?
            .ok_or(PortalError::NotFound(sentence!("session")))?;
        let of = Part { chat: found.chat_id, session: Some(session) };
        let mut entries: Vec<(Timestamp, Value)> = Vec::new();
        if parts.messages == Wanted::Yes {
            let said = self.all_messages(call_center, of).await?;
            entries.extend(said.iter().map(|one| (one.message.created_on, SessionHistory::message(&one.message))));
        }
        if parts.events == Wanted::Yes {
            let happened = self.all_events(call_center, of).await?;
            entries.extend(happened.iter().map(|one| (one.event.created_on, SessionHistory::event(&one.event))));
        }
        // Stable: of one moment messages come before events, each in their own order.
        entries.sort_by_key(|(at, _)| *at);
        let metadata = json!({"HostAdapterId": found.adapter_id, "StateNameId": found.state,
            "StartedOn": found.started_at, "EndedOn": found.ended_at, "EndReason": found.end_reason});
        Ok(SessionHistory {
            account_id: call_center.clone(),
            session_id: session,
            chat_id: found.chat_id,
            conversation_history: entries.into_iter().map(|(_, entry)| entry).collect(),
            metadata: metadata.as_object().cloned().unwrap_or_else(Map::new),
        })
    }

    async fn all_messages(&self, call_center: &CallCenterId, of: Part) -> PortalResult<Vec<StoredMessage>> {
        let (mut all, mut page) = (Vec::new(), PageRequest::longest());
        loop {
            let found = messages::list(&self.store, call_center, of, &page).await.map_err(refusal::of_store(NOUN))?;
            all.extend(found.items);
            if found.next_cursor.is_none() || all.len() >= MOST_OF_HISTORY {
                return Ok(all);
            }
            page = PageRequest { cursor: found.next_cursor, ..PageRequest::longest() };
        }
    }

    async fn all_events(&self, call_center: &CallCenterId, of: Part) -> PortalResult<Vec<StoredEvent>> {
        let (mut all, mut page) = (Vec::new(), PageRequest::longest());
        loop {
            let found = messages::list_events(&self.store, call_center, of, &page).await;
            let found = found.map_err(refusal::of_store(NOUN))?;
            all.extend(found.items);
            if found.next_cursor.is_none() || all.len() >= MOST_OF_HISTORY {
                return Ok(all);
            }
            page = PageRequest { cursor: found.next_cursor, ..PageRequest::longest() };
        }
    }
}
