//! Where values go, and which of several wins (spec/execution.md, Resolve).

use http::HeaderName;
use patchbay_model::templating::{Presence, TextTemplate, ValuePath};

/// One place of the request that a value fills.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Place {
    /// A header. Locations header and md5 both lead here: on the wire they are one.
    Header(HeaderName),
    /// A query parameter.
    Query(String),
    /// A member of the body, by its name for forms and by its path for JSON.
    Body(String, ValuePath),
    /// A placeholder of the URL.
    Path(String),
}

/// Where a value comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Origin {
    /// Hard-assigned.
    Hard,
    /// The integrator's field of this name.
    Field(String),
    /// The access token.
    Token,
    /// The client body.
    Client(ClientValue),
    /// `request.headers` of the configuration. The lists are the more specific way to say it and win.
    Configuration,
}

impl Origin {
    /// The rule of precedence: a lower rank wins.
    pub(crate) const fn rank(&self) -> u8 {
        match self {
            Self::Hard => 0,
            Self::Field(_) => 1,
            Self::Token => 2,
            Self::Client(_) => 3,
            Self::Configuration => 4,
        }
    }
}

/// A value of the client body: one that goes to a place, or one that is only declared and checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ClientValue {
    /// The way to it.
    pub(crate) path: ValuePath,
    /// JSON pointer to it, for the error.
    pub(crate) pointer: String,
    /// Whether it may be left out.
    pub(crate) need: Need,
}

/// A client value without a place of its own: a placeholder takes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DeclaredInput {
    pub(crate) value: ClientValue,
    /// Where its location would stand, for messages.
    pub(crate) pointer: String,
}

/// Whether a client value has to be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Need {
    Required,
    Optional,
}

/// What happens to a value on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Transform {
    None,
    /// Lower-case hex MD5 of the UTF-8 value.
    Md5,
}

/// One of the values that may fill a place.
#[derive(Debug, Clone)]
pub(crate) struct Candidate {
    pub(crate) origin: Origin,
    pub(crate) template: TextTemplate,
    pub(crate) transform: Transform,
    /// Where it was written, for messages.
    pub(crate) pointer: String,
}

impl Candidate {
    /// A hard or configured value is sent even when its placeholders are empty; any other is left out with its name.
    pub(crate) fn presence(&self) -> Presence {
        match self.origin {
            Origin::Hard | Origin::Configuration => Presence::Always,
            Origin::Field(_) | Origin::Token | Origin::Client(_) => Presence::IfPresent,
        }
    }
}

/// A place and what may fill it, highest precedence first.
#[derive(Debug, Clone)]
pub(crate) struct Slot {
    pub(crate) place: Place,
    pub(crate) candidates: Vec<Candidate>,
    /// Whether the configuration's own params or body fill the place when no candidate does.
    pub(crate) covers: Covers,
}

/// What lies under a slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Covers {
    Nothing,
    Configuration,
}

impl Slot {
    /// Whether an absent value means more than leaving a name out.
    pub(crate) fn has_fallback(&self) -> bool {
        let first_is_sure = self.candidates.first().is_some_and(|first| first.presence() == Presence::Always);
        !first_is_sure && (self.candidates.len() > 1 || self.covers == Covers::Configuration)
    }
}
