//! Text into literal pieces and placeholders, and which braces are which (spec/templating.md, rule 1).

use super::path::Path;
use super::resolve::resolve;
use super::site::Scope;
use super::value_path::{Step, ValuePath, parse_value_path};
use super::{TemplateError, TemplateErrorKind};
use crate::sentence;
use crate::sentence::Sentence;

/// A stretch of a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    Literal(String),
    Placeholder(Path),
}

/// A piece and the byte where it begins.
pub(super) struct Token {
    pub(super) offset: usize,
    pub(super) piece: Piece,
}

/// What an open brace was, so that the closing one is read the same way: in `{"a":{"b":1}}` the last two braces close
/// two plain ones and stay two, while in `{{name}}` they are the escape's second half.
enum Brace {
    Plain,
    Escaped,
}

/// Splits `text`. A closing pair that closes nothing is an escape.
pub(super) fn tokenize(text: &str, scope: Scope<'_>) -> Result<Vec<Token>, TemplateError> {
    let mut tokens = Vec::new();
    let mut open = Vec::new();
    let mut literal = Literal::default();
    let mut at = 0;
    while let Some(found) = text[at..].find(['{', '}']) {
        literal.push(&text[at..at + found], at);
        at += found;
        let rest = &text[at..];
        let (brace, length) = if rest.starts_with("{{") {
            open.push(Brace::Escaped);
            ("{", 2)
        } else if rest.starts_with('{') {
            if let Some(content) = placeholder(rest, scope) {
                literal.flush(&mut tokens);
                let path = read_path(content, scope).map_err(|error| error.within(text, at + 1))?;
                tokens.push(Token { offset: at, piece: Piece::Placeholder(path) });
                at += content.len() + 2;
                continue;
            }
            open.push(Brace::Plain);
            ("{", 1)
        } else {
            let pair = rest.starts_with("}}");
            match open.last() {
                Some(Brace::Plain) => {
                    open.pop();
                    ("}", 1)
                }
                Some(Brace::Escaped) if pair => {
                    open.pop();
                    ("}", 2)
                }
                None if pair => ("}", 2),
                _ => ("}", 1),
            }
        };
        literal.push(brace, at);
        at += length;
    }
    literal.push(&text[at..], at);
    literal.flush(&mut tokens);
    Ok(tokens)
}

#[derive(Default)]
struct Literal {
    text: String,
    offset: usize,
}

impl Literal {
    fn push(&mut self, text: &str, offset: usize) {
        if self.text.is_empty() {
            self.offset = offset;
        }
        self.text.push_str(text);
    }

    fn flush(&mut self, tokens: &mut Vec<Token>) {
        if !self.text.is_empty() {
            let piece = Piece::Literal(std::mem::take(&mut self.text));
            tokens.push(Token { offset: self.offset, piece });
        }
    }
}

/// The content of the braces that `text` begins with, when it is a path.
fn placeholder<'a>(text: &'a str, scope: Scope<'_>) -> Option<&'a str> {
    let content = text[1..].split(['{', '}']).next()?;
    let closed = text[1 + content.len()..].starts_with('}');
    (closed && (scope.is_path_parameter(content) || split(content).is_some())).then_some(content)
}

/// A path as written: its first word and what follows.
pub(super) struct Written<'a> {
    /// The whole.
    pub(super) text: &'a str,
    /// The first word.
    pub(super) root: &'a str,
    /// The steps after it; for the roots that take one name, just that name.
    pub(super) rest: Vec<Step>,
}

/// Reads `content` as a path, or says that it is literal text.
///
/// After `field.` and `authentications.` anything but braces goes: parameter names and credential ids are other
/// people's, `basic:bob@example.com` or `filter[name]`.
pub(super) fn split(content: &str) -> Option<Written<'_>> {
    for root in ["field", "authentications"] {
        if let Some(name) = content.strip_prefix(root).and_then(|rest| rest.strip_prefix('.')) {
            let fits = !name.is_empty()
                && name.trim() == name
                && !name.contains(|c: char| c.is_control() || matches!(c, '{' | '}'));
            return fits.then(|| Written { text: content, root, rest: vec![Step::Key(name.into())] });
        }
    }
    let length = content.find(['.', '[']).unwrap_or(content.len());
    let root = &content[..length];
    let word = root.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && root.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
    if !word {
        return None;
    }
    let rest = parse_value_path(content).ok()?.steps()[1..].to_vec();
    Some(Written { text: content, root, rest })
}

/// Reads the content of a placeholder, or a path that stands by itself such as `when` in Iframe JSON.
pub(super) fn read_path(content: &str, scope: Scope<'_>) -> Result<Path, Problem> {
    if scope.is_path_parameter(content) {
        return Ok(Path::bare(super::Root::PathParameter(content.into())));
    }
    let problem = || Problem {
        kind: TemplateErrorKind::UnknownRoot,
        at: 0,
        message: sentence!("write a path such as contact.queue.id"),
        suggestion: None,
    };
    resolve(&split(content).ok_or_else(problem)?, scope)
}

/// A [`TemplateError`] that doesn't know its text yet.
#[derive(Debug)]
pub(super) struct Problem {
    pub(super) kind: TemplateErrorKind,
    /// The byte of the path where it goes wrong.
    pub(super) at: usize,
    pub(super) message: Sentence,
    pub(super) suggestion: Option<String>,
}

impl Problem {
    pub(super) fn within(self, text: &str, start: usize) -> TemplateError {
        // At the name that is wrong, not at the dot before it.
        let dot = usize::from(text.as_bytes().get(start + self.at) == Some(&b'.'));
        TemplateError::new(self.kind, text, start + self.at + dot, self.message).suggest(self.suggestion)
    }
}

impl Path {
    /// Reads a path that stands by itself, as in `"when": "option.autoTicket"`.
    ///
    /// # Errors
    /// It is no path, or names what can't exist there.
    pub fn parse(text: &str, scope: Scope<'_>) -> Result<Self, TemplateError> {
        read_path(text, scope).map_err(|problem| problem.within(text, 0))
    }
}

impl ValuePath {
    /// What the steps before `count` look like, for messages and positions.
    pub(super) fn text_of(root: &str, steps: &[Step]) -> String {
        let mut text = root.to_owned();
        for step in steps {
            match step {
                Step::Key(key) => {
                    text.push('.');
                    text.push_str(key);
                }
                Step::Index(index) => text.push_str(&format!("[{index}]")),
            }
        }
        text
    }
}
