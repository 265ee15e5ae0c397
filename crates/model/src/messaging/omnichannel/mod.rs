//! The dialect of the third-party omnichannel bridge (spec/omnichannel.md; `public/schemas/omnichannel.json`).
//!
//! # Layout
//! [`IncomingEvent`] goes out to the third party, [`OutgoingEvent`] and [`CommandEvent`] come from it: the names are the
//! third party's. [`Answer`] is what is answered, and what the third party should.

mod answer;
mod incoming;
mod media;
mod posted;

use crate::trigger::closed_set;
use serde::{Deserialize, Serialize};

pub use answer::Answer;
pub use incoming::{CREATED_DATE_FORMAT, IncomingEvent, Ticket};
pub use posted::{Command, CommandEvent, OutgoingEvent, Posted};

closed_set!(
    /// The kinds of messages, as they are written; read in any case.
    MessageType {
        /// A text.
        Text = "text",
        /// A picture behind a link.
        Image = "image",
        /// A film behind a link.
        Video = "video",
        /// A recording behind a link.
        Audio = "audio",
        /// Any other file behind a link.
        File = "file",
        /// A place: `lat,long`.
        Location = "Location",
    }
);

impl MessageType {
    /// Reads a kind in any case.
    #[must_use]
    pub fn of(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.as_str().eq_ignore_ascii_case(text))
    }

    /// Whether a message of this kind has a link.
    #[must_use]
    pub const fn is_media(self) -> bool {
        matches!(self, Self::Image | Self::Video | Self::Audio | Self::File)
    }
}

#[cfg(test)]
mod tests;
