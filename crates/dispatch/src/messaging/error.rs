//! Why nothing was said.

use crate::error::DispatchError;
use patchbay_store::StoreError;

/// Nothing was changed and nothing is delivered.
#[derive(Debug, Clone, thiserror::Error)]
pub enum MessagingError {
    /// The call center has no such chat.
    #[error("there is no such chat")]
    NoChat,
    /// A message without an adapter can't exist.
    #[error("no adapter takes the channel {channel}: create one that lists it, or add the channel to one")]
    NoAdapter {
        /// The channel.
        channel: String,
    },
    /// The adapter does not list the channel, or the call center does not have it.
    #[error("the channel {channel} is none of this adapter's, or the call center has none of this name")]
    ChannelNotAllowed {
        /// The channel.
        channel: String,
    },
    /// There is no adapter to hand over to, or it does not take the channel.
    #[error("there is no adapter {adapter} that takes the channel")]
    NoTarget {
        /// Its id.
        adapter: String,
    },
    /// The chat has no live session, or not the one that is meant.
    #[error("the session of this chat has ended: the customer's next message begins another one")]
    SessionClosed,
    /// Another adapter hosts the chat by now.
    #[error("this chat is with another adapter: only its host speaks in it, until it is handed over again")]
    NotTheHost,
    /// The database is away, or the process stops.
    #[error(transparent)]
    Dispatch(#[from] DispatchError),
}

impl From<StoreError> for MessagingError {
    fn from(error: StoreError) -> Self {
        Self::Dispatch(error.into())
    }
}
