//! Customer -> Queues.

mod dialogs;
mod list;

pub use list::QueuesPage;

use crate::words::Word;
use patchbay_model::event::ChannelType;

/// What a channel is called on pages.
#[must_use]
pub fn channel_words(channel: ChannelType) -> &'static str {
    channel.word()
}
