//! The encoders, one per position (spec/templating.md, rule 4). Small and here, since the `url` crate would cost the
//! browser 178 KB.

/// How a value is written in its position.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Encoding {
    /// As it is: text bodies, multipart parts, header values once checked.
    Plain,
    /// One segment of a URL's path.
    PathSegment,
    /// A name or value of a query or form.
    Form,
    /// Character data or an attribute of XML.
    Xml,
    /// Inside the quotes of a JSON string.
    Json,
}

impl Encoding {
    /// Appends `text`, encoded.
    pub(super) fn write(self, text: &str, out: &mut String) {
        match self {
            Self::Plain => out.push_str(text),
            Self::PathSegment => percent(text, out, |byte| matches!(byte, b'-' | b'.' | b'_' | b'~')),
            Self::Form => form(text, out),
            Self::Xml => xml(text, out),
            Self::Json => json(text, out),
        }
    }
}

/// Percent-encodes all but letters, digits and what `stays` says.
fn percent(text: &str, out: &mut String, stays: fn(u8) -> bool) {
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || stays(byte) {
            out.push(char::from(byte));
        } else {
            percent_byte(byte, out);
        }
    }
}

pub(super) fn percent_byte(byte: u8, out: &mut String) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    out.push('%');
    out.push(char::from(DIGITS[usize::from(byte >> 4)]));
    out.push(char::from(DIGITS[usize::from(byte & 15)]));
}

/// The serializer of `application/x-www-form-urlencoded` (WHATWG URL, section 5.2).
fn form(text: &str, out: &mut String) {
    let mut words = text.split(' ');
    let stays = |byte| matches!(byte, b'-' | b'.' | b'_' | b'*');
    percent(words.next().unwrap_or_default(), out, stays);
    for word in words {
        out.push('+');
        percent(word, out, stays);
    }
}

/// Both quotes are escaped, so that a value may stand in either kind of attribute; `>` too, so that it can't end CDATA.
fn xml(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            // A bare carriage return would be read as a line feed.
            '\r' => out.push_str("&#13;"),
            '\t' | '\n' | ' '..='\u{fffd}' | '\u{10000}'.. => out.push(c),
            // The rest can't stand in XML 1.0 at all, not even escaped: a document with it would be refused whole.
            _ => out.push('\u{fffd}'),
        }
    }
}

/// Escapes what JSON wants escaped (RFC 8259, section 7) and nothing else.
fn json(text: &str, out: &mut String) {
    let mut copied = 0;
    for (at, byte) in text.bytes().enumerate() {
        let escape = match byte {
            b'"' => "\\\"",
            b'\\' => "\\\\",
            b'\n' => "\\n",
            b'\r' => "\\r",
            b'\t' => "\\t",
            0..0x20 => "\\u00",
            _ => continue,
        };
        out.push_str(&text[copied..at]);
        out.push_str(escape);
        if escape == "\\u00" {
            out.push(if byte < 0x10 { '0' } else { '1' });
            out.push(char::from_digit(u32::from(byte & 15), 16).unwrap_or('0'));
        }
        copied = at + 1;
    }
    out.push_str(&text[copied..]);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn encoded(encoding: Encoding, text: &str) -> String {
        let mut out = String::new();
        encoding.write(text, &mut out);
        out
    }

    #[test]
    fn a_path_segment_keeps_unreserved_characters_only() {
        assert_eq!(encoded(Encoding::PathSegment, "a/b c?é~.%"), "a%2Fb%20c%3F%C3%A9~.%25");
    }

    #[test]
    fn a_form_value_writes_spaces_as_plus() {
        assert_eq!(encoded(Encoding::Form, " a+b&c=d ~*é"), "+a%2Bb%26c%3Dd+%7E*%C3%A9");
    }

    #[test]
    fn xml_text_cannot_open_or_close_anything() {
        assert_eq!(
            encoded(Encoding::Xml, "<a b='\"'>&]]>\r\n\u{1}"),
            "&lt;a b=&apos;&quot;&apos;&gt;&amp;]]&gt;&#13;\n\u{fffd}"
        );
    }

    proptest::proptest! {
        #[test]
        fn a_json_string_is_read_back_as_it_was(text: String) {
            let quoted = format!("\"{}\"", encoded(Encoding::Json, &text));
            proptest::prop_assert_eq!(serde_json::from_str::<String>(&quoted).unwrap(), text);
        }
    }
}
