//! JSON as somebody types it: where it is wrong, and how it looks when it is tidy.

use crate::languages::said_of;
use patchbay_model::{json, valid::Violation};
use serde::de::IgnoredAny;

/// Where the text stops being JSON, in the words that the server would use, in the language of the page. Empty text is nobody's mistake: the field's `required` says whether it may be.
#[must_use]
pub fn check(text: &str) -> Option<Violation> {
    if text.trim().is_empty() {
        return None;
    }
    json::parse::<IgnoredAny>(text).err().map(json::JsonError::into_violation).map(said_of)
}

/// Indents by two spaces. Works on the text and not on its values, because a round trip through numbers would change
/// `1e400`, `1.10` and every id beyond 64 bits. Expects JSON that `check` accepts.
#[must_use]
pub fn tidy(text: &str) -> String {
    let mut tidied = String::with_capacity(text.len() * 2);
    let mut depth = 0_usize;
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' => copy_string(&mut letters, &mut tidied),
            '{' | '[' => {
                tidied.push(letter);
                while letters.next_if(|next| next.is_ascii_whitespace()).is_some() {}
                if let Some(close) = letters.next_if(|next| matches!(next, '}' | ']')) {
                    tidied.push(close);
                } else {
                    depth += 1;
                    new_line(&mut tidied, depth);
                }
            }
            '}' | ']' => {
                depth = depth.saturating_sub(1);
                new_line(&mut tidied, depth);
                tidied.push(letter);
            }
            ',' => {
                tidied.push(letter);
                new_line(&mut tidied, depth);
            }
            ':' => tidied.push_str(": "),
            _ if letter.is_ascii_whitespace() => {}
            _ => tidied.push(letter),
        }
    }
    tidied
}

fn new_line(text: &mut String, depth: usize) {
    text.push('\n');
    text.extend(std::iter::repeat_n("  ", depth));
}

fn copy_string(letters: &mut std::iter::Peekable<std::str::Chars<'_>>, into: &mut String) {
    into.push('"');
    while let Some(letter) = letters.next() {
        into.push(letter);
        match letter {
            '"' => return,
            '\\' => into.extend(letters.next()),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mistake_has_a_line_and_a_column() {
        let found = check("{\n  \"a\": 1,\n  \"b\" 2\n}");
        assert_eq!(found.map(|violation| (violation.line, violation.column)), Some((Some(3), Some(7))));
        assert_eq!(check("{\"a\": 1}"), None);
        assert_eq!(check("  "), None);
    }

    #[test]
    fn tidying_changes_space_and_nothing_else() {
        let text = r#"{"id":123456789012345678901234,"price":1.10,"text":"a, \"b\": {c}\\","none":[],"list":[1,{ }]}"#;
        let tidied = tidy(text);
        assert_eq!(
            tidied,
            "{\n  \"id\": 123456789012345678901234,\n  \"price\": 1.10,\n  \"text\": \"a, \\\"b\\\": {c}\\\\\",\n  \
             \"none\": [],\n  \"list\": [\n    1,\n    {}\n  ]\n}"
        );
        assert_eq!(tidy(&tidied), tidied);
    }
}
