//! From a JSON pointer to a place in the text, and back.

use super::position::Position;
use super::scan::{Scanner, unescape};
use crate::valid::pointer_token;

/// Where the value at `pointer` (RFC 6901) begins in `text`. Of a repeated member the last one counts, as it does
/// for serde_json.
#[must_use]
pub fn locate(text: &str, pointer: &str) -> Option<Position> {
    find(text, pointer).map(|found| Position::at(text, found.value))
}

/// Where the name of the member at `pointer` begins; of an array's element and of the document, where it begins.
#[must_use]
pub fn locate_name(text: &str, pointer: &str) -> Option<Position> {
    find(text, pointer).map(|found| Position::at(text, found.name))
}

/// Where the byte at `offset` of the string at `pointer`, its escapes resolved, stands in `text`.
#[must_use]
pub fn locate_in_string(text: &str, pointer: &str, offset: usize) -> Option<Position> {
    let mut scanner = Scanner { text, at: find(text, pointer)?.value };
    let start = scanner.at + 1;
    let raw = scanner.string()?;
    let mut at = 0;
    let mut meant = 0;
    while meant < offset && at < raw.len() {
        let piece = escape_length(&raw[at..]);
        meant += unescape(raw.get(at..at + piece)?)?.len();
        at += piece;
    }
    Some(Position::at(text, start + at))
}

/// Bytes of the first character of a raw string, written as it is or escaped.
fn escape_length(raw: &str) -> usize {
    match raw.as_bytes() {
        [b'\\', b'u', b'd' | b'D', b'8'..=b'9' | b'a'..=b'b' | b'A'..=b'B', ..] => 12,
        [b'\\', b'u', ..] => 6,
        [b'\\', ..] => 2,
        _ => raw.chars().next().map_or(1, char::len_utf8),
    }
}

struct Found {
    name: usize,
    value: usize,
}

fn find(text: &str, pointer: &str) -> Option<Found> {
    let mut scanner = Scanner::new(text);
    scanner.peek()?;
    let mut found = Found { name: scanner.at, value: scanner.at };
    if pointer.is_empty() {
        return Some(found);
    }
    for token in pointer.strip_prefix('/')?.split('/') {
        let token = token.replace("~1", "/").replace("~0", "~");
        scanner.at = found.value;
        found = match scanner.peek()? {
            b'{' => member(&mut scanner, &token)?,
            b'[' => element(&mut scanner, token.parse().ok()?)?,
            _ => return None,
        };
    }
    Some(found)
}

fn member(scanner: &mut Scanner<'_>, wanted: &str) -> Option<Found> {
    let mut last = None;
    scanner.eat(b'{')?;
    while scanner.peek() == Some(b'"') {
        let name = scanner.at;
        let is_wanted = unescape(scanner.string()?)? == wanted;
        scanner.eat(b':')?;
        scanner.peek()?;
        if is_wanted {
            last = Some(Found { name, value: scanner.at });
        }
        // A text that ends early still has the places before its end.
        if scanner.skip_value().is_none() || scanner.eat(b',').is_none() {
            break;
        }
    }
    last
}

fn element(scanner: &mut Scanner<'_>, index: usize) -> Option<Found> {
    scanner.eat(b'[')?;
    for _ in 0..index {
        scanner.skip_value()?;
        scanner.eat(b',')?;
    }
    if scanner.peek()? == b']' {
        return None;
    }
    Some(Found { name: scanner.at, value: scanner.at })
}

/// The pointer of what is being read at `offset`, in a text that may be broken there.
#[must_use]
pub fn pointer_at(text: &str, offset: usize) -> String {
    let mut scanner = Scanner::new(text);
    let mut frames: Vec<Frame> = Vec::new();
    while let Some(byte) = scanner.peek() {
        if scanner.at >= offset {
            break;
        }
        match (byte, frames.last_mut()) {
            (b'{', _) => frames.push(Frame::Object { member: None }),
            (b'[', _) => frames.push(Frame::Array { index: 0 }),
            (b'}' | b']', _) => {
                frames.pop();
            }
            (b',', Some(Frame::Object { member })) => *member = None,
            (b',', Some(Frame::Array { index })) => *index += 1,
            (b'"', frame) => {
                let Some(raw) = scanner.string().filter(|_| scanner.at <= offset) else { break };
                if let Some(Frame::Object { member: member @ None }) = frame {
                    *member = unescape(raw);
                }
                continue;
            }
            (b':' | b',', _) => {}
            _ => {
                scanner.scalar();
                continue;
            }
        }
        scanner.at += 1;
    }
    frames.iter().filter_map(Frame::token).fold(String::new(), |pointer, token| format!("{pointer}/{token}"))
}

enum Frame {
    Object { member: Option<String> },
    Array { index: usize },
}

impl Frame {
    fn token(&self) -> Option<String> {
        match self {
            Self::Object { member } => member.as_deref().map(pointer_token),
            Self::Array { index } => Some(index.to_string()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "{\n  \"a\": [1, {\"b/c\": \"d\\u00e9\\\"e\"}],\n  \"a~\": {}, \"x\": \"}]\", \"y\": null\n}";

    fn place(pointer: &str) -> Option<(u32, u32)> {
        locate(TEXT, pointer).map(|position| (position.line, position.column))
    }

    #[test]
    fn a_pointer_leads_to_line_and_column_of_its_value() {
        assert_eq!(place(""), Some((1, 1)));
        assert_eq!(place("/a"), Some((2, 8)));
        assert_eq!(place("/a/0"), Some((2, 9)));
        assert_eq!(place("/a/1"), Some((2, 12)));
        assert_eq!(place("/a/1/b~1c"), Some((2, 20)));
        assert_eq!(place("/a~0"), Some((3, 9)));
        assert_eq!(place("/y"), Some((3, 29)), "brackets inside a string don't count");
    }

    #[test]
    fn what_is_not_there_has_no_place() {
        for pointer in ["/b", "/a/2", "/a/x", "/a~0/x", "a", "/y/z", "/a/1/b~1c/0"] {
            assert_eq!(place(pointer), None, "{pointer}");
        }
        assert_eq!(locate("", ""), None);
        assert_eq!(locate("{\"a\":", "/a"), None);
    }

    #[test]
    fn the_name_of_a_member_has_a_place_too() {
        assert_eq!(locate_name(TEXT, "/a~0").map(|position| position.column), Some(3));
    }

    #[test]
    fn of_a_repeated_member_the_last_one_counts() {
        assert_eq!(locate(r#"{"a":1,"a":2}"#, "/a").map(|position| position.offset), Some(11));
    }

    #[test]
    fn a_place_inside_a_string_counts_escapes_as_what_they_mean() {
        let column = |offset| locate_in_string(TEXT, "/a/1/b~1c", offset).map(|position| position.column);
        assert_eq!(column(0), Some(21));
        assert_eq!(column(1), Some(22));
        assert_eq!(column(3), Some(28), "é is two bytes, written in six");
        assert_eq!(column(4), Some(30));
        let pair = r#""\ud83d\ude00x""#;
        assert_eq!(locate_in_string(pair, "", 4).map(|position| position.column), Some(14));
    }

    #[test]
    fn a_broken_text_still_tells_what_was_being_read() {
        for (text, pointer) in [
            ("{\"a\":[1,{\"b\":tru", "/a/1/b"),
            ("{\"a\":[1,2,", "/a/2"),
            ("{\"a\":{}, \"b\" 1", "/b"),
            ("[[],[[", "/1/0/0"),
            ("{\"a\":\"x", "/a"),
            ("x", ""),
        ] {
            assert_eq!(pointer_at(text, text.len()), pointer, "{text}");
        }
    }

    #[test]
    fn ten_thousand_levels_cost_no_stack() {
        let deep = format!("{}1{}", "[".repeat(10_000), "]".repeat(10_000));
        assert_eq!(locate(&deep, &"/0".repeat(10_000)).map(|position| position.offset), Some(10_000));
        assert_eq!(pointer_at(&deep, 10_000).len(), 20_000);
    }
}
