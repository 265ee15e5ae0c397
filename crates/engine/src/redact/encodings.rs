//! The forms in which a secret may turn up: as our own encoders write it, and as others echo it.

use md5::{Digest as _, Md5};
use std::fmt::Write as _;

/// Every distinct form of `secret`, itself included.
pub(super) fn forms(secret: &str) -> Vec<String> {
    if secret.is_empty() {
        return Vec::new();
    }
    let escaped = json_escaped(secret);
    let mut forms = vec![
        secret.to_owned(),
        percent_encoded(secret, Space::Percent, Hexadecimal::Upper, "-._~"),
        percent_encoded(secret, Space::Percent, Hexadecimal::Lower, "-._~"),
        percent_encoded(secret, Space::Plus, Hexadecimal::Upper, "-._*"),
        percent_encoded(secret, Space::Plus, Hexadecimal::Lower, "-._*"),
        // encodeURIComponent, the browser's own.
        percent_encoded(secret, Space::Percent, Hexadecimal::Upper, "-._~!'()*"),
        escaped.replace('/', "\\/"),
        ascii_only(&escaped),
        ascii_only(&escaped).replace('/', "\\/"),
        xml_escaped(secret),
        md5_hexadecimal(secret),
        escaped,
    ];
    forms.sort_unstable();
    forms.dedup();
    forms
}

#[derive(Clone, Copy)]
enum Space {
    Plus,
    Percent,
}

#[derive(Clone, Copy)]
enum Hexadecimal {
    Upper,
    Lower,
}

fn percent_encoded(text: &str, space: Space, digits: Hexadecimal, plain: &str) -> String {
    let mut encoded = String::with_capacity(text.len() * 3);
    for byte in text.bytes() {
        let character = char::from(byte);
        // Writing to a String can't fail.
        let _ = match (space, digits) {
            _ if byte.is_ascii_alphanumeric() || plain.contains(character) => encoded.write_char(character),
            (Space::Plus, _) if byte == b' ' => encoded.write_char('+'),
            (_, Hexadecimal::Upper) => write!(encoded, "%{byte:02X}"),
            (_, Hexadecimal::Lower) => write!(encoded, "%{byte:02x}"),
        };
    }
    encoded
}

/// The text as it stands between the quotes of a JSON string.
fn json_escaped(text: &str) -> String {
    let quoted = serde_json::Value::from(text).to_string();
    quoted[1..quoted.len() - 1].to_owned()
}

/// What encoders write that keep to ASCII, such as Python's.
fn ascii_only(escaped: &str) -> String {
    let mut ascii = String::with_capacity(escaped.len());
    for character in escaped.chars() {
        if character.is_ascii() {
            ascii.push(character);
            continue;
        }
        for unit in character.encode_utf16(&mut [0; 2]) {
            let _ = write!(ascii, "\\u{unit:04x}");
        }
    }
    ascii
}

fn xml_escaped(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    text.replace('"', "&quot;").replace('\'', "&apos;").replace('\r', "&#13;")
}

/// Lower-case hexadecimal MD5, as location md5 sends it (spec/execution.md, Resolve).
pub(crate) fn md5_hexadecimal(text: &str) -> String {
    Md5::digest(text.as_bytes()).iter().fold(String::with_capacity(32), |mut written, byte| {
        let _ = write!(written, "{byte:02x}");
        written
    })
}
