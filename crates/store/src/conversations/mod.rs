//! Conversations: what is known of each, its timeline, and what responses did to it.

mod effects;
mod list;
mod write;

pub use effects::{apply_effects, effects};
pub use list::{find, get, list, timeline};
pub use write::delete_old;
pub(crate) use write::{Column, insert_new, lock, update_known};

use crate::error::StoreError;
use crate::words::Place;
use patchbay_model::conversation::Conversation;
use patchbay_model::event::Event;
use serde_json::Value;

/// A conversation as stored.
#[derive(Debug, Clone, PartialEq)]
pub struct KnownConversation {
    /// What is known of it.
    pub conversation: Conversation,
    /// The `ended` that waits for its `accepted`.
    pub held: Option<Event>,
}

fn read(id: &str, document: Value, held: Option<Value>) -> Result<KnownConversation, StoreError> {
    let place = Place { table: "conversations", row: &id };
    Ok(KnownConversation {
        conversation: place.document(document)?,
        held: held.map(|event| place.document(event)).transpose()?,
    })
}
