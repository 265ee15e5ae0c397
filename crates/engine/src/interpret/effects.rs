//! What an answer changes. Whether it may, the conversation says later.

use super::facts::Facts;
use super::view::{BodyKind, View};
use crate::error::EngineError;
use crate::plan::ResponsePlan;
use patchbay_model::execution::{Effects, ErrorCode};
use serde_json::{Map, Value};
use std::borrow::Cow;

/// Maps a good answer to its effects.
///
/// # Errors
/// [`ErrorCode::ResponseInvalid`] when the plan maps a body and there is no JSON to map.
pub fn effects(plan: &ResponsePlan, facts: &Facts<'_>) -> Result<Effects, EngineError> {
    let mut effects = Effects::default();
    if !(200..300).contains(&facts.view.response.status) {
        return Ok(effects);
    }
    effects.warnings.extend(surprise(&plan.expect, facts.view));
    if plan.is_empty() {
        return Ok(effects);
    }
    match facts.view.kind {
        BodyKind::Json => {}
        BodyKind::BrokenJson => {
            return Err(invalid("the answer says that it is JSON and can't be read as such"));
        }
        BodyKind::Text | BodyKind::Empty => {
            return Err(invalid("the answer is no JSON, which the response mapping needs"));
        }
    }
    for (name, template) in &plan.set {
        let value = template.evaluate(facts);
        // The other side said nothing about it: nothing is set.
        if !value.is_null() {
            effects.set.insert((*name).to_owned(), storable(value));
        }
    }
    for (key, template) in &plan.save {
        effects.save.insert(key.clone(), storable(template.evaluate(facts)));
    }
    Ok(effects)
}

/// What is odd about a good answer that does not say what it should. It counts all the same: whoever answers 2xx has taken
/// the request, and would get it twice if it were sent again.
fn surprise(expect: &Map<String, Value>, view: &View) -> Option<String> {
    if expect.is_empty() {
        return None;
    }
    let body = match &view.response.body {
        // Many forget to say that it is JSON.
        Value::String(text) => Cow::Owned(serde_json::from_str(text).unwrap_or(Value::Null)),
        body => Cow::Borrowed(body),
    };
    if expect.iter().all(|(name, value)| body.get(name) == Some(value)) {
        return None;
    }
    let status = view.response.status;
    let expected = Value::Object(expect.clone());
    Some(format!("the other side answered {status} with another body than {expected}: taken as delivered"))
}

fn invalid(detail: &str) -> EngineError {
    EngineError::fail(ErrorCode::ResponseInvalid, detail)
}

/// Postgres has no text with NUL, in JSON neither.
fn storable(value: Value) -> Value {
    let text = |text: String| if text.contains('\0') { text.replace('\0', "\u{fffd}") } else { text };
    match value {
        Value::String(string) => Value::String(text(string)),
        Value::Array(elements) => elements.into_iter().map(storable).collect(),
        Value::Object(members) => members.into_iter().map(|(name, member)| (text(name), storable(member))).collect(),
        plain => plain,
    }
}
