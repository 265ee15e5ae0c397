//! A cookie that an answer sets (RFC 6265, section 5.2).

use crate::answer::Answer;
use http::header::SET_COOKIE;

/// The value of cookie `name`; of several the last, as a browser would keep it.
pub(super) fn find<'a>(answer: &'a Answer, name: &str) -> Option<&'a str> {
    let lines = answer.headers.get_all(SET_COOKIE).iter().filter_map(|line| std::str::from_utf8(line.as_bytes()).ok());
    let mut pairs = lines.filter_map(|line| line.split(';').next()?.split_once('='));
    let value = pairs.rfind(|(cookie, _)| cookie.trim() == name)?.1.trim();
    let unquoted = value.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    Some(unquoted.unwrap_or(value))
}
