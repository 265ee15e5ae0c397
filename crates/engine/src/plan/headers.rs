//! Which header names a configuration may set.

use http::HeaderName;
use http::header::{
    ACCEPT_ENCODING, CONNECTION, CONTENT_LENGTH, CONTENT_TYPE, EXPECT, HOST, PROXY_AUTHORIZATION, TE, TRAILER,
    TRANSFER_ENCODING, UPGRADE,
};
use patchbay_model::endpoint::BodyFormat;
use patchbay_model::sentence;
use patchbay_model::sentence::Sentence;

/// Headers that belong to the connection and not to the request: the HTTP client sets them, and one that disagrees
/// with it would let a value smuggle a second request.
const RESERVED: [HeaderName; 10] = [
    HOST,
    CONTENT_LENGTH,
    TRANSFER_ENCODING,
    CONNECTION,
    UPGRADE,
    TE,
    TRAILER,
    EXPECT,
    ACCEPT_ENCODING,
    PROXY_AUTHORIZATION,
];

/// Reads a header's name.
pub(super) fn name(text: &str, body_format: BodyFormat) -> Result<HeaderName, Sentence> {
    let name: HeaderName =
        text.parse().map_err(|_| sentence!("a header's name has letters, digits and hyphens only"))?;
    if RESERVED.contains(&name) || name == "keep-alive" || name == "proxy-connection" {
        return Err(sentence!("%{text} is set by Patchbay itself: leave it out", text = text));
    }
    if name == CONTENT_TYPE && body_format == BodyFormat::Multipart {
        return Err(sentence!("a multipart body brings its own Content-Type: leave this out"));
    }
    Ok(name)
}
