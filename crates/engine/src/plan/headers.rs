//! Which header names a configuration may set.

use http::HeaderName;
use http::header::{
    ACCEPT_ENCODING, CONNECTION, CONTENT_LENGTH, CONTENT_TYPE, EXPECT, HOST, PROXY_AUTHORIZATION, TE, TRAILER,
    TRANSFER_ENCODING, UPGRADE,
};
use patchbay_model::endpoint::BodyFormat;

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
pub(super) fn name(text: &str, body_format: BodyFormat) -> Result<HeaderName, String> {
    let name: HeaderName =
        text.parse().map_err(|_| "a header's name has letters, digits and hyphens only".to_owned())?;
    if RESERVED.contains(&name) || name == "keep-alive" || name == "proxy-connection" {
        return Err(format!("{text} is set by Patchbay itself: leave it out"));
    }
    if name == CONTENT_TYPE && body_format == BodyFormat::Multipart {
        return Err("a multipart body brings its own Content-Type: leave this out".to_owned());
    }
    Ok(name)
}
