//! The body of a TwoWay handover: JSON text with seven variables (spec/twoway.md, Body template variables).

use super::encode::Encoding;
use super::error::{TemplateError, TemplateErrorKind};
use super::json_render::write_json;
use super::path::{Path, Root, Variable};
use super::rendered::Rendered;
use super::suggest::closest;
use super::text::write_lookup;
use super::values::{Lookup, Values};
use crate::json;
use crate::sentence;
use serde_json::Value;

/// A parsed handover body: what is rendered from it is JSON, whatever the values, and apart from them byte for byte what
/// was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TwoWayTemplate {
    pieces: Vec<Piece>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Literal(String),
    /// Inside a JSON string: escaped.
    InString(Path),
    /// Where a JSON value stands: written as JSON.
    Value(Path),
}

impl TwoWayTemplate {
    /// Reads `text`. `$name` and `{{$name}}` are the same.
    ///
    /// # Errors
    /// An unknown variable, or a text that would not be JSON.
    pub fn parse(text: &str) -> Result<Self, TemplateError> {
        let mut pieces = Vec::new();
        let mut sample = String::with_capacity(text.len());
        let mut copied = 0;
        let mut at = 0;
        let mut in_string = false;
        while let Some(found) = text[at..].find(['"', '\\', '$']) {
            at += found;
            match text.as_bytes()[at] {
                b'"' => in_string = !in_string,
                // The escaped character decides nothing, a quote above all.
                b'\\' => at += text[at + 1..].chars().next().map_or(0, char::len_utf8),
                _ => {
                    if let Some(written) = variable(text, at)? {
                        let literal = &text[copied..written.start];
                        sample.push_str(literal);
                        sample.push_str(&written.sample(in_string));
                        pieces.push(Piece::Literal(literal.to_owned()));
                        let path = Path::bare(Root::TwoWay(written.variable));
                        pieces.push(if in_string { Piece::InString(path) } else { Piece::Value(path) });
                        copied = written.end;
                        at = written.end;
                        continue;
                    }
                }
            }
            at += 1;
        }
        sample.push_str(&text[copied..]);
        pieces.push(Piece::Literal(text[copied..].to_owned()));
        // A `Value` and not `IgnoredAny`, which would take any depth.
        json::parse::<Value>(&sample).map_err(|error| TemplateError {
            kind: TemplateErrorKind::InvalidDocument,
            message: sentence!("the body has to be JSON: %{why}", why = error.message),
            suggestion: None,
            offset: error.offset,
            line: error.line,
            column: error.column,
            pointer: Some(error.pointer),
        })?;
        Ok(Self { pieces })
    }

    /// Renders the body. An absent `$context` is `{}`.
    #[must_use]
    pub fn render(&self, values: &dyn Values) -> Rendered {
        let mut out = Rendered::default();
        for piece in &self.pieces {
            match piece {
                Piece::Literal(text) => out.push(text),
                Piece::InString(path) => match values.lookup(path) {
                    Lookup::Absent if is_context(path) => out.push("{}"),
                    found => write_lookup(&found, Encoding::Json, &mut out),
                },
                Piece::Value(path) => match values.lookup(path) {
                    Lookup::Absent if is_context(path) => out.push("{}"),
                    found => write_json(&found, &mut out),
                },
            }
        }
        out
    }
}

fn is_context(path: &Path) -> bool {
    path.root == Root::TwoWay(Variable::Context)
}

/// A variable as written, and which bytes it takes.
struct Written {
    variable: Variable,
    start: usize,
    end: usize,
}

impl Written {
    /// Stands in for the value when the text is checked to be JSON: as long as what was written, so that the places of
    /// errors are right, and `null`, so that a variable can't be the name of a member. In a string no letter of it is
    /// hexadecimal, so that it can't complete an escape.
    fn sample(&self, in_string: bool) -> String {
        let length = self.end - self.start;
        if in_string { "x".repeat(length) } else { format!("{:length$}", "null") }
    }
}

/// The variable whose dollar sign is at `at`.
fn variable(text: &str, at: usize) -> Result<Option<Written>, TemplateError> {
    let rest = &text[at + 1..];
    let length = rest.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'_').count();
    let name = &rest[..length];
    if name.is_empty() || name.starts_with(|c: char| c.is_ascii_digit()) {
        return Ok(None);
    }
    let Some(variable) = Variable::ALL.into_iter().find(|variable| variable.name() == name) else {
        let names = Variable::ALL.map(Variable::name);
        let known = names.join(", $");
        let message = match closest(name, names) {
            Some(meant) => sentence!(
                "$%{name} is none of $%{known}; did you mean $%{meant}? (write \\u0024 for a plain dollar sign)",
                name = name,
                known = known,
                meant = meant,
            ),
            None => sentence!(
                "$%{name} is none of $%{known} (write \\u0024 for a plain dollar sign)",
                name = name,
                known = known,
            ),
        };
        let error = TemplateError::new(TemplateErrorKind::UnknownName, text, at, message);
        return Err(error);
    };
    let end = at + 1 + length;
    let braced = text[..at].ends_with("{{") && text[end..].starts_with("}}");
    Ok(Some(if braced {
        Written { variable, start: at - 2, end: end + 2 }
    } else {
        Written { variable, start: at, end }
    }))
}
