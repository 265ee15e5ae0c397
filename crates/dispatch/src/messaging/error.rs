//! Why nothing was said.

use crate::error::DispatchError;
use patchbay_model::sentence;
use patchbay_model::sentence::Sentence;
use patchbay_store::StoreError;

/// Nothing was changed and nothing is delivered.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{}", Sentence::from(self))]
pub enum MessagingError {
    /// The call center has no such chat.
    NoChat,
    /// A message without an adapter can't exist.
    NoAdapter {
        /// The channel.
        channel: String,
    },
    /// The adapter does not list the channel, or the call center does not have it.
    ChannelNotAllowed {
        /// The channel.
        channel: String,
    },
    /// There is no adapter to hand over to, or it does not take the channel.
    NoTarget {
        /// Its id.
        adapter: String,
    },
    /// The chat has no live session, or not the one that is meant.
    SessionClosed,
    /// Another adapter hosts the chat by now.
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

impl From<&MessagingError> for Sentence {
    fn from(error: &MessagingError) -> Self {
        match error {
            MessagingError::NoChat => sentence!("there is no such chat"),
            MessagingError::NoAdapter { channel } => {
                sentence!(
                    "no adapter takes the channel %{channel}: create one that lists it, or add the channel to one",
                    channel = channel
                )
            }
            MessagingError::ChannelNotAllowed { channel } => {
                sentence!(
                    "the channel %{channel} is none of this adapter's, or the call center has none of this name",
                    channel = channel
                )
            }
            MessagingError::NoTarget { adapter } => {
                sentence!("there is no adapter %{adapter} that takes the channel", adapter = adapter)
            }
            MessagingError::SessionClosed => {
                sentence!("the session of this chat has ended: the customer's next message begins another one")
            }
            MessagingError::NotTheHost => sentence!(
                "this chat is with another adapter: only its host speaks in it, until it is handed over again"
            ),
            MessagingError::Dispatch(error) => error.to_string().into(),
        }
    }
}
