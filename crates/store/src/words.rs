//! From and to what the columns hold: closed sets as text, documents as JSON, ids as themselves.

use crate::error::StoreError;
use patchbay_model::id::CallCenterId;
use patchbay_model::template::{Location, TemplateType};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::fmt::Display;

/// The place of a value that can't be read.
#[derive(Clone, Copy)]
pub(crate) struct Place<'a> {
    pub table: &'static str,
    pub row: &'a dyn Display,
}

impl Place<'_> {
    pub fn corrupt(self, why: impl Display) -> StoreError {
        StoreError::Corrupt { table: self.table, row: self.row.to_string(), why: why.to_string() }
    }

    /// A word of a closed set.
    pub fn word<T: DeserializeOwned>(self, text: String) -> Result<T, StoreError> {
        self.document(Value::String(text))
    }

    /// A JSON document.
    pub fn document<T: DeserializeOwned>(self, value: Value) -> Result<T, StoreError> {
        serde_json::from_value(value).map_err(|why| self.corrupt(why))
    }

    /// A call center's id.
    pub fn call_center(self, text: &str) -> Result<CallCenterId, StoreError> {
        text.parse().map_err(|why| self.corrupt(why))
    }

    /// A call center's id, where there may be none.
    pub fn call_center_option(self, text: Option<&str>) -> Result<Option<CallCenterId>, StoreError> {
        text.map(|text| self.call_center(text)).transpose()
    }

    /// A number that is never negative.
    pub fn number<T, U: TryFrom<T>>(self, number: T) -> Result<U, StoreError>
    where
        U::Error: Display,
    {
        U::try_from(number).map_err(|why| self.corrupt(why))
    }
}

/// Text as PostgreSQL takes it. What others say may hold a NUL; a record must not be lost over that.
pub(crate) fn text(text: &str) -> String {
    text.replace('\0', "\u{FFFD}")
}

/// A document as the columns of type jsonb take it.
pub(crate) fn to_json(value: &impl Serialize) -> Result<Value, StoreError> {
    serde_json::to_value(value).map_err(|why| StoreError::Internal(sqlx::Error::Encode(why.into())))
}

/// A document as the columns of type json take it, to be cast by `$n::text::json`. Bound as a value it would travel as
/// jsonb, which sorts the members and refuses `\u0000`.
pub(crate) fn to_json_text(value: &impl Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|why| StoreError::Internal(sqlx::Error::Encode(why.into())))
}

/// The same of a document that may be missing.
pub(crate) fn to_json_text_option(value: Option<&impl Serialize>) -> Result<Option<String>, StoreError> {
    value.map(to_json_text).transpose()
}

pub(crate) const fn template_type(word: TemplateType) -> &'static str {
    match word {
        TemplateType::Crm => "crm",
        TemplateType::Sms => "sms",
    }
}

pub(crate) const fn location(word: Location) -> &'static str {
    match word {
        Location::Header => "header",
        Location::Body => "body",
        Location::Query => "query",
        Location::Path => "path",
        Location::Md5 => "md5",
    }
}
