//! What a colour means. Never shown without a word.

/// The meaning of a colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tone {
    /// Nothing in particular.
    #[default]
    Neutral,
    /// Belongs to what is looked at.
    Accent,
    /// As it should be.
    Ok,
    /// Needs a look.
    Warn,
    /// Broken, or breaks something.
    Bad,
}

impl Tone {
    /// The class that the style sheet knows it by.
    #[must_use]
    pub fn class(self) -> &'static str {
        match self {
            Self::Neutral => "neutral",
            Self::Accent => "accent",
            Self::Ok => "ok",
            Self::Warn => "warn",
            Self::Bad => "bad",
        }
    }
}
