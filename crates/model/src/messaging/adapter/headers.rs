//! Extra headers of an adapter's webhooks.

use crate::integrator::ValueInput;
use crate::sentence;
use crate::valid::{Violations, pointer_token};
use std::collections::BTreeMap;

const MAXIMUM_HEADERS: usize = 32;
const MAXIMUM_VALUE_BYTES: usize = 8 * 1024;

/// What the connection, the body or the signature says, not a person.
const OURS: [&str; 9] = [
    "connection",
    "content-length",
    "content-type",
    "host",
    "te",
    "transfer-encoding",
    "webhook-id",
    "webhook-signature",
    "webhook-timestamp",
];

/// Whether a header's value is kept as a secret: sealed, never read back, left out of records. By its name, because the API
/// takes a plain text for every header.
#[must_use]
pub fn is_secret_header(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    ["auth", "token", "secret", "key", "password", "cookie", "signature", "credential"]
        .iter()
        .any(|word| name.contains(word))
}

/// Checks the headers of a webhook.
pub(super) fn check_headers(found: &mut Violations, pointer: &str, headers: &BTreeMap<String, ValueInput>) {
    found.require(headers.len() <= MAXIMUM_HEADERS, pointer, sentence!("use at most 32 headers"));
    let mut seen = Vec::new();
    for (name, value) in headers {
        let pointer = format!("{pointer}/{}", pointer_token(name));
        let folded = name.to_ascii_lowercase();
        // RFC 9110, section 5.6.2: token.
        let is_token = (1..=100).contains(&name.len())
            && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b));
        found.require(is_token, &pointer, sentence!("name it with letters, digits and hyphens, such as X-Api-Key"));
        found.require(!OURS.contains(&folded.as_str()), &pointer, sentence!("this header is written by Patchbay"));
        found.require(
            !seen.contains(&folded),
            &pointer,
            sentence!("this header is in the list already, in another case"),
        );
        seen.push(folded);
        match value {
            ValueInput::New(text) => {
                let fits = text.len() <= MAXIMUM_VALUE_BYTES && !text.contains(char::is_control) && text.trim() == text;
                found.require(
                    fits,
                    &pointer,
                    sentence!("use at most 8 KiB without line breaks and surrounding spaces"),
                );
            }
            ValueInput::Keep(_) => {
                found.require(
                    is_secret_header(name),
                    &pointer,
                    sentence!("this header is not kept as a secret: write its value"),
                );
            }
            ValueInput::None(()) => found.add(pointer, sentence!("write the header's value, or leave the header out")),
        }
    }
}
