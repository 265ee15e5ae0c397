//! What customers and adapters say to each other: rights here, the rest the dispatcher's.
//!
//! # Layout
//! `incoming` takes what channels and adapters say, `chats` is what people and programs do with a chat, `history` the
//! history of its sessions, `third_parties` what those of omnichannel adapters read.

mod chats;
mod history;
mod incoming;
mod third_parties;

use super::{endpoint_runs, refusal};
use patchbay_app::portal::PortalError;
use patchbay_dispatch::messaging::MessagingError;
use patchbay_model::conversation::{ConversationMessage, MessageAuthor};
use patchbay_model::id::CallCenterId;
use patchbay_model::messaging::twoway::control::SessionView;
use patchbay_model::sentence;
use patchbay_model::sentence::Sentence;
use patchbay_store::chats::Session;
use patchbay_store::messages::{Author, StoredMessage};

const NOUN: Sentence = sentence!("chat");

/// A stored message as it is shown.
pub(super) fn shown(stored: StoredMessage) -> ConversationMessage {
    let (author, author_id) = match stored.author {
        Author::Client => (MessageAuthor::Client, None),
        Author::Adapter(id) => (MessageAuthor::Adapter, Some(id)),
        Author::Operator(name) => (MessageAuthor::Operator, Some(name)),
    };
    ConversationMessage {
        id: stored.message.id,
        direction: stored.message.direction,
        created_on: stored.message.created_on,
        author,
        author_id,
        session_id: stored.session_id,
        execution_id: stored.execution_id,
        content: stored.message.content,
    }
}

fn view(call_center: &CallCenterId, session: Session) -> SessionView {
    SessionView {
        account_id: call_center.clone(),
        chat_id: session.chat_id,
        session_id: session.id,
        host_adapter_id: session.adapter_id,
        state_name_id: Some(session.state),
        started_on: session.started_at,
        ended_on: session.ended_at,
    }
}

/// How the dispatcher's refusal is told.
pub(crate) fn not_said(error: MessagingError) -> PortalError {
    let told = Sentence::from(&error);
    match error {
        MessagingError::NoChat => PortalError::NotFound(NOUN),
        MessagingError::NoAdapter { .. } | MessagingError::ChannelNotAllowed { .. } => {
            PortalError::invalid("/channel", told)
        }
        MessagingError::NoTarget { .. } => PortalError::invalid("/targetAdapterId", told),
        MessagingError::SessionClosed | MessagingError::NotTheHost => refusal::conflict("", told),
        MessagingError::Dispatch(error) => endpoint_runs::not_run(error),
    }
}
