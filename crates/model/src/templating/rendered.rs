//! What a template became: the text for the wire, and which parts of it are secret.

use super::encode::Encoding;
use crate::secret::Secret;
use serde_json::Value;
use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

/// What stands in a record where a secret stood.
pub const DOTS: &str = "••••••";

/// A rendered text. Like a secret it has no Display and no Serialize, and its Debug shows dots: it can't get into a log
/// unnoticed (spec/templating.md, rule 7).
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Rendered {
    text: String,
    /// Disjoint and ascending.
    secrets: Vec<Range<usize>>,
}

impl Rendered {
    /// The text for the wire, secrets and all.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.text
    }

    /// The text for the wire, secrets and all.
    #[must_use]
    pub fn into_exposed(self) -> String {
        self.text
    }

    /// The text for a record: dots where secrets stand. By position, so that a secret of one letter doesn't blank out
    /// every such letter.
    #[must_use]
    pub fn redacted(&self) -> Cow<'_, str> {
        if self.secrets.is_empty() {
            return Cow::Borrowed(&self.text);
        }
        let mut shown = String::with_capacity(self.text.len());
        let mut at = 0;
        for secret in &self.secrets {
            shown.push_str(&self.text[at..secret.start]);
            shown.push_str(DOTS);
            at = secret.end;
        }
        shown.push_str(&self.text[at..]);
        Cow::Owned(shown)
    }

    /// The secret parts as they stand on the wire, encoded for their position: what the redaction of other records
    /// (the answer, errors) has to look for besides the raw values.
    pub fn secret_forms(&self) -> impl Iterator<Item = &str> {
        self.secrets.iter().map(|secret| &self.text[secret.clone()])
    }

    /// Whether any part is secret.
    #[must_use]
    pub fn holds_secrets(&self) -> bool {
        !self.secrets.is_empty()
    }

    pub(super) fn len(&self) -> usize {
        self.text.len()
    }

    /// Appends text that is already right for its position.
    pub(super) fn push(&mut self, text: &str) {
        self.text.push_str(text);
    }

    pub(super) fn put(&mut self, text: &str, encoding: Encoding) {
        encoding.write(text, &mut self.text);
    }

    pub(super) fn put_secret(&mut self, secret: &Secret, encoding: Encoding) {
        let start = self.text.len();
        self.put(secret.expose(), encoding);
        if self.text.len() > start {
            self.secrets.push(start..self.text.len());
        }
    }

    /// A value in text: strings as they are, null as empty, objects and arrays as compact JSON (spec/templating.md,
    /// rule 3).
    pub(super) fn put_value(&mut self, value: &Value, encoding: Encoding) {
        match value {
            Value::Null => {}
            Value::String(text) => self.put(text, encoding),
            Value::Bool(true) => self.put("true", encoding),
            Value::Bool(false) => self.put("false", encoding),
            Value::Number(_) | Value::Array(_) | Value::Object(_) => self.put(&value.to_string(), encoding),
        }
    }

    /// Appends another rendered text as one value, keeping its secrets marked.
    pub(super) fn put_rendered(&mut self, inner: &Self, encoding: Encoding) {
        let mut at = 0;
        for secret in &inner.secrets {
            self.put(&inner.text[at..secret.start], encoding);
            let start = self.text.len();
            self.put(&inner.text[secret.clone()], encoding);
            self.secrets.push(start..self.text.len());
            at = secret.end;
        }
        self.put(&inner.text[at..], encoding);
    }

    pub(super) fn tail(&self, start: usize) -> &str {
        &self.text[start..]
    }
}

impl fmt::Debug for Rendered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Rendered").field(&self.redacted()).finish()
    }
}
