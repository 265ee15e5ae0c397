//! A chat: one customer, one channel, one address of ours (spec/twoway.md, Payload).

use super::channel::ChannelName;
use super::refusal::{Refusal, RefusalCode};
use super::{ChatId, SessionId};
use crate::id::CallCenterId;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The most characters of an address or a name.
pub const MAXIMUM_ADDRESS: usize = 200;

/// The namespace of the namespaces of accounts. Never changes: the ids of all chats come from it.
const ACCOUNTS: Uuid = Uuid::from_u128(0x8f1d_3c52_7a64_4e0b_9d27_51c6_0be4_a93f);

/// What a chat is known by. Its id follows from it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ChatKey {
    /// The channel, spelled as the call center has it: the id depends on its case.
    pub channel: ChannelName,
    /// The customer's address.
    pub client_id: String,
    /// The address that the customer wrote to.
    pub host_id: String,
}

/// A chat as TwoWay shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Chat {
    /// Computed from the account and the key.
    pub id: ChatId,
    /// Its live session, if it has one.
    pub session_id: Option<SessionId>,
    /// The call center.
    pub account_id: CallCenterId,
    /// What it is known by.
    pub key: ChatKey,
    /// The customer's name.
    pub client_name: Option<String>,
}

impl ChatKey {
    /// The chat's id: UUIDv5 of `channel|clientId|hostId` in the account's namespace, which is a UUIDv5 of the account's id.
    ///
    /// Neither a channel's name nor a client's address holds a `|` ([`check_client_id`]), so that two chats never share one.
    #[must_use]
    pub fn id(&self, account: &CallCenterId) -> ChatId {
        let namespace = Uuid::new_v5(&ACCOUNTS, account.as_str().as_bytes());
        let name = format!("{}|{}|{}", self.channel, self.client_id, self.host_id);
        ChatId(Uuid::new_v5(&namespace, name.as_bytes()))
    }

    /// The chat with its id.
    #[must_use]
    pub fn chat(self, account: CallCenterId, session: Option<SessionId>, client_name: Option<String>) -> Chat {
        Chat { id: self.id(&account), session_id: session, account_id: account, key: self, client_name }
    }
}

/// Checks an address: 1 to 200 characters without control characters.
///
/// # Errors
/// What to write instead.
pub fn check_address(pointer: &str, address: &str) -> Result<(), Refusal> {
    if !(1..=MAXIMUM_ADDRESS).contains(&address.chars().count()) {
        return Err(Refusal::at(RefusalCode::OutOfBounds, pointer, "use 1 to 200 characters"));
    }
    if address.contains(char::is_control) {
        return Err(Refusal::at(RefusalCode::InvalidValue, pointer, "leave out line breaks and control characters"));
    }
    Ok(())
}

/// Checks a customer's address: as any address, and without the `|` that divides the parts of a chat's id.
///
/// # Errors
/// What to write instead.
pub fn check_client_id(pointer: &str, client_id: &str) -> Result<(), Refusal> {
    check_address(pointer, client_id)?;
    if client_id.contains('|') {
        return Err(Refusal::at(
            RefusalCode::InvalidValue,
            pointer,
            "leave out |, which divides the parts of a chat's id",
        ));
    }
    Ok(())
}

/// A customer's full name in its two parts: what follows the last space is the family name.
#[must_use]
pub fn split_name(full: &str) -> (String, String) {
    let full = full.trim();
    match full.rsplit_once(char::is_whitespace) {
        Some((first, last)) => (first.trim_end().to_owned(), last.to_owned()),
        None => (full.to_owned(), String::new()),
    }
}

/// The two parts as one name, trimmed (spec/omnichannel.md, customerName).
#[must_use]
pub fn full_name(first: &str, last: &str) -> String {
    format!("{} {}", first.trim(), last.trim()).trim().to_owned()
}

#[cfg(test)]
mod tests;
