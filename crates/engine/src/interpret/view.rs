//! An answer as its caller sees it.

use crate::answer::Answer;
use crate::redact::{DOTS, Recorded, blurred};
use patchbay_model::execution::ResponseView;
use serde_json::Value;
use std::collections::BTreeMap;

/// What a body turned out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BodyKind {
    /// There is none.
    Empty,
    /// JSON, as the other side says.
    Json,
    /// The other side says JSON, and it is none.
    BrokenJson,
    /// Something else.
    Text,
}

/// An answer, read.
#[derive(Debug, Clone, PartialEq)]
pub struct View {
    /// Status, headers, and the body as JSON or text.
    pub response: ResponseView,
    /// What the body is.
    pub kind: BodyKind,
}

impl View {
    /// Reads `answer`.
    #[must_use]
    pub fn of(answer: &Answer) -> Self {
        let text = || Value::from(String::from_utf8_lossy(&answer.body));
        let (kind, body) = if answer.body.is_empty() {
            (BodyKind::Empty, Value::Null)
        } else if !answer.claims_json() {
            (BodyKind::Text, text())
        } else {
            // serde_json stops at 128 levels: what is deeper stays text.
            match serde_json::from_slice(&answer.body) {
                Ok(body) => (BodyKind::Json, body),
                Err(_) => (BodyKind::BrokenJson, text()),
            }
        };
        Self { response: ResponseView { status: answer.status, headers: headers(answer), body }, kind }
    }

    /// The same without the texts and numbers of a good answer's body and without its headers' values: what the caller of
    /// an auth endpoint may see of the tokens in it.
    #[must_use]
    pub fn without_tokens(self, kind: &Recorded) -> Self {
        let Recorded::Token { expiry } = kind else { return self };
        if !(200..300).contains(&self.response.status) {
            return self;
        }
        let ResponseView { status, headers, body } = self.response;
        let headers = headers.into_keys().map(|name| (name, DOTS.to_owned())).collect();
        Self { response: ResponseView { status, headers, body: blurred(body, expiry.as_ref()) }, ..self }
    }
}

/// Names are in lower case already; values of a repeated name are joined.
fn headers(answer: &Answer) -> BTreeMap<String, String> {
    let mut headers: BTreeMap<String, String> = BTreeMap::new();
    for (name, value) in &answer.headers {
        let value = String::from_utf8_lossy(value.as_bytes());
        match headers.get_mut(name.as_str()) {
            Some(joined) => {
                joined.push_str(", ");
                joined.push_str(&value);
            }
            None => {
                headers.insert(name.as_str().to_owned(), value.into_owned());
            }
        }
    }
    headers
}
