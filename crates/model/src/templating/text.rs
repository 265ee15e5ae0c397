//! Text with placeholders.

use super::encode::Encoding;
use super::error::{RenderError, TemplateError};
use super::path::{EVENT_NAME, Path, Root};
use super::rendered::Rendered;
use super::site::{Scope, Site};
use super::syntax::{Piece, tokenize};
use super::values::{Lookup, Values};
use crate::sentence;
use serde_json::Value;
use std::borrow::Cow;
use std::fmt;

/// A parsed text with placeholders. Rendered values are never scanned again: what was a value can't become a
/// placeholder (spec/templating.md, rule 6).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TextTemplate {
    pub(super) pieces: Vec<Piece>,
}

/// Whether the fixed text of a template is encoded like its values, or was written for its position.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Literals {
    Encode,
    AsWritten,
}

impl TextTemplate {
    /// Reads `text`.
    ///
    /// # Errors
    /// A placeholder that can't have a value at this site, or a control character in a header.
    pub fn parse(text: &str, scope: Scope<'_>) -> Result<Self, TemplateError> {
        if matches!(scope.site, Site::RequestHeader | Site::ParameterFormat)
            && let Some(offset) = text.find(forbidden_in_header)
        {
            let message = sentence!("a header holds no line breaks or other control characters: remove it");
            return Err(TemplateError::text(text, offset, message));
        }
        let pieces = tokenize(text, scope)?.into_iter().map(|token| token.piece).collect();
        Ok(Self { pieces })
    }

    /// A text without placeholders, braces and all.
    #[must_use]
    pub fn literal(text: impl Into<String>) -> Self {
        let text = text.into();
        Self { pieces: if text.is_empty() { Vec::new() } else { vec![Piece::Literal(text)] } }
    }

    /// One placeholder and nothing else: in a JSON body its value keeps its type.
    #[must_use]
    pub fn placeholder(path: Path) -> Self {
        Self { pieces: vec![Piece::Placeholder(path)] }
    }

    /// Puts `path` in the place of `{value}`, so that a parameter's format becomes the template of its value.
    #[must_use]
    pub fn with_value(mut self, path: &Path) -> Self {
        for piece in &mut self.pieces {
            if let Piece::Placeholder(place) = piece
                && place.root == Root::Value
            {
                place.clone_from(path);
            }
        }
        self
    }

    /// The path, when the text is exactly one placeholder.
    #[must_use]
    pub fn sole_placeholder(&self) -> Option<&Path> {
        match &self.pieces[..] {
            [Piece::Placeholder(path)] => Some(path),
            _ => None,
        }
    }

    /// The text, when it has no placeholder.
    #[must_use]
    pub fn fixed_text(&self) -> Option<&str> {
        match &self.pieces[..] {
            [] => Some(""),
            [Piece::Literal(text)] => Some(text),
            _ => None,
        }
    }

    /// Every path in it, in order.
    #[must_use]
    pub fn paths(&self) -> Vec<&Path> {
        let mut found = Vec::new();
        self.collect_paths(&mut found);
        found
    }

    pub(super) fn collect_paths<'a>(&'a self, found: &mut Vec<&'a Path>) {
        found.extend(self.pieces.iter().filter_map(|piece| match piece {
            Piece::Placeholder(path) => Some(path),
            Piece::Literal(_) => None,
        }));
    }

    /// The first path that has no value at all, `null` counting as one: an optional parameter with such a path is left
    /// out, a required one is refused.
    #[must_use]
    pub fn first_absent(&self, values: &dyn Values) -> Option<&Path> {
        self.paths().into_iter().find(|path| matches!(values.lookup(path), Lookup::Absent))
    }

    /// Renders text for a multipart part, for a hash, for people.
    #[must_use]
    pub fn render_text(&self, values: &dyn Values) -> Rendered {
        let mut out = Rendered::default();
        self.write(values, Encoding::Plain, Literals::AsWritten, &mut out);
        out
    }

    /// Renders a header value.
    ///
    /// # Errors
    /// CR, LF, NUL or another control character: no encoding could make it harmless, so it is refused.
    pub fn render_header(&self, values: &dyn Values) -> Result<Rendered, RenderError> {
        let mut out = Rendered::default();
        for piece in &self.pieces {
            let start = out.len();
            write_piece(piece, values, Encoding::Plain, Literals::AsWritten, &mut out);
            if out.tail(start).contains(forbidden_in_header) {
                let reason = "a header holds no line breaks or other control characters";
                return Err(match piece {
                    Piece::Placeholder(path) => RenderError::Refused { placeholder: path.to_string(), reason },
                    Piece::Literal(_) => RenderError::Configuration { reason: reason.into() },
                });
            }
        }
        Ok(out)
    }

    pub(super) fn write(&self, values: &dyn Values, encoding: Encoding, literals: Literals, out: &mut Rendered) {
        for piece in &self.pieces {
            write_piece(piece, values, encoding, literals, out);
        }
    }

    /// The value that the template stands for: typed when it is exactly one placeholder, text otherwise.
    #[must_use]
    pub fn evaluate(&self, values: &dyn Values) -> Value {
        match self.sole_placeholder() {
            Some(path) => evaluate(path, values),
            None => Value::String(self.render_text(values).redacted().into_owned()),
        }
    }
}

/// A header's characters beside the visible ones: the tab alone.
fn forbidden_in_header(c: char) -> bool {
    c.is_ascii_control() && c != '\t'
}

fn write_piece(piece: &Piece, values: &dyn Values, encoding: Encoding, literals: Literals, out: &mut Rendered) {
    match (piece, literals) {
        (Piece::Literal(text), Literals::AsWritten) => out.push(text),
        (Piece::Literal(text), Literals::Encode) => out.put(text, encoding),
        (Piece::Placeholder(path), _) => write_lookup(&lookup_text(path, values), encoding, out),
    }
}

/// What a path leads to in text, where bare `{event}` means its name (spec/templating.md, rule 2).
pub(super) fn lookup_text<'a>(path: &Path, values: &'a dyn Values) -> Lookup<'a> {
    values.lookup(if path.root == Root::Event { &EVENT_NAME } else { path })
}

pub(super) fn write_lookup(found: &Lookup<'_>, encoding: Encoding, out: &mut Rendered) {
    match found {
        Lookup::Value(value) => out.put_value(value, encoding),
        Lookup::Text(text) => out.put(text, encoding),
        Lookup::Secret(secret) => out.put_secret(secret, encoding),
        Lookup::Absent => {}
    }
}

/// A typed value outside a request. No site there admits a secret; should one come all the same, it comes as dots.
pub(super) fn evaluate(path: &Path, values: &dyn Values) -> Value {
    match values.lookup(path) {
        Lookup::Value(Cow::Borrowed(value)) => value.clone(),
        Lookup::Value(Cow::Owned(value)) => value,
        Lookup::Text(text) => Value::from(text),
        Lookup::Secret(_) => Value::from(super::rendered::DOTS),
        Lookup::Absent => Value::Null,
    }
}

/// Writes what the parser reads: every literal brace doubled.
impl fmt::Display for TextTemplate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for piece in &self.pieces {
            match piece {
                Piece::Literal(text) => f.write_str(&text.replace('{', "{{").replace('}', "}}"))?,
                Piece::Placeholder(path) => write!(f, "{{{path}}}")?,
            }
        }
        Ok(())
    }
}
