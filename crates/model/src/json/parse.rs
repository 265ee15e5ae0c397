//! JSON text into a type, with an error that a person can act on.

use super::locate::{locate, locate_name, pointer_at};
use super::position::Position;
use crate::sentence;
use crate::sentence::Sentence;
use crate::valid::{Violation, pointer_token};
use serde::de::DeserializeOwned;
use serde_path_to_error::Segment;

/// Why a JSON text can't be read, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message} at line {line}, column {column}")]
pub struct JsonError {
    /// Whether it is no JSON at all, or not what is wanted.
    pub kind: JsonErrorKind,
    /// What is wrong.
    pub message: Sentence,
    /// Bytes from the start.
    pub offset: usize,
    /// From 1.
    pub line: u32,
    /// In characters, from 1.
    pub column: u32,
    /// JSON pointer (RFC 6901) to the offending part, `""` for the document.
    pub pointer: String,
}

/// The two ways to be wrong; the API answers them differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JsonErrorKind {
    /// No JSON: broken, cut off, or too deep.
    Malformed,
    /// JSON, but an unknown member, a missing one, or a wrong type.
    Unfitting,
}

/// Reads `text` as a `T`.
///
/// # Errors
/// The first thing that is wrong. The pointer of an unknown member names that member; of a missing one, the object.
pub fn parse<T: DeserializeOwned>(text: &str) -> Result<T, JsonError> {
    let mut reader = serde_json::Deserializer::from_str(text);
    let value = serde_path_to_error::deserialize(&mut reader).map_err(|error| explain(text, &error))?;
    reader.end().map_err(|error| malformed(text, &error))?;
    Ok(value)
}

fn explain(text: &str, error: &serde_path_to_error::Error<serde_json::Error>) -> JsonError {
    if error.inner().classify() != serde_json::error::Category::Data {
        return malformed(text, error.inner());
    }
    let pointer: String = error
        .path()
        .iter()
        .filter_map(|segment| match segment {
            Segment::Seq { index } => Some(format!("/{index}")),
            Segment::Map { key } => Some(format!("/{}", pointer_token(key))),
            Segment::Enum { .. } | Segment::Unknown => None,
        })
        .collect();
    let message = plain_message(error.inner());
    // An unknown member is wrong by its name, anything else by its value.
    let find = if message.starts_with("unknown field") { locate_name } else { locate };
    let message = in_json_words(&message);
    // A flattened or tagged type is read from a buffer that lost its places: the nearest known one has to do.
    let position = find(text, &pointer).unwrap_or_else(|| Position::at(text, offset_of(text, error.inner())));
    JsonError::new(JsonErrorKind::Unfitting, message, position, pointer)
}

fn malformed(text: &str, error: &serde_json::Error) -> JsonError {
    let offset = offset_of(text, error);
    let message = mistake(&plain_message(error));
    JsonError::new(JsonErrorKind::Malformed, message, Position::at(text, offset), pointer_at(text, offset))
}

/// What serde_json says of a text that is no JSON.
fn mistake(message: &str) -> Sentence {
    match message {
        "EOF while parsing a list" => sentence!("the text ends within a list: close it with ]"),
        "EOF while parsing an object" => sentence!("the text ends within an object: close it with }"),
        "EOF while parsing a string" => sentence!("the text ends within a string: close it with \""),
        "EOF while parsing a value" => sentence!("the text ends where a value is expected"),
        "expected `:`" => sentence!("expected : after the name"),
        "expected `,` or `]`" => sentence!("expected , or ]"),
        "expected `,` or `}`" => sentence!("expected , or }"),
        "expected ident" => sentence!("expected true, false or null"),
        "expected value" => sentence!("expected a value"),
        "expected `\"`" => sentence!("expected \""),
        "invalid escape" => sentence!("no such escape: write \\\\ for a backslash"),
        "invalid number" => sentence!("this is no number"),
        "number out of range" => sentence!("this number is too large"),
        "invalid unicode code point" | "lone leading surrogate in hex escape" | "unexpected end of hex escape" => {
            sentence!("this escape is no character")
        }
        "control character (\\u0000-\\u001F) found while parsing a string" => {
            sentence!("a string holds no line breaks or other control characters: write \\n")
        }
        "key must be a string" => sentence!("a name stands in double quotes"),
        "trailing comma" => sentence!("no comma before the end"),
        "trailing characters" => sentence!("the document has ended before this"),
        "recursion limit exceeded" => sentence!("nested too deep: at most %{most} levels", most = 127_u8),
        other => Sentence::from(other),
    }
}

/// serde_json counts columns in bytes from 1, and 0 before the first byte of a line.
fn offset_of(text: &str, error: &serde_json::Error) -> usize {
    let line_start = match error.line() {
        0 | 1 => 0,
        line => text.match_indices('\n').nth(line - 2).map_or(0, |(newline, _)| newline + 1),
    };
    if error.is_eof() { text.len() } else { line_start + error.column().saturating_sub(1) }
}

/// The message without serde_json's own "at line 1 column 2".
fn plain_message(error: &serde_json::Error) -> String {
    let message = error.to_string();
    let place = format!(" at line {} column {}", error.line(), error.column());
    message.strip_suffix(&place).unwrap_or(&message).to_owned()
}

/// What is wrong with a value that is not what is wanted, in the words of whoever sent JSON.
#[must_use]
pub fn told(error: &serde_json::Error) -> Sentence {
    in_json_words(&plain_message(error))
}

/// Without the names of Rust's types: `invalid type: sequence, expected struct Draft` is a list where an object is
/// expected.
fn in_json_words(message: &str) -> Sentence {
    if let Some(name) = message.strip_prefix("missing field ") {
        return sentence!("%{name} is missing", name = name.trim_matches('`'));
    }
    if let Some(name) = message.strip_prefix("duplicate field ") {
        return sentence!("%{name} stands here twice", name = name.trim_matches('`'));
    }
    if let Some((name, known)) = message.strip_prefix("unknown field ").and_then(|rest| rest.split_once(", ")) {
        return unknown(name, known);
    }
    if let Some((name, known)) = message.strip_prefix("unknown variant ").and_then(|rest| rest.split_once(", ")) {
        let known = known.trim_start_matches("expected ").trim_start_matches("one of ").replace('`', "");
        return sentence!("%{name} is none of %{known}", name = name.trim_matches('`'), known = known);
    }
    let Some((found, expected)) = message.split_once(", expected ") else { return Sentence::from(message) };
    // A list would be taken for the members in their order.
    let is_list = found.starts_with("invalid length") && expected.starts_with("struct ");
    let found = if is_list {
        sentence!("a list")
    } else {
        found_words(found.split_once(": ").map_or(found, |(_, found)| found))
    };
    sentence!("expected %{expected} instead of %{found}", expected = expected_words(expected), found = found)
}

/// `known` is "expected one of `a`, `b`" or "there are no fields".
fn unknown(name: &str, known: &str) -> Sentence {
    let name = name.trim_matches('`');
    match known.strip_prefix("expected ") {
        None => sentence!("there is no member %{name}", name = name),
        Some(known) => {
            let known = known.trim_start_matches("one of ").replace('`', "").replace(" or ", ", ");
            sentence!("there is no member %{name}: there are %{known}", name = name, known = known)
        }
    }
}

fn expected_words(expected: &str) -> Sentence {
    match expected {
        "u8" | "u16" | "u32" | "u64" | "usize" | "i8" | "i16" | "i32" | "i64" | "isize" => sentence!("a whole number"),
        "f32" | "f64" => sentence!("a number"),
        "a sequence" => sentence!("a list"),
        "a map" => sentence!("an object"),
        "a string" => sentence!("a string"),
        "a boolean" => sentence!("true or false"),
        // What may be one of several is read by hand (`Trigger`, `ValueInput`) and says so itself.
        "a trigger's name or an object" => sentence!("a trigger's name or an object"),
        "a string, null or an object" => sentence!("a string, null or an object"),
        _ if expected.starts_with("struct ") => sentence!("an object"),
        _ => Sentence::from(expected),
    }
}

/// Of a string, a number and a truth value the value itself follows.
fn found_words(found: &str) -> Sentence {
    match found {
        "sequence" => sentence!("a list"),
        "map" => sentence!("an object"),
        "null" | "unit value" => sentence!("null"),
        // Where the value may be a secret, its kind is told.
        "a number" => sentence!("a number"),
        "true or false" => sentence!("true or false"),
        _ => match found.split_once(' ') {
            Some(("string", value)) => sentence!("the string %{value}", value = value),
            Some(("integer" | "boolean", value)) => Sentence::from(value.trim_matches('`')),
            Some(("floating", rest)) => Sentence::from(rest.trim_start_matches("point ").trim_matches('`')),
            _ => Sentence::from(found),
        },
    }
}

impl JsonError {
    fn new(kind: JsonErrorKind, message: Sentence, position: Position, pointer: String) -> Self {
        let Position { offset, line, column } = position;
        Self { kind, message, offset, line, column, pointer }
    }

    /// The same as a violation; its pointer is the text member's when the text is a member of something.
    #[must_use]
    pub fn into_violation(self) -> Violation {
        Violation { pointer: self.pointer, message: self.message, line: Some(self.line), column: Some(self.column) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;
    use serde_json::Value;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[allow(dead_code)]
    struct Outer {
        name: String,
        #[serde(default)]
        items: Vec<Item>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[allow(dead_code)]
    struct Item {
        size: u32,
    }

    fn wrong(text: &str) -> (u32, u32, String, String) {
        let error = parse::<Outer>(text).unwrap_err();
        (error.line, error.column, error.pointer, error.message.to_string())
    }

    #[test]
    fn an_unknown_member_is_told_with_the_place_of_its_name() {
        let (line, column, pointer, message) = wrong("{\"name\": \"é\",\n \"items\": [{\"size\": 1, \"sise\": 2}]}");
        assert_eq!((line, column, pointer.as_str()), (2, 24, "/items/0/sise"));
        assert_eq!(message, "there is no member sise: there are size");
    }

    #[test]
    fn a_wrong_type_is_told_with_the_place_of_its_value() {
        let (line, column, pointer, message) = wrong("{\"name\": \"é\", \"items\": [{\"size\": \"big\"}]}");
        assert_eq!((line, column, pointer.as_str()), (1, 34, "/items/0/size"));
        assert_eq!(message, "expected a whole number instead of the string \"big\"");
    }

    #[test]
    fn no_type_of_rust_is_named() {
        assert_eq!(wrong("[]").3, "expected an object instead of a list");
        assert_eq!(wrong("5").3, "expected an object instead of 5");
        assert_eq!(wrong(r#"{"name": {}}"#).3, "expected a string instead of an object");
        assert_eq!(wrong(r#"{"name": "a", "items": {}}"#).3, "expected a list instead of an object");
        assert_eq!(wrong(r#"{"name": "a", "items": [[]]}"#).3, "expected an object instead of a list");
    }

    #[test]
    fn a_missing_member_is_told_at_its_object() {
        let (line, column, pointer, message) = wrong("\n {\"items\": []}");
        assert_eq!((line, column, pointer.as_str(), message.as_str()), (2, 2, "", "name is missing"));
    }

    #[test]
    fn broken_text_is_told_where_it_breaks() {
        let (line, column, pointer, message) = wrong("{\"name\": \"é\",\n \"items\": [{\"size\": x}]}");
        assert_eq!((line, column, pointer.as_str(), message.as_str()), (2, 21, "/items/0/size", "expected a value"));
        let (_, column, pointer, message) = wrong("{\"name\": \"a\"");
        assert_eq!(
            (column, pointer.as_str(), message.as_str()),
            (13, "/name", "the text ends within an object: close it with }")
        );
        let (_, column, _, message) = wrong("{\"name\": \"a\"} x");
        assert_eq!((column, message.as_str()), (15, "the document has ended before this"));
        assert_eq!(wrong("").0, 1);
    }

    #[test]
    fn ten_thousand_levels_are_an_error_and_not_a_crash() {
        for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
            let deep = format!("{}1{}", open.repeat(10_000), close.repeat(10_000));
            let error = parse::<Value>(&deep).unwrap_err();
            assert_eq!((error.kind, error.line), (JsonErrorKind::Malformed, 1));
            assert_eq!(error.message.to_string(), "nested too deep: at most 127 levels");
            let unclosed = parse::<Value>(&open.repeat(10_000)).unwrap_err();
            assert_eq!(unclosed.message, error.message);
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read_or_refused_within_its_bounds(text in "[\\PC\\n]{0,40}|[\\[\\]{}\",:a1 \\n\\\\é]{0,60}") {
            if let Err(error) = parse::<Value>(&text) {
                proptest::prop_assert!(error.offset <= text.len());
                proptest::prop_assert!(error.line >= 1 && error.column >= 1);
            }
        }
    }
}
