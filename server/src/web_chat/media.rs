//! What a file is: as its bytes say, whatever its name and its sender say.

/// The types that are taken, as a person is told.
pub(super) const TAKEN: &str = "PNG, JPEG, GIF, WebP, PDF, MP4, Ogg, MP3 or plain text";

/// The media type of a file; none: it is of no type that is taken.
pub(super) fn media_type(bytes: &[u8]) -> Option<&'static str> {
    let begins = |magic: &[u8]| bytes.starts_with(magic);
    let at = |offset: usize, magic: &[u8]| bytes.get(offset..).is_some_and(|rest| rest.starts_with(magic));
    Some(match () {
        () if begins(b"\x89PNG\r\n\x1a\n") => "image/png",
        () if begins(b"\xff\xd8\xff") => "image/jpeg",
        () if begins(b"GIF87a") || begins(b"GIF89a") => "image/gif",
        () if begins(b"RIFF") && at(8, b"WEBP") => "image/webp",
        () if begins(b"%PDF-") => "application/pdf",
        () if at(4, b"ftyp") => of_brand(bytes.get(8..12)?)?,
        () if begins(b"OggS") => "audio/ogg",
        () if begins(b"ID3") || is_mpeg_frame(bytes) => "audio/mpeg",
        () if is_plain_text(bytes) => "text/plain; charset=utf-8",
        () => return None,
    })
}

/// ISO 14496-12 files hold many things; of those, films and sound.
fn of_brand(brand: &[u8]) -> Option<&'static str> {
    match brand {
        b"isom" | b"iso2" | b"iso4" | b"iso5" | b"iso6" | b"mp41" | b"mp42" | b"avc1" | b"M4V " | b"MSNV" | b"dash" => {
            Some("video/mp4")
        }
        b"M4A " => Some("audio/mp4"),
        _ => None,
    }
}

/// The head of an MPEG audio frame, layer III: eleven bits set, then version and layer.
fn is_mpeg_frame(bytes: &[u8]) -> bool {
    matches!(bytes, [0xff, second, ..] if matches!(second & 0xfe, 0xfa | 0xf2 | 0xe2))
}

/// UTF-8 without control characters other than those that part lines and words.
fn is_plain_text(bytes: &[u8]) -> bool {
    let text = std::str::from_utf8(bytes);
    !bytes.is_empty()
        && text.is_ok_and(|text| !text.contains(|sign: char| sign.is_control() && !"\t\n\r\u{c}".contains(sign)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_what_its_bytes_say() {
        for (bytes, kind) in [
            (&b"\x89PNG\r\n\x1a\n...."[..], Some("image/png")),
            (b"\xff\xd8\xff\xe0....", Some("image/jpeg")),
            (b"GIF89a....", Some("image/gif")),
            (b"RIFF\x10\0\0\0WEBPVP8 ", Some("image/webp")),
            (b"%PDF-1.7\n", Some("application/pdf")),
            (b"\0\0\0\x20ftypisom\0\0", Some("video/mp4")),
            (b"\0\0\0\x20ftypheic\0\0", None),
            (b"OggS\0\x02", Some("audio/ogg")),
            (b"ID3\x04\0", Some("audio/mpeg")),
            (b"\xff\xfb\x90\x64", Some("audio/mpeg")),
            ("Xin chào 😀\r\n\tأهلا".as_bytes(), Some("text/plain; charset=utf-8")),
            // A page is a text like any other: it is never shown as a page.
            (b"<script>alert(1)</script>", Some("text/plain; charset=utf-8")),
            (b"MZ\x90\0\x03", None),
            (b"\x7fELF\x02\x01", None),
            (b"PK\x03\x04\x14\0", None),
            (b"a\0b", None),
            (b"\xff\xfe", None),
            (b"RIFF\x10\0\0\0WAVEfmt ", None),
            (b"", None),
        ] {
            assert_eq!(media_type(bytes), kind, "{bytes:?}");
        }
    }
}
