//! Percent-encoding (RFC 3986, section 2.1).

/// Text in which letters, digits and `also` stand as they are, and every other byte as `%XX`.
pub fn encoded(bytes: &[u8], also: &[u8]) -> String {
    let byte = |byte: &u8| {
        if byte.is_ascii_alphanumeric() || also.contains(byte) {
            char::from(*byte).to_string()
        } else {
            format!("%{byte:02X}")
        }
    };
    bytes.iter().map(byte).collect()
}
