//! Validation: what is wrong, where, and what to do; and the proof that nothing is.

use crate::sentence;
use crate::sentence::Sentence;
use serde::{Deserialize, Serialize};

/// One thing that is wrong with what was sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Violation {
    /// JSON pointer (RFC 6901) to the offending member, `""` for the whole document.
    pub pointer: String,
    /// What is wrong and what to do about it, one sentence for a person.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub message: Sentence,
    /// Line in a text member (a JSON document, a URL), from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// Column in a text member, in characters, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<u32>,
}

/// Collects violations, so that a form shows all of them at once.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Violations(Vec<Violation>);

impl Violations {
    /// Nothing found yet.
    #[must_use]
    pub fn none() -> Self {
        Self::default()
    }

    /// Notes one violation.
    pub fn add(&mut self, pointer: impl Into<String>, message: Sentence) {
        self.0.push(Violation { pointer: pointer.into(), message, line: None, column: None });
    }

    /// Notes one violation with its place inside a text member.
    pub fn push(&mut self, violation: Violation) {
        self.0.push(violation);
    }

    /// Notes a violation unless `holds`.
    pub fn require(&mut self, holds: bool, pointer: &str, message: Sentence) {
        if !holds {
            self.add(pointer, message);
        }
    }

    /// Takes over what another check found, below `prefix`.
    pub fn nest(&mut self, prefix: &str, other: Violations) {
        self.0.extend(other.0.into_iter().map(|v| Violation { pointer: format!("{prefix}{}", v.pointer), ..v }));
    }

    /// True when nothing is wrong.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What was found, in the order of the document.
    #[must_use]
    pub fn into_vec(self) -> Vec<Violation> {
        self.0
    }
}

/// What can be checked without asking a database.
pub trait Validate {
    /// Looks for everything that is wrong.
    fn validate(&self) -> Violations;
}

/// A value that passed [`Validate`]: the only door to the store's writes.
#[derive(Debug, Clone)]
pub struct Valid<T>(T);

impl<T: Validate> Valid<T> {
    /// Checks `value`.
    ///
    /// # Errors
    /// Every violation found, at least one.
    pub fn check(value: T) -> Result<Self, Violations> {
        let found = value.validate();
        if found.is_empty() { Ok(Self(value)) } else { Err(found) }
    }
}

impl<T> Valid<T> {
    /// The checked value.
    pub fn into_inner(self) -> T {
        self.0
    }
}

impl<T> std::ops::Deref for Valid<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.0
    }
}

/// Escapes one reference token of a JSON pointer (RFC 6901, section 3).
#[must_use]
pub fn pointer_token(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

/// Checks a name that people type and programs call: 1 to 100 characters, no control characters, no surrounding space.
pub fn check_name(violations: &mut Violations, pointer: &str, name: &str) {
    let fits = (1..=100).contains(&name.chars().count()) && name.trim() == name && !name.chars().any(char::is_control);
    violations.require(fits, pointer, sentence!("use 1 to 100 characters without surrounding spaces or line breaks"));
}

/// Checks a free text of at most 2 000 characters.
pub fn check_description(violations: &mut Violations, pointer: &str, text: &str) {
    violations.require(text.chars().count() <= 2000, pointer, sentence!("use at most 2,000 characters"));
}
