//! Where a template's values come from.

use super::path::Path;
use crate::secret::Secret;
use serde_json::Value;
use std::borrow::Cow;

/// What a path leads to.
#[derive(Debug)]
pub enum Lookup<'a> {
    /// A JSON value.
    Value(Cow<'a, Value>),
    /// A text, in a JSON body a string.
    Text(&'a str),
    /// A secret: it reaches the wire, and a record only as dots.
    Secret(&'a Secret),
    /// Nothing: null or empty, and an error in a URL's path.
    Absent,
}

impl<'a> Lookup<'a> {
    /// A borrowed value, or nothing.
    #[must_use]
    pub fn value(value: Option<&'a Value>) -> Self {
        value.map_or(Self::Absent, |value| Self::Value(Cow::Borrowed(value)))
    }

    /// A borrowed text, or nothing.
    #[must_use]
    pub fn text(text: Option<&'a str>) -> Self {
        text.map_or(Self::Absent, Self::Text)
    }

    /// Whether there is no value, `null` counting as none.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        match self {
            Self::Absent => true,
            Self::Value(value) => value.is_null(),
            Self::Text(_) | Self::Secret(_) => false,
        }
    }
}

/// The values of one execution. Implemented by whoever runs it; asked once per placeholder.
pub trait Values {
    /// What `path` leads to. A bare [`super::Root::Event`] is asked for only when the whole object is wanted; in text
    /// the renderer asks for [`super::Root::EventName`].
    fn lookup(&self, path: &Path) -> Lookup<'_>;
}

/// Whether a value that may be absent is left out or written as null or empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// Written as null or empty: what a template says (spec/templating.md, rule 5).
    Always,
    /// Left out with its name: an optional parameter that nobody gave.
    IfPresent,
}
