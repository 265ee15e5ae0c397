//! URLs of messages: fixed, https, complete. Adapters' own are judged as templates are, by `templating`.

use crate::limit::MAXIMUM_URL_BYTES;

/// Checks the URL of a file or page in a message.
///
/// # Errors
/// What to write instead.
pub(super) fn check_https(url: &str) -> Result<(), &'static str> {
    if url.len() > MAXIMUM_URL_BYTES {
        return Err("use at most 2,048 bytes");
    }
    let Some((scheme, rest)) = url.split_once("://") else { return Err("write a whole URL that begins with https://") };
    if !scheme.eq_ignore_ascii_case("https") {
        return Err("only https is delivered: write a URL that begins with https://");
    }
    if url.contains(|c: char| c.is_whitespace() || c.is_control() || c == '\\') {
        return Err("a URL holds no spaces, line breaks or backslashes: write %20 for a space");
    }
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    // Somebody's name before an @ is a way to show one host and mean another.
    if host.is_empty() || host.starts_with(':') || host.contains('@') {
        return Err("write the host after https://, without a user name");
    }
    Ok(())
}
