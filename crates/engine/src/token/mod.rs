//! Access tokens: where an auth endpoint's answer has one, how long it is good, and when it no longer is
//! (spec/execution.md, Authenticate).

mod cookie;
mod lifetime;

use crate::answer::Answer;
use crate::error::EngineError;
use crate::interpret::{View, judge};
use crate::plan::{ExpiredRule, Mark, TokenPlace, TokenRules};
use patchbay_model::execution::ErrorCode;
use patchbay_model::secret::Secret;
use patchbay_model::templating::ValuePath;
use patchbay_model::time::Timestamp;
use serde_json::Value;
use std::borrow::Cow;
use std::time::Duration;

pub use lifetime::Lifetime;

/// The longest token that a request can carry: servers close the connection at larger headers.
const MAXIMUM_BYTES: usize = 16 * 1024;

/// A token as it was issued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssuedToken {
    /// The token.
    pub secret: Secret,
    /// How long it is good.
    pub lifetime: Lifetime,
    /// The refresh token to use from now on; none: the old one stays.
    pub refresh: Option<Secret>,
}

/// Reads the answer of the auth endpoint `name`.
///
/// # Errors
/// [`ErrorCode::AuthFailed`], with the verdict to retry where that makes sense. The detail holds nothing of the answer.
pub fn read(name: &str, rules: &TokenRules, answer: &Answer, now: Timestamp) -> Result<IssuedToken, EngineError> {
    if let Err(refused) = judge(answer, now) {
        let detail = format!("the auth endpoint {name} gave no token: {}", refused.detail);
        return Err(EngineError::fail(ErrorCode::AuthFailed, detail).with(refused.verdict));
    }
    // Read as JSON whatever the content type says: a token endpoint that sends text/plain is still one.
    let body: Value = serde_json::from_slice(&answer.body).unwrap_or(Value::Null);
    let found = match &rules.place {
        TokenPlace::Path(path) => path.get(&body).and_then(scalar),
        TokenPlace::Text => Some(String::from_utf8_lossy(&answer.body)),
        TokenPlace::Header(header) => answer.header(header.as_str()).map(Cow::Borrowed),
        TokenPlace::Cookie(cookie) => cookie::find(answer, cookie).map(Cow::Borrowed),
    };
    let token = found.as_deref().map(str::trim).unwrap_or_default();
    let wrong = |what: &str| {
        let place = match &rules.place {
            TokenPlace::Path(path) => format!("at {path}"),
            TokenPlace::Text => "in its body".to_owned(),
            TokenPlace::Header(header) => format!("in its header {header}"),
            TokenPlace::Cookie(cookie) => format!("in its cookie {cookie}"),
        };
        Err(EngineError::fail(
            ErrorCode::AuthFailed,
            format!("the answer of the auth endpoint {name} has {what} {place}"),
        ))
    };
    if token.is_empty() {
        return wrong("no token");
    }
    if token.len() > MAXIMUM_BYTES {
        return wrong("a token over 16 KiB");
    }
    if token.chars().any(char::is_control) {
        return wrong("a token with line breaks");
    }
    let refresh = rules.refresh.as_ref().and_then(|refresh| usable(scalar(refresh.path.get(&body)?)?));
    let lifetime = Lifetime::new(expiry(&rules.expiry, &body));
    Ok(IssuedToken { secret: Secret::new(token), lifetime, refresh })
}

/// A refresh token that a request can carry; anything else would lock the tenant out, so the old one stays.
fn usable(text: Cow<'_, str>) -> Option<Secret> {
    let text = text.trim();
    let fits = !text.is_empty() && text.len() <= MAXIMUM_BYTES && !text.chars().any(char::is_control);
    fits.then(|| Secret::new(text))
}

fn scalar(value: &Value) -> Option<Cow<'_, str>> {
    match value {
        Value::String(text) => Some(text.into()),
        Value::Number(number) => Some(number.to_string().into()),
        _ => None,
    }
}

/// Seconds as a number or as a text that is one; anything else counts as not known.
fn expiry(path: &ValuePath, body: &Value) -> Option<Duration> {
    let seconds: f64 = scalar(path.get(body)?)?.trim().parse().ok()?;
    // Negative, infinite and not-a-number all fail here.
    Duration::try_from_secs_f64(seconds).ok()
}

/// Whether an answer says that the token in its request is no longer good: 401 always, and what `rules`, those of the
/// auth endpoint that issued it, name besides (lessons: some APIs answer 200 with "expired" in the body).
#[must_use]
pub fn is_expired(rules: Option<&TokenRules>, answer: &Answer, view: &View) -> bool {
    answer.status == 401 || rules.and_then(|rules| rules.expired.as_ref()).is_some_and(|rule| rule.holds(answer, view))
}

impl ExpiredRule {
    /// Whether every part that is given holds.
    fn holds(&self, answer: &Answer, view: &View) -> bool {
        if self.status.is_some_and(|status| status != answer.status) {
            return false;
        }
        match &self.mark {
            None => true,
            Some((Mark::Header(name), expected)) => answer.header(name.as_str()).is_some_and(|value| {
                expected
                    .as_ref()
                    .is_none_or(|expected| scalar(expected).is_some_and(|expected| expected == value.trim()))
            }),
            Some((Mark::Path(path), expected)) => match (path.get(&view.response.body), expected) {
                (None | Some(Value::Null), _) => false,
                (Some(_), None) => true,
                (Some(value), Some(expected)) => value == expected,
            },
        }
    }
}

#[cfg(test)]
mod tests;
