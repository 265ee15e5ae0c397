//! A value of a field or credential as somebody writes it.

use super::SecretState;
use serde::de::value::MapAccessDeserializer;
use serde::de::{self, Deserializer, MapAccess, Unexpected, Visitor};
use serde::{Deserialize, Serialize};
use std::fmt;

/// A value as written. A secret that is read as `{"set":true}` may be written back so, and stays.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(untagged)]
pub enum ValueInput {
    /// The new value.
    New(String),
    /// Keep the stored secret.
    Keep(SecretState),
    /// No value.
    None(()),
}

impl fmt::Debug for ValueInput {
    // What was typed may be a secret: a draft in a log must not show it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::New(_) => "New(••••••)",
            Self::Keep(_) => "Keep",
            Self::None(()) => "None",
        })
    }
}

// By hand: an untagged type would lose the place of a mistake, and tell it in the words of Rust.
impl<'de> Deserialize<'de> for ValueInput {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ValueVisitor)
    }
}

struct ValueVisitor;

impl ValueVisitor {
    /// A number may be a secret that somebody forgot to put into quotes: told by its kind, not by itself.
    fn refused<E: de::Error>(self, kind: &str) -> Result<ValueInput, E> {
        Err(E::invalid_type(Unexpected::Other(kind), &self))
    }
}

impl<'de> Visitor<'de> for ValueVisitor {
    type Value = ValueInput;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string, null or an object")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<ValueInput, E> {
        Ok(ValueInput::New(text.to_owned()))
    }

    fn visit_string<E: de::Error>(self, text: String) -> Result<ValueInput, E> {
        Ok(ValueInput::New(text))
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<ValueInput, A::Error> {
        SecretState::deserialize(MapAccessDeserializer::new(members)).map(ValueInput::Keep)
    }

    fn visit_unit<E: de::Error>(self) -> Result<ValueInput, E> {
        Ok(ValueInput::None(()))
    }

    fn visit_bool<E: de::Error>(self, _: bool) -> Result<ValueInput, E> {
        self.refused("true or false")
    }

    fn visit_i64<E: de::Error>(self, _: i64) -> Result<ValueInput, E> {
        self.refused("a number")
    }

    fn visit_u64<E: de::Error>(self, _: u64) -> Result<ValueInput, E> {
        self.refused("a number")
    }

    fn visit_f64<E: de::Error>(self, _: f64) -> Result<ValueInput, E> {
        self.refused("a number")
    }
}
