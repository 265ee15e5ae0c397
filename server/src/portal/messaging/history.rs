//! The history of a session, as TwoWay clients read it.

use super::NOUN;
use crate::portal::{ServerPortal, refusal};
use patchbay_app::portal::{HistoryParts, PortalError, PortalResult, Wanted};
use patchbay_model::id::CallCenterId;
use patchbay_model::messaging::SessionId;
use patchbay_model::messaging::twoway::control::SessionHistory;
use patchbay_model::sentence;
use patchbay_store::chats;
use patchbay_store::messages::{self, Part};
use serde_json::{Map, Value, json};
use uuid::Uuid;

/// The most entries of a session's history: the newest.
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
        let mut entries: Vec<(Uuid, Value)> = Vec::new();
        // One more than are shown tells that there were more.
        let limit = MOST_OF_HISTORY as i64 + 1;
        if parts.messages == Wanted::Yes {
            let said = messages::newest(&self.store, call_center, of, limit).await.map_err(refusal::of_store(NOUN))?;
            entries.extend(said.iter().map(|one| (one.message.id.0, SessionHistory::message(&one.message))));
        }
        if parts.events == Wanted::Yes {
            let happened = messages::newest_events(&self.store, call_center, of, limit).await;
            let happened = happened.map_err(refusal::of_store(NOUN))?;
            entries.extend(happened.iter().map(|one| (one.event.id.0, SessionHistory::event(&one.event))));
        }
        // UUIDv7: what came first is first.
        entries.sort_by_key(|(id, _)| *id);
        let left_out = entries.len().saturating_sub(MOST_OF_HISTORY);
        let metadata = json!({"HostAdapterId": found.adapter_id, "StateNameId": found.state,
            "StateContext": found.state_context, "StartedOn": found.started_at, "EndedOn": found.ended_at,
            "EndReason": found.end_reason, "IsTruncated": left_out > 0});
        Ok(SessionHistory {
            account_id: call_center.clone(),
            session_id: session,
            chat_id: found.chat_id,
            conversation_history: entries.into_iter().skip(left_out).map(|(_, entry)| entry).collect(),
            metadata: metadata.as_object().cloned().unwrap_or_else(Map::new),
        })
    }
}
