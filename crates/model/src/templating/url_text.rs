//! The fixed text of a URL: what may stand in it, and how it is written on the wire.

use super::encode::percent_byte;
use crate::sentence;
use crate::sentence::Sentence;

/// Refuses what an HTTP library would drop, reinterpret or not send.
pub(super) fn check_literal(text: &str) -> Result<(), (usize, Sentence)> {
    for (at, c) in text.char_indices() {
        let hexadecimal = |from: usize| text.as_bytes().get(from).is_some_and(u8::is_ascii_hexdigit);
        let message = match c {
            ' ' => sentence!("a URL holds no spaces: write %20"),
            '\\' => sentence!("a URL holds no backslashes: write / between segments, %5C for the character"),
            '#' => sentence!("what follows # is never sent: remove it, or write %23 for the character"),
            c if c.is_control() => sentence!("a URL holds no line breaks or other control characters: remove it"),
            // Half an escape could be completed by a value.
            '%' if !hexadecimal(at + 1) || !hexadecimal(at + 2) => {
                sentence!("% begins an escape such as %20: write %25 for the character")
            }
            _ => continue,
        };
        return Err((at, message));
    }
    Ok(())
}

/// Writes fixed text as it goes on the wire: what stands for itself in a URL stays, the rest is percent-encoded.
pub(super) fn encode_literal(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~:/?[]@!$&'()*+,;=%".contains(&byte) {
            out.push(char::from(byte));
        } else {
            percent_byte(byte, &mut out);
        }
    }
    out
}

/// Whether URL parsers (WHATWG URL, section 4.1) take the segment for `.` or `..`, the escaped spellings included.
pub(super) fn is_dot_segment(segment: &str) -> bool {
    let plain = segment.to_ascii_lowercase().replace("%2e", ".");
    matches!(plain.as_str(), "." | "..")
}
