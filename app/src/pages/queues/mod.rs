//! Customer -> Queues.

mod dialogs;
mod list;

pub use list::QueuesPage;

use patchbay_model::event::ChannelType;

/// What a channel is called on pages.
#[must_use]
pub fn channel_words(channel: ChannelType) -> &'static str {
    match channel {
        ChannelType::Phone => "Calls",
        ChannelType::Chat => "Chats",
    }
}
