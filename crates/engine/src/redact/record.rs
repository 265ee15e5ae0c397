//! Requests and answers as they are recorded (spec/execution.md, Record).

use super::{DOTS, Redactor, cut};
use crate::answer::Answer;
use crate::render::{Authentication, RenderedHeader, RenderedRequest};
use http::header::{
    AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE, COOKIE, DATE, HeaderName, HeaderValue, PROXY_AUTHORIZATION, SERVER,
    SET_COOKIE,
};
use patchbay_model::execution::{RecordedRequest, RecordedResponse};
use serde_json::Value;

/// The most bytes of a body that are recorded.
const BODY_LIMIT: usize = 8 * 1024;
/// The most bytes of one header's value that are recorded.
const HEADER_LIMIT: usize = 2 * 1024;
/// Headers whose values are secrets whoever sets them.
const ALWAYS_HIDDEN: [HeaderName; 4] = [AUTHORIZATION, PROXY_AUTHORIZATION, COOKIE, SET_COOKIE];

/// Headers that carry no token.
const NEVER_TOKENS: [HeaderName; 4] = [CONTENT_TYPE, CONTENT_LENGTH, DATE, SERVER];

/// What an answer is to its endpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recorded {
    /// Data for the caller.
    Data,
    /// It carries an access token, and who knows which refresh and identity tokens beside it.
    Token,
}

impl Redactor {
    /// A request with dots for secrets.
    #[must_use]
    pub fn request(&self, request: &RenderedRequest) -> RecordedRequest {
        let mut headers: Vec<_> = request.headers.iter().map(|header| self.sent_header(header)).collect();
        if let Some(content_type) = &request.content_type
            && !request.headers.iter().any(|header| header.name == CONTENT_TYPE)
        {
            headers.push((CONTENT_TYPE.to_string(), content_type.to_string()));
        }
        match request.authentication {
            Some(Authentication::Basic { .. }) => headers.push((AUTHORIZATION.to_string(), format!("Basic {DOTS}"))),
            Some(Authentication::Digest { .. }) => headers.push((AUTHORIZATION.to_string(), format!("Digest {DOTS}"))),
            None => {}
        }
        let body = request.body.as_ref().map(|body| {
            let bytes = body.shown.as_ref().map_or(&body.bytes[..], |shown| shown.as_bytes());
            self.excerpt(bytes, BODY_LIMIT)
        });
        RecordedRequest {
            method: request.method.to_string(),
            url: self.scrub(&request.url.redacted()).into_owned(),
            headers,
            body,
        }
    }

    /// An answer with dots for secrets.
    #[must_use]
    pub fn response(&self, answer: &Answer, kind: Recorded) -> RecordedResponse {
        let body = match kind {
            _ if answer.body.is_empty() => None,
            Recorded::Token if answer.is_success() => {
                let shown = serde_json::from_slice(&answer.body)
                    .map_or_else(|_| DOTS.to_owned(), |body| blurred(body).to_string());
                Some(cut(&shown, BODY_LIMIT).to_owned())
            }
            Recorded::Token | Recorded::Data => Some(self.excerpt(&answer.body, BODY_LIMIT)),
        };
        RecordedResponse {
            status: answer.status,
            headers: answer.headers.iter().map(|header| self.received_header(header, answer, kind)).collect(),
            body,
            body_bytes: answer.body.len() as u64,
        }
    }

    fn sent_header(&self, header: &RenderedHeader) -> (String, String) {
        let shown = match &header.shown {
            Some(shown) => self.excerpt(shown.as_bytes(), HEADER_LIMIT),
            None if ALWAYS_HIDDEN.contains(&header.name) => DOTS.to_owned(),
            None => self.excerpt(header.value.as_bytes(), HEADER_LIMIT),
        };
        (header.name.to_string(), shown)
    }

    fn received_header(
        &self,
        (name, value): (&HeaderName, &HeaderValue),
        answer: &Answer,
        kind: Recorded,
    ) -> (String, String) {
        // Any header may be the one that carries the token.
        let may_carry = kind == Recorded::Token && answer.is_success() && !NEVER_TOKENS.contains(name);
        let hidden = may_carry || value.is_sensitive() || ALWAYS_HIDDEN.contains(name);
        let shown = if hidden { DOTS.to_owned() } else { self.excerpt(value.as_bytes(), HEADER_LIMIT) };
        (name.to_string(), shown)
    }
}

/// The shape of a token answer without its texts, so that one sees what the other side calls things.
#[must_use]
pub(crate) fn blurred(value: Value) -> Value {
    match value {
        Value::String(_) => Value::from(DOTS),
        Value::Array(elements) => elements.into_iter().map(blurred).collect(),
        Value::Object(members) => members.into_iter().map(|(name, member)| (name, blurred(member))).collect(),
        plain => plain,
    }
}
