//! Strict reading of JSON objects: the first thing that is wrong, its place and its kind. By hand and not by serde, whose
//! errors of tagged objects have lost their place, and whose messages a face would have to take apart for a code.

use super::refusal::{Refusal, RefusalCode};
use crate::id::CallCenterId;
use crate::json;
use crate::time::Timestamp;
use crate::valid::pointer_token;
use serde::Deserialize as _;
use serde::de::value::StrDeserializer;
use serde_json::{Map, Value};
use std::str::FromStr;

/// A text as JSON. Postgres has no text with NUL, in JSON neither.
pub(super) fn parse(text: &str) -> Result<Value, Refusal> {
    let value = json::parse(text)?;
    refuse_nul(&value)?;
    Ok(value)
}

pub(super) fn refuse_nul(value: &Value) -> Result<(), Refusal> {
    match nul_in(value) {
        Some(pointer) => Err(Refusal::at(RefusalCode::InvalidValue, pointer, "leave out the character NUL (\\u0000)")),
        None => Ok(()),
    }
}

fn nul_in(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => text.contains('\0').then(String::new),
        Value::Array(elements) => elements
            .iter()
            .enumerate()
            .find_map(|(index, element)| nul_in(element).map(|below| format!("/{index}{below}"))),
        Value::Object(members) => members.iter().find_map(|(name, member)| {
            if name.contains('\0') {
                return Some(String::new());
            }
            nul_in(member).map(|below| format!("/{}{below}", pointer_token(name)))
        }),
        Value::Null | Value::Bool(_) | Value::Number(_) => None,
    }
}

/// An object and where it stands. A member that is null counts as left out.
pub(super) struct Members<'a> {
    members: &'a Map<String, Value>,
    pointer: String,
}

impl<'a> Members<'a> {
    pub(super) fn of(value: &'a Value, pointer: impl Into<String>) -> Result<Self, Refusal> {
        let pointer = pointer.into();
        match value {
            Value::Object(members) => Ok(Self { members, pointer }),
            _ => Err(Refusal::at(RefusalCode::WrongType, pointer, "this has to be an object")),
        }
    }

    pub(super) fn pointer(&self) -> &str {
        &self.pointer
    }

    pub(super) fn at(&self, name: &str) -> String {
        format!("{}/{}", self.pointer, pointer_token(name))
    }

    /// Refuses every member that is not in `known`.
    pub(super) fn only(&self, known: &[&str]) -> Result<(), Refusal> {
        match self.members.keys().find(|name| !known.contains(&name.as_str())) {
            None => Ok(()),
            Some(unknown) => {
                let message = format!("there is no such member: there are {}", known.join(", "));
                Err(Refusal::at(RefusalCode::UnknownMember, self.at(unknown), message))
            }
        }
    }

    pub(super) fn get(&self, name: &str) -> Option<&'a Value> {
        self.members.get(name).filter(|value| !value.is_null())
    }

    pub(super) fn need(&self, name: &str) -> Result<&'a Value, Refusal> {
        self.get(name).ok_or_else(|| {
            let message = format!("the member {name} is missing");
            Refusal::at(RefusalCode::MissingMember, self.pointer.clone(), message)
        })
    }

    pub(super) fn text(&self, name: &str) -> Result<&'a str, Refusal> {
        self.as_text(name, self.need(name)?)
    }

    pub(super) fn optional_text(&self, name: &str) -> Result<Option<&'a str>, Refusal> {
        self.get(name).map(|value| self.as_text(name, value)).transpose()
    }

    fn as_text(&self, name: &str, value: &'a Value) -> Result<&'a str, Refusal> {
        value.as_str().ok_or_else(|| Refusal::at(RefusalCode::WrongType, self.at(name), "this has to be a text"))
    }

    pub(super) fn number(&self, name: &str) -> Result<f64, Refusal> {
        let number = self.need(name)?.as_f64();
        number.ok_or_else(|| Refusal::at(RefusalCode::WrongType, self.at(name), "this has to be a number"))
    }

    pub(super) fn optional_count(&self, name: &str) -> Result<Option<u32>, Refusal> {
        let Some(value) = self.get(name) else { return Ok(None) };
        let count = value.as_u64().and_then(|count| u32::try_from(count).ok());
        let wrong =
            || Refusal::at(RefusalCode::WrongType, self.at(name), "this has to be a whole number, not negative");
        count.map(Some).ok_or_else(wrong)
    }

    pub(super) fn optional_list(&self, name: &str) -> Result<Option<&'a [Value]>, Refusal> {
        let Some(value) = self.get(name) else { return Ok(None) };
        let list = value.as_array().map(|list| Some(list.as_slice()));
        list.ok_or_else(|| Refusal::at(RefusalCode::WrongType, self.at(name), "this has to be a list"))
    }

    pub(super) fn optional_texts(&self, name: &str) -> Result<Vec<String>, Refusal> {
        let list = self.optional_list(name)?.unwrap_or_default().iter().enumerate();
        list.map(|(index, value)| {
            let pointer = format!("{}/{index}", self.at(name));
            let text = value.as_str().map(str::to_owned);
            text.ok_or_else(|| Refusal::at(RefusalCode::WrongType, pointer, "this has to be a text"))
        })
        .collect()
    }

    pub(super) fn time(&self, name: &str) -> Result<Timestamp, Refusal> {
        self.as_time(name, self.text(name)?)
    }

    pub(super) fn optional_time(&self, name: &str) -> Result<Option<Timestamp>, Refusal> {
        self.optional_text(name)?.map(|text| self.as_time(name, text)).transpose()
    }

    fn as_time(&self, name: &str, text: &str) -> Result<Timestamp, Refusal> {
        let read = Timestamp::deserialize(StrDeserializer::<serde::de::value::Error>::new(text));
        read.map_err(|error| Refusal::at(RefusalCode::InvalidValue, self.at(name), error.to_string()))
    }

    /// A text that is one of a type's words, or an id. `what` completes "this has to be …".
    pub(super) fn word<T: FromStr>(&self, name: &str, what: &str) -> Result<T, Refusal> {
        self.as_word(name, self.text(name)?, what)
    }

    pub(super) fn optional_word<T: FromStr>(&self, name: &str, what: &str) -> Result<Option<T>, Refusal> {
        self.optional_text(name)?.map(|text| self.as_word(name, text, what)).transpose()
    }

    fn as_word<T: FromStr>(&self, name: &str, text: &str, what: &str) -> Result<T, Refusal> {
        let message = || format!("this has to be {what}");
        text.parse().map_err(|_| Refusal::at(RefusalCode::InvalidValue, self.at(name), message()))
    }

    /// The `$type`, which is told apart from other words: senders look at its code.
    pub(super) fn kind<T: FromStr>(&self, name: &str, known: &str) -> Result<T, Refusal> {
        let text = self.text(name)?;
        let message = || format!("unknown type: there are {known}");
        text.parse().map_err(|_| Refusal::at(RefusalCode::UnknownType, self.at(name), message()))
    }

    /// The account that the URL names, and no other.
    pub(super) fn account(&self, name: &str, expected: &CallCenterId) -> Result<(), Refusal> {
        if self.text(name)? == expected.as_str() {
            return Ok(());
        }
        Err(Refusal::at(RefusalCode::InvalidValue, self.at(name), "this has to be the account of the URL"))
    }
}

/// The words of a closed set, for a message.
pub(super) fn words<T: Copy>(all: &[T], word: fn(T) -> &'static str) -> String {
    all.iter().map(|member| word(*member)).collect::<Vec<_>>().join(", ")
}
