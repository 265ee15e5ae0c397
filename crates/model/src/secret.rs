//! Text that must never be shown (spec/templating.md, rule 7).

use serde::{Deserialize, Deserializer};
use std::fmt;
use std::hint::black_box;

/// A secret's text: a password, a token, a key, a rendered credential.
///
/// It has no `Display` and no `Serialize`, so that neither a log nor a response can hold it by accident; `Debug` shows
/// dots. It goes in by [`Deserialize`] and comes out by [`expose`](Self::expose) alone, which is easy to search for.
#[derive(Clone, Default)]
pub struct Secret(String);

impl Secret {
    /// Takes over `text`, without copying it.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text itself. Whoever calls this answers for where it goes.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// True for the empty text, which says nothing about whether a secret was set.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Drop for Secret {
    fn drop(&mut self) {
        // Overwritten here and not by `zeroize`, which would follow this crate into the browser. The black box keeps
        // the compiler from leaving out a write that nobody reads; copies made by a move are out of reach either way.
        let mut bytes = std::mem::take(&mut self.0).into_bytes();
        bytes.fill(0);
        black_box(&bytes);
    }
}

impl PartialEq for Secret {
    /// Looks at every byte of texts of equal length, so that the time taken does not tell where they differ.
    fn eq(&self, other: &Self) -> bool {
        let (left, right) = (self.0.as_bytes(), other.0.as_bytes());
        let difference = left.iter().zip(right).fold(0, |difference, (a, b)| difference | (a ^ b));
        left.len() == right.len() && black_box(difference) == 0
    }
}

impl Eq for Secret {}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // As many dots for every secret: its length is part of it.
        f.write_str("••••••")
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_neither_the_text_nor_its_length() {
        let shown = format!("{:?}", Secret::new("hunter2"));
        assert_eq!(shown, format!("{:?}", Secret::new("a much longer secret than that")));
        assert!(!shown.contains("hunter2"));
    }

    #[test]
    fn secrets_are_equal_when_their_texts_are() {
        assert_eq!(Secret::new("hunter2"), Secret::from("hunter2"));
        assert_ne!(Secret::new("hunter2"), Secret::new("hunter3"));
        assert_ne!(Secret::new("hunter2"), Secret::new("hunter22"));
        assert_ne!(Secret::default(), Secret::new("x"));
    }

    #[test]
    fn a_secret_is_read_from_json() {
        let secret: Secret = serde_json::from_str("\"hunter2\"").unwrap();
        assert_eq!(secret.expose(), "hunter2");
    }
}
