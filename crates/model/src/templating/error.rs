//! What can be wrong with a template when it is saved, and with its values when it is rendered.

use crate::json::{Position, locate, locate_in_string};
use crate::sentence;
use crate::sentence::Sentence;
use crate::valid::Violation;

/// What is wrong with a template.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TemplateErrorKind {
    /// The first word of a placeholder is no root.
    UnknownRoot,
    /// The root exists, the name after it can't.
    UnknownName,
    /// It exists, and has no meaning in this place.
    NotAllowedHere,
    /// The fixed text breaks a rule of its place: the shape of a URL, a header's characters.
    InvalidText,
    /// The document around the templates has the wrong shape: not JSON, not an object, too deep.
    InvalidDocument,
}

/// Why a template is refused, and where (spec/templating.md, rule 5).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct TemplateError {
    /// What is wrong.
    pub kind: TemplateErrorKind,
    /// What is wrong and what to do, one sentence for a person.
    pub message: Sentence,
    /// What was probably meant, without braces.
    pub suggestion: Option<String>,
    /// Bytes from the start of the template's text, or of the document after [`TemplateError::in_document`].
    pub offset: usize,
    /// From 1.
    pub line: u32,
    /// In characters, from 1.
    pub column: u32,
    /// Where the template stands in a JSON document.
    pub pointer: Option<String>,
}

impl TemplateError {
    pub(super) fn new(kind: TemplateErrorKind, text: &str, offset: usize, message: Sentence) -> Self {
        let Position { offset, line, column } = Position::at(text, offset);
        Self { kind, message, suggestion: None, offset, line, column, pointer: None }
    }

    pub(super) fn text(text: &str, offset: usize, message: Sentence) -> Self {
        Self::new(TemplateErrorKind::InvalidText, text, offset, message)
    }

    pub(super) fn document(pointer: &str, message: Sentence) -> Self {
        Self::new(TemplateErrorKind::InvalidDocument, "", 0, message).at_pointer(pointer)
    }

    /// Adds what was probably meant to the error and to its message.
    pub(super) fn suggest(mut self, suggestion: Option<String>) -> Self {
        if let Some(suggestion) = &suggestion {
            self.message =
                sentence!("%{message}; did you mean {%{suggestion}}?", message = self.message, suggestion = suggestion);
        }
        self.suggestion = suggestion;
        self
    }

    /// Says where in a JSON document the template stands.
    #[must_use]
    pub fn at_pointer(mut self, pointer: &str) -> Self {
        self.pointer = Some(pointer.to_owned());
        self
    }

    /// Turns a position in the template into one in `document`, the text that the template's pointer leads into.
    /// Without the text, line and column count from the start of the template's own string.
    #[must_use]
    pub fn in_document(mut self, document: &str) -> Self {
        let pointer = self.pointer.as_deref().unwrap_or_default();
        let place = match self.kind {
            TemplateErrorKind::InvalidDocument => locate(document, pointer),
            _ => locate_in_string(document, pointer, self.offset).or_else(|| locate(document, pointer)),
        };
        if let Some(Position { offset, line, column }) = place {
            (self.offset, self.line, self.column) = (offset, line, column);
        }
        self
    }

    /// The same as a violation of the member `prefix`, below which the template's own pointer counts.
    #[must_use]
    pub fn into_violation(self, prefix: &str) -> Violation {
        let pointer = format!("{prefix}{}", self.pointer.unwrap_or_default());
        Violation { pointer, message: self.message, line: Some(self.line), column: Some(self.column) }
    }
}

/// Why a template can't be rendered with these values. Nothing is sent then. It names the placeholder and never holds
/// a value, which may be secret.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RenderError {
    /// A URL path segment has no value: error code `placeholder_unresolved`.
    #[error("{{{placeholder}}} has no value, and stands in the path of the URL: nothing was sent")]
    Unresolved {
        /// Without braces.
        placeholder: String,
    },
    /// The value can't stand where the placeholder does, whatever the encoding: `placeholder_unresolved` as well, since
    /// the caller's value has to change.
    #[error("the value of {{{placeholder}}} can't be used: {reason}")]
    Refused {
        /// Without braces.
        placeholder: String,
        /// Which rule it breaks.
        reason: &'static str,
    },
    /// Fixed text or the integrator's host is at fault: `config_invalid`.
    #[error("{reason}")]
    Configuration {
        /// Which rule it breaks.
        reason: Sentence,
    },
}

impl From<RenderError> for Sentence {
    fn from(error: RenderError) -> Self {
        match error {
            RenderError::Configuration { reason } => reason,
            RenderError::Unresolved { .. } | RenderError::Refused { .. } => error.to_string().into(),
        }
    }
}
