//! Operation -> Conversations: calls and chats, and what integrations did to them.

mod chat;
mod detail;
mod effects;
mod facts;
mod list;
mod timeline;
mod transcript;

pub use detail::ConversationPage;
pub(crate) use effects::EffectReportView;
pub use list::ConversationsPage;

use crate::components::Tone;
use crate::text;
use patchbay_model::conversation::ConversationState;
use patchbay_model::event::{ChannelType, ConversationKind, Direction};

/// What the colour of a state means.
fn state_tone(state: ConversationState) -> Tone {
    match state {
        ConversationState::Received | ConversationState::Queued | ConversationState::Allocated => Tone::Accent,
        ConversationState::Connected => Tone::Ok,
        ConversationState::Ended => Tone::Neutral,
        ConversationState::Abandoned => Tone::Warn,
    }
}

/// `Inbound call`.
fn kind_words(channel: ChannelType, direction: Direction) -> &'static str {
    match ConversationKind::of(channel, direction) {
        ConversationKind::CallsIn => text!(conversations.inbound_call),
        ConversationKind::CallsOut => text!(conversations.outbound_call),
        ConversationKind::ChatsIn => text!(conversations.inbound_chat),
        ConversationKind::ChatsOut => text!(conversations.outbound_chat),
    }
}
