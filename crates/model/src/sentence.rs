//! What a person is told: English words with values in them, which can be said in another language as well.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::borrow::Cow;
use std::fmt;

/// A part of a text with places for values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part<'a> {
    /// Said as they are.
    Words(&'a str),
    /// `%{name}`
    Place(&'a str),
}

/// The parts of a text, in their order. What looks like the beginning of a place and never ends is words.
pub fn parts(text: &str) -> impl Iterator<Item = Part<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let place = rest.strip_prefix("%{").and_then(|rest| rest.split_once('}'));
        if let Some((name, after)) = place {
            rest = after;
            return Some(Part::Place(name));
        }
        // The first two bytes are no place.
        let end =
            rest.char_indices().skip(1).find(|(at, _)| rest[*at..].starts_with("%{")).map_or(rest.len(), |(at, _)| at);
        let (words, after) = rest.split_at(end);
        rest = after;
        Some(Part::Words(words))
    })
}

/// A sentence, or a part of one. Made by [`sentence!`](crate::sentence), shown in English. Another language has its own
/// words for the same English ones and puts the same values into them; on the wire and in records it is English.
#[derive(Debug, Clone, Default)]
pub struct Sentence {
    words: Cow<'static, str>,
    /// What stands where the words have `%{name}`.
    values: Vec<(&'static str, Sentence)>,
}

impl Sentence {
    /// Words without a place for values.
    #[must_use]
    pub const fn fixed(words: &'static str) -> Self {
        Self { words: Cow::Borrowed(words), values: Vec::new() }
    }

    /// Words and what stands where they have `%{name}`.
    #[must_use]
    pub const fn filled(words: &'static str, values: Vec<(&'static str, Sentence)>) -> Self {
        Self { words: Cow::Borrowed(words), values }
    }

    /// The sentence as `language` says it: its words for English ones. What it has no words for stays English.
    #[must_use]
    pub fn said(&self, language: &dyn Fn(&str) -> Option<&'static str>) -> String {
        let words = match &self.words {
            Cow::Borrowed(words) => language(words).unwrap_or(words),
            Cow::Owned(text) => return text.clone(),
        };
        let mut said = String::with_capacity(words.len());
        for part in parts(words) {
            match part {
                Part::Words(words) => said.push_str(words),
                Part::Place(name) => {
                    if let Some((_, value)) = self.values.iter().find(|(known, _)| *known == name) {
                        said.push_str(&value.said(language));
                    }
                }
            }
        }
        said
    }

    /// Sentences one after the other, with `between` between them.
    #[must_use]
    pub fn joined(parts: Vec<Self>, between: &'static str) -> Self {
        let mut parts = parts.into_iter();
        let first = parts.next().unwrap_or_default();
        parts.fold(first, |before, next| {
            let values = vec![("before", before), ("between", between.into()), ("next", next)];
            Self::filled("%{before}%{between}%{next}", values)
        })
    }
}

/// In English.
impl fmt::Display for Sentence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.said(&|_| None))
    }
}

/// Two that say the same are the same.
impl PartialEq for Sentence {
    fn eq(&self, other: &Self) -> bool {
        self.to_string() == other.to_string()
    }
}

impl Eq for Sentence {}

impl Serialize for Sentence {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Sentence {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::from)
    }
}

/// A value, or a text that somebody else wrote: the same in every language.
impl From<String> for Sentence {
    fn from(text: String) -> Self {
        Self { words: Cow::Owned(text), values: Vec::new() }
    }
}

macro_rules! value {
    ($($kind:ty),+) => {$(
        impl From<$kind> for Sentence {
            fn from(value: $kind) -> Self { Self::from(value.to_string()) }
        }
    )+};
}
value!(&str, &String, char, u8, u16, u32, u64, usize);

/// Of a text, which is never wrong.
impl From<std::convert::Infallible> for Sentence {
    fn from(never: std::convert::Infallible) -> Self {
        match never {}
    }
}

/// Of what should have been a number.
impl From<std::num::ParseIntError> for Sentence {
    fn from(_: std::num::ParseIntError) -> Self {
        crate::sentence!("write a whole number")
    }
}

/// A [`Sentence`] of words, and of values by name where the words have `%{name}`: `sentence!("use at most %{most}
/// characters", most = 100)`. A value is a text, a number or a sentence.
#[macro_export]
macro_rules! sentence {
    ($words:literal $(,)?) => { $crate::sentence::Sentence::fixed($words) };
    ($words:literal, $($name:ident = $value:expr),+ $(,)?) => {
        $crate::sentence::Sentence::filled(
            $words,
            vec![$((stringify!($name), $crate::sentence::Sentence::from($value))),+],
        )
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    fn indonesian(words: &str) -> Option<&'static str> {
        match words {
            "the endpoint %{name} would break: %{why}" => Some("%{why}: titik akhir %{name} akan rusak"),
            "use at most %{most} characters" => Some("gunakan paling banyak %{most} karakter"),
            _ => None,
        }
    }

    #[test]
    fn a_sentence_is_said_in_the_words_of_a_language_with_the_same_values() {
        let why = sentence!("use at most %{most} characters", most = 100_usize);
        let whole = sentence!("the endpoint %{name} would break: %{why}", name = "%{why}", why = why);
        assert_eq!(whole.to_string(), "the endpoint %{why} would break: use at most 100 characters");
        let said = whole.said(&indonesian);
        assert_eq!(said, "gunakan paling banyak 100 karakter: titik akhir %{why} akan rusak");
    }

    #[test]
    fn what_a_language_has_no_words_for_and_what_others_wrote_stays() {
        assert_eq!(sentence!("enter the secret").said(&indonesian), "enter the secret");
        let foreign = Sentence::from("use at most %{most} characters");
        assert_eq!(foreign.said(&indonesian), "use at most %{most} characters");
    }

    #[test]
    fn on_the_wire_it_is_english() {
        let sent = sentence!("use at most %{most} characters", most = 5_u64);
        let json = serde_json::to_string(&sent).unwrap();
        assert_eq!(json, r#""use at most 5 characters""#);
        assert_eq!(serde_json::from_str::<Sentence>(&json).unwrap(), sent);
    }

    #[test]
    fn joined_ones_keep_their_order() {
        let parts = vec![sentence!("a"), sentence!("b"), sentence!("c")];
        assert_eq!(Sentence::joined(parts, "; ").to_string(), "a; b; c");
        assert_eq!(Sentence::joined(Vec::new(), "; ").to_string(), "");
    }
}
