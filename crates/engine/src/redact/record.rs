//! Requests and answers as they are recorded (spec/execution.md, Record).

use super::{DOTS, Redactor, cut};
use crate::answer::Answer;
use crate::plan::Plan;
use crate::render::{Authentication, RenderedHeader, RenderedRequest};
use http::header::{
    AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE, COOKIE, DATE, HeaderName, HeaderValue, PROXY_AUTHORIZATION, SERVER,
    SET_COOKIE,
};
use patchbay_model::execution::{RecordedRequest, RecordedResponse};
use patchbay_model::limit::MAXIMUM_RECORDED_BYTES;
use patchbay_model::templating::{Step, ValuePath};
use serde_json::Value;

/// The most bytes of one header's value that are recorded.
const HEADER_LIMIT: usize = 2 * 1024;
/// Headers whose values are secrets whoever sets them.
const ALWAYS_HIDDEN: [HeaderName; 4] = [AUTHORIZATION, PROXY_AUTHORIZATION, COOKIE, SET_COOKIE];

/// Headers that carry no token.
const NEVER_TOKENS: [HeaderName; 4] = [CONTENT_TYPE, CONTENT_LENGTH, DATE, SERVER];

/// What an answer is to its endpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recorded {
    /// Data for the caller.
    Data,
    /// It carries an access token, and who knows which refresh and identity tokens beside it. Only the number that says
    /// how long it is good is shown.
    Token {
        /// Where that number is; none when nothing may be shown.
        expiry: Option<ValuePath>,
    },
}

impl Recorded {
    /// What the answers of `plan`'s endpoint are.
    #[must_use]
    pub fn of(plan: &Plan) -> Self {
        match plan.token_rules() {
            Some(rules) => Self::Token { expiry: rules.harmless_number().cloned() },
            None => Self::Data,
        }
    }
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
            self.excerpt(bytes, MAXIMUM_RECORDED_BYTES)
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
    pub fn response(&self, answer: &Answer, kind: &Recorded) -> RecordedResponse {
        let body = match kind {
            _ if answer.body.is_empty() => None,
            Recorded::Token { expiry } if answer.is_success() => {
                let shown = serde_json::from_slice(&answer.body)
                    .map_or_else(|_| DOTS.to_owned(), |body| blurred(body, expiry.as_ref()).to_string());
                Some(cut(&shown, MAXIMUM_RECORDED_BYTES).to_owned())
            }
            Recorded::Token { .. } | Recorded::Data => Some(self.excerpt(&answer.body, MAXIMUM_RECORDED_BYTES)),
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
        kind: &Recorded,
    ) -> (String, String) {
        // Any header may be the one that carries the token.
        let may_carry = *kind != Recorded::Data && answer.is_success() && !NEVER_TOKENS.contains(name);
        let hidden = may_carry || value.is_sensitive() || ALWAYS_HIDDEN.contains(name);
        let shown = if hidden { DOTS.to_owned() } else { self.excerpt(value.as_bytes(), HEADER_LIMIT) };
        (name.to_string(), shown)
    }
}

/// The shape of a token answer without its texts and numbers, so that one sees what the other side calls things. A token
/// may be a number: only the one at `expiry` is left.
#[must_use]
pub(crate) fn blurred(body: Value, expiry: Option<&ValuePath>) -> Value {
    blur(body, expiry.map(ValuePath::steps))
}

/// `way` are the steps from here to the number that is left.
fn blur(value: Value, way: Option<&[Step]>) -> Value {
    let on = |is_next: &dyn Fn(&Step) -> bool| way.and_then(<[Step]>::split_first).filter(|(step, _)| is_next(step));
    match value {
        Value::Number(number) if way == Some(&[]) => number.into(),
        Value::String(_) | Value::Number(_) => Value::from(DOTS),
        Value::Array(elements) => {
            let element = |(index, element)| {
                let next = on(&|step| matches!(step, Step::Index(known) if *known == index));
                blur(element, next.map(|(_, rest)| rest))
            };
            elements.into_iter().enumerate().map(element).collect()
        }
        Value::Object(members) => {
            let member = |(name, member): (String, Value)| {
                let next = on(&|step| matches!(step, Step::Key(known) if **known == *name));
                let shown = blur(member, next.map(|(_, rest)| rest));
                (name, shown)
            };
            members.into_iter().map(member).collect()
        }
        plain @ (Value::Null | Value::Bool(_)) => plain,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::plan;
    use serde_json::json;

    #[test]
    fn a_token_that_is_a_number_is_not_recorded() {
        let answer = Answer {
            status: 200,
            body: r#"{"id":4711,"data":[{"ttl":3600,"ttl2":60}],"expires_in":3599,"ok":true,"none":null}"#.into(),
            ..Answer::default()
        };
        let shown = |members: Value| {
            let mut auth = json!({"type": "auth"});
            auth.as_object_mut().unwrap().extend(members.as_object().unwrap().clone());
            let recorded = Redactor::new([]).response(&answer, &Recorded::of(&plan(auth)));
            serde_json::from_str::<Value>(&recorded.body.unwrap()).unwrap()
        };
        let dots = |data: Value, expires_in: Value| json!({"id": DOTS, "data": [data], "expires_in": expires_in, "ok": true, "none": null});
        let hidden = json!({"ttl": DOTS, "ttl2": DOTS});
        assert_eq!(shown(json!({"responseType": "id"})), dots(hidden.clone(), json!(3599)));
        let nested = json!({"responseType": "id", "expiryPath": "data[0].ttl"});
        assert_eq!(shown(nested), dots(json!({"ttl": 3600, "ttl2": DOTS}), json!(DOTS)));
        let same = json!({"responseType": "id", "expiryPath": "id"});
        assert_eq!(shown(same), dots(hidden, json!(DOTS)), "the token is where somebody says that its time is");
        let bare = Answer { status: 200, body: "4711".into(), ..Answer::default() };
        let kind = Recorded::of(&plan(json!({"type": "auth", "responseType": "text"})));
        assert_eq!(Redactor::new([]).response(&bare, &kind).body.unwrap(), format!("\"{DOTS}\""));
    }
}
