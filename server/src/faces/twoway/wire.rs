//! Paths and query strings of TwoWay.

use patchbay_model::id::CallCenterId;
use patchbay_model::messaging::refusal::{Refusal, RefusalCode};
use patchbay_model::messaging::{AdapterId, ChatId, SessionId};
use serde::Deserialize;
use std::str::FromStr;

/// What a path names, before anybody looks whether it can be.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct AdapterPath {
    pub(super) account_id: String,
    pub(super) adapter_id: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ChatPath {
    pub(super) account_id: String,
    pub(super) chat_id: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct AccountPath {
    pub(super) account_id: String,
}

impl AdapterPath {
    pub(super) fn read(&self) -> Result<(CallCenterId, AdapterId), Refusal> {
        Ok((named(&self.account_id)?, named(&self.adapter_id)?))
    }
}

impl ChatPath {
    pub(super) fn read(&self) -> Result<(CallCenterId, ChatId), Refusal> {
        Ok((named(&self.account_id)?, named(&self.chat_id)?))
    }
}

impl AccountPath {
    pub(super) fn read(&self) -> Result<CallCenterId, Refusal> {
        named(&self.account_id)
    }
}

/// What can't be an id names nothing.
fn named<T: FromStr>(text: &str) -> Result<T, Refusal> {
    text.parse().map_err(|_| Refusal::new(RefusalCode::NotFound, "there is nothing of this name"))
}

/// Which history is asked for.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct HistoryQuery {
    router_session_id: Option<String>,
    include_events: Option<String>,
    include_messages: Option<String>,
}

impl HistoryQuery {
    pub(super) fn session(&self) -> Result<SessionId, Refusal> {
        let Some(text) = &self.router_session_id else {
            return Err(Refusal::new(RefusalCode::MissingMember, "name the session: routerSessionId=…"));
        };
        named(text)
    }

    pub(super) fn has_events(&self) -> bool {
        is_on(self.include_events.as_deref())
    }

    pub(super) fn has_messages(&self) -> bool {
        is_on(self.include_messages.as_deref())
    }
}

/// On unless it is switched off.
fn is_on(flag: Option<&str>) -> bool {
    !flag.is_some_and(|flag| flag.eq_ignore_ascii_case("false") || flag == "0")
}
