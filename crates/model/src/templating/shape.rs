//! Which members the documented objects have, so that a misspelt one is refused when saving.

use super::site::{Context, Known};
use crate::sentence;
use crate::sentence::Sentence;

/// What may follow in a path.
#[derive(Debug, Clone, Copy)]
pub(super) enum Shape {
    /// A single value: nothing.
    Leaf,
    /// Anything: the caller or the other system decides.
    Open,
    /// One of these members.
    Object(&'static [(&'static str, Shape)]),
    /// An index, then this.
    List(&'static Shape),
    /// One of the names of the context, then this.
    Names(Names, &'static Shape),
}

/// A set of names of the [`Context`].
#[derive(Debug, Clone, Copy)]
pub(super) enum Names {
    Fields,
    Credentials,
    UserFields,
    Options,
    Objects,
    /// Header names of somebody else's answer.
    Unknown,
}

impl Names {
    pub(super) fn of(self, context: &Context) -> &Known {
        match self {
            Self::Fields => &context.fields,
            Self::Credentials => &context.credentials,
            Self::UserFields => &context.user_fields,
            Self::Options => &context.options,
            Self::Objects => &context.objects,
            Self::Unknown => &Known::Any,
        }
    }

    /// What such a name is called in a message.
    pub(super) const fn noun(self) -> Sentence {
        match self {
            Self::Fields => sentence!("parameter of this template"),
            Self::Credentials => sentence!("credential"),
            Self::UserFields => sentence!("userInfo field"),
            Self::Options => sentence!("option"),
            Self::Objects => sentence!("object name"),
            Self::Unknown => sentence!("name"),
        }
    }
}

use Shape::{Leaf, List, Object, Open};

const QUEUE: Shape = Object(&[("id", Leaf), ("address", Leaf)]);
const SKILL: Shape = Object(&[("id", Leaf), ("value", Leaf), ("name", Leaf)]);
const AGENT: Shape = Object(&[("id", Leaf), ("name", Leaf), ("email", Leaf)]);

/// `contact`, as spec/events.md lists it.
pub(super) const CONTACT: Shape = Object(&[
    ("id", Leaf),
    ("guid", Leaf),
    ("channel_type", Leaf),
    ("channel_sub_type", Leaf),
    ("direction", Leaf),
    ("created", Leaf),
    ("language", Leaf),
    ("priority", Leaf),
    ("skills", List(&SKILL)),
    ("queue", QUEUE),
    ("forwarding_queue", QUEUE),
    ("agent", Object(&[("id", Leaf), ("number", Leaf), ("chat_address", Leaf)])),
    ("preferred_agent", Open),
    ("required_agents", Open),
    ("source", Leaf),
    ("destination", Leaf),
]);

/// `call`, as spec/callbox.md lists it.
pub(super) const CALL: Shape = Object(&[
    ("id", Leaf),
    ("direction", Leaf),
    ("phone", Leaf),
    ("did", Leaf),
    ("extension", Leaf),
    ("agent", AGENT),
    ("startedAt", Leaf),
    ("connectedAt", Leaf),
    ("endedAt", Leaf),
    ("status", Leaf),
    ("durationSeconds", Leaf),
    ("talkSeconds", Leaf),
    ("recordingUrl", Leaf),
    ("note", Leaf),
    ("tags", List(&Leaf)),
    ("conversationId", Leaf),
    ("crmLogId", Leaf),
]);

/// `sms`, as spec/callbox.md lists it.
pub(super) const SMS: Shape =
    Object(&[("id", Leaf), ("to", Leaf), ("from", Leaf), ("text", Leaf), ("sentAt", Leaf), ("agent", AGENT)]);
